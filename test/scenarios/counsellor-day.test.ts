import { describe, expect, test } from 'vitest';
import { acts, asks, hers, requests, team, worker } from '../followup/staffed.ts';
import { callBack } from './call-back.ts';
import { joins } from './joined.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';

/** 9, and the two minutes in which she may still say that she pressed by mistake. */
async function wishesCall(w: World, phone: WorldPhone) {
  await phone.texts('9');
  await w.clock.advance({ minutes: 3 });
}

/** Two members of hers, and everybody whom a ladder may lead to. */
async function aDay() {
  const w = await world();
  const people = await team(w);
  const [one, two] = [w.phoneOf('+254711000201'), w.phoneOf('+254711000202')];
  await joins(one);
  await joins(two);
  await hers(w, people.counsellor.id);
  return { w, one, two, ...people };
}

describe('a counsellor answers by text', () => {
  test('with codes that are right however late, doubled or out of order; a bare digit for two is for none', async () => {
    const { w, one, two, counsellor, backup } = await aDay();
    const { phone } = counsellor;
    await wishesCall(w, one);
    expect(phone.lastHeard()).toBe(
      '10 asks for a call. Answer 101 I will call, 102 give to another, 103 later, 104 no airtime, 105 I know the family.',
    );
    await wishesCall(w, two);
    await phone.texts('1');
    expect(phone.lastHeard()).toBe('For whom? 11, 10. Write the number first, then your answer.');
    expect((await requests(w)).map(({ stage }) => stage)).toEqual(['offered', 'offered']);
    await phone.texts('11 2');
    expect(phone.lastHeard()).toBe('Thank you. 11 goes to somebody else.');
    expect(backup.phone.lastHeard()).toContain('10 asks for a call');
    // One is left: now a digit alone can only be for that one.
    await phone.texts('1');
    expect(phone.lastHeard()).toContain('10 is with you');
    await phone.texts('101');
    expect(phone.lastHeard()).toContain('10 is with you already');
    // She takes back what she passed on, while nobody else has it; the backup comes second.
    await phone.texts('111');
    expect(phone.lastHeard()).toContain('11 is with you');
    await backup.phone.texts('101');
    expect(backup.phone.lastHeard()).toBe('10: somebody else is calling. Thank you all the same.');
    await phone.texts('106');
    expect(phone.lastHeard()).toBe('Thank you. 10: noted that you have talked.');
    await phone.texts('10-1');
    expect(phone.lastHeard()).toBe('10 is closed. Thank you all the same.');
    await phone.texts('551');
    expect(phone.lastHeard()).toContain('55 is not a number that we gave you');
    await phone.texts('119');
    expect(phone.lastHeard()).toContain('11: please answer 111');
    expect((await requests(w)).map(({ state, endedAs }) => [state, endedAs])).toEqual([
      ['done', 'met'],
      ['open', null],
    ]);
    for (const text of [...phone.heard(), ...backup.phone.heard()])
      expect(text).not.toMatch(/254|711|201|202|step|sad|garden/u);
  });

  test('and the same text twice has one effect [rel P12]', async () => {
    const { w, one, counsellor } = await aDay();
    await wishesCall(w, one);
    const fields = { from: counsellor.phone.number, to: '22340', id: 'same', text: '102' };
    for (const _ of [1, 2]) expect((await callBack(w, 'sms', fields)).status).toBe(200);
    await w.clock.settle();
    expect((await acts(w)).filter((act) => act === 'passed')).toHaveLength(1);
    expect(counsellor.phone.heard().filter((text) => text.includes('goes to'))).toHaveLength(1);
  });

  test('a member\u2019s question and a prompt on one phone: neither takes a digit of the other', async () => {
    const { w, one, counsellor } = await aDay();
    const { phone } = counsellor;
    await wishesCall(w, one);
    // She asks for a call herself, and is asked when.
    await phone.texts('9');
    await phone.texts('2');
    expect(phone.lastHeard()).toContain('For whom? 10.');
    await phone.texts('02');
    expect(phone.lastHeard()).not.toContain('For whom');
    const windows = await w.db.run(
      (db) => db<{ set: boolean }[]>`
        select window_from is not null as set from follow_up where reason = 'asked' order by opened_at`,
    );
    expect(windows.at(-1)?.set).toBe(true);
    await phone.texts('JOIN');
    const asked = phone.lastHeard();
    await phone.texts('1');
    expect(phone.lastHeard()).toBe(
      'For whom? 10. Write the number first, then your answer. For yourself write 0 first.',
    );
    expect((await requests(w)).at(0)?.stage).toBe('offered');
    await phone.texts('01');
    expect(phone.lastHeard()).not.toBe(asked);
    expect(phone.lastHeard()).not.toContain('For whom');
    await phone.texts('101');
    expect(phone.lastHeard()).toContain('10 is with you');
  });
});

