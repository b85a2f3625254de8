import { describe, expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import {
  makeInvite,
  makeStaff,
  PASSWORD,
  sessionFor,
  setUpApp,
  signInBench,
  typePassword,
} from './sign-in-bench.ts';

const MINUTE_MS = 60_000;
const HALF_MINUTE_MS = 30_000;
const database = await freshDatabase();
const live = await signInBench(database, { demo: false });

const where = (answer: Response) => answer.headers.get('location');
const isIn = async (browser: ReturnType<typeof live.browser>) =>
  (await browser.get('/console')).status === 200;

describe('getting in', () => {
  test('[rel P61] by invitation, password and app: nothing opens before both proofs', async () => {
    const browser = live.browser();
    const code = await makeInvite(live, ['editor']);
    const form = { code, called: 'Rudo', name: 'rudo.m', new: PASSWORD, again: PASSWORD };
    expect(await (await browser.post('/console/invitation', { code })).text()).toContain(
      'new-password',
    );
    expect(where(await browser.post('/console/invitation/accept', form))).toBe(
      '/console/sign-in/enrol',
    );
    expect(await isIn(browser)).toBe(false);
    const { answer } = await setUpApp(browser, live.now);
    expect(where(answer)).toBe('/console');
    expect(await isIn(browser)).toBe(true);
    const other = live.browser();
    const again = await other.post('/console/invitation/accept', { ...form, name: 'rudo.n' });
    expect(again.status).toBe(422);
  });

  test('[rel P61] a code of the app counts once, and neither does an older one', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const browser = live.browser();
    expect(where(await typePassword(browser, name, PASSWORD))).toBe('/console/sign-in/enrol');
    const { code } = await setUpApp(browser, live.now);
    const used = code();
    await browser.post('/console/sign-out');
    expect(where(await typePassword(browser, name, PASSWORD))).toBe('/console/sign-in/second');
    const second = (typed: string) =>
      browser.post('/console/sign-in/second', { kind: 'code', code: typed });
    expect((await second(used)).status).toBe(422);
    expect(await isIn(browser)).toBe(false);
    live.moveMs(HALF_MINUTE_MS);
    expect(where(await second(code()))).toBe('/console');
    expect(await isIn(browser)).toBe(true);
    await typePassword(browser, name, PASSWORD);
    expect((await second(code())).status).toBe(422);
  });

  test('[rel P62] whoever has no account hears the same as whoever mistyped', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const heard = async (typed: string) => {
      const answer = await typePassword(
        live.browser({ 'x-forwarded-for': '10.0.0.9' }),
        typed,
        'not this one at all',
      );
      return [answer.status, (await answer.text()).replaceAll(typed, 'NAME')];
    };
    expect(await heard(name)).toEqual(await heard('nobody-of-this-name'));
  });

  test('[rel P62] five wrong tries from one address, then it says when to try again', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const browser = live.browser({ 'x-forwarded-for': '10.0.0.1' });
    for (let tried = 0; tried < 5; tried += 1)
      expect((await typePassword(browser, name, 'wrong')).status).toBe(422);
    const slowed = await typePassword(browser, name, PASSWORD);
    expect(slowed.status).toBe(429);
    expect(await slowed.text()).toContain('again in 15 minutes');
    live.moveMs(16 * MINUTE_MS);
    expect((await typePassword(browser, name, PASSWORD)).status).toBe(303);
  });

  test('[rel P60] the token of before the second proof opens nothing after it', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const browser = live.browser();
    const planted = 'a'.repeat(43);
    browser.token = planted;
    await typePassword(browser, name, PASSWORD);
    const half = browser.token;
    expect(half).not.toBe(planted);
    await setUpApp(browser, live.now);
    expect(browser.token).not.toBe(half);
    for (const old of [planted, half]) {
      const thief = live.browser();
      thief.token = old;
      expect(await isIn(thief)).toBe(false);
    }
    expect(await isIn(browser)).toBe(true);
  });

  test('[rel P58] the cookie is bound to this host and to HTTPS, and no script reads it', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const [cookie = ''] = (
      await typePassword(live.browser(), name, PASSWORD)
    ).headers.getSetCookie();
    for (const part of ['__Host-', 'Path=/', 'HttpOnly', 'SameSite=Strict', 'Secure'])
      expect(cookie).toContain(part);
    expect(cookie).not.toContain('Domain');
  });
});

describe('the end of a session', () => {
  test('[rel P60] half an hour without use ends it, twelve hours of use too', async () => {
    const { staffId } = await makeStaff(live, ['monitor']);
    const idle = live.browser();
    idle.token = await sessionFor(live, staffId);
    live.moveMs(29 * MINUTE_MS);
    expect(await isIn(idle)).toBe(true);
    live.moveMs(29 * MINUTE_MS);
    expect(await isIn(idle)).toBe(true);
    live.moveMs(31 * MINUTE_MS);
    expect(await isIn(idle)).toBe(false);
    const busy = live.browser();
    busy.token = await sessionFor(live, staffId);
    for (let passed = 0; passed < 11 * 60 + 50; passed += 10) {
      live.moveMs(10 * MINUTE_MS);
      expect(await isIn(busy)).toBe(true);
    }
    live.moveMs(10 * MINUTE_MS);
    expect(await isIn(busy)).toBe(false);
  });

  test('[rel P60] a page that was left open and asks by itself keeps nobody signed in', async () => {
    const { staffId } = await makeStaff(live, ['editor']);
    const browser = live.browser();
    browser.token = await sessionFor(live, staffId);
    live.moveMs(20 * MINUTE_MS);
    expect((await browser.get('/console/flows/welcome/latest/1')).status).toBe(404);
    live.moveMs(11 * MINUTE_MS);
    expect((await browser.get('/console/flows/welcome/latest/1')).status).toBe(303);
    expect(await isIn(browser)).toBe(false);
  });

  test('[rel P60] who signs out is out, whatever cookie was kept', async () => {
    const { staffId } = await makeStaff(live, ['monitor']);
    const browser = live.browser();
    browser.token = await sessionFor(live, staffId);
    const kept = browser.token;
    expect(where(await browser.post('/console/sign-out'))).toBe('/console/sign-in');
    browser.token = kept;
    expect(await isIn(browser)).toBe(false);
  });

  test('an account of the demo is nobody once the service texts people', async () => {
    const { staffId } = await makeStaff(live, ['admin'], { forDemo: 'admin' });
    const token = await sessionFor(live, staffId);
    const demo = await signInBench(database, { demo: true });
    const [inDemo, outside] = [demo.browser(), live.browser()];
    inDemo.token = token;
    outside.token = token;
    demo.moveMs(live.now().getTime() - demo.now().getTime());
    expect((await inDemo.get('/console')).status).toBe(200);
    expect((await outside.get('/console')).status).toBe(303);
  });
});
