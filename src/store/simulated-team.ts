import type { Db } from './transact.ts';

/** Makes members, named by their phones, those of counsellors, as when both have said yes at a first visit. */
export async function matchMembers(
  db: Db,
  matches: readonly { numberIndex: Buffer; counsellorId: string }[],
  now: Date,
): Promise<void> {
  const rows = matches.map(({ numberIndex, counsellorId }) => ({
    number_index: `\\x${numberIndex.toString('hex')}`,
    counsellor_id: counsellorId,
  }));
  await db`
    insert into assignment (counsellor_id, member_id, since)
    select r.counsellor_id, m.id, ${now}
    from jsonb_to_recordset(${db.json(rows)}) as r(number_index bytea, counsellor_id uuid)
    join phone p on p.number_index = r.number_index
    join member m on m.phone_id = p.id
    where m.unlinked_at is null and not exists (
      select from assignment a where a.member_id = m.id and a.until is null
    )`;
}

/** What became of a request for a call, by the acts that are written down. */
export type RequestCourse = {
  kind: 'urgent' | 'talk' | null;
  openedAt: Date;
  endedAs: string | null;
  toldAt: Date | null;
  acceptedAt: Date | null;
  metAt: Date | null;
  lateToldAt: Date | null;
  /** How often it went on to the next person since nobody answered. */
  escalated: number;
};

/** Every request for a call, those that nobody has looked at included. */
export function requestCourses(db: Db): Promise<RequestCourse[]> {
  return db<RequestCourse[]>`
    select f.kind, f.opened_at, f.ended_as,
      coalesce(f.late_told_at, min(a.at) filter (where a.act = 'late_told')) as late_told_at,
      min(a.at) filter (where a.act = 'told') as told_at,
      min(a.at) filter (where a.act in ('accepted', 'met', 'tried', 'closed')) as accepted_at,
      min(a.at) filter (where a.act = 'met') as met_at,
      count(*) filter (where a.act = 'escalated')::int as escalated
    from follow_up f left join follow_up_act a on a.follow_up_id = f.id
    where f.kind is distinct from 'digest'
    group by f.id
    order by f.opened_at, f.id`;
}

/** Names who stands in for whom; both have to be there. */
export async function nameBackups(
  db: Db,
  pairs: readonly { id: string; backupId: string }[],
): Promise<void> {
  await db`
    update counsellor c set backup_id = r.backup_id
    from jsonb_to_recordset(${db.json(pairs.map(({ id, backupId }) => ({ id, backup_id: backupId })))})
      as r(id uuid, backup_id uuid)
    where c.id = r.id`;
}
