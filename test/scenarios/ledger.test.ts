import { describe, expect, test, vi } from 'vitest';
import { receiptOf } from '../../src/engine/receipt-of.ts';
import { wordingOf } from '../../src/engine/wording-of.ts';
import { readConsents, type LedgerRow } from '../../src/store/consents.ts';
import { world, type World } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';
import { outbox } from './joined.ts';

const MENU = `
spec: 1
flow: menu
version: 2
start: home
expires: 1d
steps:
  home:
    ask: home
    choices:
      1: { means: groups, to: end, do: { subscribe: group_reminders } }
      2: { means: no_questions, to: end, do: { unsubscribe: check_ins } }
      3: { means: join, to: end, do: { hand_over: welcome } }
      4: { means: age, to: age }
  age:
    ask: age
    answer: { number: 1 to 87 }
    save: age
    to: old_enough
  old_enough:
    branch:
      - { when: { memory: age, at_least: 18 }, to: end, do: { subscribe: check_ins } }
    else: young
  young:
    say: young
    to: end
    do: { record: too_young, note: open_texts, follow_up: asked, start: { flow: check-in, in: 1h, send_within: 2h } }
memory: { age: { number: 1 to 87 } }
remember: [age]
`;
const texts = (language: string, name: string) => `
spec: 1
language: ${language}
name: ${name}
reviewed: null
texts: { home: Please choose, age: How old are you?, young: "{programme} is for people from {minimum_age}." }
choices: { groups: Groups, no_questions: No more questions, join: Take part, age: My age }
`;
const flowsFolder = flowsWith({
  'menu/flow.yaml': MENU,
  'menu/en.yaml': texts('en', 'English'),
  'menu/sn.yaml': texts('sn', 'ChiShona'),
  'programmes/demo-kenya.yaml': (before) => `${before}\nminimum_age: 16\n`,
});

async function rows({ db }: World): Promise<LedgerRow[]> {
  return db.run(async (sql) => {
    const [member] = await sql<{ id: string }[]>`select id from member`;
    return readConsents(sql, member?.id ?? '');
  });
}

describe('the ledger of consents', () => {
  test('says what was pressed, at which question, in which language, and the words that stood there [req C1]', async () => {
    const w = await world({ flowsFolder });
    for (const text of ['JOIN', '1', '1']) await w.phone.texts(text);
    const question = w.phone.lastHeard();
    await w.phone.texts('Yes');
    const [row] = await rows(w);
    expect(row).toMatchObject({
      purpose: 'check_ins',
      act: 'given',
      channel: 'sms',
      enteredBy: 'self',
      flow: 'welcome',
      step: 'may_we_ask',
      pressed: '1',
      language: 'en',
    });
    expect(row && wordingOf(w.service.setting, row)).toBe(question);
  });

  test('and of a screen in another language the words of that screen', async () => {
    const w = await world({ flowsFolder });
    await w.phone.dials();
    for (const reply of ['3', '2', '1']) await w.phone.replies(reply);
    const screen = w.phone.raw.screen?.text ?? '';
    await w.phone.replies('1');
    const [row] = await rows(w);
    expect(row).toMatchObject({ channel: 'ussd', pressed: '1', language: 'sn' });
    const words = (row && wordingOf(w.service.setting, row)) ?? '';
    expect(words).not.toBe('');
    expect(screen.replaceAll(/\s+/gu, ' ')).toContain(words.replaceAll(/\s+/gu, ' '));
  });

  test('a release that is not the one of the ledger says nothing', async () => {
    const w = await world({ flowsFolder });
    for (const text of ['JOIN', '1', '1', '1']) await w.phone.texts(text);
    const [row] = await rows(w);
    const { setting } = w.service;
    expect(row && wordingOf(setting, { ...row, wordingHash: 'another' })).toBeUndefined();
    expect(row && wordingOf(setting, { ...row, version: 99 })).toBeUndefined();
  });

  test('a receipt has each purpose once, with its words, and when it ended [req C4]', async () => {
    const w = await world({ flowsFolder });
    for (const text of ['JOIN', '1', '1', '1', '2', '00', '1', '00', '2'])
      await w.phone.texts(text);
    await vi.waitFor(async () => expect(await rows(w)).toHaveLength(3));
    const now = w.clock.now();
    const receipt = receiptOf(w.service.setting, await rows(w), now);
    expect(receipt).toMatchObject([
      { purpose: 'check_ins', pressed: '1', endedAt: expect.any(Date) },
      { purpose: 'group_reminders', pressed: '1', endedAt: undefined },
    ]);
    expect(receipt[1]?.text).toContain('Please choose');
    const ledger = await rows(w);
    expect(ledger.at(-1)).toMatchObject({
      act: 'withdrawn',
      step: 'home',
      pressed: '2',
      language: 'en',
    });
    const nextYear = new Date(now.getTime() + 366 * 24 * 3_600_000);
    expect(receiptOf(w.service.setting, ledger, nextYear)[1]?.endedAt).toBeInstanceOf(Date);
  });
});

describe('somebody below the minimum age [req C13]', () => {
  test('is told kindly, is counted, and leaves nothing; a person she asked for is called', async () => {
    const w = await world({ flowsFolder });
    for (const text of ['00', '4', '15']) await w.phone.texts(text);
    expect(w.phone.lastHeard()).toBe('Mazano Circle is for people from 16.');
    const [found] = await w.db.run(
      (sql) => sql`
        select (select count(*)::int from member) as members, (select count(*)::int from consent) as consents,
          (select count(*)::int from timer) as timers, (select count(*)::int from follow_up) as asked,
          (select json_agg(json_build_array(name, count)) from tally) as tally,
          (select flow from conversation) as flow, (select outcome from turn order by turn desc limit 1) as outcome`,
    );
    expect(found).toEqual({
      members: 0,
      consents: 0,
      timers: 0,
      asked: 1,
      tally: [['too_young', 1]],
      flow: null,
      outcome: null,
    });
    for (const text of ['00', '4', '15']) await w.phone.texts(text);
    const [again] = await w.db.run((sql) => sql`select count from tally`);
    expect(again).toEqual({ count: 2 });
    expect((await outbox(w)).every((row) => row === 'reply sent')).toBe(true);
    await w.phone.texts('STOP');
    expect(w.phone.lastHeard()).toContain('No more texts');
  });

  test('who is old enough joins', async () => {
    const w = await world({ flowsFolder });
    for (const text of ['00', '4', '18']) await w.phone.texts(text);
    expect(await rows(w)).toHaveLength(1);
  });
});
