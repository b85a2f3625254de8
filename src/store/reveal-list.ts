import type { Reveal } from './reveals.ts';
import type { Db } from './transact.ts';

/** waiting: for a second person, or for the lead to open it. undecided: nobody said yes or no within a day. unused: agreed, and not opened in time. */
export const REVEAL_STAGES = ['waiting', 'shown', 'declined', 'unused', 'undecided'] as const;
type RevealStage = (typeof REVEAL_STAGES)[number];

/** One of them without its sealed words. */
export type ListedReveal = Pick<
  Reveal,
  | 'id'
  | 'memberId'
  | 'what'
  | 'reason'
  | 'askedAt'
  | 'askedByName'
  | 'state'
  | 'decidedAt'
  | 'decidedByName'
  | 'until'
  | 'shownAt'
> & { stage: RevealStage };

export type RevealFilter = {
  /** Undefined: all that there ever were. */
  stage: RevealStage | undefined;
  /** Ends of ids, as a pseudonym names them. */
  called: { from: string; to: string } | undefined;
  /** Whatever was asked before it and not decided is over. */
  since: Date;
  now: Date;
};

/** Those that wait oldest first, since they are to be done; others newest first. */
export async function listReveals(
  db: Db,
  { stage, called, since, now }: RevealFilter,
  { page, size }: { page: number; size: number },
): Promise<{ rows: ListedReveal[]; total: number }> {
  const rows = await db<(ListedReveal & { total: number })[]>`
    select z.*, count(*) over ()::int as total from (
      select r.id, r.member_id, r.what, r.reason, r.asked_at, r.state, r.decided_at, r.until, r.shown_at,
        (select a.display_name from staff_account a where a.staff_id = r.asked_by) as asked_by_name,
        (select a.display_name from staff_account a where a.staff_id = r.decided_by) as decided_by_name,
        case
          when r.shown_at is not null then 'shown'
          when r.state = 'declined' then 'declined'
          when r.state = 'asked' and r.asked_at > ${since} then 'waiting'
          when r.state = 'asked' then 'undecided'
          when r.until > ${now} then 'waiting'
          else 'unused'
        end as stage
      from reveal r
      where ${
        called === undefined
          ? db`true`
          : db`right(replace(r.member_id::text, '-', ''), 10) collate "C" between ${called.from} and ${called.to}`
      }
    ) z
    where ${stage === undefined ? db`true` : db`z.stage = ${stage}`}
    order by case when z.stage = 'waiting' then z.asked_at end, z.asked_at desc, z.id
    limit ${size} offset ${(page - 1) * size}`;
  return { rows, total: rows[0]?.total ?? 0 };
}
