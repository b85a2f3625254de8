import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { checkedBaseUrl } from '../../src/gateway/africastalking/base-url.ts';
import { receivesReplies } from '../../src/gateway/africastalking/receives-replies.ts';
import { SEND_LIMIT_MS } from '../../src/outbox/port.ts';
import {
  API_KEY,
  type Answer,
  TEXT,
  TO,
  accepted,
  calm,
  closedPort,
  drip,
  expectNothingPersonal,
  gatewayAt,
  json,
  localGateway,
  phoneNumber,
  rawGateway,
} from './local-gateway.ts';
import samples from './samples.json' with { type: 'json' };

const message = { to: TO, text: TEXT };
const ok: Answer = (res) => json(res, 201, accepted());
const hang: Answer = () => undefined;
const unreachable = (attention: boolean) => ({ kind: 'later', reason: 'unreachable', attention });
const unknown = (reason: string) => ({ kind: 'unknown', reason });

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe.each(['http', 'https'] as const)('a send over %s', (protocol) => {
  const slow: [string, Answer][] = [
    ['no answer', hang],
    ['a byte now and then', drip],
  ];
  it.each(slow)('ends at the limit, after one request: %s [G1 G2 G12]', async (_, answer) => {
    const arrived = Promise.withResolvers<void>();
    await using gateway = await localGateway((res, seen) => {
      answer(res, seen);
      arrived.resolve();
    }, protocol);
    const sms = await gatewayAt(gateway.baseUrl, { limitMs: 700 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ended = vi.fn();
    const sending = sms.send(message, calm()).finally(ended);
    await arrived.promise;
    await vi.advanceTimersByTimeAsync(699);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await sending).toEqual(unknown('limit'));
    expect(gateway.seen).toHaveLength(1);
  });

  const ways: [string, Answer, unknown][] = [
    ['accepted, then cut', (res) => void res.socket?.destroy(), unknown('cut')],
    [
      'cut in the middle of the answer',
      (res) => {
        res.writeHead(201, { 'content-length': 500 });
        res.write('{"SMSMessageData":', () => res.socket?.destroy());
      },
      unknown('cut'),
    ],
    ['accepted', ok, expect.objectContaining({ kind: 'accepted', parts: 1 })],
  ];
  it.each(ways)(
    'ends with the answer, after one request: %s [G1 G2 G12]',
    async (_, answer, outcome) => {
      await using gateway = await localGateway(answer, protocol);
      const sms = await gatewayAt(gateway.baseUrl);
      const got = await sms.send(message, calm());
      expect(got).toEqual(outcome);
      expectNothingPersonal(got);
      expect(gateway.seen).toHaveLength(1);
    },
  );

  it('ends at once when the caller withdraws it [G1]', async () => {
    const caller = new AbortController();
    await using gateway = await localGateway(() => caller.abort(), protocol);
    const sms = await gatewayAt(gateway.baseUrl);
    expect(await sms.send(message, caller.signal)).toEqual(unknown('aborted'));
  });

  it('that may be tried again was never written, at whatever moment it was withdrawn', async () => {
    await using gateway = await localGateway(hang, protocol);
    const sms = await gatewayAt(gateway.baseUrl, { limitMs: 1_000 });
    let begun = 0;
    for (let steps = 0; steps < 60; steps++) {
      const caller = new AbortController();
      const sending = sms.send(message, caller.signal);
      for (let step = 0; step < steps; step++) await Promise.resolve();
      if (steps % 2 === 1) await new Promise((resolve) => setImmediate(resolve));
      caller.abort();
      const outcome = await sending;
      if (outcome.kind === 'unknown') begun++;
      else expect(outcome).toEqual(unreachable(false));
    }
    expect(gateway.seen.length).toBeLessThanOrEqual(begun);
  });

  it('writes nothing for a caller who withdrew before', async () => {
    await using gateway = await localGateway(ok, protocol);
    const sms = await gatewayAt(gateway.baseUrl);
    expect(await sms.send(message, AbortSignal.abort())).toEqual(unreachable(false));
    expect(gateway.seen).toHaveLength(0);
  });

  it('cannot be made where nothing listens, and may be tried again', async () => {
    const sms = await gatewayAt(`${protocol}://127.0.0.1:${await closedPort()}`);
    const got = await sms.send(message, calm());
    expect(got).toEqual(unreachable(false));
    expectNothingPersonal(got);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a redirect: %i [G11]', async (status) => {
    await using other = await localGateway(ok, protocol);
    const location = `${other.baseUrl}/version1/messaging`;
    await using gateway = await localGateway(
      (res) => void res.writeHead(status, { location }).end(),
      protocol,
    );
    const sms = await gatewayAt(gateway.baseUrl);
    expect(await sms.send(message, calm())).toEqual(unknown('unreadable'));
    expect(other.seen).toHaveLength(0);
  });

  it('cuts its own connection only: of 20 at once, the 10 that hang touch no other', async () => {
    const numbers = Array.from({ length: 20 }, (_, i) =>
      phoneNumber(`+2547110001${String(i).padStart(2, '0')}`),
    );
    const callers = numbers.map(() => new AbortController());
    const answers: (() => void)[] = [];
    let there = 0;
    await using gateway = await localGateway((res, seen) => {
      const to = new URLSearchParams(seen.body).get('to') ?? '';
      if (Number(to.at(-1)) % 2 === 0)
        answers.push(() =>
          json(res, 201, accepted({ number: to, messageId: `id-${to.slice(-2)}` })),
        );
      there += 1;
      if (there < numbers.length) return;
      callers.forEach((caller, i) => i % 4 === 1 && caller.abort());
      answers.forEach((answer) => answer());
    }, protocol);
    const sms = await gatewayAt(gateway.baseUrl, { limitMs: 4_000 });
    const got = await Promise.all(
      numbers.map((to, i) => sms.send({ to, text: TEXT }, callers[i]?.signal ?? calm())),
    );
    expect(got).toEqual(
      numbers.map((to, i) => {
        if (i % 2 === 0) return expect.objectContaining({ providerId: `id-${to.slice(-2)}` });
        return unknown(i % 4 === 1 ? 'aborted' : 'limit');
      }),
    );
  });
});

describe('before the request has begun, a failure may be tried again', () => {
  it('a certificate that nobody vouches for: staff are asked', async () => {
    await using gateway = await localGateway(ok, 'https');
    const sms = await gatewayAt(gateway.baseUrl, { tls: {} });
    expect(await sms.send(message, calm())).toEqual(unreachable(true));
    expect(gateway.seen).toHaveLength(0);
  });

  it('a certificate for another name', async () => {
    await using gateway = await localGateway(ok, 'https');
    const sms = await gatewayAt(`https://127.0.0.2:${gateway.port}`);
    vi.spyOn(net, 'connect').mockImplementation(() => net.createConnection(gateway.port));
    expect(await sms.send(message, calm())).toEqual(unreachable(true));
    expect(gateway.seen).toHaveLength(0);
  });

  it('a server that does not speak TLS', async () => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl.replace('http:', 'https:'));
    expect(await sms.send(message, calm())).toEqual(unreachable(true));
  });

  it('a name that is not found', async () => {
    const sms = await gatewayAt('https://gateway.invalid', { limitMs: 3_000 });
    expect(await sms.send(message, calm())).toEqual(unreachable(false));
  });

  it('a handshake that never ends, cut at the limit', async () => {
    await using gateway = await rawGateway(() => undefined);
    const sms = await gatewayAt(`https://127.0.0.1:${gateway.port}`, { limitMs: 300 });
    expect(await sms.send(message, calm())).toEqual(unreachable(false));
  });

  it('an answer that is not HTTP comes after it began: unknown', async () => {
    await using gateway = await rawGateway((socket) => socket.end('SSH-2.0-nothing\r\n\r\n'));
    const sms = await gatewayAt(`http://127.0.0.1:${gateway.port}`);
    expect(await sms.send(message, calm())).toEqual(unknown('unreadable'));
  });
});

