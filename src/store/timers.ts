import type { Db } from './transact.ts';
import type { TimerKind } from './turn-rows.ts';

export type DueTimer = {
  id: string;
  kind: TimerKind;
  flow: string | null;
  notice: string | null;
  dueAt: Date;
  sendBy: Date;
  chosenUntil: Date | null;
  numberIndex: Buffer;
};

/** What is due, oldest first. Nothing is claimed: the turn that a timer causes deletes it. */
export function dueTimers(db: Db, now: Date, limit: number): Promise<DueTimer[]> {
  return db<DueTimer[]>`
    select t.id, t.kind, t.flow, t.notice, t.due_at, t.send_by, t.chosen_until, p.number_index
    from timer t join phone p on p.id = t.phone_id
    where t.due_at <= ${now} and t.stopped_by is null
    order by t.due_at, t.id
    limit ${limit}`;
}

/** The look-up values that the phones of timers have now: an exchange of keys may have moved them. */
export function timerIndexes(
  db: Db,
  ids: readonly string[],
): Promise<{ id: string; numberIndex: Buffer }[]> {
  return db`
    select t.id, p.number_index from timer t join phone p on p.id = t.phone_id
    where t.id = any(${[...ids]}::uuid[])`;
}

/** Deletes timers whose conversation has moved on. Returns how many there were. */
export async function dropTimers(db: Db, ids: readonly string[]): Promise<number> {
  const rows = await db`delete from timer where id = any(${[...ids]}::uuid[]) returning 1`;
  return rows.length;
}

export type TimerTimes = { dueAt: Date; sendBy: Date; chosenUntil: Date | null };

/**
 * Puts timers off: another question is open, it is night, the member asked for a pause, or its time was missed. One that
 * somebody else holds at this moment is left, and is due again. Returns those that have another time now.
 */
export async function deferTimers(
  db: Db,
  timers: readonly (TimerTimes & { id: string })[],
): Promise<Set<string>> {
  const rows = timers.map(({ id, dueAt, sendBy, chosenUntil }) => ({
    id,
    due_at: dueAt,
    send_by: sendBy,
    chosen_until: chosenUntil,
  }));
  const moved = await db<{ id: string }[]>`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
        id uuid, due_at timestamptz, send_by timestamptz, chosen_until timestamptz)
    ), held as materialized (
      select r.* from (select * from r order by id) r
      cross join lateral (select from timer t where t.id = r.id for no key update skip locked) locked
    )
    update timer t set due_at = h.due_at, send_by = h.send_by, chosen_until = h.chosen_until
    from held h
    where t.id = h.id and t.due_at <> h.due_at
    returning t.id`;
  return new Set(moved.map(({ id }) => id));
}
