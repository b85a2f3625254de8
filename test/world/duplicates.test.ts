import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pool } from '../../src/store/connect.ts';
import { inParallel, numberOf, post, smsForm } from './callbacks.ts';
import { chanceOf, worldSeed } from './chance.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import { type RunningService, startRunningService } from './running-service.ts';
import { worldFlows } from './world-flows.ts';

const COPIES = 5;
/** Messages of which all copies are under way at once. */
const WIDTH = 32;
const seed = worldSeed();
console.log(`duplicates: WORLD_SEED=${seed}`);

const flows = worldFlows();
afterAll(() => flows.remove());

type Text = { id: string; from: string; text: string };

/** Two web processes on one database. */
async function twoServices(database: TestDatabase, mutant?: string): Promise<RunningService[]> {
  const order = { database: database.target, mode: 'web' as const, flows: flows.folder, mutant };
  return [await startRunningService(order), await startRunningService(order)];
}

/** Texts that each have one effect; the last hundred are STOPs, of phones of their own. */
function texts(count: number): Text[] {
  const chance = chanceOf(seed);
  const stops = Math.floor(count / 20);
  return Array.from({ length: count }, (_, index) => {
    const isStop = index >= count - stops;
    const from = numberOf(isStop ? 100_000 + index : chance.below(count / 2));
    const text = isStop ? 'STOP' : chance.pick(['HELP', '9', 'JOIN']);
    return { id: `text-${seed}-${index}`, from, text };
  });
}

/** All copies of each at once, turn and turn about to each service, until each was answered 200. */
async function deliver(services: readonly RunningService[], all: readonly Text[], copies: number) {
  const bases = services.map(({ base }) => base);
  let refused = 0;
  await inParallel(all, WIDTH, (text) =>
    Promise.all(
      Array.from({ length: copies }, async (_, copy) => {
        const base = bases[copy % bases.length] ?? '';
        while ((await post(base, 'sms', smsForm(text))).status !== 200) refused += 1;
      }),
    ),
  );
  return refused;
}

/** Ids of texts that have not exactly one row, one turn and one reply. */
async function wrong(pool: Pool, all: readonly Text[]): Promise<string[]> {
  const rows = await pool.run(
    (db) => db<{ id: string; rows: number; turns: number; replies: number; stops: number }[]>`
      select i.provider_id as id, count(distinct i.ctid)::int as rows, count(distinct i.turn)::int as turns,
        (select count(*)::int from message m
          where m.phone_id = i.phone_id
            and (m.turn = any(array_agg(i.turn)) or m.class = 'acknowledgement')) as replies,
        (select count(*)::int from stop_request s where s.provider_id = i.provider_id) as stops
      from inbound i group by i.provider_id, i.phone_id`,
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  const isRight = ({ id, text }: Text) => {
    const row = found.get(id);
    const [turns, stops] = text === 'STOP' ? [0, 1] : [1, 0];
    return row?.rows === 1 && row.turns === turns && row.replies === 1 && row.stops === stops;
  };
  return all.filter((text) => !isRight(text)).map(({ id }) => id);
}

async function totals(pool: Pool) {
  const [row] = await pool.run(
    (db) => db`
      select (select count(*)::int from turn) as turns, (select count(*)::int from inbound) as texts,
        (select count(*)::int from message) as messages, (select count(*)::int from follow_up) as follow_ups,
        (select count(*)::int from gate where epoch > 1) as stopped_twice,
        (select count(*)::int from conversation c
          where c.turn <> (select count(*) from turn t where t.phone_id = c.phone_id)) as gaps`,
  );
  return row;
}

describe('texts [rel P12]', () => {
  let database: TestDatabase;
  let services: RunningService[];
  beforeAll(async () => {
    database = await makeDatabase();
    services = await twoServices(database);
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.kill()));
    await database.drop();
  });

  test('2,000 texts that come five times at once, to two processes, have one effect each, and none when they come again', async () => {
    const all = texts(2_000);
    const refused = await deliver(services, all, COPIES);
    expect(await wrong(database.pool, all)).toEqual([]);
    // Whoever asks again while a request is open has that one.
    const asked = new Set(all.filter(({ text }) => text === '9').map(({ from }) => from)).size;
    const stops = all.filter(({ text }) => text === 'STOP').length;
    const right = {
      turns: all.length - stops,
      texts: all.length,
      messages: all.length,
      followUps: asked,
      stoppedTwice: 0,
      gaps: 0,
    };
    expect(await totals(database.pool)).toEqual(right);
    await deliver(services, chanceOf(seed).shuffled(all), 1);
    expect(await totals(database.pool)).toEqual(right);
    // Copies that meet are no reason to send any of them away: a few may come late on a busy machine.
    expect(refused).toBeLessThan(10);
  });
});

test('mutant: asking whether a text was taken, and then inserting it without a key, is caught', async () => {
  const database = await makeDatabase();
  await database.pool.run((db) => db`alter table inbound drop constraint inbound_pkey`);
  const services = await twoServices(database, 'check-then-insert.ts');
  try {
    const all = texts(200);
    await deliver(services, all, COPIES);
    expect((await wrong(database.pool, all)).length).toBeGreaterThan(0);
  } finally {
    await Promise.all(services.map((service) => service.kill()));
    await database.drop();
  }
});
