import { describe, expect, test } from 'vitest';
import { wipeSessions } from '../../src/store/sessions.ts';
import { world, type World } from '../world/world.ts';
import { benefitsFolder, WAYS } from './benefit-programmes.ts';

/** Screens of a dialled session that there is time for. */
const HOPS_MAX = 9;
const SCREEN_MAX = 160;
/** What no page may say of anybody, in the languages that ship. */
const VERDICT = /qualif|entitled|eligible|tem direito|tiene derecho|cumple|una haki/iu;

const folder = benefitsFolder();
const open = (code: string) => world({ programme: `anywhere-${code}`, flowsFolder: folder });

describe.each(WAYS)('benefits in %s', (code, _language, digits) => {
  test('[req B14] a number that nobody knows reads by dialling, within nine screens of 160 letters, where to go', async () => {
    const w = await open(code);
    const phone = w.phoneOf('+254711000001');
    const screens = [await phone.dials()];
    for (const digit of ['3', '2', ...digits]) screens.push(await phone.replies(digit));
    expect(screens.length).toBeLessThanOrEqual(HOPS_MAX);
    // The two before are the menu's.
    for (const screen of screens.slice(2)) {
      expect(screen.length, screen).toBeLessThanOrEqual(SCREEN_MAX);
      expect(screen).not.toMatch(VERDICT);
      expect(screen).toContain('88');
    }
    expect(screens.at(-1)).toMatch(/PIN/u);
    phone.drops();
    await w.clock.advance({ minutes: 6 });
    await nothingIsKept(w);
  });
});

/** Texts of the menu that lead there: these are kept as any are. */
const MENU_TEXTS = 2;

test('[req B22] by text the same, and no table knows what was looked at', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000002');
  for (const text of ['00', '3', '2', '1', '2', '1', '1', '2']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/hospital report.*never send your PIN/su);
  for (const text of phone.heard()) expect(text.length, text).toBeLessThanOrEqual(SCREEN_MAX);
  await nothingIsKept(w);
  const [words] = await w.db.run(
    (sql) => sql<{ sent: number; left: number; answers: number }[]>`
      select count(*)::int as sent, count(text_sealed)::int as left,
        (select count(*)::int from turn where event = 'answered') as answers
      from message where state = 'sent'`,
  );
  expect(words).toEqual({ sent: phone.heard().length, left: MENU_TEXTS, answers: 6 });
  // Half an hour later her digit is an answer to the menu, which was asked before.
  await w.clock.advance({ minutes: 31 });
  await phone.texts('0');
  expect(phone.lastHeard()).toMatch(/1 Take part/u);
  await w.db.run((sql) => wipeSessions(sql, w.clock.now(), 10));
  expect(await sealedSessions(w)).toBe(0);
});

test('a text that comes unasked in between is what her next digit answers', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000004');
  for (const text of ['00', '3', '2', '1']) await phone.texts(text);
  await w.db.run((sql) => sql`update conversation set asked_at = asked_at + interval '10 minutes'`);
  await w.clock.advance({ minutes: 11 });
  await phone.texts('0');
  expect(phone.lastHeard()).toMatch(/1 Take part/u);
});

test('a STOP ends it too: what comes then is no answer to a page', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000005');
  for (const text of ['00', '3', '2', '1', 'STOP', '1']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/No more texts/u);
});

test('[req B11] help to ask is a request for a person, and says nothing of what was looked at', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000003');
  await phone.dials();
  for (const digit of ['3', '2', '1', '2', '1', '2', '3', '1']) await phone.replies(digit);
  const [asked] = await w.db.run((sql) => sql<{ reason: string }[]>`select reason from follow_up`);
  // As from the menu: whoever reads the queue cannot tell who looked up what.
  expect(asked).toEqual({ reason: 'wants_a_call' });
  await nothingIsKept(w);
});

/** By text from the menu to the papers of a number that nobody knows, through what may happen, her age and the phone. */
const TO_PAPERS = ['00', '3', '2', '1', '2', '1', '2', '3', '2'];
const AS_NEW = ['1', '1', '1', '2'];

