import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../../src/base/ids.ts';
import { PROOF_WAITS } from '../../src/console/flows/proof-soon.ts';
import { html } from '../../src/console/frame/html.ts';
import type { ConsoleParts } from '../../src/console/frame/parts.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { startService, type Service } from '../../src/service.ts';
import { openPool } from '../../src/store/connect.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { liveConfig } from '../live-config.ts';
import { percentile } from '../median.ts';
import { SEED_MS, seedCrowd } from './crowd.ts';

const MEMBERS = 50_000;
const MESSAGES = 1_000_000;
/** Each page so often, one after another. */
const TIMES = 15;
/** The empty one is the start page. */
const PAGES = [
  '',
  '/members',
  '/members?page=900',
  '/members?state=silent',
  '/members?state=taking_part&purpose=check_ins&language=sw',
  '/members?q=K7',
  '/follow-ups',
  '/follow-ups?stage=late&kind=urgent',
  '/counsellors',
] as const;

/** Milliseconds in which pages of a large programme are made, from the request to its last byte. */
export async function benchConsole() {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-bench-'));
  const { config, secrets, clock, log } = liveConfig(folder, 'web');
  const server = await startEmbedded({ dataDir: folder, log });
  try {
    const { socketDir, port, user } = server;
    const target = { socketDir, port, user, database: 'postgres' };
    const gatewayAddress = () => Promise.resolve('http://127.0.0.1:9');
    const service = await startService({ config, secrets, target, clock, log, gatewayAddress });
    const limits = {
      statementTimeoutMs: SEED_MS,
      lockTimeoutMs: 1_000,
      idleInTransactionMs: SEED_MS,
    };
    const owner = openPool(target, { ...limits, max: 1, applicationName: 'bench seed' });
    await seedCrowd(owner, { members: MEMBERS, messages: MESSAGES, now: clock.now() });
    await owner.close();
    const ms = await timed(appOf(service, config.FLOWS_DIR));
    await service.drain();
    await service.close();
    return {
      bench: 'console',
      ms,
      conditions: {
        members: MEMBERS,
        messages: MESSAGES,
        times: TIMES,
        node: process.versions.node,
      },
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the pages of a service are made with. */
export function partsOf({ setting, pools }: Service, flowsFolder: string): ConsoleParts {
  const { keyring, clock, log, programme } = setting;
  const shared = { setting, programme, pool: pools.console, keyring, clock, log, flowsFolder };
  const missing = () => Promise.resolve([]);
  return { ...shared, proofWaits: PROOF_WAITS, demo: true, phonesPage: undefined, missing };
}

function appOf(service: Service, flowsFolder: string) {
  const parts = partsOf(service, flowsFolder);
  const staff: Staff = {
    id: newId(),
    name: 'Bench',
    roles: ['supervisor'],
    language: 'en',
    theme: 'auto',
    isLead: false,
    sessionId: newId(),
  };
  const signedIn = () => Promise.resolve(staff);
  return consoleApp({ parts, routes: ROUTES, signedIn, top: () => html`` });
}

async function timed(app: ReturnType<typeof appOf>) {
  const all: Record<string, { p50: number; most: number }> = {};
  for (const path of PAGES) {
    const took: number[] = [];
    for (let at = 0; at < TIMES; at += 1) {
      const from = performance.now();
      const answer = await app.request(`http://127.0.0.1/console${path}`);
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} is answered ${answer.status}`);
      took.push(performance.now() - from);
    }
    const sorted = took.toSorted((a, b) => a - b);
    all[path] = {
      p50: Math.round(percentile(sorted, 0.5)),
      most: Math.round(sorted.at(-1) ?? Number.NaN),
    };
  }
  return all;
}
