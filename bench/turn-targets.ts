import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import postgres from 'postgres';
import { movableClock } from '../src/base/clock.ts';
import { createLog } from '../src/base/log.ts';
import { KEY_BYTES, keyedHash } from '../src/base/seal.ts';
import { readConfig } from '../src/config.ts';
import { serviceSecrets } from '../src/demo-secrets.ts';
import { createApp, listenHttp } from '../src/http.ts';
import { startService } from '../src/service.ts';
import { startEmbedded, type EmbeddedPostgres } from '../src/store/embedded/start-embedded.ts';
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
  const clock = movableClock();
  const log = createLog((line) => void process.stderr.write(line), clock.now);
  const quiet = { ...log, info: () => undefined };
  const server = await startEmbedded({ dataDir: folder, log: quiet });
  try {
    return await startOn(server, folder, { clock, log: quiet });
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Base = Pick<Parameters<typeof startService>[0], 'clock' | 'log'>;

async function startOn(server: EmbeddedPostgres, folder: string, base: Base): Promise<TurnTargets> {
  const { socketDir, port, user } = server;
  const config = readConfig(webSettings(folder));
  const secrets = serviceSecrets(config);
  const service = await startService({
    config,
    secrets,
    target: { socketDir, port, user, database: 'postgres' },
    ...base,
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
  const webhooks = { secrets: secrets.webhook, log: base.log, now: base.clock.now };
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

/** The web half of a live service: no outbox and no timers run beside what is measured. */
function webSettings(folder: string): NodeJS.ProcessEnv {
  const key = () => randomBytes(KEY_BYTES).toString('base64');
  return {
    MODE: 'web',
    DATA_DIR: folder,
    AT_API_KEY: 'bench',
    WEBHOOK_SECRET: randomBytes(KEY_BYTES).toString('hex'),
    KEY_WRAP: key(),
    KEY_INDEX: key(),
    KEY_SUPPRESS: key(),
    KEY_AUDIT: key(),
  };
}
