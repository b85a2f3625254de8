import { connect } from 'node:net';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { BehaviourChange } from '../../src/gateway/simulator/behaviour.ts';
import { KEY, recipientsOf, send, simulatorWithService, until } from './simulator-bench.ts';

const ANNA = '+254711000111';
const BETH = '+254733000222';

describe('an accepted message', () => {
  test('has the shape of the recorded answers, and is numbered', async () => {
    const { simulator } = await simulatorWithService();
    const answer = await send(simulator, { to: ANNA, message: 'hi', enqueue: '0' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(await answer.json()).toStrictEqual({
      SMSMessageData: {
        Message: 'Sent to 1/1 Total Cost: KES 0.8000 Message parts: 1',
        Recipients: [
          {
            statusCode: 101,
            number: ANNA,
            status: 'Success',
            cost: 'KES 0.8000',
            messageId: expect.stringMatching(/^ATXid_[0-9a-f]{32}$/),
            messageParts: 1,
          },
        ],
      },
    });
    expect(simulator.messages).toMatchObject([
      { sequence: 1, to: ANNA, text: 'hi', from: '28901' },
    ]);
    expect(simulator.phone(ANNA).inbox).toMatchObject([{ text: 'hi', party: '28901' }]);
  });

  test('is 102 when queued, and has no messageParts in the sandbox', async () => {
    const { simulator } = await simulatorWithService(undefined, { username: 'sandbox' });
    const answer = await send(simulator, { username: 'sandbox', to: ANNA, message: 'hi' });
    const [recipient] = await recipientsOf(answer);
    expect(recipient?.statusCode).toBe(102);
    expect(recipient).not.toHaveProperty('messageParts');
  });

  test('costs by the segment, and takes it off the balance', async () => {
    const { simulator } = await simulatorWithService();
    simulator.faults.set({ balance: 3 });
    await send(simulator, { to: ANNA, message: 'x'.repeat(161) });
    const balance = await fetch(`${simulator.url}/version1/user?username=mazano`, {
      headers: { apiKey: KEY },
    });
    expect(await balance.json()).toStrictEqual({ UserData: { balance: 'KES 1.40' } });
    const refused = await send(simulator, { to: ANNA, message: 'x'.repeat(161) });
    expect((await recipientsOf(refused))[0]?.statusCode).toBe(405);
  });

  test('counts only when its last byte is here: a request cut short is no message', async () => {
    const { simulator } = await simulatorWithService();
    const body = new URLSearchParams({ username: 'mazano', to: ANNA, message: 'hi' }).toString();
    const head = `POST /version1/messaging HTTP/1.1\r\nHost: x\r\napiKey: ${KEY}\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
    for (const framed of [
      `Content-Length: ${body.length + 1}\r\n\r\n${body}`,
      `Transfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n`,
    ]) {
      const before = simulator.arrivals.cut;
      const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(head + framed);
      await new Promise((resolve) => setImmediate(resolve));
      socket.resetAndDestroy();
      await until(() => simulator.arrivals.cut === before + 1);
    }
    expect(simulator.messages).toStrictEqual([]);
  });

  test('is numbered without a gap or a double when many arrive at once', async () => {
    const { simulator } = await simulatorWithService();
    simulator.faults.set({ deliveries: [{ reports: [] }] });
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => send(simulator, { to: ANNA, message: `m${i}` })),
    );
    expect(simulator.messages.map((each) => each.sequence)).toStrictEqual(
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
    expect(new Set(simulator.messages.map((each) => each.providerId)).size).toBe(200);
    expect(
      simulator.messages.every((each, i, all) => i === 0 || each.atMs >= (all[i - 1]?.atMs ?? 0)),
    ).toBe(true);
  });
});

describe('a refused recipient', () => {
  const codes = [
    [401, 'RiskHold'],
    [402, 'InvalidSenderId'],
    [403, 'InvalidPhoneNumber'],
    [404, 'UnsupportedNumberType'],
    [405, 'InsufficientBalance'],
    [406, 'UserInBlacklist'],
    [407, 'CouldNotRoute'],
    [500, 'InternalServerError'],
    [501, 'GatewayError'],
    [502, 'RejectedByGateway'],
  ] as const;
  test.each(codes)(
    'by the code %i in its number is %s, with the id None and the cost 0',
    async (code, status) => {
      const { simulator } = await simulatorWithService();
      const number = `+254700000${code}`;
      const answer = await send(simulator, { to: number, message: 'hi' });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toStrictEqual({
        SMSMessageData: {
          Message: 'Sent to 0/1 Total Cost: 0',
          Recipients: [{ statusCode: code, number, status, cost: '0', messageId: 'None' }],
        },
      });
      expect(simulator.messages).toHaveLength(0);
    },
  );

  test('for the time of day makes the whole answer a 409', async () => {
    const { simulator } = await simulatorWithService();
    expect((await send(simulator, { to: '+254700000409', message: 'hi' })).status).toBe(409);
  });

  test('does not hold back the others, and a malformed number is one of them', async () => {
    const { simulator } = await simulatorWithService();
    simulator.faults.set({ outcomes: [{ to: BETH, code: 406, times: 1 }] });
    const to = [ANNA, BETH, '+2547'].join(',');
    const results = await recipientsOf(await send(simulator, { to, message: 'hi' }));
    expect(results.map((each) => each.statusCode)).toStrictEqual([102, 406, 403]);
    const again = await recipientsOf(await send(simulator, { to: BETH, message: 'hi' }));
    expect(again[0]?.statusCode, 'the rule was for once').toBe(102);
  });
});

describe('a fault of the whole answer', () => {
  type Row = [string, BehaviourChange['answers'], number, number, (text: string) => boolean];
  const rows: Row[] = [
    ['slow', [{ answer: 'slow', delayMs: 5 }], 201, 1, (t) => t.includes('Success')],
    ['trickling', [{ answer: 'trickle', everyMs: 0 }], 201, 1, (t) => t.includes('Success')],
    [
      'a 502 after accepting',
      [{ answer: 'server_error', status: 502, accepts: true }],
      502,
      1,
      (t) => t.startsWith('<html>'),
    ],
    [
      'a 500 without accepting',
      [{ answer: 'server_error', status: 500, accepts: false }],
      500,
      0,
      (t) => t.startsWith('<html>'),
    ],
    [
      '201 and not JSON',
      [{ answer: 'not_json', accepts: true }],
      201,
      1,
      (t) => t.startsWith('<html>'),
    ],
    [
      '200 instead of 201',
      [{ answer: 'ok_200', accepts: true }],
      200,
      1,
      (t) => t.includes('Success'),
    ],
    [
      'a redirect, 307',
      [{ answer: 'redirect', status: 307, location: 'http://127.0.0.1:9/x' }],
      307,
      0,
      (t) => t === '',
    ],
    [
      'a redirect, 302',
      [{ answer: 'redirect', status: 302, location: 'http://127.0.0.1:9/x' }],
      302,
      0,
      (t) => t === '',
    ],
    ['throttled', [{ answer: 'throttled' }], 429, 0, (t) => t === '{"error":"failed"}'],
    [
      'an unknown sender',
      [{ answer: 'invalid_sender' }],
      201,
      0,
      (t) => t === '{"SMSMessageData":{"Message":"InvalidSenderId","Recipients":[]}}',
    ],
    ['without parts', [{ answer: 'no_parts' }], 201, 1, (t) => !t.includes('messageParts')],
    [
      'without our number',
      [{ answer: 'number_missing' }],
      201,
      1,
      (t) => t.includes('"Recipients":[]'),
    ],
    [
      'our number in another spelling',
      [{ answer: 'number_respelt' }],
      201,
      1,
      (t) => t.includes('"254711000111"'),
    ],
  ];
  test.each(rows)('%s', async (_, answers, status, accepted, fits) => {
    const { simulator } = await simulatorWithService();
    simulator.faults.set({ answers: answers ?? [] });
    const answer = await send(simulator, { to: ANNA, message: 'hi' });
    expect(answer.status).toBe(status);
    expect(await answer.text()).toSatisfy(fits);
    expect(simulator.messages).toHaveLength(accepted);
  });

  test.each([true, false])(
    'a reset with accepting %s leaves the caller without an answer',
    async (accepts) => {
      const { simulator } = await simulatorWithService();
      simulator.faults.set({ answers: [{ answer: 'reset', accepts, times: 1 }] });
      await expect(send(simulator, { to: ANNA, message: 'hi' })).rejects.toThrow('fetch failed');
      expect(simulator.messages).toHaveLength(accepts ? 1 : 0);
      expect((await send(simulator, { to: ANNA, message: 'hi' })).status, 'it was for once').toBe(
        201,
      );
    },
  );

  test('a hang has accepted, and ends only with the caller or the stand-in', async () => {
    const { simulator } = await simulatorWithService();
    simulator.faults.set({ answers: [{ answer: 'hang', accepts: true }] });
    const caller = new AbortController();
    const call = send(simulator, { to: ANNA, message: 'hi' }, { signal: caller.signal });
    await until(() => simulator.messages.length === 1);
    caller.abort();
    await expect(call).rejects.toThrow('aborted');
    const left = send(simulator, { to: ANNA, message: 'two' });
    await Promise.all([
      expect(left).rejects.toThrow('fetch failed'),
      until(() => simulator.messages.length === 2).then(() => simulator.close()),
    ]);
  });

  test('a share of the calls is chosen by the seed, so that a run can be repeated', async () => {
    const run = async (): Promise<number[]> => {
      const { simulator } = await simulatorWithService();
      simulator.faults.set({
        answers: [{ answer: 'throttled', share: 0.5 }],
        deliveries: [{ reports: [] }],
      });
      const statuses: number[] = [];
      for (let i = 0; i < 20; i += 1)
        statuses.push((await send(simulator, { to: ANNA, message: 'hi' })).status);
      return statuses;
    };
    const first = await run();
    expect(new Set(first)).toStrictEqual(new Set([201, 429]));
    expect(await run()).toStrictEqual(first);
  });
});

describe('a request that Africa’s Talking refuses', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const rows: [string, RequestInit, number, string][] = [
    [
      'a wrong key',
      { headers: { ...form, apiKey: 'other' } },
      401,
      'The supplied authentication is invalid',
    ],
    ['no key', { headers: form }, 401, 'The supplied authentication is invalid'],
    [
      'another user',
      { body: 'username=other&to=%2B254711000111&message=x' },
      401,
      'The supplied authentication is invalid',
    ],
    [
      'no message',
      { body: 'username=mazano&to=%2B254711000111' },
      400,
      "Request is missing required form field 'message'",
    ],
    [
      'no number',
      { body: 'username=mazano&message=x' },
      400,
      "Request is missing required form field 'to'",
    ],
    [
      'no user',
      { body: 'to=%2B254711000111&message=x' },
      400,
      "Request is missing required form field 'username'",
    ],
    [
      'JSON',
      { headers: { apiKey: KEY, 'content-type': 'application/json' }, body: '{}' },
      415,
      'Content-Type',
    ],
  ];
  test.each(rows)('%s, in plain text', async (_, init, status, words) => {
    const { simulator } = await simulatorWithService();
    const answer = await send(simulator, { to: ANNA, message: 'hi' }, init);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=UTF-8');
    expect(await answer.text()).toContain(words);
    expect(simulator.messages).toHaveLength(0);
  });
});

const Fetched = z.object({
  SMSMessageData: z.object({ Messages: z.array(z.looseObject({ id: z.number() })) }),
});

describe('the other endpoints', () => {
  const json = { 'content-type': 'application/json' };

  test('the bulk one takes JSON, wants a sender, and answers alike', async () => {
    const { simulator } = await simulatorWithService();
    const post = (body: object) =>
      fetch(`${simulator.url}/version1/messaging/bulk`, {
        method: 'POST',
        headers: { ...json, apiKey: KEY },
        body: JSON.stringify(body),
      });
    const whole = {
      username: 'mazano',
      message: 'hi',
      senderId: 'ABC',
      phoneNumbers: [ANNA, BETH],
      enqueue: 1,
    };
    expect(await recipientsOf(await post(whole))).toHaveLength(2);
    expect((await post({ ...whole, senderId: undefined })).status).toBe(400);
    expect((await post({ ...whole, username: 'other' })).status).toBe(401);
    expect(simulator.messages.map((each) => each.from)).toStrictEqual(['ABC', 'ABC']);
  });

  test('a token stands in for the key', async () => {
    const { simulator } = await simulatorWithService();
    const made = await fetch(`${simulator.url}/auth-token/generate`, {
      method: 'POST',
      headers: { ...json, apiKey: KEY },
      body: '{"username":"mazano"}',
    });
    const { token, lifetimeInSeconds } = z
      .object({ token: z.string(), lifetimeInSeconds: z.number() })
      .parse(await made.json());
    expect(lifetimeInSeconds).toBe(3600);
    const headers = { authToken: token, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await send(simulator, { to: ANNA, message: 'hi' }, { headers })).status).toBe(201);
  });

  test('what was texted can be fetched, from the id that is known', async () => {
    const { simulator } = await simulatorWithService();
    await simulator.phone(ANNA).texts('one');
    await simulator.phone(ANNA).texts('two');
    const get = async (lastReceivedId: number) => {
      const answer = await fetch(
        `${simulator.url}/version1/messaging?username=mazano&lastReceivedId=${lastReceivedId}`,
        { headers: { apiKey: KEY } },
      );
      return Fetched.parse(await answer.json()).SMSMessageData.Messages;
    };
    const [one, two] = await get(0);
    expect(one).toMatchObject({ text: 'one', from: ANNA, to: '28901', id: expect.any(Number) });
    expect(await get(one?.id ?? 0)).toStrictEqual([two]);
    expect(await get(two?.id ?? 0)).toStrictEqual([]);
  });
});
