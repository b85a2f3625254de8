import { afterAll, expect, test } from 'vitest';
import { phrase } from '../../src/conversation/phrases.ts';
import type { Pool } from '../../src/store/connect.ts';
import { loadPhrases } from '../../src/store/word-files.ts';
import { chanceOf, worldSeed } from './chance.ts';
import { startCrowd } from './crowd.ts';
import { makeDatabase } from './database.ts';
import { caughtUp, type Fleet, killAgainAndAgain, startFleet } from './fleet.ts';
import { astray, doubled, lost, readRules } from './judge-logs.ts';
import { withoutPiece } from './mutant.ts';
import { readLogs } from './read-logs.ts';
import { until } from './until.ts';
import { worldFlows } from './world-flows.ts';

const SLOTS = 8;
const PROCESSES = 2;
/** A lease of 10 s, a second of grace, and the sweep; the rest is for what waited behind. */
const SWEPT_MS = 30_000;
const seed = worldSeed();
console.log(`kill: WORLD_SEED=${seed}`);

const flows = worldFlows();
afterAll(() => flows.remove());
const phrases = await loadPhrases(flows.folder);
if (!phrases.ok) throw new Error('the phrases have findings');
const unavailable = phrase(phrases.value, 'en', 'ussd_unavailable', {});

type Trial = { people: number; thinkMs: number; kills: number; everyMs: number; spreadMs: number };
type Mutant = { prepare?: (pool: Pool) => Promise<unknown>; mutant?: string };

/** Lets a crowd live while processes are killed, then lets everything come to rest. */
async function trial(
  { people, thinkMs, ...killing }: Trial,
  faults: (fleet: Fleet) => void,
  { prepare, mutant }: Mutant = {},
) {
  const database = await makeDatabase();
  await prepare?.(database.pool);
  const order = { database: database.target, flows: flows.folder, slots: SLOTS, mutant };
  const fleet = await startFleet({ ...order, processes: PROCESSES, seed });
  const chance = chanceOf(seed);
  try {
    await fleet.allReady();
    await caughtUp(database.pool);
    faults(fleet);
    const crowd = startCrowd(fleet.standIn, {
      people,
      thinkMs,
      chance: chance.fork(1),
      unavailable,
    });
    await killAgainAndAgain(fleet, { ...killing, chance: chance.fork(2) });
    fleet.standIn.faults.clear();
    await fleet.allReady();
    const record = await crowd.stop();
    // What a mutant of texts has lost is lost, whatever becomes of the messages.
    if (mutant === undefined)
      await until('every message has ended', () => ended(database.pool), SWEPT_MS);
    const pool = database.open({ statementTimeoutMs: 30_000 });
    return {
      record,
      accepted: fleet.standIn.messages,
      spoilt: fleet.spoilt(),
      kills: fleet.seats.reduce((sum, seat) => sum + seat.kills, 0),
      logs: await readLogs(pool),
      rules: await readRules(pool, flows.folder),
      states: await states(pool),
    };
  } finally {
    await fleet.close();
    await database.drop();
  }
}

async function ended(pool: Pool): Promise<boolean> {
  const rows = await pool.run(
    (db) => db`select from message where state in ('queued', 'sending') limit 1`,
  );
  return rows.length === 0;
}

async function states(pool: Pool): Promise<Record<string, number>> {
  const rows = await pool.run(
    (db) =>
      db<
        { state: string; n: number }[]
      >`select state, count(*)::int as n from message group by state`,
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

test('50 kills at any moment, under load and a faulty gateway: nothing lost, nothing doubled, all as the log says [rel P13 P14 P15 P16 P23 P24]', async () => {
  const KILLS = 50;
  const load = { people: 200, thinkMs: 3_000, kills: KILLS, everyMs: 200, spreadMs: 1_200 };
  const {
    record,
    accepted,
    spoilt,
    kills,
    logs,
    rules,
    states: ends,
  } = await trial(load, (fleet) =>
    fleet.standIn.faults.set({
      answers: [
        { answer: 'hang', accepts: true, share: 0.03 },
        { answer: 'server_error', status: 500, accepts: false, share: 0.03 },
        { answer: 'server_error', status: 500, accepts: true, share: 0.04 },
        { answer: 'slow', delayMs: 60, share: 0.3 },
      ],
      deliveries: [{ reports: [{ status: 'Success' }] }],
    }),
  );
  const turns = logs.reduce((sum, log) => sum + log.turns.length, 0);
  const counts = { texts: record.texts.length, screens: record.screens.length, turns };
  console.log(JSON.stringify({ seed, kills, ...counts, accepted: accepted.length, spoilt, ends }));
  expect(lost(record, logs)).toEqual([]);
  expect(record.texts.filter(({ taken }) => !taken)).toEqual([]);
  expect(doubled(accepted, logs)).toEqual([]);
  expect(astray(rules, logs)).toEqual([]);
  expect(Object.keys(ends).filter((state) => state !== 'sent' && state !== 'unknown')).toEqual([]);
  expect(ends['unknown'] ?? 0).toBeLessThanOrEqual(spoilt + kills * SLOTS);
  // The kills have hit work, and there was work between them.
  expect(kills).toBe(KILLS);
  expect(spoilt).toBeGreaterThan(10);
  expect(turns).toBeGreaterThan(1_000);
});

test('mutant: a send that a kill has broken off is tried again, and the gateway sees it twice', async () => {
  const load = { people: 60, thinkMs: 300, kills: 5, everyMs: 800, spreadMs: 200 };
  const slow = (fleet: Fleet) =>
    fleet.standIn.faults.set({ answers: [{ answer: 'slow', delayMs: 300 }] });
  const prepare = (pool: Pool) =>
    withoutPiece('sweep_leases', "state = 'unknown'", "state = 'queued'")({ pool });
  const { accepted, logs, record } = await trial(load, slow, { prepare });
  expect(lost(record, logs)).toEqual([]);
  expect(doubled(accepted, logs).length).toBeGreaterThan(0);
});

test('mutant: a text that is acknowledged before its turn is committed gets lost', async () => {
  const load = { people: 100, thinkMs: 100, kills: 5, everyMs: 800, spreadMs: 200 };
  const { logs, record } = await trial(load, () => undefined, {
    mutant: 'answer-before-commit.ts',
  });
  expect(lost(record, logs).length).toBeGreaterThan(0);
});
