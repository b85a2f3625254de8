import type { Db, Tx } from './transact.ts';

/** Of all advisory locks of a database this one is the sealer's: "seal" as bytes, read as a number. */
const SEALER = 0x7365616c;
/** Entries are numbered when they are written and seen when they are committed: so far back late ones are looked for. */
const LATE = 10_000;

type EntryRow = {
  seq: string;
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string | null;
  detail: string;
  mac: Buffer;
};
/** Of the phone that an entry is about; null where it is about none, or the phone is gone. */
export type UnsealedRow = EntryRow & {
  writtenAt: Date;
  phoneId: string | null;
  numberIndex: Buffer | null;
  numberSealed: Buffer | null;
  wrappedKey: Buffer | null;
};
export type SealRow = { n: number; at: Date; entries: number; digest: Buffer; mac: Buffer };

/** Whether this transaction is the one that seals, until it ends. */
export async function becomeSealer(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${SEALER}) as mine`;
  return row?.mine === true;
}

export async function lastSeal(db: Db): Promise<SealRow | undefined> {
  const [row] = await db<SealRow[]>`
    select n, at, entries, digest, mac from audit_seal order by n desc limit 1`;
  return row;
}

/** Entries that no seal covers, by their place. `all`: however old; else as far back as late ones may be. */
export function unsealedEntries(
  db: Db,
  { limit, all }: { limit: number; all: boolean },
): Promise<UnsealedRow[]> {
  return db<UnsealedRow[]>`
    select a.seq::text, a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
      a.actor, a.action, a.subject, a.detail, a.mac, a.at as written_at,
      p.id as phone_id, p.number_index, p.number_sealed, p.wrapped_key
    from audit a left join phone p on p.id = a.subject
    where a.seq > ${all ? 0 : db`coalesce((select max(l.seq) from audit_link l), 0) - ${LATE}::int`}
      and not exists (select from audit_link l where l.seq = a.seq)
    order by a.seq limit ${limit}`;
}

export async function saveSeal(tx: Tx, seal: SealRow, seqs: readonly string[]): Promise<void> {
  await tx`
    insert into audit_link (seq, seal) select seq, ${seal.n} from unnest(${[...seqs]}::bigint[]) as u(seq)`;
  await tx`
    insert into audit_seal (n, at, entries, digest, mac)
    values (${seal.n}, ${seal.at}, ${seal.entries}, ${seal.digest}, ${seal.mac})`;
}

/** Seals after one, by number, each with the entries that it links. */
export async function sealsAfter(
  db: Db,
  after: number,
  limit: number,
): Promise<{ seal: SealRow; entries: EntryRow[] }[]> {
  const seals = await db<SealRow[]>`
    select n, at, entries, digest, mac from audit_seal where n > ${after} order by n limit ${limit}`;
  const entries = await db<(EntryRow & { seal: number })[]>`
    select l.seal, l.seq::text, a.id, to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
      a.actor, a.action, a.subject, a.detail, a.mac
    from audit_link l join audit a on a.seq = l.seq
    where l.seal = any(${seals.map(({ n }) => n)}::int[])
    order by l.seal, l.seq`;
  const bySeal = Map.groupBy(entries, ({ seal }) => seal);
  return seals.map((seal) => ({ seal, entries: bySeal.get(seal.n) ?? [] }));
}
