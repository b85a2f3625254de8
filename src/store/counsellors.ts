import { wakeRequests } from './ladder-requests.ts';
import type { RequestAct } from './request-acts.ts';
import type { Db, Tx } from './transact.ts';

export type CounsellorState =
  | 'invited'
  | 'active'
  | 'away'
  | 'suspended'
  | 'stopped'
  | 'left'
  | 'dead';

export const COUNSELLOR_ROLES = [
  'counsellor',
  'peer',
  'mitra',
  'champion',
  'clinic',
  'supervisor',
  'lead',
  /** The named person outside every line, who hears that an urgent complaint waits. */
  'safeguarding',
  /** Leads a peer group and is asked about no member. */
  'facilitator',
] as const;
export type CounsellorRole = (typeof COUNSELLOR_ROLES)[number];

/** Where nothing else is said: a programme of one place. */
export const MAIN_PLACE = 'main';

export type CounsellorRow = {
  id: string;
  code: number;
  phoneId: string;
  /** The key of her phone. */
  wrappedKey: Buffer;
  role: CounsellorRole;
  place: string;
  language: string;
  state: CounsellorState;
  backupId: string | null;
  supervisorId: string | null;
  pinHash: Buffer | null;
  pinTries: number;
  pinWaitUntil: Date | null;
  asks: string | null;
  asksAbout: string | null;
  asksAt: Date | null;
  /** What she typed and has not confirmed, under the key of her phone. */
  asksSealed: Buffer | null;
};

/** Her row, locked until the transaction ends: everything that she and the ladder do about her waits for it. */
export async function lockCounsellor(tx: Tx, id: string): Promise<CounsellorRow | undefined> {
  const [row] = await tx<CounsellorRow[]>`
    select o.id, o.code, o.phone_id, p.wrapped_key, o.role, o.place, o.language, o.state, o.backup_id, o.supervisor_id,
      o.pin_hash, o.pin_tries, o.pin_wait_until, o.asks, o.asks_about, o.asks_at, o.asks_sealed
    from counsellor o join phone p on p.id = o.phone_id
    where o.id = ${id}
    for no key update of o`;
  return row;
}

/** Whether she takes requests now. */
export async function isAtWork(db: Db, id: string): Promise<boolean> {
  const rows = await db`select from counsellor where id = ${id} and state = 'active'`;
  return rows.length > 0;
}

export type NewCounsellor = {
  id: string;
  phoneId: string;
  role: CounsellorRole;
  place: string;
  language: string;
  backupId: string | null;
  supervisorId: string | null;
  trainedOn: string | null;
  refresherBy: string | null;
  now: Date;
};

/** What she may read as staff. Whoever hears complaints has nobody's members. */
export function staffRoleOf(role: CounsellorRole): string {
  if (role === 'safeguarding') return 'supervisor';
  return role === 'supervisor' || role === 'lead' ? role : 'counsellor';
}

/** Enters somebody, with state `invited`: nothing reaches her before she agrees on her own phone. */
export async function addCounsellor(tx: Tx, c: NewCounsellor): Promise<void> {
  await tx`insert into staff (id, role, created_at) values (${c.id}, ${staffRoleOf(c.role)}, ${c.now})`;
  await tx`
    insert into counsellor (id, phone_id, role, place, language, state_at, backup_id, supervisor_id, trained_on,
      refresher_by, created_at)
    values (${c.id}, ${c.phoneId}, ${c.role}, ${c.place}, ${c.language}, ${c.now}, ${c.backupId}, ${c.supervisorId},
      ${c.trainedOn}, ${c.refresherBy}, ${c.now})`;
}

/** She answered on her phone that she takes part. */
export async function agreeCounsellor(db: Db, id: string, now: Date): Promise<void> {
  await db`
    update counsellor set state = 'active', agreed_at = ${now}, state_at = ${now}
    where id = ${id} and state = 'invited'`;
  await wakeRequests(db, now);
}

export async function setCounsellorState(
  tx: Tx,
  id: string,
  state: CounsellorState,
  now: Date,
): Promise<void> {
  await tx`update counsellor set state = ${state}, state_at = ${now} where id = ${id}`;
  if (state === 'active') await wakeRequests(tx, now);
}

/** Takes every open request from her: the next person is asked at once. Lock her row first. Returns how many. */
export async function passList(tx: Tx, id: string, act: RequestAct, now: Date): Promise<number> {
  const [row] = await tx<{ n: number }[]>`select pass_list(${id}, ${act}, ${now}) as n`;
  return row?.n ?? 0;
}

/** She wrote or pressed something for her work. */
export async function noteKey(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update counsellor set last_key_at = ${now} where id = ${id}`;
}

/** What a text of ours asks of her outside every prompt; null: nothing any more. */
export async function setAsks(
  tx: Tx,
  id: string,
  asks: { what: string; about?: string | null; sealed?: Buffer } | null,
  now: Date,
): Promise<void> {
  await tx`
    update counsellor
    set asks = ${asks?.what ?? null}, asks_about = ${asks?.about ?? null}, asks_at = ${asks === null ? null : now},
      asks_sealed = ${asks?.sealed ?? null}
    where id = ${id}`;
}

/** A text asks something of her so long, in milliseconds: then the phone may be in another hand. */
export const ASKS_MS = 15 * 60_000;

/** Nothing that was typed and never confirmed is kept. */
export async function forgetTyped(db: Db, now: Date): Promise<void> {
  const before = new Date(now.getTime() - ASKS_MS);
  await db`
    update counsellor set asks = null, asks_sealed = null where asks_sealed is not null and asks_at < ${before}`;
}

/** What she was asked last, and has typed, read without her lock. */
export async function askedOf(
  db: Db,
  id: string,
): Promise<
  Pick<CounsellorRow, 'phoneId' | 'wrappedKey' | 'asks' | 'asksAt' | 'asksSealed'> | undefined
> {
  const [row] = await db<
    Pick<CounsellorRow, 'phoneId' | 'wrappedKey' | 'asks' | 'asksAt' | 'asksSealed'>[]
  >`
    select o.phone_id, p.wrapped_key, o.asks, o.asks_at, o.asks_sealed
    from counsellor o join phone p on p.id = o.phone_id where o.id = ${id}`;
  return row;
}

/** Who is on duty at a place: from the programme's point of view at least two, or it does not start. */
export async function addDuty(
  tx: Tx,
  d: { place: string; counsellorId: string; days: readonly string[]; from: string; to: string },
): Promise<void> {
  await tx`
    insert into duty (place, counsellor_id, days, hours_from, hours_to)
    values (${d.place}, ${d.counsellorId}, ${[...d.days]}, ${d.from}, ${d.to})
    on conflict (place, counsellor_id) do update
    set days = excluded.days, hours_from = excluded.hours_from, hours_to = excluded.hours_to`;
}

/** Where a text to her goes. */
export async function addresseeOf(
  db: Db,
  id: string,
): Promise<{ id: string; phoneId: string; wrappedKey: Buffer; language: string }> {
  const [row] = await db<{ id: string; phoneId: string; wrappedKey: Buffer; language: string }[]>`
    select c.id, c.phone_id, p.wrapped_key, c.language
    from counsellor c join phone p on p.id = c.phone_id
    where c.id = ${id}`;
  if (row === undefined) throw new Error('impossible: whoever is locked is there');
  return row;
}

/** What members call her, sealed; null: she is not named. */
export async function saveShown(tx: Tx, id: string, sealed: Buffer | null): Promise<void> {
  await tx`update counsellor set shown_as = ${sealed} where id = ${id}`;
}
