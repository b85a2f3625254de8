import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber, type PhoneNumber } from '../../src/base/phone-number.ts';
import { newPhone } from '../../src/engine/new-phone.ts';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import type { CounsellorRole } from '../../src/store/counsellors.ts';
import { createPhones } from '../../src/store/phones.ts';
import { freshDatabase, type TestDatabase } from '../world/database.ts';
import { consoleBench, type ConsoleBench } from './console-bench.ts';

export type PeopleWorld = ConsoleBench & { database: TestDatabase };
/** What people are made in: rows of the owner, keys and clock of the console. */
type Made = Pick<ConsoleBench, 'parts'> & { database: Pick<TestDatabase, 'pool'> };

/** The console as the role of the service, so that a missing grant is seen; rows are made by the owner. */
export async function peopleWorld(): Promise<PeopleWorld> {
  const database = await freshDatabase();
  const pool = database.open({
    role: 'mazano_console',
    deadlineMs: 20_000,
    statementTimeoutMs: 20_000,
  });
  const bench = await consoleBench({ ...database, pool });
  return { ...bench, database };
}

/** Somebody of the console, from now on the one who asks. */
export async function signIn(
  world: PeopleWorld,
  roles: readonly Role[],
  more: Partial<Staff> = {},
): Promise<Staff> {
  const staff = await world.as(...roles);
  if (staff === undefined) throw new Error('somebody with a role is somebody');
  return Object.assign(staff, more);
}

export function numberOf(text: string): PhoneNumber {
  const number = parsePhoneNumber(text);
  if (number === undefined) throw new Error('a number of the tests is one');
  return number;
}

type MemberWish = {
  number: string;
  /** Purposes that she has said yes to. */
  yes?: readonly string[];
  language?: string;
  heardAt?: Date;
  pausedUntil?: Date;
};

/** Somebody who takes part. */
export async function addMember(
  { database, parts }: Made,
  { number, yes = ['check_ins'], language = 'en', heardAt, pausedUntil }: MemberWish,
): Promise<{ id: string; phoneId: string }> {
  const now = parts.clock.now();
  const phone = newPhone(parts.keyring, numberOf(number));
  const id = newId(now.getTime());
  const { wrapped } = parts.keyring.newKey(id);
  await database.pool.run((db) => createPhones(db, [phone], now));
  await database.pool.transact(async (tx) => {
    await tx`
      insert into member (id, phone_id, language, wrapped_key, created_at, paused_until)
      values (${id}, ${phone.id}, ${language}, ${wrapped}, ${now}, ${pausedUntil ?? null})`;
    await tx`
      update conversation set heard_at = ${heardAt ?? now}, channel = 'sms', member_id = ${id}
      where phone_id = ${phone.id}`;
    for (const purpose of yes)
      await tx`
        insert into consent (phone_id, member_id, purpose, act, at, channel, pressed, language, epoch)
        values (${phone.id}, ${id}, ${purpose}, 'given', ${now}, 'sms', '1', ${language}, 0)`;
  });
  return { id, phoneId: phone.id };
}

/** Somebody who works with members by phone, trained and agreed. */
export async function addWorker(
  { database, parts }: Made,
  { number, role = 'counsellor' }: { number: string; role?: CounsellorRole },
): Promise<{ id: string; code: number }> {
  const now = parts.clock.now();
  const phone = newPhone(parts.keyring, numberOf(number));
  const id = newId(now.getTime());
  await database.pool.run((db) => createPhones(db, [phone], now));
  return database.pool.transact(async (tx) => {
    const staffRole = role === 'supervisor' || role === 'lead' ? role : 'counsellor';
    await tx`insert into staff (id, role, created_at) values (${id}, ${staffRole}, ${now})`;
    const [row] = await tx<{ code: number }[]>`
      insert into counsellor (id, phone_id, role, language, state, state_at, agreed_at, trained_on, refresher_by, created_at)
      values (${id}, ${phone.id}, ${role}, 'en', 'active', ${now}, ${now}, '2026-01-10', '2028-01-10', ${now})
      returning code`;
    return { id, code: row?.code ?? 0 };
  });
}

/** Makes a member hers. */
export async function makeHers(
  { database, parts }: Made,
  counsellorId: string,
  memberId: string,
): Promise<void> {
  await database.pool.run(
    (db) => db`
      insert into assignment (counsellor_id, member_id, since) values (${counsellorId}, ${memberId}, ${parts.clock.now()})`,
  );
}

/** A member asks for a person. */
export async function asksFor(
  { database, parts }: Made,
  { id: memberId, phoneId }: { id: string; phoneId: string },
  more: { reason?: string; kind?: string; counsellorId?: string; hoursAgo?: number } = {},
): Promise<string> {
  const { reason = 'asked', kind = 'talk', counsellorId = null, hoursAgo = 0 } = more;
  const at = new Date(parts.clock.now().getTime() - hoursAgo * 3_600_000);
  const id = newId(at.getTime());
  await database.pool.run(
    (db) => db`
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at, kind, stage, counsellor_id)
      values (${id}, ${phoneId}, ${memberId}, ${reason}, 'sms', ${at}, ${kind},
        ${counsellorId === null ? 'waiting' : 'accepted'}, ${counsellorId})`,
  );
  return id;
}

/** Acts of the audit log, oldest first. */
export async function audited({ database }: Pick<Made, 'database'>): Promise<string[]> {
  const rows = await database.pool.run(
    (db) => db<{ action: string }[]>`select action from audit order by seq`,
  );
  return rows.map(({ action }) => action);
}