test('[req C13] [req C8] before a yes to papers stand what a text may do and her age; below it nothing is kept', async () => {
  const w = await open('ke');
  const young = w.phoneOf('+254711000007');
  for (const text of TO_PAPERS) await young.texts(text);
  expect(young.lastHeard()).toMatch(/others may see our texts here.*A reply costs/su);
  for (const text of ['1', '2']) await young.texts(text);
  expect(young.lastHeard()).toMatch(/we keep nothing of it/u);
  const [kept] = await w.db.run(
    (sql) => sql<{ members: number; yes: number }[]>`
      select (select count(*)::int from member) as members,
        (select count(*)::int from consent) as yes`,
  );
  expect(kept).toEqual({ members: 0, yes: 0 });
});

test('[req B8] papers are gone through one at a time, at her pace; [req B9] a STOP ends what is still to come', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000006');
  for (const text of [...TO_PAPERS, ...AS_NEW]) await phone.texts(text);
  const asked = phone.heard().slice(-5).join(' ');
  expect(asked).toMatch(/others may see.*18 or older.*one by one.*somebody else use.*How many/su);
  // Two papers, each three days, and a day in a week.
  for (const text of ['2', '1', '1', 'next Monday']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/the day before/u);
  await w.clock.advance({ hours: 73 });
  expect(phone.lastHeard()).toMatch(/Is the next paper there/u);
  await phone.texts('1');
  expect(await timersOf(w)).toEqual(['go-day', 'next-paper']);
  await phone.texts('STOP');
  expect(await timersOf(w)).toEqual([]);
  const heard = phone.heard().length;
  await w.clock.advance({ hours: 24 * 15 });
  expect(phone.heard()).toHaveLength(heard);
});

test('[req B9] the day before says tomorrow, a week later asks, and [req B21] what came of it is counted beside no phone', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000009');
  for (const text of [...TO_PAPERS, ...AS_NEW]) await phone.texts(text);
  for (const text of ['2', '3', '1', 'next Monday']) await phone.texts(text);
  await w.clock.advance({ hours: 24 * 6 - 1 });
  expect(phone.lastHeard()).toMatch(/Tomorrow is the day/u);
  // It is the next day after all, and so nothing waits for a day before.
  for (const text of ['3', 'today']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/Today is the day/u);
  await w.clock.advance({ hours: 24 * 8 + 1 });
  expect(phone.lastHeard()).toMatch(/How did it go there/u);
  expect(phone.heard().filter((text) => text.includes('Tomorrow is the day'))).toHaveLength(1);
  await phone.texts('3');
  expect(phone.lastHeard()).toMatch(/Many hear no first/u);
  const [kept] = await w.db.run(
    (sql) => sql<{ counted: number; outcomes: number; places: number }[]>`
      select
        (select sum(count)::int from tally where name = 'papers_no') as counted,
        (select count(*)::int from turn where outcome like 'paper%') as outcomes,
        (select count(*)::int from conversation where flow = 'go-day' and step = 'said_no') as places`,
  );
  expect(kept).toEqual({ counted: 1, outcomes: 0, places: 0 });
});

test('a day that is tomorrow is spoken of at once, and not on the day itself', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000010');
  for (const text of [...TO_PAPERS, ...AS_NEW]) await phone.texts(text);
  for (const text of ['2', '3', '1', 'tomorrow']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/Tomorrow is the day.*go with you/su);
  await phone.texts('2');
  const heard = phone.heard().length;
  await w.clock.advance({ hours: 48 });
  expect(phone.heard()).toHaveLength(heard);
});

async function timersOf({ db }: World): Promise<string[]> {
  const due = await db.run(
    (sql) => sql<{ flow: string }[]>`
      select flow from timer where kind in ('start', 'remind') and stopped_by is null order by flow`,
  );
  return due.map(({ flow }) => flow);
}

/** No row says which of the pages it was: the talk is gone, and so are the words that were sent. */
async function nothingIsKept({ db }: World): Promise<void> {
  const [kept] = await db.run(
    (sql) => sql<{ talks: number; turns: number; texts: number; marks: number }[]>`
      select
        (select count(*)::int from conversation where flow like 'benefits%') as talks,
        (select count(*)::int from turn where flow like 'benefits%') as turns,
        (select count(*)::int from message where passing and text_sealed is not null) as texts,
        (select count(*)::int from message where passing and state = 'sent') as marks`,
  );
  expect(kept).toEqual({ talks: 0, turns: 0, texts: 0, marks: 0 });
}

async function sealedSessions({ db }: World): Promise<number> {
  const [kept] = await db.run(
    (sql) => sql<{ count: number }[]>`
      select count(*)::int from conversation where session_sealed is not null`,
  );
  return kept?.count ?? -1;
}
