import type { Db } from './transact.ts';

export type StartFacts = {
  /** Whether any phone has been heard, by text or by dialling. */
  heard: boolean;
  admins: number;
  supervisors: number;
  peerReviewers: number;
  members: number;
};

/** What the guide to a first start asks of the database. */
export async function startFacts(db: Db): Promise<StartFacts> {
  const [row] = await db<StartFacts[]>`
    with at_work as (
      select r.role from staff_role r join staff_account a on a.staff_id = r.staff_id and a.state = 'active'
    )
    select exists (select from conversation where heard_at is not null) as heard,
      (select count(*)::int from at_work where role = 'admin') as admins,
      (select count(*)::int from at_work where role = 'supervisor') as supervisors,
      (select count(*)::int from at_work where role = 'peer_reviewer') as peer_reviewers,
      (select count(*)::int from (select from member where unlinked_at is null limit 100000) m) as members`;
  return row ?? { heard: false, admins: 0, supervisors: 0, peerReviewers: 0, members: 0 };
}
