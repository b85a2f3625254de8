import type { StaffAccount } from './staff-accounts.ts';
import type { Db } from './transact.ts';

export type StaffSession = {
  id: string;
  staffId: string;
  stage: 'half' | 'whole';
  challenge: string | null;
  device: string;
  begunAt: Date;
  seenAt: Date;
  provenAt: Date | null;
};

export type SessionOfStaff = StaffSession &
  Pick<StaffAccount, 'signInName' | 'displayName' | 'language' | 'theme' | 'isLead' | 'roles'> & {
    forDemo: string | null;
  };

export async function beginSession(
  db: Db,
  one: Pick<StaffSession, 'id' | 'staffId' | 'stage' | 'device'> & {
    tokenHash: Buffer;
    now: Date;
    provenAt: Date | null;
  },
): Promise<void> {
  await db`
    insert into staff_session (id, staff_id, token_hash, stage, device, begun_at, seen_at, proven_at)
    values (${one.id}, ${one.staffId}, ${one.tokenHash}, ${one.stage}, ${one.device}, ${one.now}, ${one.now},
      ${one.provenAt})`;
}

/** The open session of a token, with its person as she is now: who was ended is nobody from that commit on. */
export async function sessionOf(db: Db, tokenHash: Buffer): Promise<SessionOfStaff | undefined> {
  const [row] = await db<SessionOfStaff[]>`
    select s.id, s.staff_id, s.stage, s.challenge, s.device, s.begun_at, s.seen_at, s.proven_at,
      a.sign_in_name, a.display_name, a.language, a.theme, a.is_lead, a.for_demo,
      array(select r.role from staff_role r where r.staff_id = a.staff_id) as roles
    from staff_session s join staff_account a on a.staff_id = s.staff_id
    where s.token_hash = ${tokenHash} and s.ended_at is null and a.state = 'active'`;
  return row;
}

/** Was here at this moment. */
export async function touchSession(db: Db, id: string, now: Date): Promise<void> {
  await db`update staff_session set seen_at = ${now} where id = ${id} and seen_at < ${now}`;
}

/** What a passkey of this session has to sign next. */
export async function saveChallenge(db: Db, id: string, challenge: string): Promise<void> {
  await db`update staff_session set challenge = ${challenge} where id = ${id}`;
}

/** Takes the challenge away, so that it counts once. */
export async function takeChallenge(db: Db, id: string): Promise<string | undefined> {
  const [row] = await db<{ challenge: string | null }[]>`
    with before as (select id, challenge from staff_session where id = ${id} for update)
    update staff_session s set challenge = null from before b where s.id = b.id
    returning b.challenge`;
  return row?.challenge ?? undefined;
}

/** The second proof was right: the session is whole, under another token. False where another request was faster. */
export async function proveSession(
  db: Db,
  id: string,
  to: { before: Buffer; tokenHash: Buffer; now: Date },
): Promise<boolean> {
  const rows = await db`
    update staff_session
    set stage = 'whole', token_hash = ${to.tokenHash}, proven_at = ${to.now}, seen_at = ${to.now}, challenge = null
    where id = ${id} and token_hash = ${to.before} and ended_at is null returning 1`;
  return rows.length > 0;
}

export async function endSession(db: Db, id: string, now: Date): Promise<void> {
  await db`update staff_session set ended_at = ${now} where id = ${id} and ended_at is null`;
}

/** Ends every session of a person, but for one where it is given. Returns how many. */
export async function endSessions(
  db: Db,
  staffId: string,
  { now, but }: { now: Date; but?: string },
): Promise<number> {
  const rows = await db`
    update staff_session set ended_at = ${now}
    where staff_id = ${staffId} and ended_at is null and id::text is distinct from ${but ?? null} returning 1`;
  return rows.length;
}

/** Whole sessions of a person that were used after both moments, the latest first. */
export function openSessions(
  db: Db,
  staffId: string,
  { seenAfter, begunAfter }: { seenAfter: Date; begunAfter: Date },
): Promise<Pick<StaffSession, 'id' | 'device' | 'begunAt' | 'seenAt'>[]> {
  return db<Pick<StaffSession, 'id' | 'device' | 'begunAt' | 'seenAt'>[]>`
    select id, device, begun_at, seen_at from staff_session
    where staff_id = ${staffId} and ended_at is null and stage = 'whole'
      and seen_at > ${seenAfter} and begun_at > ${begunAfter}
    order by seen_at desc`;
}
