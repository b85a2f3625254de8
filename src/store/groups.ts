import type { Db, Tx } from './transact.ts';

/** A peer group as it is kept; sealed values are under its own key. `rhythm` and `reminds` are parsed by their room. */
export type GroupRow = {
  id: string;
  code: number;
  name: string;
  language: string;
  /** Null once it has closed. */
  wrappedKey: Buffer | null;
  joinSealed: Buffer | null;
  placesSealed: Buffer | null;
  place: number;
  rhythm: unknown;
  /** `14:00:00` */
  meetsAt: string;
  reminds: unknown;
  onHoliday: 'skip' | 'later';
  agenda: string[];
  moderatorId: string;
  state: 'open' | 'closed';
};

const columns = (db: Db) =>
  db`id, code, name, language, wrapped_key, join_sealed, places_sealed, place, rhythm, meets_at::text as meets_at, reminds,
    on_holiday, agenda, moderator_id, state`;

/** The rows of whoever leads or moderates it, locked before its own, since her own texts lock hers first. */
export async function lockLeaders(tx: Tx, id: string): Promise<void> {
  await tx`
    select from counsellor
    where id in (
      select counsellor_id from facilitator where group_id = ${id} and until is null
      union select moderator_id from peer_group where id = ${id})
    order by id for no key update`;
}

/** The group, locked until the transaction ends. */
export async function lockGroup(tx: Tx, id: string): Promise<GroupRow | undefined> {
  const [row] = await tx<GroupRow[]>`
    select ${columns(tx)} from peer_group where id = ${id} for no key update`;
  return row;
}

export async function groupByCode(db: Db, code: number): Promise<GroupRow | undefined> {
  const [row] = await db<GroupRow[]>`select ${columns(db)} from peer_group where code = ${code}`;
  return row;
}

/** What the codes of open groups are sealed as: to join, and while it counts, to take over. */
export type GroupCodes = {
  id: string;
  wrappedKey: Buffer;
  joinSealed: Buffer | null;
  handSealed: Buffer | null;
};

export function groupCodes(db: Db, now: Date): Promise<GroupCodes[]> {
  return db<GroupCodes[]>`
    select id, wrapped_key, join_sealed, case when hand_until > ${now} then hand_sealed end as hand_sealed
    from peer_group where state = 'open' order by code`;
}

type NewGroup = Omit<GroupRow, 'code' | 'state' | 'wrappedKey' | 'joinSealed'> & {
  wrappedKey: Buffer;
  joinSealed: Buffer;
  now: Date;
};

/** Returns the code that staff call it. */
export async function addGroup(tx: Tx, g: NewGroup): Promise<number> {
  const [row] = await tx<{ code: number }[]>`
    insert into peer_group (id, name, language, wrapped_key, join_sealed, places_sealed, place, rhythm, meets_at,
      reminds, on_holiday, agenda, moderator_id, created_at)
    values (${g.id}, ${g.name}, ${g.language}, ${g.wrappedKey}, ${g.joinSealed}, ${g.placesSealed},
      ${g.place}, ${JSON.stringify(g.rhythm)}::text::jsonb, ${g.meetsAt}, ${JSON.stringify(g.reminds)}::text::jsonb,
      ${g.onHoliday}, ${g.agenda}, ${g.moderatorId}, ${g.now})
    returning code`;
  if (row === undefined) throw new Error('impossible: what is inserted returns its code');
  return row.code;
}

/** Whether an open group has this name: on a phone names are all that tells them apart. */
export async function isNameTaken(db: Db, name: string): Promise<boolean> {
  const rows = await db`
    select from peer_group where state = 'open' and lower(name) = lower(${name}) limit 1`;
  return rows.length > 0;
}

export async function setJoinCode(tx: Tx, id: string, sealed: Buffer): Promise<void> {
  await tx`update peer_group set join_sealed = ${sealed} where id = ${id}`;
}

/** A code with which somebody takes the group over, once; null takes it back. */
export async function setHandCode(
  tx: Tx,
  id: string,
  code: { sealed: Buffer; until: Date } | null,
): Promise<void> {
  await tx`
    update peer_group set hand_sealed = ${code?.sealed ?? null}, hand_until = ${code?.until ?? null} where id = ${id}`;
}

/** Its key goes with it: places, codes and whatever else was sealed under it are worth nothing from then on. */
export async function closeGroup(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`
    update ballot set state = 'void', box = null, wrapped_key = null where group_id = ${id} and state = 'open'`;
  await tx`
    update meeting
    set state = case when state = 'planned' then 'cancelled' else state end, place_sealed = null, due_at = null
    where group_id = ${id}`;
  await tx`delete from meeting_answer a using meeting m where m.id = a.meeting_id and m.group_id = ${id}`;
  await tx`update facilitator set until = ${now}, ended_as = 'closed' where group_id = ${id} and until is null`;
  await tx`
    update peer_group
    set state = 'closed', closed_at = ${now}, wrapped_key = null, join_sealed = null, hand_sealed = null,
      hand_until = null, places_sealed = null
    where id = ${id}`;
}

export async function holidays(db: Db): Promise<string[]> {
  const rows = await db<{ day: string }[]>`select day::text as day from holiday order by day`;
  return rows.map(({ day }) => day);
}

export async function addHolidays(db: Db, days: readonly string[]): Promise<void> {
  await db`insert into holiday select unnest(${[...days]}::date[]) on conflict do nothing`;
}

export async function removeHoliday(db: Db, day: string): Promise<void> {
  await db`delete from holiday where day = ${day}::date`;
}

/** A group as staff see it: numbers, and no code, place or name of a person. */
type ListedGroup = {
  code: number;
  name: string;
  state: string;
  facilitators: number;
  members: number;
  asked: number;
  nextAt: Date | null;
  /** Of the last meeting that is over, as the group counted it. */
  heads: number | null;
};

export function listGroups(db: Db): Promise<ListedGroup[]> {
  return db<ListedGroup[]>`
    select g.code, g.name, g.state,
      (select count(*)::int from facilitator f join counsellor c on c.id = f.counsellor_id
        where f.group_id = g.id and f.until is null and c.state in ('active', 'away')) as facilitators,
      (select count(*)::int from membership q where q.group_id = g.id and q.state = 'agreed') as members,
      (select count(*)::int from membership q where q.group_id = g.id and q.state = 'asked') as asked,
      (select min(m.starts_at) from meeting m where m.group_id = g.id and m.state = 'planned') as next_at,
      (select m.heads from meeting m where m.group_id = g.id and m.state = 'over'
        order by m.starts_at desc limit 1) as heads
    from peer_group g order by g.code`;
}

/** Who hears what is reported. False where she leads the group. */
export async function setModerator(tx: Tx, id: string, moderatorId: string): Promise<boolean> {
  const rows = await tx`
    update peer_group set moderator_id = ${moderatorId}
    where id = ${id} and not exists (
      select from facilitator f where f.group_id = ${id} and f.counsellor_id = ${moderatorId} and f.until is null)
    returning 1`;
  return rows.length > 0;
}
