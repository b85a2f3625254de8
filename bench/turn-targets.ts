import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import postgres from 'postgres';
import { keyedHash } from '../src/base/seal.ts';
import { createApp, listenHttp } from '../src/http.ts';
import { startService } from '../src/service.ts';
import { startEmbedded, type EmbeddedPostgres } from '../src/store/embedded/start-embedded.ts';
import { liveConfig } from './live-config.ts';
import type { LoadKind } from './load.ts';
import { ownTransactionReceiver } from './own-transaction.ts';

const LOOPBACK = '127.0.0.1';
/** Connections of the rivals: the driver's own default, and what the figures it is compared with were measured with. */
const RIVAL_CONNECTIONS = 10;

export type TurnTargets = {
  ports: Record<LoadKind, number>;
  ussdPath: string;
  postmaster: number;
  /** Plain SQL, for what is asked about the conditions. */
  sql: postgres.Sql;
  close(): Promise<void>;
};

/** A fresh PostgreSQL, the service, and what it is compared with, all in this process; each on a port of its own. */
export async function startTurnTargets(): Promise<TurnTargets> {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-bench-'));
  // The web half of a live service: no outbox and no timers run beside what is measured.
  const live = liveConfig(folder, 'web');
  const server = await startEmbedded({ dataDir: folder, log: live.log });
  try {
    return await startOn(server, folder, live);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function startOn(
  server: EmbeddedPostgres,
  folder: string,
  live: ReturnType<typeof liveConfig>,
): Promise<TurnTargets> {
  const { socketDir, port, user } = server;
  const { secrets, clock, log } = live;
  const service = await startService({
    ...live,
    target: { socketDir, port, user, database: 'postgres' },
    gatewayAddress: () => Promise.resolve(`http://${LOOPBACK}:9`),
  });
  const sql = postgres({
    path: `${socketDir}/.s.PGSQL.${port}`,
    host: 'localhost',
    user,
    database: 'postgres',
    max: RIVAL_CONNECTIONS,
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
  });
  const hashKey = keyedHash(secrets.index, 'mazano:contents');
  const own = ownTransactionReceiver(sql, service.setting, hashKey);
  const receiver = { ...service.receiver, ...own };
  const webhooks = { secrets: secrets.webhook, log, now: clock.now };
  const listening = await Promise.all(
    [
      createApp({ service, ...webhooks }),
      createApp({ service: { ...service, receiver }, ...webhooks }),
      selectApp(sql),
      new Hono().get('/', (c) => c.text('Hello')),
    ].map((app) => listenHttp(app, LOOPBACK, 0)),
  );
  const [turn = 0, own_transaction = 0, select = 0, bare = 0] = listening.map((one) => one.port);
  return {
    ports: { turn, own_transaction, select, bare },
    ussdPath: `/at/${secrets.webhook[0] ?? ''}/ussd`,
    postmaster: server.pid,
    sql,
    async close() {
      for (const one of listening) one.server.close();
      await service.drain();
      await service.close();
      await sql.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One SELECT by primary key for each request, and nothing else. */
function selectApp(sql: postgres.Sql): Hono {
  return new Hono().get('/:id', async (c) => {
    const [row] = await sql`
      select phone_id, turn, flow, step, language, asked_at from conversation
      where phone_id = ${c.req.param('id')}`;
    return c.json(row ?? {});
  });
}
