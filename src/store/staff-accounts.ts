import type { Db, Tx } from './transact.ts';

export type StaffAccount = {
  staffId: string;
  signInName: string;
  displayName: string;
  language: string;
  theme: 'auto' | 'light' | 'dark';
  isLead: boolean;
  state: 'active' | 'ended';
  forDemo: string | null;
  createdAt: Date;
  endedAt: Date | null;
  /** What whoever invited her is called; null: the terminal of the service. */
  invitedByName: string | null;
  /** In the order in which the console lists them is for the reader; here by name. */
  roles: string[];
};

/** An id that is nobody's. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Of all advisory locks of a database this one is held by whoever changes who is an admin: "admn" as bytes. */
const ADMINS = 0x61646d6e;

const account = (db: Db) => db`
  a.staff_id, a.sign_in_name, a.display_name, a.language, a.theme, a.is_lead, a.state, a.for_demo, a.created_at, a.ended_at,
  (select i.display_name from staff_account i where i.staff_id = a.invited_by) as invited_by_name,
  array(select r.role from staff_role r where r.staff_id = a.staff_id order by r.role) as roles`;

export async function accountOf(db: Db, staffId: string): Promise<StaffAccount | undefined> {
  const [row] = await db<StaffAccount[]>`
    select ${account(db)} from staff_account a where a.staff_id::text = ${staffId}`;
  return row;
}

export async function accountNamed(db: Db, signInName: string): Promise<StaffAccount | undefined> {
  const [row] = await db<StaffAccount[]>`
    select ${account(db)} from staff_account a where a.sign_in_name = ${signInName}`;
  return row;
}

export async function demoAccountOf(db: Db, role: string): Promise<StaffAccount | undefined> {
  const [row] = await db<StaffAccount[]>`
    select ${account(db)} from staff_account a where a.for_demo = ${role}`;
  return row;
}

export type NewAccount = Pick<
  StaffAccount,
  'staffId' | 'signInName' | 'displayName' | 'language' | 'isLead' | 'roles'
> & {
  /** Somebody of the staff already, as a counsellor; else she works in the console alone. */
  isStaff: boolean;
  /** Whose link let her in; left out: the terminal's, or the demo. */
  invitedBy?: string | undefined;
  forDemo?: string;
  now: Date;
};

/** Makes an account with its roles. False where the name is taken: nothing was done then. */
export async function makeAccount(tx: Tx, one: NewAccount): Promise<boolean> {
  const taken = await tx`select from staff_account where sign_in_name = ${one.signInName}`;
  if (taken.length > 0) return false;
  if (!one.isStaff) await tx`select make_console_staff(${one.staffId}, ${one.now})`;
  // Somebody may take the name in this very moment.
  const made = await tx`
    insert into staff_account (staff_id, sign_in_name, display_name, language, is_lead, for_demo, invited_by, created_at)
    values (${one.staffId}, ${one.signInName}, ${one.displayName}, ${one.language}, ${one.isLead},
      ${one.forDemo ?? null}, ${one.invitedBy ?? null}, ${one.now})
    on conflict do nothing returning 1`;
  if (made.length === 0) return false;
  await saveRoles(tx, one.staffId, one);
  return true;
}

export async function saveRoles(
  tx: Tx,
  staffId: string,
  { roles, isLead, now }: { roles: readonly string[]; isLead: boolean; now: Date },
): Promise<void> {
  await tx`delete from staff_role where staff_id = ${staffId} and role <> all (${[...roles]})`;
  await tx`
    insert into staff_role (staff_id, role, since)
    select ${staffId}, role, ${now} from unnest(${[...roles]}::text[]) as u(role) on conflict do nothing`;
  await tx`update staff_account set is_lead = ${isLead} where staff_id = ${staffId}`;
}

export async function endAccount(tx: Tx, staffId: string, now: Date): Promise<void> {
  await tx`
    update staff_account set state = 'ended', ended_at = ${now} where staff_id = ${staffId} and state = 'active'`;
}

