import { assert } from '../base/assert.ts';
import { isLate, isShown, type LateBefore } from './request-board.ts';
import type { Db } from './transact.ts';

/** Counts of what waits for somebody of the staff; none is counted above `most`. */
export type WaitingWork = {
  /** Requests for a person that are open; of these those that are with nobody, and those in danger. */
  open: number;
  requests: number;
  urgent: number;
  /** Requests whose time has run out without anybody having met her. */
  late: number;
  /** Requests that she herself was asked about or has taken, by her phone; `dangers` of them in danger. */
  withHer: number;
  dangers: number;
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

/** Asked of her by text, or taken by her. */
const isWith = (db: Db, staffId: string) => db`
  (f.counsellor_id = ${staffId} and f.state = 'open' and f.stage in ('offered', 'accepted') and ${isShown(db)})`;

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
        select from follow_up f where f.state = 'open' and ${isShown(db)} limit ${most}) a) as open,
      (select count(*)::int from (
        select from follow_up f where f.state = 'open' and f.counsellor_id is null and ${isShown(db)} limit ${most}) a) as requests,
      (select count(*)::int from (
        select from follow_up f where f.state = 'open' and f.kind = 'urgent' and ${isShown(db)} limit ${most}) a) as urgent,
      (select count(*)::int from follow_up f where ${isWith(db, by)}) as with_her,
      (select count(*)::int from follow_up f where ${isWith(db, by)} and f.kind = 'urgent') as dangers,
      (select count(*)::int from (
        select from follow_up f where ${isLate(db, before)} and ${isShown(db)} limit ${most}) a) as late,
      (select count(*)::int from (select from reveal where state = 'asked' and asked_at > ${since} and asked_by::text <> ${by} limit ${most}) a) as reveals,
      (select count(*)::int from reveal where state = 'agreed' and shown_at is null and until > ${now} and asked_by::text = ${by}) as agreed,
      (select count(*)::int from (select from draft where state = 'in_review' limit ${most}) a) as reviews,
      (select count(*)::int from (
        select distinct on (flow, version) state from release_stage order by flow, version, seq desc) s
        where s.state = 'held') as held,
      (select count(*)::int from (select from invitation_list where state = 'waiting' and entered_by <> ${by} limit ${most}) a) as lists`;
  assert(row !== undefined, 'a select without a table has one row');
  return row;
}
