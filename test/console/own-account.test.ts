import { expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import {
  makeStaff,
  PASSWORD,
  sessionFor,
  setUpApp,
  signInBench,
  typePassword,
} from './sign-in-bench.ts';

const DAY_MS = 24 * 3_600_000;
const HALF_MINUTE_MS = 30_000;
const database = await freshDatabase();
const live = await signInBench(database, { demo: false });

/** Somebody who signed in with password and app. */
async function somebody() {
  const { staffId, name } = await makeStaff(live, ['editor'], { password: PASSWORD });
  const browser = live.browser();
  await typePassword(browser, name, PASSWORD);
  const { code } = await setUpApp(browser, live.now);
  return { staffId, name, browser, code };
}

test('language and theme are hers on the next page', async () => {
  const { browser } = await somebody();
  await browser.post('/console/me/look', { called: 'Chipo', language: 'pt', theme: 'dark' });
  const page = await (await browser.get('/console/me')).text();
  expect(page).toContain('lang="pt"');
  expect(page).toContain('data-theme="dark"');
  expect(page).toContain('A minha conta');
  expect(page).toContain('value="Chipo"');
});

test('a new password needs the old one, and puts every other device out', async () => {
  const { browser, staffId, name } = await somebody();
  const other = live.browser();
  other.token = await sessionFor(live, staffId);
  const words = 'four calm rivers sing along';
  const change = (now: string, next: string) =>
    browser.post('/console/me/password', { now, new: next, again: next });
  expect((await change('not the one', words)).status).toBe(422);
  expect((await change(PASSWORD, 'short')).status).toBe(422);
  expect((await change(PASSWORD, words)).status).toBe(303);
  expect((await browser.get('/console')).status).toBe(200);
  expect((await other.get('/console')).status).toBe(303);
  expect((await typePassword(live.browser(), name, PASSWORD)).status).toBe(422);
  expect((await typePassword(live.browser(), name, words)).status).toBe(303);
});

test('[rel P61] the last second proof stays', async () => {
  const { browser } = await somebody();
  expect((await browser.post('/console/me/proofs/remove', { proof: 'app' })).status).toBe(409);
});

test('[rel P60] a second proof that was asked for again gives a new token, and leads back', async () => {
  const { browser, code } = await somebody();
  live.moveMs(16 * 60_000);
  const asked = await browser.post('/console/me/proofs/remove', { proof: 'app' });
  const to = asked.headers.get('location') ?? '';
  expect(to).toBe('/console/sign-in/second?to=%2Fconsole%2Fme');
  expect(await (await browser.get(to)).text()).toContain('value="/console/me"');
  const before = browser.token;
  live.moveMs(HALF_MINUTE_MS);
  const form = { kind: 'code', code: code(), to: '/console/me' };
  expect((await browser.post('/console/sign-in/second', form)).headers.get('location')).toBe(
    '/console/me',
  );
  expect(browser.token).not.toBe(before);
  const old = live.browser();
  old.token = before;
  expect((await old.get('/console')).status).toBe(303);
});

test('a second proof leads nowhere but into the console', async () => {
  const { browser, code } = await somebody();
  for (const to of [
    'https://elsewhere.example',
    '//elsewhere.example',
    '/console/../x',
    'javascript:1',
    '/console?a',
  ]) {
    live.moveMs(HALF_MINUTE_MS);
    const form = { kind: 'code', code: code(), to };
    const answer = await browser.post('/console/sign-in/second', form);
    expect(answer.headers.get('location')).toBe('/console');
  }
});

test('signing out everywhere is everywhere', async () => {
  const { browser, staffId } = await somebody();
  const other = live.browser();
  other.token = await sessionFor(live, staffId);
  expect(await (await browser.get('/console/me')).text()).toContain('another device');
  await browser.post('/console/me/sessions/end');
  expect((await other.get('/console')).status).toBe(303);
  expect((await browser.get('/console')).status).toBe(303);
});

test('whoever moves the clock of the demo stays signed in there', async () => {
  const demo = await signInBench(database, { demo: true });
  const browser = demo.browser();
  await browser.post('/console/sign-in/demo', { role: 'editor' });
  demo.moveMs(8 * 7 * DAY_MS);
  expect((await browser.get('/console')).status).toBe(200);
});
