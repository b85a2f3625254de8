import { expect, test } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import { hers, team } from '../followup/staffed.ts';
import { world, type World } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';
import { joins } from './joined.ts';

const PIN = '7031';

/** A programme without dialling. */
const flowsFolder = flowsWith({
  'programmes/demo-kenya.yaml': (before) =>
    before
      .replace('channels: sms+ussd', 'channels: sms_only')
      .replace(/^service_code:.*\n/mu, '')
      .replace('messages_a_second: 20', 'messages_a_second: 100'),
});

async function atWork() {
  const w = await world({ flowsFolder });
  const people = await team(w);
  const member = w.phoneOf('+254711000201');
  await joins(member);
  await hers(w, people.counsellor.id);
  const { phone } = people.counsellor;
  await phone.texts(`${await codeOf(w, people.counsellor.id)} ${PIN}`);
  expect(phone.lastHeard()).toBe('Good, your PIN is set.');
  return { w, member, ...people, phone };
}

async function codeOf({ service }: World, id: string): Promise<string> {
  const code = await giveCode({ setting: service.setting, pool: service.pools.web }, id);
  if (code === undefined) throw new Error('she is at work');
  return code;
}

test('by text the number comes after her PIN alone, in a text of its own that says to delete it, and is audited', async () => {
  const { w, phone, member, counsellor } = await atWork();
  await member.texts('9');
  await w.clock.advance({ minutes: 3 });
  expect(phone.lastHeard()).toContain('asks for a call');
  const number = phone.lastHeard().slice(0, 2);
  await phone.texts(`${number}1`);
  expect(phone.lastHeard()).toContain('reply with your PIN');
  expect(phone.heard().join('\n')).toContain('wrong number');
  for (const wrong of ['5555', '6172']) {
    await phone.texts(wrong);
    expect(phone.lastHeard()).toContain('is not a number that we gave you');
  }
  await phone.texts(PIN);
  expect(phone.lastHeard()).toBe(
    `${member.number}. Write it down, then delete this text, and your PIN among the texts you sent.`,
  );
  // Asked once, told once.
  await phone.texts(PIN);
  expect(phone.lastHeard()).not.toContain(member.number);
  const audited = await w.db.run(
    (db) => db<{ actor: string }[]>`select actor from audit where action = 'number_shown'`,
  );
  expect(audited.map(({ actor }) => actor)).toEqual([`counsellor ${counsellor.id}`]);
  await phone.texts(`${number}6`);
  expect(phone.lastHeard()).toContain('noted that you have talked');
  await phone.texts(`${number}8`);
  expect(phone.lastHeard()).toContain(`write ${number}8`);
  await phone.texts(`${number}8 1 2`);
  expect(phone.lastHeard()).toContain('A short text comes that day');
  expect(w.lines.join('\n')).not.toContain(PIN);
});

test('whoever asked for no calls is met by visit: by text too her number comes after no PIN', async () => {
  const { w, phone, member } = await atWork();
  await w.db.run((db) => db`update member set answered_by = 'no_calls'`);
  await member.texts('9');
  await w.clock.advance({ minutes: 3 });
  await phone.texts(`${phone.lastHeard().slice(0, 2)}1`);
  expect(phone.lastHeard()).toBe('No calls please: only by visit.');
  await phone.texts(PIN);
  expect(phone.heard().join(' ')).not.toContain(member.number);
});

test('codes that begin with 0 are her menu: the list, an invitation, being away, support', async () => {
  const { w, phone, member, backup, supervisor } = await atWork();
  await phone.texts('000');
  expect(phone.lastHeard()).toContain('001 who waits');
  await phone.texts('001');
  expect(phone.lastHeard()).toContain('Nobody waits');
  await phone.texts('002');
  expect(phone.lastHeard()).toMatch(/^\d\d$|^Your members/u);
  await phone.texts('003');
  expect(phone.lastHeard()).toContain('phone in her hand');
  const somebody = w.phoneOf('+254711000555');
  const invites = async (number: string) => {
    for (const text of [`0031 ${number}`, PIN, '0032']) await phone.texts(text);
    return phone.lastHeard();
  };
  const said = await invites('0711000555');
  expect(said).toContain('If she wants to take part');
  expect(somebody.heard()).toHaveLength(1);
  expect(await invites('0711000201')).toBe(said);
  expect(member.heard().at(-1)).not.toBe(somebody.heard().at(-1));
  await phone.texts('0042');
  expect(phone.lastHeard()).toContain('Others take who waits');
  await w.clock.advance({ minutes: 1 });
  expect(backup.phone.lastHeard()).toContain('A colleague is away');
  await phone.texts('0044');
  expect(phone.lastHeard()).toBe('Welcome back.');
  await phone.texts('0051');
  await w.clock.advance({ minutes: 1 });
  expect(supervisor.phone.heard()).toHaveLength(1);
});

test('an invitation by text leaves only after her PIN, the number read back, and "she is with me" [req C5]', async () => {
  const { w, phone } = await atWork();
  const stranger = w.phoneOf('+254711000555');
  const right = w.phoneOf('+254711000556');
  const nothing = () => expect([stranger.heard(), right.heard()]).toEqual([[], []]);
  await phone.texts('0031 0711000555');
  expect(phone.lastHeard()).toContain('reply with your PIN');
  // Neither without the PIN, nor with a wrong one.
  for (const text of ['0032', '0031 0711000555', '6172', '0032']) await phone.texts(text);
  expect(phone.lastHeard()).toContain('write 0031');
  nothing();
  await phone.texts('0031 0711000555');
  await phone.texts(PIN);
  expect(phone.lastHeard()).toBe(
    'Send to ...0555? 0032 yes: she is with me, phone in her hand. 0033 no.',
  );
  await phone.texts('0033');
  await phone.texts('0032');
  nothing();
  // What was typed and never confirmed is no yes a quarter of an hour later, and is kept nowhere.
  await phone.texts('0031 0711000555');
  await phone.texts(PIN);
  await w.clock.advance({ minutes: 16 });
  await phone.texts('0032');
  nothing();
  const [kept] = await w.db.run(
    (db) =>
      db<{ n: number }[]>`select count(*)::int as n from counsellor where asks_sealed is not null`,
  );
  expect(kept?.n).toBe(0);
  await phone.texts('0031 0711000556');
  await phone.texts(PIN);
  await phone.texts('0032');
  await phone.texts('0032');
  expect([stranger.heard(), right.heard().length]).toEqual([[], 1]);
  expect(w.lines.join('\n')).not.toMatch(/0?711000555|711000556/u);
});
