import type { Db, Tx } from './transact.ts';

/** Her new PIN; the code that let her set it is used up. Lock her row first. */
export async function savePin(tx: Tx, id: string, hash: Buffer): Promise<void> {
  await tx`
    update counsellor
    set pin_hash = ${hash}, pin_tries = 0, pin_wait_until = null, code_hash = null, code_until = null
    where id = ${id}`;
}

/** A code that lets her set a PIN until then. False: nobody of this id is at work. */
export async function saveCode(db: Db, id: string, hash: Buffer, until: Date): Promise<boolean> {
  const rows = await db`
    update counsellor set code_hash = ${hash}, code_until = ${until}, pin_tries = 0, pin_wait_until = null
    where id = ${id} and state in ('active', 'away') returning id`;
  return rows.length > 0;
}

/** Wrong PINs by text since the last right one. Lock her row first. */
export async function savePinTries(
  tx: Tx,
  id: string,
  { tries, waitUntil }: { tries: number; waitUntil: Date | null },
): Promise<void> {
  await tx`update counsellor set pin_tries = ${tries}, pin_wait_until = ${waitUntil} where id = ${id}`;
}

/** Her right PIN in the dialled menu sets the wrong ones on her phone back. */
export async function forgetTries(db: Db, phoneId: string): Promise<void> {
  await db`
    update conversation set pin_tries = 0, pin_wait_until = null
    where phone_id = ${phoneId} and (pin_tries > 0 or pin_wait_until is not null)`;
}

export type PinsHere = {
  pinHash: Buffer | null;
  codeHash: Buffer | null;
  /** Of members on the same phone. */
  members: readonly { memberId: string; hash: Buffer; wrappedKey: Buffer }[];
};

/** What opens anything on her phone. */
export async function pinsHere(db: Db, id: string, now: Date): Promise<PinsHere> {
  const [row] = await db<{ phoneId: string; pinHash: Buffer | null; codeHash: Buffer | null }[]>`
    select phone_id, pin_hash, case when code_until > ${now} then code_hash end as code_hash
    from counsellor where id = ${id}`;
  if (row === undefined) return { pinHash: null, codeHash: null, members: [] };
  const members = await db<{ memberId: string; hash: Buffer; wrappedKey: Buffer }[]>`
    select id as member_id, pin_hash as hash, wrapped_key from member
    where phone_id = ${row.phoneId} and pin_hash is not null and unlinked_at is null`;
  return { ...row, members };
}