describe('a request that nobody answers', () => {
  test('goes to the backup, the supervisor and the lead; at 24 hours the member hears it, once', async () => {
    const { w, one, counsellor, backup, supervisor, lead } = await aDay();
    await wishesCall(w, one);
    const count = () =>
      [counsellor, backup, supervisor, lead].map(({ phone }) => phone.heard().length);
    expect(count()).toEqual([1, 0, 0, 0]);
    await w.clock.advance({ hours: 3, minutes: 50 });
    expect(count()).toEqual([1, 0, 0, 0]);
    // Noon and 4 hours; then an hour of Monday and 3 of Tuesday.
    await w.clock.advance({ minutes: 11 });
    expect(count()).toEqual([1, 1, 0, 0]);
    await w.clock.advance({ hours: 19 });
    expect(count()).toEqual([1, 1, 1, 0]);
    expect(one.lastHeard()).not.toContain('Nobody has reached you yet');
    await w.clock.advance({ hours: 1 });
    const late = one.heard().filter((text) => text.startsWith('Nobody has reached you yet'));
    expect(late).toHaveLength(1);
    expect(supervisor.phone.lastHeard()).toBe(
      '10 has waited since Mon 12:00 and nobody has answered. 101 I see to it, 102 ask the next person.',
    );
    await w.clock.advance({ hours: 4 });
    expect(count()).toEqual([1, 1, 1, 1]);
    await w.clock.advance({ hours: 24 });
    expect((await requests(w)).map(({ stage }) => stage)).toEqual(['top']);
    expect(one.heard().filter((text) => text.startsWith('Nobody'))).toHaveLength(1);
    expect(await acts(w)).toEqual([
      'told',
      'escalated',
      'told',
      'escalated',
      'told',
      'late_told',
      'escalated',
      'told',
      'unanswered',
    ]);
    // However late, a yes is a yes.
    await lead.phone.texts('101');
    expect((await requests(w)).map(({ stage }) => stage)).toEqual(['accepted']);
  });

  test('when it is urgent: half an hour each in duty hours, and none of them at night', async () => {
    const { w, one, counsellor, backup, supervisor, lead } = await aDay();
    await asks(w, one, 'not_safe');
    expect(counsellor.phone.lastHeard()).toBe(
      '10 asks for a call before 12:30. Answer 101 I will call now, 102 give to another, 104 no airtime.',
    );
    await w.clock.advance({ minutes: 31 });
    expect(backup.phone.lastHeard()).toContain('10 asks for a call before 13:0');
    await w.clock.advance({ minutes: 30 });
    expect(supervisor.phone.heard()).toHaveLength(1);
    await w.clock.advance({ minutes: 30 });
    expect(lead.phone.heard()).toHaveLength(1);
    await lead.phone.texts('1');
    await w.clock.advance({ hours: 5 });
    const heard = () => counsellor.phone.heard().length;
    const before = heard();
    await asks(w, w.phoneOf('+254711000203'), 'not_safe');
    await w.clock.advance({ hours: 12 });
    expect(heard()).toBe(before);
    await w.clock.advance({ hours: 3 });
    expect(heard()).toBe(before + 1);
  });

  test('accepted and never called: asked how it went, then given to the next', async () => {
    const { w, one, counsellor, backup } = await aDay();
    await wishesCall(w, one);
    await counsellor.phone.texts('1');
    await w.clock.advance({ hours: 4, minutes: 1 });
    expect(counsellor.phone.lastHeard()).toBe(
      '11: how was it? 111 we have talked, 112 I tried, 113 give to another, 114 it is over, 115 offer more help.',
    );
    await w.clock.advance({ hours: 19 });
    expect(backup.phone.lastHeard()).toContain('10 asks for a call, and nobody could yet');
    expect(await acts(w)).toContain('no_word');
  });
});

describe('what can wait', () => {
  test('comes in one text in the morning, and its numbers are answered as any', async () => {
    const { w, one, two, counsellor, backup } = await aDay();
    await asks(w, one, 'not_going_well');
    await asks(w, two, 'silent');
    expect(counsellor.phone.heard()).toEqual([]);
    await w.clock.advance({ hours: 20, minutes: 1 });
    expect(counsellor.phone.heard()).toEqual([
      'Good morning. 2 wait: 10, 11. Answer with the number and 1 I will call, 2 give to another, 3 later, 4 no airtime.',
    ]);
    await counsellor.phone.texts('101');
    await counsellor.phone.texts('114');
    expect((await requests(w)).map(({ stage }) => stage)).toEqual(['accepted', 'waiting']);
    await w.clock.advance({ hours: 24 });
    // Of the first nothing was heard all day; the other was passed on.
    expect(backup.phone.lastHeard()).toContain('2 wait: 10, 11.');
    expect(one.lastHeard()).not.toContain('Nobody has reached you');
  });
});

describe('9 of a number that nobody knows', () => {
  test('goes to who is on duty, and never to the one who asks', async () => {
    const { w, counsellor } = await aDay();
    const second = await worker(w, '+254711000905', { duty: true });
    await wishesCall(w, w.phoneOf('+254711000299'));
    expect(counsellor.phone.heard().length + second.phone.heard().length).toBe(1);
    await wishesCall(w, second.phone);
    expect((await requests(w)).at(-1)?.counsellorId).toBe(counsellor.id);
  });
});
