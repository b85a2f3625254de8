import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { makePhones, phoneOfNumber } from '../../src/engine/new-phone.ts';
import { addCounsellor, addDuty, agreeCounsellor } from '../../src/store/counsellors.ts';
import type { CounsellorRole } from '../../src/store/counsellors.ts';
import type { World, WorldPhone } from '../world/world.ts';

type Rest = {
  role?: CounsellorRole;
  backupId?: string;
  supervisorId?: string;
  /** On the duty list of the main place, all day. */
  duty?: boolean;
  agreed?: boolean;
  language?: string;
};

export type Worker = { id: string; phone: WorldPhone };

/** Somebody who works with members from this phone, trained and agreed. */
export async function worker(w: World, number: string, rest: Rest = {}): Promise<Worker> {
  const { role = 'counsellor', backupId = null, supervisorId = null, duty, agreed = true } = rest;
  const { language = 'en' } = rest;
  const keyring = createKeyring(w.secrets);
  const parsed = parsePhoneNumber(number);
  if (parsed === undefined) throw new Error('a number of the tests is one');
  const now = w.clock.now();
  await makePhones(w.db, keyring, [parsed], now);
  const phone = await phoneOfNumber(w.db, keyring, parsed);
  if (phone === undefined) throw new Error('a phone just made is there');
  const id = newId();
  await w.db.transact(async (tx) => {
    const { phoneId } = phone;
    await addCounsellor(tx, {
      id,
      phoneId,
      role,
      place: 'main',
      language,
      backupId,
      supervisorId,
      trainedOn: '2026-11-01',
      refresherBy: null,
      now,
    });
    if (agreed) await agreeCounsellor(tx, id, now);
    if (duty === true)
      await addDuty(tx, {
        place: 'main',
        counsellorId: id,
        days: ['mon', 'tue', 'wed', 'thu', 'fri'],
        from: '08:00',
        to: '17:00',
      });
  });
  return { id, phone: w.phoneOf(number) };
}

/** Counsellor, backup, supervisor and lead, who are written to in this language. */
export async function team(w: World, language = 'en') {
  const lead = await worker(w, '+254711000904', { role: 'lead', language });
  const supervisor = await worker(w, '+254711000903', { role: 'supervisor', language });
  const backup = await worker(w, '+254711000902', { supervisorId: supervisor.id, language });
  const counsellor = await worker(w, '+254711000901', {
    language,
    backupId: backup.id,
    supervisorId: supervisor.id,
    duty: true,
  });
  return { counsellor, backup, supervisor, lead };
}

/** Makes every member hers. */
export async function hers(w: World, counsellorId: string): Promise<void> {
  await w.db.run(
    (db) => db`
      insert into assignment (counsellor_id, member_id, since)
      select ${counsellorId}, id, ${w.clock.now()} from member
      where id not in (select member_id from assignment where until is null)`,
  );
}

/** Opens a request of this reason for a phone, as a turn does. */
export async function asks(w: World, phone: WorldPhone, reason: string): Promise<string> {
  const keyring = createKeyring(w.secrets);
  const parsed = parsePhoneNumber(phone.number);
  if (parsed === undefined) throw new Error('a number of the tests is one');
  await makePhones(w.db, keyring, [parsed], w.clock.now());
  const found = await phoneOfNumber(w.db, keyring, parsed);
  const id = newId();
  await w.db.run(
    (db) => db`
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
      select ${id}, ${found?.phoneId ?? null}, (select id from member where phone_id = ${found?.phoneId ?? null}),
        ${reason}, 'sms', ${w.clock.now()}`,
  );
  await w.clock.jump({});
  return id;
}

/** What became of each request: state, stage, how it ended, who has it. */
export function requests(w: World) {
  return w.db.run(
    (db) =>
      db<
        {
          id: string;
          state: string;
          stage: string;
          endedAs: string | null;
          counsellorId: string | null;
          rung: number;
        }[]
      >`select id, state, stage, ended_as, counsellor_id, rung from follow_up order by opened_at, id`,
  );
}

/** Every act, oldest first. */
export async function acts(w: World): Promise<string[]> {
  const rows = await w.db.run(
    (db) => db<{ act: string }[]>`select act from follow_up_act order by seq`,
  );
  return rows.map(({ act }) => act);
}
