import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach } from 'vitest';
import { z } from 'zod';
import { movableClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import {
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from '../../src/gateway/simulator/start-simulator.ts';

/** What a service was sent, form-encoded. */
export type Called = {
  path: string;
  fields: Record<string, string>;
  raw: string;
  type: string;
  hop: string;
  atMs: number;
};
type Reply = (called: Called, index: number) => Response | Promise<Response>;

/** Times long enough that no slow machine ends a session; a test of what ends it names its own. */
const QUICK = {
  ussdAnswerMs: 5_000,
  ussdIdleMs: 5_000,
  ussdTotalMs: 20_000,
  repeatFirstMs: 2,
  repeatLongestMs: 8,
  repeatForMs: 60,
  reportGapMs: 0,
  lateEventMs: 30,
};
const SEED = 20_261_121;
export const KEY = 'atsk_test';
const SECRET = 'a-secret-of-the-test';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

/** A service that records each callback and answers as told, and a stand-in that calls it. */
export async function simulatorWithService(
  reply: Reply = () => new Response(null, { status: 200 }),
  options: Partial<SimulatorOptions> = {},
) {
  const called: Called[] = [];
  const app = new Hono();
  app.post('/at/:secret/:path', async (c) => {
    const raw = await c.req.text();
    const fields = Object.fromEntries(new URLSearchParams(raw));
    const type = c.req.header('content-type') ?? '';
    const entry = {
      path: c.req.param('path'),
      fields,
      raw,
      type,
      hop: c.req.header('at-ussd-hop-metadata') ?? '',
      atMs: performance.now(),
    };
    if (c.req.param('secret') !== SECRET) return c.notFound();
    called.push(entry);
    return reply(entry, called.length - 1);
  });
  const base = await new Promise<string>((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}`),
    );
    closers.push(() => new Promise((done) => void server.close(() => done())));
  });
  const simulator = await startSimulator({
    clock: movableClock(),
    username: 'mazano',
    apiKey: KEY,
    shortCode: '28901',
    serviceCode: '*384*77#',
    callbacks: () => ({ base, secret: SECRET }),
    seed: SEED,
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    ...options,
    timing: { ...QUICK, ...options.timing },
  });
  closers.push(() => simulator.close());
  return { simulator, called, of: (path: string) => called.filter((each) => each.path === path) };
}

/** Sends as the SDK does. */
export function send(simulator: Simulator, fields: Record<string, string>, init: RequestInit = {}) {
  return fetch(`${simulator.url}/version1/messaging`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      apikey: KEY,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({
      username: 'mazano',
      from: '28901',
      bulkSMSMode: '1',
      ...fields,
    }).toString(),
    ...init,
  });
}

/** The recipients' lines of an answer. */
export async function recipientsOf(answer: Response) {
  return SendAnswer.parse(await answer.json()).SMSMessageData.Recipients;
}

const SendAnswer = z.object({
  SMSMessageData: z.object({
    Message: z.string(),
    Recipients: z.array(z.looseObject({ statusCode: z.number(), number: z.string() })),
  }),
});

/** Waits until `look` finds something; the test's own time limit ends it otherwise. */
export async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
