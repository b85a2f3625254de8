import type { Db, Tx } from './transact.ts';

export type StaffInvite = {
  id: string;
  /** first: for the first admin; join: for one more person; recover: a new beginning of an account. */
  kind: 'first' | 'join' | 'recover';
  staffId: string | null;
  roles: string[];
  isLead: boolean;
  madeBy: string | null;
  madeAt: Date;
  expiresAt: Date;
};

export async function addInvite(db: Db, one: StaffInvite & { tokenHash: Buffer }): Promise<void> {
  await db`
    insert into staff_invite (id, token_hash, kind, staff_id, roles, is_lead, made_by, made_at, expires_at)
    values (${one.id}, ${one.tokenHash}, ${one.kind}, ${one.staffId}, ${[...one.roles]}, ${one.isLead}, ${one.madeBy},
      ${one.madeAt}, ${one.expiresAt})`;
}

/**
 * Whether whoever made it is an admin still: a link that somebody kept from before must not open what she may not any more.
 * Outside the demo whoever is admin there alone has made none.
 */
const byAdmin = (db: Db, demo: boolean) => db`(made_by is null or exists (
  select from staff_account a join staff_role r on r.staff_id = a.staff_id and r.role = 'admin'
  where a.staff_id = staff_invite.made_by and a.state = 'active' and (a.for_demo is null or ${demo})))`;

type At = { now: Date; demo: boolean };

/** The invitation of a code that is still good, read without being used. Of two for one counsellor the second is not. */
export async function inviteOf(
  db: Db,
  tokenHash: Buffer,
  { now, demo }: At,
): Promise<StaffInvite | undefined> {
  const [row] = await db<StaffInvite[]>`
    select id, kind, staff_id, roles, is_lead, made_by, made_at, expires_at from staff_invite
    where token_hash = ${tokenHash} and used_at is null and withdrawn_at is null and expires_at > ${now}
      and ${byAdmin(db, demo)}
      and (kind <> 'join' or not exists (select from staff_account a where a.staff_id = staff_invite.staff_id))`;
  return row;
}

/** Uses it up: true once, for whoever comes first. */
export async function useInvite(tx: Tx, id: string, { now, demo }: At): Promise<boolean> {
  const rows = await tx`
    update staff_invite set used_at = ${now}
    where id = ${id} and used_at is null and withdrawn_at is null and expires_at > ${now}
      and ${byAdmin(tx, demo)} returning 1`;
  return rows.length > 0;
}

export async function withdrawInvite(db: Db, id: string, now: Date): Promise<boolean> {
  const rows = await db`
    update staff_invite set withdrawn_at = ${now}
    where id::text = ${id} and used_at is null and withdrawn_at is null returning 1`;
  return rows.length > 0;
}

/** Takes back what is open of this kind: a link for the first admin, or for one account. */
export async function withdrawInvites(
  db: Db,
  which: { kind: StaffInvite['kind']; staffId: string | null },
  now: Date,
): Promise<void> {
  await db`
    update staff_invite set withdrawn_at = ${now}
    where kind = ${which.kind} and staff_id is not distinct from ${which.staffId}
      and used_at is null and withdrawn_at is null`;
}

/** Takes back what one person began and nobody has used: links, wishes for a new beginning, and switches. Her word no longer counts. */
export async function withdrawAllBy(tx: Tx, staffId: string, now: Date): Promise<void> {
  await tx`
    update staff_invite set withdrawn_at = ${now}
    where made_by = ${staffId} and used_at is null and withdrawn_at is null`;
  await tx`
    update staff_recovery set refused_at = ${now}
    where asked_by = ${staffId} and confirmed_at is null and refused_at is null`;
  await tx`update programme_switch set asked_by = null, asked_at = null where asked_by = ${staffId}`;
}

export type OpenInvite = StaffInvite & { madeByName: string | null };

/** Invitations that still let somebody in, the latest first. */
export function openInvites(db: Db, now: Date): Promise<OpenInvite[]> {
  return db<OpenInvite[]>`
    select i.id, i.kind, i.staff_id, i.roles, i.is_lead, i.made_by, i.made_at, i.expires_at, a.display_name as made_by_name
    from staff_invite i left join staff_account a on a.staff_id = i.made_by
    where i.used_at is null and i.withdrawn_at is null and i.expires_at > ${now}
    order by i.made_at desc limit 200`;
}

export type OpenRecovery = {
  id: string;
  staffId: string;
  askedBy: string;
  askedAt: Date;
  name: string;
  askedByName: string;
};

/** False where one is open for this person already. */
export async function askRecovery(
  db: Db,
  one: { id: string; staffId: string; askedBy: string; now: Date },
): Promise<boolean> {
  const rows = await db`
    insert into staff_recovery (id, staff_id, asked_by, asked_at)
    values (${one.id}, ${one.staffId}, ${one.askedBy}, ${one.now}) on conflict do nothing returning 1`;
  return rows.length > 0;
}

export function openRecoveries(db: Db, askedAfter: Date): Promise<OpenRecovery[]> {
  return db<OpenRecovery[]>`
    select r.id, r.staff_id, r.asked_by, r.asked_at, a.display_name as name, b.display_name as asked_by_name
    from staff_recovery r join staff_account a on a.staff_id = r.staff_id join staff_account b on b.staff_id = r.asked_by
    where r.confirmed_at is null and r.refused_at is null and r.asked_at > ${askedAfter} and a.state = 'active'
    order by r.asked_at`;
}

/** An open request for a new beginning, locked until the transaction ends. */
export async function lockRecovery(
  tx: Tx,
  id: string,
): Promise<Pick<OpenRecovery, 'staffId' | 'askedBy' | 'askedAt'> | undefined> {
  const [row] = await tx<Pick<OpenRecovery, 'staffId' | 'askedBy' | 'askedAt'>[]>`
    select staff_id, asked_by, asked_at from staff_recovery
    where id::text = ${id} and confirmed_at is null and refused_at is null for update`;
  return row;
}

export async function confirmRecovery(
  tx: Tx,
  id: string,
  { by, now }: { by: string; now: Date },
): Promise<void> {
  await tx`update staff_recovery set confirmed_by = ${by}, confirmed_at = ${now} where id = ${id}`;
}

/** Takes back what is asked for one person, or one request. */
export async function refuseRecovery(
  db: Db,
  which: { id: string } | { staffId: string; askedBefore: Date },
  now: Date,
): Promise<void> {
  if ('id' in which)
    await db`update staff_recovery set refused_at = ${now} where id::text = ${which.id} and confirmed_at is null and refused_at is null`;
  else
    await db`
      update staff_recovery set refused_at = ${now}
      where staff_id = ${which.staffId} and asked_at < ${which.askedBefore} and confirmed_at is null and refused_at is null`;
}
