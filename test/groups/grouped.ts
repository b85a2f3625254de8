import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { makePhones, phoneOfNumber } from '../../src/engine/new-phone.ts';
import { createGroup, type GroupWanted } from '../../src/groups/create-group.ts';
import { lockGroup } from '../../src/store/groups.ts';
import { worker, type Worker } from '../followup/staffed.ts';
import type { World, WorldPhone } from '../world/world.ts';

export type Grouped = {
  id: string;
  joinCode: string;
  facilitator: Worker;
  moderator: Worker;
};

const WEEKLY: Pick<GroupWanted, 'name' | 'rhythm' | 'meetsAt' | 'reminds'> = {
  name: 'Green group',
  rhythm: { every: 'weeks', weeks: 1, from: '2026-11-26' },
  meetsAt: '14:00',
  reminds: [
    { days: 1, at: '16:00' },
    { days: 0, at: '09:00' },
  ],
};

/** A group with its facilitator and its moderator. */
export async function grouped(w: World, wanted: Partial<GroupWanted> = {}): Promise<Grouped> {
  const moderator = await worker(w, '+254711000903', { role: 'supervisor' });
  const facilitator = await worker(w, '+254711000901', { role: 'facilitator' });
  const { setting } = w.service;
  const made = await w.db.transact((tx) =>
    createGroup(
      { setting, tx, now: w.clock.now(), actor: 'test' },
      {
        ...WEEKLY,
        language: 'en',
        places: ['the market hall', 'the church'],
        onHoliday: 'skip',
        moderatorId: moderator.id,
        facilitatorIds: [facilitator.id],
        ...wanted,
      },
    ),
  );
  await w.clock.jump({ seconds: 1 });
  return { ...made, facilitator, moderator };
}

/** A member who said yes to reminders of groups and nothing else; texts may show own words where `open`. */
export async function memberOf(w: World, number: string, open = true): Promise<WorldPhone> {
  const keyring = createKeyring(w.secrets);
  const parsed = parsePhoneNumber(number);
  if (parsed === undefined) throw new Error('a number of the tests is one');
  const now = w.clock.now();
  await makePhones(w.db, keyring, [parsed], now);
  const phone = await phoneOfNumber(w.db, keyring, parsed);
  if (phone === undefined) throw new Error('a phone just made is there');
  const { phoneId } = phone;
  const id = newId();
  const { wrapped } = keyring.newKey(id);
  await w.db.transact(async (tx) => {
    await tx`
      insert into member (id, phone_id, language, shared_phone, traits, wrapped_key, created_at)
      values (${id}, ${phoneId}, 'en', false, ${open ? ['open_texts'] : []}, ${wrapped}, ${now})`;
    await tx`
      insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
      select ${phoneId}, ${id}, 'group_reminders', 'given', ${now}, 'sms', epoch from gate where phone_id = ${phoneId}`;
    await tx`update conversation set member_id = ${id}, language = 'en', heard_at = ${now} where phone_id = ${phoneId}`;
  });
  return w.phoneOf(number);
}

/** Members of the group, to whom the facilitator has said yes. */
export async function membersOf(
  w: World,
  group: Pick<Grouped, 'id'>,
  numbers: readonly string[],
): Promise<WorldPhone[]> {
  const phones: WorldPhone[] = [];
  for (const number of numbers) phones.push(await memberOf(w, number));
  await w.db.transact(async (tx) => {
    // As whoever says yes does: a meeting that is planned meanwhile is hers too.
    await lockGroup(tx, group.id);
    await tx`
      insert into membership (id, group_id, phone_id, member_id, state, asked_at, agreed_at, meeting_id)
      select gen_random_uuid(), ${group.id}, m.phone_id, m.id, 'agreed', ${w.clock.now()}, ${w.clock.now()},
        (select id from meeting where group_id = ${group.id} and state = 'planned')
      from member m
      where not exists (select from membership o where o.phone_id = m.phone_id)`;
  });
  return phones;
}

export const numberIn = (text: string) => /\b(\d{2,3})\b/u.exec(text)?.[1] ?? '';

/** Types the code and says whether reminders may come. */
export async function asksToCome(
  phone: WorldPhone,
  { joinCode }: Pick<Grouped, 'joinCode'>,
  remind = '1',
): Promise<void> {
  for (const text of ['00', '3', '1', '1', joinCode, remind]) await phone.texts(text);
}

/** Asks to come, and the facilitator says yes. */
export async function comes(w: World, phone: WorldPhone, group: Grouped): Promise<void> {
  await asksToCome(phone, group);
  await w.clock.jump({ seconds: 1 });
  await group.facilitator.phone.texts(`${numberIn(group.facilitator.phone.lastHeard())}1`);
  await w.clock.jump({ seconds: 1 });
}