/** Waits for whoever else changes who is an admin: two who leave at once would leave nobody. Read in the next statement. */
export async function lockAdmins(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${ADMINS})`;
}

/** Whether somebody is an admin at this moment; ask behind `lockAdmins`, where it must stay true. */
export async function isAdmin(db: Db, staffId: string): Promise<boolean> {
  const rows = await db`
    select from staff_account a join staff_role r on r.staff_id = a.staff_id and r.role = 'admin'
    where a.staff_id = ${staffId} and a.state = 'active'`;
  return rows.length > 0;
}

/** Admins who can sign in, those of the demo left out. */
export async function adminIds(db: Db): Promise<string[]> {
  const rows = await db<{ staffId: string }[]>`
    select a.staff_id from staff_account a join staff_role r on r.staff_id = a.staff_id and r.role = 'admin'
    where a.state = 'active' and a.for_demo is null order by a.staff_id`;
  return rows.map(({ staffId }) => staffId);
}

/** Accounts that somebody's link has made since then, but for those that the terminal has vouched for. */
export function invitedAfter(
  db: Db,
  since: Date,
): Promise<{ staffId: string; invitedBy: string }[]> {
  return db<{ staffId: string; invitedBy: string }[]>`
    select staff_id, invited_by from staff_account
    where created_at > ${since} and invited_by is not null and known_at is null`;
}

/** Whoever has come since then and may sign in, the latest first. */
export function joinedAfter(db: Db, since: Date): Promise<StaffAccount[]> {
  return db<StaffAccount[]>`
    select ${account(db)} from staff_account a
    where a.created_at > ${since} and a.state = 'active' and a.for_demo is null
    order by a.created_at desc limit 20`;
}

/** Notes that she is a person of her own. Undefined where nobody of this name is new. */
export async function vouchFor(tx: Tx, signInName: string, now: Date): Promise<string | undefined> {
  const [row] = await tx<{ staffId: string }[]>`
    update staff_account set known_at = ${now}
    where sign_in_name = ${signInName} and state = 'active' and invited_by is not null and known_at is null
    returning staff_id`;
  return row?.staffId;
}

/** Holds one account until the transaction ends; read what it has in the next statement. */
export async function lockAccount(tx: Tx, staffId: string): Promise<void> {
  await tx`select from staff_account where staff_id = ${staffId} for no key update`;
}

export type PasswordRow = { id: string; hash: Buffer; wrappedKey: Buffer };

/** Asked for nobody too, so that the database takes as long for a name that is nobody's. */
export async function passwordOf(
  db: Db,
  staffId: string | undefined,
): Promise<PasswordRow | undefined> {
  const [row] = await db<PasswordRow[]>`
    select id, hash, wrapped_key from staff_password where staff_id = ${staffId ?? NOBODY}`;
  return row;
}

/** From now on this password fits, and no other. */
export async function savePassword(
  tx: Tx,
  staffId: string,
  one: PasswordRow & { now: Date },
): Promise<void> {
  await tx`delete from staff_password where staff_id = ${staffId}`;
  await tx`
    insert into staff_password (id, staff_id, hash, wrapped_key, set_at)
    values (${one.id}, ${staffId}, ${one.hash}, ${one.wrappedKey}, ${one.now})`;
}

export async function saveProfile(
  db: Db,
  staffId: string,
  profile: Pick<StaffAccount, 'displayName' | 'language' | 'theme'>,
): Promise<void> {
  await db`
    update staff_account set display_name = ${profile.displayName}, language = ${profile.language},
      theme = ${profile.theme}
    where staff_id = ${staffId}`;
}

export type ListedAccount = Pick<
  StaffAccount,
  'staffId' | 'signInName' | 'displayName' | 'isLead' | 'state' | 'roles'
> & { seenAt: Date | null; hasProof: boolean; isAsked: boolean };

/** Accounts by name, a page of them. An installation has hundreds at most. */
export async function listAccounts(
  db: Db,
  wanted: { search: string; state: string; page: number; size: number },
): Promise<{ rows: ListedAccount[]; total: number }> {
  const like = `%${wanted.search.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
  const rows = await db<(ListedAccount & { total: number })[]>`
    select ${account(db)}, count(*) over ()::int as total,
      (select max(s.seen_at) from staff_session s where s.staff_id = a.staff_id and s.stage = 'whole') as seen_at,
      exists (select from staff_totp t where t.staff_id = a.staff_id and t.confirmed_at is not null)
        or exists (select from staff_passkey k where k.staff_id = a.staff_id) as has_proof,
      exists (
        select from staff_recovery r
        where r.staff_id = a.staff_id and r.confirmed_at is null and r.refused_at is null
      ) as is_asked
    from staff_account a
    where (a.display_name ilike ${like} or a.sign_in_name ilike ${like})
      and (${wanted.state} = '' or a.state = ${wanted.state})
    order by a.state, a.display_name, a.staff_id
    limit ${wanted.size} offset ${(wanted.page - 1) * wanted.size}`;
  return { rows, total: rows[0]?.total ?? 0 };
}

/** The staff id of the counsellor of this number among counsellors, where she has no account yet. */
export async function counsellorWithoutAccount(db: Db, code: number): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select c.id from counsellor c
    where c.code = ${code} and c.state in ('invited', 'active', 'away')
      and not exists (select from staff_account a where a.staff_id = c.id)`;
  return row?.id;
}

/** What each of these is called; ids that are nobody's are left out. */
export async function staffNames(
  db: Db,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db<{ id: string; name: string }[]>`
    select staff_id::text as id, display_name as name from staff_account where staff_id::text = any(${[...ids]})`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Of those who work in this role by phone the first who has no account yet. */
export async function atWorkWithoutAccount(db: Db, role: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select c.id from counsellor c
    where c.role = ${role} and c.state = 'active'
      and not exists (select from staff_account a where a.staff_id = c.id)
    order by c.code limit 1`;
  return row?.id;
}
