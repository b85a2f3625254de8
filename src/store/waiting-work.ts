import { isLate, isShown, type LateBefore } from './request-board.ts';
import type { Db } from './transact.ts';

/** Counts of what waits for somebody of the staff; none is counted above `most`. */
export type WaitingWork = {
  /** Requests for a person that nobody has taken, and those in danger among all that are open. */
  requests: number;
  urgent: number;
  /** Requests whose time has run out without anybody having met her. */
  late: number;
  /** Reveals that a second person has not decided. */
  reveals: number;
  /** Her own, agreed to and not opened yet. */
  agreed: number;
  /** Flows sent to review. */
  reviews: number;
  /** Releases that were held. */
  held: number;
  /** Lists of numbers that a second person has not confirmed. */
  lists: number;
};

/** What waits for `by`, in one look: what she asked for herself does not. A reveal that was asked for before `since` is over. */
export async function waitingWork(
  db: Db,
  {
    by,
    since,
    now,
    before,
    most,
  }: { by: string; since: Date; now: Date; before: LateBefore; most: number },
): Promise<WaitingWork> {
  const [row] = await db<WaitingWork[]>`
    select
      (select count(*)::int from (
        select from follow_up where state = 'open' and counsellor_id is null limit ${most}) a) as requests,
      (select count(*)::int from (
        select from follow_up where state = 'open' and kind = 'urgent' limit ${most}) a) as urgent,
      (select count(*)::int from (
        select from follow_up f where ${isLate(db, before)} and ${isShown(db)} limit ${most}) a) as late,
      (select count(*)::int from (select from reveal where state = 'asked' and asked_at > ${since} and asked_by::text <> ${by} limit ${most}) a) as reveals,
      (select count(*)::int from reveal where state = 'agreed' and shown_at is null and until > ${now} and asked_by::text = ${by}) as agreed,
      (select count(*)::int from (select from draft where state = 'in_review' limit ${most}) a) as reviews,
      (select count(*)::int from (
        select distinct on (flow, version) state from release_stage order by flow, version, seq desc) s
        where s.state = 'held') as held,
      (select count(*)::int from (select from invitation_list where state = 'waiting' and entered_by <> ${by} limit ${most}) a) as lists`;
  return (
    row ?? { requests: 0, urgent: 0, late: 0, reveals: 0, agreed: 0, reviews: 0, held: 0, lists: 0 }
  );
}
