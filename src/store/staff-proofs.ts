import type { Db, Tx } from './transact.ts';

export type TotpRow = {
  id: string;
  secretSealed: Buffer;
  wrappedKey: Buffer;
  lastStep: number;
  confirmedAt: Date | null;
};

export type PasskeyRow = {
  id: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
  host: string;
  device: string;
  madeAt: Date;
  usedAt: Date | null;
};

/** The app that proves who she is (`confirmed`), or the one that she is about to set up, begun after that moment. */
export async function totpOf(
  db: Db,
  staffId: string,
  which: 'confirmed' | { begunAfter: Date },
): Promise<TotpRow | undefined> {
  const isKept = which === 'confirmed';
  const after = isKept ? null : which.begunAfter;
  const [row] = await db<TotpRow[]>`
    select id, secret_sealed, wrapped_key, last_step::int as last_step, confirmed_at from staff_totp
    where staff_id = ${staffId} and (confirmed_at is not null) = ${isKept}
      and (${after}::timestamptz is null or made_at > ${after})
    order by made_at desc limit 1`;
  return row;
}

/** Begins the setting up of an app; one that was begun before is forgotten. */
export async function beginTotp(
  tx: Tx,
  staffId: string,
  one: Pick<TotpRow, 'id' | 'secretSealed' | 'wrappedKey'> & { now: Date },
): Promise<void> {
  await tx`delete from staff_totp where staff_id = ${staffId} and confirmed_at is null`;
  await tx`
    insert into staff_totp (id, staff_id, secret_sealed, wrapped_key, made_at)
    values (${one.id}, ${staffId}, ${one.secretSealed}, ${one.wrappedKey}, ${one.now})`;
}

/** From now on this app counts, and no other. */
export async function confirmTotp(
  tx: Tx,
  staffId: string,
  { id, step, now }: { id: string; step: number; now: Date },
): Promise<void> {
  await tx`delete from staff_totp where staff_id = ${staffId} and id <> ${id}`;
  await tx`update staff_totp set confirmed_at = ${now}, last_step = ${step} where id = ${id}`;
}

/** Takes a code of this half minute, once: false where it, or a later one, was taken before. */
export async function takeStep(db: Db, id: string, step: number): Promise<boolean> {
  const rows =
    await db`update staff_totp set last_step = ${step} where id = ${id} and last_step < ${step} returning 1`;
  return rows.length > 0;
}

/** False where there was none that counted. One that is being set up goes too. */
export async function deleteTotp(db: Db, staffId: string): Promise<boolean> {
  const rows = await db<{ isKept: boolean }[]>`
    delete from staff_totp where staff_id = ${staffId} returning confirmed_at is not null as is_kept`;
  return rows.some(({ isKept }) => isKept);
}

export function passkeysOf(db: Db, staffId: string): Promise<PasskeyRow[]> {
  return db<PasskeyRow[]>`
    select id, credential_id, public_key, counter::float8 as counter, transports, host, device, made_at, used_at
    from staff_passkey where staff_id = ${staffId} order by made_at, id`;
}

/** False where this passkey is known already. */
export async function addPasskey(
  db: Db,
  staffId: string,
  one: Omit<PasskeyRow, 'usedAt'>,
): Promise<boolean> {
  const rows = await db`
    insert into staff_passkey (id, staff_id, credential_id, public_key, counter, transports, host, device, made_at)
    values (${one.id}, ${staffId}, ${one.credentialId}, ${one.publicKey}, ${one.counter}, ${[...one.transports]},
      ${one.host}, ${one.device}, ${one.madeAt})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export async function usePasskey(
  db: Db,
  id: string,
  { counter, now }: { counter: number; now: Date },
): Promise<void> {
  await db`update staff_passkey set counter = greatest(counter, ${counter}), used_at = ${now} where id = ${id}`;
}

export async function deletePasskey(db: Db, staffId: string, id: string): Promise<boolean> {
  const rows =
    await db`delete from staff_passkey where staff_id = ${staffId} and id::text = ${id} returning 1`;
  return rows.length > 0;
}

export async function deletePasskeys(db: Db, staffId: string): Promise<void> {
  await db`delete from staff_passkey where staff_id = ${staffId}`;
}

/** How many second proofs a person has. */
export async function countProofs(db: Db, staffId: string): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select (select count(*) from staff_totp where staff_id = ${staffId} and confirmed_at is not null)::int
      + (select count(*) from staff_passkey where staff_id = ${staffId})::int as count`;
  return row?.count ?? 0;
}
