import { expect, test } from 'vitest';
import { levelReached, levelsNow } from '../../src/console/start/levels.ts';
import type { Missing } from '../../src/console/start/missing.ts';
import { monthCost } from '../../src/console/start/month-cost.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const database = await freshDatabase();
const bench = await consoleBench(database);

const lacks = (...whats: Missing['what'][]): Missing[] =>
  whats.map((what) => ({ what, detail: '', line: what }));
const ready = { heard: true, admins: 2, supervisors: 1, peerReviewers: 1, members: 0 };
const at = (facts: typeof ready, missing: Missing[]) =>
  levelReached(levelsNow(facts, missing, { phonesPage: undefined }));

test('practice needs an own phone and two admins; 30 people texts, duty, policy and a number; all needs the rest', () => {
  expect(at({ ...ready, heard: false }, [])).toBeUndefined();
  expect(at({ ...ready, admins: 1 }, [])).toBeUndefined();
  for (const what of ['signed', 'duty_list', 'duty_names', 'legal', 'helpline'] as const)
    expect(at(ready, lacks(what))).toBe('practice');
  expect(at({ ...ready, peerReviewers: 0 }, [])).toBe('practice');
  for (const what of ['field_test', 'complaints', 'hearers', 'schemes'] as const)
    expect(at(ready, lacks(what))).toBe('thirty');
  expect(at(ready, [])).toBe('full');
});

test('what a month costs follows from the rhythm and the price of a segment', () => {
  const week = 7 * 24 * 3_600_000;
  const cost = monthCost({
    rhythm: new Map([['check-in', week]]),
    smsPrice: { currency: 'KES', amount: 0.7 },
  });
  expect(cost.currency).toBe('KES');
  expect(cost.least).toBeCloseTo(3);
  expect(cost.most).toBeCloseTo(18);
});

test('the guide says what is open, whose job it is and where, and what a reply costs a member', async () => {
  await bench.as('admin');
  const page = await (await bench.get('/console/start')).text();
  expect(page).toContain('Begin with practice');
  expect(page).toContain('Somebody who speaks the language has signed the texts');
  expect(page).toContain('This is for: a reviewer.');
  expect(page).toContain('/console/expiry');
  expect(page).toContain('A reply costs a member KES\u00A01.00.');
  expect(page).toContain('the organisation that answers for the data');
  expect(page).not.toContain('(controller');
  expect(page).not.toContain('(main)');
  expect(page).toContain('30 people by text cost between KES');
});

test('a link leads nobody to a page that is not hers', async () => {
  const staffLink = 'href="/console/staff">Go to: Staff';
  await bench.as('supervisor');
  expect(await (await bench.get('/console/start')).text()).not.toContain(staffLink);
  await bench.as('admin');
  expect(await (await bench.get('/console/start')).text()).toContain(staffLink);
});

test('cards, poster and script are made of what the phones say, in each language of the programme', async () => {
  await bench.as('supervisor');
  const print = async (what: string, language: string) =>
    (await bench.get(`/console/start/print/${what}/${language}`)).text();
  expect(await print('poster', 'en')).toContain('To take part, text JOIN');
  expect(await print('poster', 'en')).toContain('Text JOIN to 22340');
  expect(await print('poster', 'en')).toContain('Or dial *384*4040#');
  expect(await print('poster', 'sw')).toContain('Tuma JOIN kwa 22340');
  expect(await print('poster', 'sw')).toContain('Au piga *384*4040#');
  expect(await print('cards', 'en')).toContain('47 is the number of the request');
  expect(await print('cards', 'sw')).toContain('47 ni namba ya ombi lake');
  expect(await print('poster', 'en')).toContain('data-print');
  expect(await print('cards', 'en')).toContain('471 I will call');
  const script = await print('script', 'en');
  expect(script.match(/<li>/gu)?.length).toBeGreaterThan(4);
  expect(script).not.toMatch(/\{\w+\}/u);
  expect(script).toContain('1 Yes');
  expect(script).toMatch(/Which language\?\n1 English\n2 Kiswahili/u);
  expect(script).not.toContain('……');
  expect((await bench.get('/console/start/print/poster/fr')).status).toBe(404);
  expect((await bench.get('/console/start/print/other/en')).status).toBe(404);
});

test('a document that a task names is read in the console, and nothing else of the folder is', async () => {
  await bench.as('editor');
  expect(await (await bench.get('/console/start')).text()).toContain(
    '/console/start/guide/field-test',
  );
  const guide = await (await bench.get('/console/start/guide/field-test')).text();
  expect(guide).toContain('<h1>Trying the flows with people</h1>');
  expect(guide).toContain('<strong>5 to 8 members');
  expect(guide).toContain('<em>Which words would your mother not say?');
  expect(guide).toMatch(/<pre tabindex="0">Language, place, date:\nMembers/u);
  expect(guide).not.toMatch(/\*[A-Z]|```/u);
  expect((await bench.get('/console/start/guide/operate')).status).toBe(404);
  expect((await bench.get('/console/start/guide/..%2FREADME')).status).toBe(404);
});

test('settings name each helpline as members know it', async () => {
  await bench.as('admin');
  const settings = await (await bench.get('/console/settings')).text();
  expect(settings).toMatch(/Listening line: \d+/u);
  expect(settings).not.toContain('ke_listening');
});
