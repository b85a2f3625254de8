import { createServer } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { phrase } from './conversation/phrases.ts';
import { countRefusals } from './gateway/africastalking/count-refusals.ts';
import { africasTalkingWebhooks } from './gateway/africastalking/webhooks.ts';
import type { Log } from './base/log.ts';
import { safeHeaders } from './console/frame/guard.ts';
import { isSecure } from './console/frame/read-ask.ts';
import type { Service } from './service.ts';

/** A request must arrive whole within this (slow-loris), in milliseconds. */
const REQUEST_MS = 10_000;
/** How often it is looked for those that take longer: Node's own half a minute would let them be slower by as much. */
const SLOW_LOOK_MS = 1_000;
/** Ports tried after a taken one. */
const PORTS_TRIED = 50;

/** The routes of the service: health for the platform, callbacks for the gateway. Everything else is unknown. */
export function createApp(options: {
  service: Service;
  secrets: readonly string[];
  log: Log;
  now: () => Date;
  /** Where the demo's phones are. */
  page?: string | undefined;
  /** The staff web; a worker has none. */
  console?: Hono | undefined;
}): Hono {
  const { service, log } = options;
  const { phrases, programme } = service.setting;
  const app = new Hono();
  app.onError((error, c) => {
    log.error('request_failed', {}, error);
    return c.text('', 500, safeHeaders(isSecure(c)));
  });
  app.notFound((c) => c.text('Not found\n', 404, safeHeaders(isSecure(c))));
  app.get('/health', (c) => c.json({ ok: true }));
  app.get('/ready', async (c) => {
    try {
      await service.ready();
      return c.json({ ready: true });
    } catch {
      return c.json({ ready: false }, 503);
    }
  });
  const { page } = options;
  if (page !== undefined) app.get('/', (c) => c.redirect(page));
  const webhooks = africasTalkingWebhooks({
    secrets: options.secrets,
    receiver: service.receiver,
    log,
    count: countRefusals(log),
    ...(programme.serviceCode !== undefined && { serviceCode: programme.serviceCode }),
    unavailableText: phrase(phrases, programme.defaultLanguage, 'ussd_unavailable', {}),
    now: options.now,
  });
  app.route('/', webhooks);
  if (options.console !== undefined) app.route('/', options.console);
  return app;
}

/** Listens, and says where. @throws an error with code EADDRINUSE when the port is taken */
export function listenHttp(
  app: Hono,
  hostname: string,
  port: number,
): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname,
        port,
        serverOptions: {
          requestTimeout: REQUEST_MS,
          headersTimeout: REQUEST_MS,
          connectionsCheckingInterval: SLOW_LOOK_MS,
        },
      },
      (info) => {
        server.off('error', reject);
        resolve({ server, port: info.port });
      },
    );
    server.once('error', reject);
  });
}

/** The next port that nobody listens on. */
export async function nextFreePort(after: number, hostname: string): Promise<number | undefined> {
  for (let port = after + 1; port <= Math.min(after + PORTS_TRIED, 65_535); port += 1)
    if (await isFreePort(port, hostname)) return port;
  return undefined;
}

/** Whether nobody listens on a port. An address that this machine has not, or may not use, fails when we listen. */
export function isFreePort(port: number, hostname: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error) => resolve(!('code' in error) || error.code !== 'EADDRINUSE'));
    probe.listen(port, hostname, () => probe.close(() => resolve(true)));
  });
}
