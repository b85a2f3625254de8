import { describe, expect, test } from 'vitest';
import { isPassword } from '../../src/console/sign-in/password-hash.ts';
import { allowTry } from '../../src/console/sign-in/try-limits.ts';
import { freshDatabase } from '../world/database.ts';
import { makeInvite, makeStaff, PASSWORD, signInBench, typePassword } from './sign-in-bench.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.parse('2026-11-23T07:00:00Z');

const PATIENT = {
  role: 'mazano_console',
  lockTimeoutMs: MINUTE_MS,
  statementTimeoutMs: MINUTE_MS,
  deadlineMs: MINUTE_MS,
} as const;

const database = await freshDatabase();
const live = await signInBench(database, { demo: false });
/** Two processes on one database, where the tries of one account wait for each other however busy the machine is. */
const processes = [1, 2].map(() => ({ ...live.parts, pool: database.open(PATIENT) }));

describe('guesses', () => {
  test('[rel P62] ten thousand tries from a thousand addresses and two processes are twenty in an hour', async () => {
    const tries = Array.from({ length: 10_000 }, (_, index) => index);
    let allowed = 0;
    for (let from = 0; from < tries.length; from += 250) {
      const outcomes = await Promise.all(
        tries.slice(from, from + 250).map((index) =>
          allowTry(processes[index % 2] ?? live.parts, {
            kind: 'password',
            account: 'rudo',
            address: `10.1.${index % 10}.${Math.floor(index / 10) % 100}`,
            now: new Date(START + index * 100),
          }),
        ),
      );
      allowed += outcomes.filter(({ kind }) => kind === 'allowed').length;
    }
    expect(allowed).toBe(20);
  });

  test('[rel P62] nothing is locked for ever: an hour later there are tries again', async () => {
    const at = (ms: number) =>
      allowTry(live.parts, {
        kind: 'password',
        account: 'tariro',
        address: '10.2.0.1',
        now: new Date(START + ms),
      });
    for (let tried = 0; tried < 5; tried += 1) expect((await at(tried)).kind).toBe('allowed');
    const slowed = await at(MINUTE_MS);
    expect(slowed).toMatchObject({ kind: 'wait', until: new Date(START + 15 * MINUTE_MS) });
    expect((await at(16 * MINUTE_MS)).kind).toBe('allowed');
  });

  test('strangers who use up the tries of an account do not keep its owner out where she is known', async () => {
    const one = (address: string, ms: number) =>
      allowTry(live.parts, {
        kind: 'password',
        account: 'chipo',
        address,
        now: new Date(START + ms),
      });
    const hers = await one('10.3.0.1', 0);
    if (hers.kind === 'allowed') await hers.right();
    for (let index = 0; index < 30; index += 1) await one(`10.4.0.${index}`, HOUR_MS + index);
    expect((await one('10.5.0.1', HOUR_MS + MINUTE_MS)).kind).toBe('wait');
    expect((await one('10.3.0.1', HOUR_MS + MINUTE_MS)).kind).toBe('allowed');
  });

  test('[rel P62] a name that is nobody’s takes as long as one that is somebody’s', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const browser = (index: number) => live.browser({ 'x-forwarded-for': `10.6.0.${index}` });
    const times = { known: [] as number[], unknown: [] as number[], hash: [] as number[] };
    for (let index = 0; index < 12; index += 1) {
      live.moveMs(4 * MINUTE_MS);
      for (const [kind, typed] of [
        ['known', name],
        ['unknown', `${name}x`],
      ] as const) {
        const from = performance.now();
        await typePassword(browser(index), typed, 'not the one');
        times[kind].push(performance.now() - from);
      }
      const from = performance.now();
      await isPassword('anything at all', undefined);
      times.hash.push(performance.now() - from);
    }
    expect(Math.abs(welch(times.known, times.unknown))).toBeLessThan(4);
    // No try is quicker than the hash in it, unless both leave it out. A busy machine makes a try slower, never quicker.
    expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.hash) / 2);
  });

  test('[rel P62] codes of the second proof are slowed down like passwords', async () => {
    const { name } = await makeStaff(live, ['monitor'], { password: PASSWORD });
    const browser = live.browser({ 'x-forwarded-for': '10.7.0.1' });
    await typePassword(browser, name, PASSWORD);
    const code = (typed: string) =>
      browser.post('/console/sign-in/enrol', { kind: 'code', code: typed });
    await browser.get('/console/sign-in/enrol');
    for (let tried = 0; tried < 5; tried += 1) expect((await code('000000')).status).toBe(422);
    expect((await code('000000')).status).toBe(429);
  });

  test('[rel P62] codes are guessed forty times a day from new places, and never from where she is', async () => {
    const one = (address: string, ms: number) =>
      allowTry(live.parts, {
        kind: 'code',
        account: 'of somebody',
        address,
        now: new Date(START + ms),
      });
    const hers = await one('10.10.0.1', 0);
    if (hers.kind === 'allowed') await hers.right();
    let allowed = 0;
    for (let hour = 1; hour <= 23; hour += 1)
      for (let index = 0; index < 25; index += 1) {
        const tried = await one(`10.11.${hour}.${index}`, hour * HOUR_MS);
        if (tried.kind === 'allowed') allowed += 1;
      }
    expect(allowed).toBe(40);
    expect((await one('10.10.0.1', 23 * HOUR_MS)).kind).toBe('allowed');
    expect((await one('10.12.0.1', 26 * HOUR_MS)).kind).toBe('allowed');
  });

  test('codes of links are slowed down by address', async () => {
    const browser = live.browser({ 'x-forwarded-for': '10.8.0.1' });
    for (let tried = 0; tried < 5; tried += 1)
      expect((await browser.post('/console/invitation', { code: `guess${tried}` })).status).toBe(
        422,
      );
    expect((await browser.post('/console/invitation', { code: 'guess' })).status).toBe(429);
    const other = live.browser({ 'x-forwarded-for': '10.8.0.2' });
    expect((await other.post('/console/invitation', { code: 'guess' })).status).toBe(422);
    // Behind a proxy everybody has its address: a stranger's guesses keep nobody's link shut.
    for (let tried = 0; tried < 40; tried += 1)
      await live.browser({ 'x-forwarded-for': `10.8.1.${tried}` }).post('/console/invitation', {
        code: 'guess',
      });
    const code = await makeInvite(live, ['monitor']);
    const hers = live.browser({ 'x-forwarded-for': '10.8.2.1' });
    expect((await hers.post('/console/invitation', { code })).status).toBe(200);
  });
});

const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / all.length;

/** Welch's t: how far two means are apart, in units of what chance does. */
function welch(one: readonly number[], other: readonly number[]): number {
  const spread = (all: readonly number[]) =>
    all.reduce((sum, each) => sum + (each - mean(all)) ** 2, 0) / (all.length - 1) / all.length;
  return (mean(one) - mean(other)) / Math.sqrt(spread(one) + spread(other));
}
