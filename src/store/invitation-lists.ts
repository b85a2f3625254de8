import type { Db, Tx } from './transact.ts';

export type InvitationList = {
  id: string;
  source: string;
  /** `2027-01-31` */
  sourcedOn: string;
  enteredBy: string;
  enteredAt: Date;
  enteredName: string | null;
  confirmedName: string | null;
  state: 'waiting' | 'running' | 'done' | 'refused' | 'stopped';
  total: number;
  done: number;
  /** Places in the file of numbers that could not be read any more. */
  setAside: readonly number[];
};

export type NewList = Pick<
  InvitationList,
  'id' | 'source' | 'sourcedOn' | 'enteredBy' | 'enteredAt'
> & {
  wrappedKey: Buffer;
  sealed: readonly Buffer[];
};

/** Keeps a list until a second person confirms it: each number sealed, none readable without the keys outside. */
export async function enterList(tx: Tx, list: NewList): Promise<void> {
  await tx`
    insert into invitation_list (id, source, sourced_on, entered_by, entered_at, total, wrapped_key)
    values (${list.id}, ${list.source}, ${list.sourcedOn}, ${list.enteredBy}, ${list.enteredAt}, ${list.sealed.length},
      ${list.wrappedKey})`;
  await tx`
    insert into invitation_line (list_id, line, number_sealed)
    select ${list.id}, n, decode(sealed, 'hex')
    from unnest(${list.sealed.map((each) => each.toString('hex'))}::text[]) with ordinality as s(sealed, n)`;
}

/** Newest first. */
export async function readLists(
  db: Db,
  { search, page, size }: { search: string; page: number; size: number },
): Promise<{ rows: InvitationList[]; total: number }> {
  const like = `%${search.replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;
  const rows = await db<InvitationList[]>`
    select l.id, l.source, l.sourced_on::text, l.entered_by, l.entered_at, l.state, l.total, l.done, l.set_aside,
      e.display_name as entered_name, c.display_name as confirmed_name
    from invitation_list l
    left join staff_account e on e.staff_id::text = l.entered_by
    left join staff_account c on c.staff_id::text = l.confirmed_by
    where l.source ilike ${like}
    order by l.entered_at desc, l.id limit ${size} offset ${(page - 1) * size}`;
  const [counted] = await db<{ n: number }[]>`
    select count(*)::int as n from invitation_list where source ilike ${like}`;
  return { rows, total: counted?.n ?? 0 };
}

/** A list that is not over, held until the transaction ends. */
export async function lockList(
  tx: Tx,
  id: string,
): Promise<{ enteredBy: string; state: 'waiting' | 'running' } | undefined> {
  const [row] = await tx<{ enteredBy: string; state: 'waiting' | 'running' }[]>`
    select entered_by, state from invitation_list
    where id::text = ${id} and state in ('waiting', 'running') for update`;
  return row;
}

export async function confirmList(tx: Tx, id: string, by: string): Promise<void> {
  await tx`update invitation_list set state = 'running', confirmed_by = ${by} where id::text = ${id}`;
}

/** The numbers of a list that nobody wants are deleted, and their key with them; what it was stays. */
export async function endList(
  tx: Tx,
  id: string,
  { state, now }: { state: 'refused' | 'stopped'; now: Date },
): Promise<void> {
  await tx`
    update invitation_list set state = ${state}, ended_at = ${now}, wrapped_key = '' where id::text = ${id}`;
  await tx`delete from invitation_line where list_id::text = ${id}`;
}

/** Takes back what a list has brought into the queue and has not left yet. */
export async function withdrawList(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`select withdraw_list(${id}::uuid, ${now})`;
}

export type DueLine = {
  listId: string;
  line: number;
  numberSealed: Buffer;
  wrappedKey: Buffer;
  enteredBy: string;
};

/** The next numbers of lists that run, oldest list first. */
export async function dueLines(db: Db, limit: number): Promise<DueLine[]> {
  return await db<DueLine[]>`
    select n.list_id, n.line, n.number_sealed, l.wrapped_key, l.entered_by
    from invitation_list l join invitation_line n on n.list_id = l.id
    where l.state = 'running'
    order by l.entered_at, l.id, n.line limit ${limit}`;
}

/** How many numbers of all lists had their turn on a day. */
export async function paceOf(db: Db, day: string): Promise<number> {
  const [row] = await db<{ done: number }[]>`select done from invitation_pace where day = ${day}`;
  return row?.done ?? 0;
}

/**
 * Whether lists go on now: they are switched on, and texts leave. While it is quiet an invitation would lapse, and nobody is
 * invited twice.
 */
export async function listsGoOn(db: Tx | Db): Promise<boolean> {
  const [row] = await db<{ goOn: boolean }[]>`
    select p.is_on and not s.quiet and not s.paused as go_on
    from sending s, programme_switch p where p.name = 'imports'`;
  return row?.goOn ?? false;
}

/** How many had their turn on a day; whoever asks so is alone with the day until the transaction ends. */
export async function lockPace(tx: Tx, day: string): Promise<number> {
  await tx`insert into invitation_pace (day, done) values (${day}, 0) on conflict do nothing`;
  const [row] = await tx<{ done: number }[]>`
    select done from invitation_pace where day = ${day} for update`;
  return row?.done ?? 0;
}

export async function countTurn(tx: Tx, day: string): Promise<void> {
  await tx`update invitation_pace set done = done + 1 where day = ${day}`;
}

type LinePlace = Pick<DueLine, 'listId' | 'line'>;

/** Takes a number off a list that runs: once, whoever does it. */
export async function takeLine(tx: Tx, place: LinePlace, now: Date): Promise<boolean> {
  if (!(await deleteLine(tx, place))) return false;
  await tx`update invitation_list set done = done + 1 where id = ${place.listId}`;
  await endWhenThrough(tx, place.listId, now);
  return true;
}

/** Takes a number off that nobody can read, and notes its place for whoever brought the list. */
export async function setLineAside(tx: Tx, place: LinePlace, now: Date): Promise<boolean> {
  if (!(await deleteLine(tx, place))) return false;
  await tx`
    update invitation_list set set_aside = array_append(set_aside, ${place.line}) where id = ${place.listId}`;
  await endWhenThrough(tx, place.listId, now);
  return true;
}

async function deleteLine(tx: Tx, { listId, line }: LinePlace): Promise<boolean> {
  const [list] = await tx`
    select from invitation_list where id = ${listId} and state = 'running' for no key update`;
  if (list === undefined) return false;
  const gone = await tx`delete from invitation_line where list_id = ${listId} and line = ${line}`;
  return gone.count > 0;
}

async function endWhenThrough(tx: Tx, listId: string, now: Date): Promise<void> {
  await tx`
    update invitation_list set state = 'done', ended_at = ${now}, wrapped_key = ''
    where id = ${listId} and done + cardinality(set_aside) = total`;
}
