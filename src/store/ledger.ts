import { REPLAYED } from './read-phones.ts';
import type { Db } from './transact.ts';

/** One line of the ledger that outlives a database: who was erased, by dead id and keyed hash, and which numbers said STOP. */
export type LedgerEntry =
  | { kind: 'erased'; phoneId: string; suppressIndex: Buffer; at: Date }
  | { kind: 'stopped'; suppressIndex: Buffer; at: Date };

/** Every erasure that ended, and every number that is stopped, oldest first. */
export async function readLedger(db: Db): Promise<LedgerEntry[]> {
  const erased = await db<{ phoneId: string; suppressIndex: Buffer; at: Date }[]>`
    select phone_id, suppress_index, ended_at as at from erasure where state = 'done' order by seq`;
  const stopped = await db<{ suppressIndex: Buffer; at: Date }[]>`
    select suppress_index, since as at from suppression order by since, suppress_index`;
  return [
    ...erased.map((row) => ({ kind: 'erased' as const, ...row })),
    ...stopped.map((row) => ({ kind: 'stopped' as const, ...row })),
  ];
}

/**
 * Applies an erasure of the ledger to a database that was restored from before it: the phone, under its old id or made anew
 * before that moment, is erased. Returns how many phones that were.
 */
export async function replayErased(
  db: Db,
  entry: LedgerEntry & { kind: 'erased' },
  { id, now }: { id: string; now: Date },
): Promise<number> {
  const { phoneId, suppressIndex, at } = entry;
  await db`
    insert into suppression (suppress_index, since) values (${suppressIndex}, ${at}) on conflict do nothing`;
  const [found] = await db<{ id: string }[]>`
    insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at)
    select ${id}::uuid, p.id, p.suppress_index, 'replay', ${at}, ${at}
    from phone p
    where p.id = ${phoneId} or (p.suppress_index = ${suppressIndex} and p.created_at < ${at})
    limit 1
    on conflict (phone_id) where state = 'pending' do update set due_at = least(erasure.due_at, excluded.due_at)
    returning id`;
  if (found !== undefined) {
    await db`select finish_erasure(${found.id}::uuid, ${now})`;
    return 1;
  }
  await db`
    insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at, state, ended_at)
    select ${id}::uuid, ${phoneId}, ${suppressIndex}, 'replay', ${at}, ${at}, 'done', ${at}
    where not exists (select from erasure e where e.phone_id = ${phoneId} and e.state = 'done')`;
  return 0;
}

/** Applies a STOP of the ledger: asked again without a text, where the restored database does not know it. */
export async function replayStopped(
  db: Db,
  { suppressIndex, at }: LedgerEntry & { kind: 'stopped' },
  now: Date,
): Promise<number> {
  await db`
    insert into suppression (suppress_index, since) values (${suppressIndex}, ${at}) on conflict do nothing`;
  const asked = await db`
    insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
    select p.id, ${REPLAYED}, encode(${suppressIndex}::bytea, 'hex') || ${`:${at.toISOString()}`}, 'operator', ${now}, false
    from phone p
    where p.suppress_index = ${suppressIndex} and not is_stopped(p.id)
    on conflict do nothing
    returning 1`;
  return asked.length;
}

/** How many erasures wait, were undone and are done. */
export async function countErasures(
  db: Db,
): Promise<{ pending: number; undone: number; done: number; nextDueAt: Date | null }> {
  const [row] = await db<
    { pending: number; undone: number; done: number; nextDueAt: Date | null }[]
  >`
    select count(*) filter (where state = 'pending')::int as pending,
      count(*) filter (where state = 'undone')::int as undone,
      count(*) filter (where state = 'done')::int as done,
      min(due_at) filter (where state = 'pending') as next_due_at
    from erasure`;
  return row ?? { pending: 0, undone: 0, done: 0, nextDueAt: null };
}