it('the limit is 8 s when nothing else is said [G1]', async () => {
  const arrived = Promise.withResolvers<void>();
  await using gateway = await localGateway(() => arrived.resolve());
  const sms = await gatewayAt(gateway.baseUrl);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ended = vi.fn();
  const sending = sms.send(message, calm()).finally(ended);
  await arrived.promise;
  await vi.advanceTimersByTimeAsync(SEND_LIMIT_MS - 1);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await sending).toEqual(unknown('limit'));
  await expect(gatewayAt(gateway.baseUrl, { limitMs: SEND_LIMIT_MS + 1 })).rejects.toThrow('limit');
});

describe('the request', () => {
  it('is the form that the gateway documents, with one number [G10]', async () => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl, { username: 'sandbox', sender: 'ABC' });
    await sms.send({ to: TO, text: 'hi' }, calm());
    const sample = samples.requests.smsSendRequestLegacy;
    const expected = new URLSearchParams(sample.rawBody);
    expected.set('to', TO);
    expected.delete('enqueue');
    const [seen] = gateway.seen;
    expect(`${seen?.method} ${seen?.url}`).toBe(`${sample.method} ${sample.path}`);
    expect(seen?.body).toBe(expected.toString());
    expect(seen?.headers).toMatchObject({ apikey: API_KEY, accept: 'application/json' });
    expect(seen?.headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
  });

  it('holds no "undefined" and no "null" [G8]', async () => {
    await using gateway = await localGateway((res, seen) =>
      seen.method === 'POST' ? ok(res, seen) : json(res, 200, {}),
    );
    const sms = await gatewayAt(gateway.baseUrl, { sender: undefined });
    await sms.send(message, calm());
    await sms.fetchMessages('0').catch(() => undefined);
    await sms.balance().catch(() => undefined);
    expect(gateway.seen).toHaveLength(3);
    for (const { url, body } of gateway.seen)
      expect(url + body).not.toMatch(/undefined|null|from=/);
  });

  it('carries any text unchanged', async () => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl);
    const texts = ['Olá & até+logo = 100%', 'ሰላም 😀', 'a\nb', '<script>', "'; drop table phone"];
    for (const text of texts) await sms.send({ to: TO, text }, calm());
    const arrived = gateway.seen.map(({ body }) => new URLSearchParams(body).get('message'));
    expect(arrived).toEqual(texts);
  });

  it.each(['', ' ', '\n\t ', '\u00a0'])('is not made for an empty text: %j [G9]', async (text) => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl);
    const got = await sms.send({ to: TO, text }, calm());
    expect(got).toEqual({ kind: 'rejected', reason: 'defect', attention: true });
    expect(gateway.seen).toHaveLength(0);
  });

  const badNumbers = [
    '+254711XXXYYY',
    '+254 711 000 111',
    '0712345678',
    '254711000111',
    '+2547',
    '',
  ];
  it.each([...badNumbers, '+254711000111,+254733000222'])(
    'is not made for what is no number: %j [G6]',
    async (to) => {
      await using gateway = await localGateway(ok);
      const sms = await gatewayAt(gateway.baseUrl);
      const forged = { ...message };
      Object.assign(forged, { to });
      const got = await sms.send(forged, calm());
      expect(got).toEqual({ kind: 'rejected', reason: 'bad_number', attention: false });
      expect(gateway.seen).toHaveLength(0);
    },
  );

  it('is not made for a number that the SDK refuses, and its neighbours are sent [G7]', async () => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl);
    const numbers = [TO, phoneNumber('+8835100000'), TO];
    const got = await Promise.all(numbers.map((to) => sms.send({ to, text: TEXT }, calm())));
    expect(got.map(({ kind }) => kind)).toEqual(['accepted', 'rejected', 'accepted']);
    expect(got[1]).toEqual({ kind: 'rejected', reason: 'bad_number', attention: false });
    expectNothingPersonal(got);
    expect(gateway.seen).toHaveLength(2);
  });
});

