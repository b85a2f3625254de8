import net from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createLog } from '../../src/base/log.ts';
import type { Receiver } from '../../src/engine/arrivals.ts';
import { africasTalkingWebhooks } from '../../src/gateway/africastalking/webhooks.ts';
import type { WebhookOptions } from '../../src/gateway/africastalking/webhooks.ts';
import { listen } from './local-gateway.ts';

export const SECRET = 'one-secret-of-many-characters';
export const OLD_SECRET = 'the-secret-that-was-before-it';
export const UNAVAILABLE = 'Please dial again later.';
export const NOW = new Date('2026-11-21T09:00:00Z');
export const FORM = 'application/x-www-form-urlencoded';

type Arrival = { kind: keyof Receiver; arrival: unknown };
type Post = { secret?: string; type?: string | undefined; method?: string };

/** The webhooks over real HTTP, mounted in an app as the service mounts them, before a receiver that writes down. */
export async function webhookServer(
  receiver: Partial<Receiver> = {},
  options: Partial<WebhookOptions> = {},
) {
  const arrivals: Arrival[] = [];
  const counts: string[] = [];
  const logged: string[] = [];
  const note = (kind: keyof Receiver) => async (arrival: unknown) => {
    arrivals.push({ kind, arrival });
    return 'done' as const;
  };
  const app = new Hono();
  app.notFound((c) => c.text('nothing here', 404));
  app.route(
    '/',
    africasTalkingWebhooks({
      secrets: [SECRET, OLD_SECRET],
      receiver: {
        sms: note('sms'),
        delivery: note('delivery'),
        optOut: note('optOut'),
        ussdEnd: note('ussdEnd'),
        async ussd(arrival) {
          arrivals.push({ kind: 'ussd', arrival });
          return { more: true, text: 'Karibu\n1. Jisajili' };
        },
        ...receiver,
      },
      log: createLog(
        (line) => logged.push(line),
        () => NOW,
      ),
      count: (name) => counts.push(name),
      serviceCode: '*384*123#',
      unavailableText: UNAVAILABLE,
      now: () => NOW,
      ...options,
    }),
  );
  const server = createAdaptorServer({ fetch: app.fetch });
  if (!(server instanceof net.Server)) throw new Error('not a TCP server');
  const port = await listen(server);
  const post = async (path: string, body: string | Buffer, how: Post = {}) => {
    const { secret = SECRET, type = FORM, method = 'POST' } = how;
    const response = await fetch(`http://127.0.0.1:${port}/at/${secret}/${path}`, {
      method,
      headers: type === '' ? {} : { 'content-type': type },
      ...(method === 'GET' ? {} : { body: Buffer.from(body) }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return {
    port,
    arrivals,
    counts,
    logged,
    post,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
