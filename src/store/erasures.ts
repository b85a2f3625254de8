import type { Db } from './transact.ts';
import type { AuditWrite } from './turn-rows.ts';

export type ErasureAsk = {
  /** Of the erasure, made by the caller. */
  id: string;
  phoneId: string;
  /** When the keys are destroyed; until then it can be undone. Asked again, the earlier of the two times counts. */
  dueAt: Date;
  /** Who asks: the holder of the phone by text or by dialling, or the name of whoever typed the command. */
  by: string;
  /** The STOP that the same text was: where it asked before, this asks nothing. */
  stopSeq: string | undefined;
  now: Date;
  audit: AuditWrite & { detail: string };
};

/**
 * Asks that everything of a phone be erased: hides it from this commit on, and stops the phone where it is not stopped, by a
 * request that the sweep of STOPs finishes. `false`: it was asked before, or there is no such phone.
 */
export async function askErasure(db: Db, ask: ErasureAsk): Promise<boolean> {
  const { id, phoneId, dueAt, by, now, audit, stopSeq = null } = ask;
  const channel = by === 'sms' || by === 'ussd' ? by : 'operator';
  const [row] = await db<{ asked: boolean }[]>`
    with p as (
      select p.id, p.suppress_index, c.turn, c.member_id, c.sealed, c.own_sealed
      from phone p join conversation c on c.phone_id = p.id
      where p.id = ${phoneId} and not exists (select from erasure d where d.stop_seq = ${stopSeq}::bigint)
    ), e as (
      insert into erasure (id, phone_id, suppress_index, asked_by, stop_seq, asked_at, due_at, hidden_to,
        member_id, sealed, own_sealed)
      select ${id}::uuid, p.id, p.suppress_index, ${by}, ${stopSeq}::bigint, ${now}, ${dueAt}, p.turn, p.member_id, p.sealed,
        p.own_sealed
      from p
      on conflict (phone_id) where state = 'pending'
        do update set due_at = least(erasure.due_at, excluded.due_at)
      returning id, phone_id
    ), fresh as (
      select phone_id from e where id = ${id}::uuid
    ), s as (
      insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
      select phone_id, 'erasure', ${id}::text, ${channel}, ${now}, false
      from fresh
      where not is_stopped(phone_id)
      on conflict do nothing
    ), a as (
      insert into audit (id, at, actor, action, detail, mac)
      select ${audit.id}, ${now}, ${audit.actor}, ${audit.action}, ${audit.detail}, ${audit.mac} from fresh
    )
    select exists (select from fresh) as asked`;
  return row?.asked === true;
}

export type DueErasure = { id: string; phoneId: string };

/**
 * Erasures that may be finished now, in the order in which phones are locked. A text that is to say it, a STOP that is not
 * finished, and a call that she has asked for since, come first; on a phone that she has left, an open complaint of hers too.
 */
export function dueErasures(db: Db, now: Date, limit: number): Promise<DueErasure[]> {
  return db<DueErasure[]>`select id, phone_id from due_erasures(${now}, ${limit})`;
}

/**
 * Finishes one, whole or not at all; waits for whoever holds the gate. `over`: it was undone or finished before; `early`:
 * its time has not come.
 */
export async function finishErasure(
  db: Db,
  id: string,
  now: Date,
): Promise<'erased' | 'over' | 'early'> {
  const [row] = await db<{ outcome: 'erased' | 'over' | 'early' }[]>`
    select finish_erasure(${id}::uuid, ${now}) as outcome`;
  return row?.outcome ?? 'over';
}

/** What a pending erasure hides, beside what the conversation has come to since. */
export type Hidden = {
  id: string;
  wrappedKey: Buffer;
  /** The turn that `sealed` belongs to. */
  hiddenTo: number;
  sealed: Buffer | null;
  turn: number;
  turnSealed: Buffer | null;
};

export async function pendingErasure(db: Db, phoneId: string): Promise<Hidden | undefined> {
  const [row] = await db<Hidden[]>`
    select e.id, p.wrapped_key, e.hidden_to, e.sealed, c.turn, c.sealed as turn_sealed
    from erasure e join phone p on p.id = e.phone_id join conversation c on c.phone_id = p.id
    where e.phone_id = ${phoneId} and e.state = 'pending'`;
  return row;
}

/** Shows again what was hidden, `sealed` as the value of turn number `turn`. False when a turn came between, or it is over. */
export async function undoErasure(
  db: Db,
  { id, turn, sealed, now }: { id: string; turn: number; sealed: Buffer | null; now: Date },
): Promise<boolean> {
  const [row] = await db<{ undone: boolean }[]>`
    select undo_erasure(${id}::uuid, ${turn}, ${sealed}, ${now}) as undone`;
  return row?.undone === true;
}