describe('the address comes from configuration only [G3]', () => {
  it('a sandbox account built first does not move a live one, nor the reverse', async () => {
    await using first = await localGateway(ok);
    await using second = await localGateway(ok);
    const sandbox = await gatewayAt(first.baseUrl, { username: 'sandbox' });
    const live = await gatewayAt(second.baseUrl, { username: 'mazano' });
    await live.send(message, calm());
    await sandbox.send(message, calm());
    await Promise.all([live.send(message, calm()), sandbox.send(message, calm())]);
    const users = (seen: { body: string }[]) =>
      seen.map(({ body }) => new URLSearchParams(body).get('username'));
    expect(users(first.seen)).toEqual(['sandbox', 'sandbox']);
    expect(users(second.seen)).toEqual(['mazano', 'mazano']);
  });

  it('a request of the SDK that is not the one we asked for is not made', async () => {
    await using gateway = await localGateway(ok);
    const sms = await gatewayAt(gateway.baseUrl);
    const common: { SMS_URL: string } = createRequire(import.meta.url)('africastalking/lib/common');
    const before = common.SMS_URL;
    common.SMS_URL = `${gateway.baseUrl}/version2/elsewhere`;
    try {
      const got = await sms.send(message, calm());
      expect(got).toEqual({ kind: 'rejected', reason: 'defect', attention: true });
    } finally {
      common.SMS_URL = before;
    }
    expect(gateway.seen).toHaveLength(0);
  });

  it('the proxy settings of the machine change nothing', async () => {
    await using proxy = await localGateway(ok);
    await using gateway = await localGateway(ok);
    vi.stubEnv('http_proxy', proxy.baseUrl);
    vi.stubEnv('no_proxy', '');
    const sms = await gatewayAt(gateway.baseUrl);
    await sms.send(message, calm());
    vi.unstubAllEnvs();
    expect(proxy.seen).toEqual([]);
    expect(gateway.seen.map(({ url }) => url)).toEqual(['/version1/messaging']);
  });

  const refused: [string, string, RegExp][] = [
    ['https://api.africastalking.com', 'sandbox', /live gateway/],
    ['https://api.africastalking.com', 'SandBox', /live gateway/],
    ['https://api.sandbox.africastalking.com', 'mazano', /sandbox/],
    ['http://api.africastalking.com', 'mazano', /https/],
    ['http://10.0.0.1:8080', 'mazano', /https/],
    ['https://user:pass@api.africastalking.com', 'mazano', /address only/],
    ['https://api.africastalking.com/version1', 'mazano', /no path/],
    ['ftp://127.0.0.1', 'mazano', /not an address/],
    ['nonsense', 'mazano', /not an address/],
    ['', 'mazano', /not an address/],
  ];
  it.each(refused)('%s for %s is refused in words', async (baseUrl, username, words) => {
    await expect(gatewayAt(baseUrl, { username })).rejects.toThrow(words);
  });

  it.each([
    ['https://api.africastalking.com', 'mazano'],
    ['https://api.sandbox.africastalking.com', 'sandbox'],
    ['http://127.0.0.1:1234', 'sandbox'],
    ['http://127.0.0.1:1234', 'mazano'],
    ['http://[::1]:1234', 'mazano'],
  ])('%s for %s is taken', (baseUrl, username) => {
    expect(checkedBaseUrl(baseUrl, username).href).toBe(`${baseUrl}/`);
  });

  it('a username or key that the SDK does not take is refused without showing it [G2]', async () => {
    const error: unknown = await gatewayAt('http://127.0.0.1:1', { username: '' }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({ name: 'Refusal', code: 'invalid' });
    expectNothingPersonal(error);
  });
});

it('one file alone loads the SDK [G13]', () => {
  const root = path.resolve(import.meta.dirname, '../../src');
  const loaders = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /(from|import|import\(|require\(|resolve\()\s*'africastalking/.test(
        readFileSync(path.join(root, file), 'utf8'),
      ),
    );
  expect(loaders).toEqual(['gateway/africastalking/sdk.ts']);
});

it.each([
  ['28901', true],
  ['+254711000111', true],
  ['MAZANO', false],
  ['Mazano 24', false],
  ['12', false],
  ['', false],
  [undefined, false],
])('a sender %j can be answered: %j', (sender, answered) => {
  expect(receivesReplies(sender)).toBe(answered);
});
