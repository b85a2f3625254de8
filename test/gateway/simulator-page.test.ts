import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { movableClock } from '../../src/base/clock.ts';
import { send, simulatorWithService } from './simulator-bench.ts';

const ANNA = '+254711000111';
const STRANGER = '+254799123456';
const menu = () => new Response('CON Choose', { headers: { 'content-type': 'text/plain' } });
const post = (url: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Reads the live stream, one piece of news after the other. */
async function listen(url: string) {
  const stop = new AbortController();
  const answer = await fetch(`${url}/control/live`, { signal: stop.signal });
  const reader = (answer.body ?? new ReadableStream())
    .pipeThrough(new TextDecoderStream())
    .getReader();
  let buffer = '';
  const next = async () => {
    for (;;) {
      const end = buffer.indexOf('\n\n');
      if (end >= 0) {
        const block = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        return News.parse(JSON.parse(block.replace(/^data: /, '')));
      }
      buffer += (await reader.read()).value ?? '';
    }
  };
  return { next, stop: () => stop.abort() };
}

const News = z.object({
  now: z.string(),
  held: z.string(),
  notes: z.array(z.object({ what: z.string(), id: z.string(), result: z.string() })),
  phones: z.array(
    z.object({
      number: z.string(),
      screen: z.object({ state: z.string(), text: z.string() }).optional(),
      texts: z.array(z.looseObject({ text: z.string(), direction: z.string() })),
    }),
  ),
});

/** A request as another program or site would make it, with headers that fetch forbids. */
function status(
  url: string,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}${path}`, { method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the page', () => {
  test('is served with its files, and nothing of it comes from elsewhere or stands inline', async () => {
    const { simulator } = await simulatorWithService();
    const page = await fetch(simulator.url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=|https?:\/\//);
    const files = [...html.matchAll(/(?:href|src)="(\/page\/[^"#]+)/g)].map(
      (each) => each[1] ?? '',
    );
    expect(files.length).toBeGreaterThan(4);
    for (const file of files) expect((await fetch(simulator.url + file)).status, file).toBe(200);
    expect((await fetch(`${simulator.url}/page/..%2Fphone.ts`)).status).toBe(404);
  });

  test.each([
    ['a name that points here from elsewhere', { host: 'evil.example' }, 403],
    ['another site in the same browser', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
    ['this machine', {}, 200],
  ])('answers %s with %j: %i', async (_, headers, expected) => {
    const { simulator } = await simulatorWithService();
    expect(await status(simulator.url, '/control/messages', headers)).toBe(expected);
  });

  test('knows what to offer: codes, phones, clock, and whether the world can reach the service', async () => {
    const { simulator } = await simulatorWithService();
    expect(await (await fetch(`${simulator.url}/control/setup`)).json()).toStrictEqual({
      shortCode: '28901',
      serviceCode: '*384*77#',
      currency: 'KES',
      place: { name: 'Nairobi', timeZone: 'Africa/Nairobi' },
      phones: ['+254711000111', '+254711000222', '+254711000333'],
      roles: [],
      drafts: [],
      canMoveClock: false,
      reachable: false,
      console: expect.stringMatching(/^http:.*\/console$/u),
    });
    const outside = { base: 'https://mazano.example', secret: 's' };
    const live = await simulatorWithService(menu, { callbacks: () => outside });
    expect(await (await fetch(`${live.simulator.url}/control/setup`)).json()).toMatchObject({
      reachable: true,
      console: 'https://mazano.example/console',
    });
  });
});

describe('the live stream', () => {
  test('begins with every phone, and then tells what changes', async () => {
    const { simulator } = await simulatorWithService(menu);
    const live = await listen(simulator.url);
    expect((await live.next()).phones).toHaveLength(3);
    await simulator.phone(ANNA).dials();
    let news = await live.next();
    while (news.phones.find((each) => each.number === ANNA)?.screen?.state !== 'open')
      news = await live.next();
    expect(news.phones.find((each) => each.number === ANNA)?.screen?.text).toBe('Choose');
    await send(simulator, { to: ANNA, message: 'hi' });
    while (!news.phones.some((each) => each.texts.length > 0)) news = await live.next();
    expect(news.phones[0]?.texts[0]).toMatchObject({
      text: 'hi',
      direction: 'received',
      characters: 2,
      encoding: 'GSM-7',
      segments: 1,
      price: 0.8,
    });
    live.stop();
  });

  test('says while somebody of the staff holds every text up, and no longer', async () => {
    let held: 'quiet' | 'open' = 'quiet';
    const { simulator } = await simulatorWithService(menu, { held: () => Promise.resolve(held) });
    const live = await listen(simulator.url);
    expect((await live.next()).held).toBe('quiet');
    held = 'open';
    await simulator.phone(ANNA).dials();
    expect((await live.next()).held).toBe('open');
    live.stop();
  });

  test('notes hold names, ids and figures, and never a text or a number', async () => {
    const { simulator } = await simulatorWithService(menu);
    const phone = simulator.phone(ANNA);
    await phone.texts('a secret word');
    await phone.dials();
    await phone.replies('a secret word');
    await phone.optsOut();
    await send(simulator, { to: ANNA, message: 'a secret word' });
    simulator.noteServiceEvent('turn.saved', '0199-abc');
    const live = await listen(simulator.url);
    const { notes } = await live.next();
    expect(new Set(notes.map((each) => each.what))).toStrictEqual(
      new Set(['text', 'ussd', 'opt_out', 'send', 'service']),
    );
    expect(JSON.stringify(notes)).not.toMatch(/secret|254711/);
    live.stop();
  });
});

describe('the control endpoint', () => {
  test('moves a phone as a hand does', async () => {
    const { simulator, of } = await simulatorWithService(menu);
    const act = async (deed: object) =>
      (await post(simulator.url, '/control/phone', { number: STRANGER, ...deed })).json();
    expect(await act({ do: 'dial' })).toMatchObject({ result: { state: 'open', text: 'Choose' } });
    expect(await act({ do: 'reply', text: '1' })).toMatchObject({
      phone: { number: STRANGER, screen: { state: 'open' } },
    });
    expect(await act({ do: 'cancel' })).toMatchObject({
      phone: { screen: { state: 'cancelled' } },
    });
    expect(await act({ do: 'dismiss' })).not.toHaveProperty('phone.screen');
    expect(await act({ do: 'dial', code: '*384*77*5#' })).toMatchObject({
      result: { state: 'open' },
    });
    expect(await act({ do: 'text', text: 'JOIN' })).toMatchObject({
      result: { taken: true, attempts: 1 },
    });
    await act({ do: 'opt_out' });
    expect(await (await send(simulator, { to: STRANGER, message: 'hi' })).text()).toContain(
      'UserInBlacklist',
    );
    await act({ do: 'opt_in' });
    await send(simulator, { to: STRANGER, message: 'hi' });
    expect(await act({ do: 'look' })).toMatchObject({
      phone: { texts: [{ text: 'JOIN' }, { text: 'hi' }] },
    });
    expect(of('ussd').map((each) => each.fields['text'])).toStrictEqual(['', '1', '5']);
  });

  test('refuses in words what cannot be done', async () => {
    const { simulator } = await simulatorWithService(menu);
    const rows: [string, unknown, number][] = [
      ['/control/phone', { do: 'reply', number: ANNA, text: '1' }, 409],
      ['/control/phone', { do: 'look', number: '0711' }, 400],
      ['/control/phone', { do: 'fly', number: ANNA }, 400],
      ['/control/phone', 'no json', 400],
      ['/control/behaviour', { answers: [{ answer: 'explode' }] }, 400],
      ['/control/clock', { ms: 1 }, 409],
    ];
    for (const [path, body, expected] of rows) {
      const answer = await post(simulator.url, path, body);
      expect([path, answer.status]).toStrictEqual([path, expected]);
      expect(z.object({ error: z.string().min(5) }).safeParse(await answer.json()).success).toBe(
        true,
      );
    }
  });

  test('sets faults, one part at a time, and clears them', async () => {
    const { simulator } = await simulatorWithService();
    await post(simulator.url, '/control/behaviour', { balance: 5 });
    await post(simulator.url, '/control/behaviour', { answers: [{ answer: 'throttled' }] });
    expect(await (await fetch(`${simulator.url}/control/behaviour`)).json()).toMatchObject({
      balance: 5,
      answers: [{ answer: 'throttled' }],
    });
    expect((await send(simulator, { to: ANNA, message: 'hi' })).status).toBe(429);
    await post(simulator.url, '/control/behaviour/clear', {});
    expect((await send(simulator, { to: ANNA, message: 'hi' })).status).toBe(201);
  });

  test('lists what was accepted, from where the asker stopped', async () => {
    const { simulator } = await simulatorWithService();
    for (const message of ['one', 'two']) await send(simulator, { to: ANNA, message });
    const list = async (after: string) =>
      (await fetch(`${simulator.url}/control/messages${after}`)).json();
    expect(await list('')).toMatchObject({
      messages: [{ sequence: 1 }, { sequence: 2, text: 'two' }],
    });
    expect(await list('?after=1')).toMatchObject({ messages: [{ sequence: 2 }] });
    expect(await list('?after=x')).toMatchObject({ messages: [{ sequence: 1 }, { sequence: 2 }] });
  });

  test('moves the clock, by the handler it was given, and everybody sees it', async () => {
    const clock = movableClock();
    const { simulator } = await simulatorWithService(menu, {
      clock,
      moveClock: (ms) => clock.moveMs(ms),
    });
    const live = await listen(simulator.url);
    const before = Date.parse((await live.next()).now);
    expect((await post(simulator.url, '/control/clock', { ms: 86_400_000 })).status).toBe(200);
    expect(Date.parse((await live.next()).now) - before).toBeGreaterThanOrEqual(86_400_000);
    expect(
      (await post(simulator.url, '/control/clock', { ms: -1 })).status,
      'time does not run back',
    ).toBe(400);
    live.stop();
  });
});
