import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { systemClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { PROVIDER } from '../../src/gateway/africastalking/provider.ts';
import { startSimulator } from '../../src/gateway/simulator/start-simulator.ts';
import { deliver, inParallel, numberOf, post, smsForm } from './callbacks.ts';
import { chanceOf, worldSeed } from './chance.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import {
  type RunningService,
  startRunningService,
  WORLD_ACCOUNT,
  WORLD_SECRETS,
} from './running-service.ts';
import { until } from './until.ts';
import { WORLD_CODES, worldFlows } from './world-flows.ts';

const WIDTH = 64;
const seed = worldSeed();
console.log(`duplicates, reports: WORLD_SEED=${seed}`);

const flows = worldFlows();
let database: TestDatabase;
let services: RunningService[];
beforeAll(async () => {
  database = await makeDatabase();
  const order = { database: database.target, mode: 'web' as const, flows: flows.folder };
  services = [await startRunningService(order), await startRunningService(order)];
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.kill()));
  await database.drop();
  flows.remove();
});

type Report = { id: string; status: string; failureReason?: string };

/** Turn and turn about to each service; every report is answered 200, whatever it says. */
async function report(all: readonly Report[]): Promise<void> {
  let at = 0;
  await inParallel(all, WIDTH, async ({ failureReason, ...rest }) => {
    const base = services[(at += 1) % services.length]?.base ?? '';
    const reason = failureReason === undefined ? {} : { failureReason };
    const form = { ...rest, ...reason, phoneNumber: numberOf(1), networkCode: '63902' };
    expect(await post(base, 'delivery', form)).toMatchObject({ status: 200 });
  });
}

/** Messages that were sent under these ids. */
async function sent(ids: readonly string[]): Promise<void> {
  const rows = ids.map((providerId) => ({ id: newId(), providerId }));
  await database.pool.run(
    (db) => db`
      insert into message (id, phone_id, class, rank, epoch, state, text_sealed, segments, created_at,
        send_after, send_by, provider, provider_id)
      select r.id, r.id, 'reply', 3, 0, 'sent', '', 1, now(), now(), now(), ${PROVIDER}, r."providerId"
      from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(id uuid, "providerId" text)`,
  );
}

async function deliveries(ids: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await database.pool.run(
    (db) => db<{ providerId: string; delivery: string | null }[]>`
      select provider_id, delivery from message where provider_id = any(${[...ids]})`,
  );
  return new Map(rows.map(({ providerId, delivery }) => [providerId, delivery]));
}

function parked() {
  return database.pool.run((db) => db`select provider_id from parked_report`);
}

const idsOf = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `ATXid_${name}${seed}x${index}`);

test('1,000 messages whose five reports come in any order end in the final state [rel P12]', async () => {
  const ids = idsOf('shuffled', 1_000);
  await sent(ids);
  const isLost = (index: number) => index % 3 === 0;
  const reports = ids.flatMap((id, index): Report[] => {
    const failed = { id, status: 'Failed', failureReason: 'DeliveryFailure' };
    const last = isLost(index) ? failed : { id, status: 'Success' };
    return [
      { id, status: 'Sent' },
      { id, status: 'Submitted' },
      { id, status: 'Buffered' },
      last,
      last,
    ];
  });
  await report(chanceOf(seed).shuffled(reports));
  const found = await deliveries(ids);
  const right = ids.map((id, index) => [id, isLost(index) ? 'failed' : 'delivered'] as const);
  expect(found).toEqual(new Map(right));
});

test('a message that was delivered stays delivered, whatever is reported later', async () => {
  const ids = idsOf('final', 50);
  await sent(ids);
  await report(ids.map((id) => ({ id, status: 'Success' })));
  const later = ['Sent', 'Failed', 'Rejected', 'AbsentSubscriber', 'Expired', 'Borked'];
  await report(ids.flatMap((id) => later.map((status) => ({ id, status }))));
  expect(new Set((await deliveries(ids)).values())).toEqual(new Set(['delivered']));
});

test('reports on ids that nobody knows are kept once, and change nothing', async () => {
  const ids = idsOf('unknown', 100);
  const reports = ids.flatMap((id) => Array.from({ length: 5 }, () => ({ id, status: 'Success' })));
  await report(chanceOf(seed).shuffled(reports));
  expect((await parked()).length).toBe(ids.length);
  await database.pool.run((db) => db`delete from parked_report`);
});

test.for([
  { when: 'before the answer to the send call', early: true },
  { when: 'beside the answer to the send call', early: false },
])('reports that come $when reach their messages', async ({ early }) => {
  const standIn = await startSimulator({
    ...WORLD_ACCOUNT,
    ...WORLD_CODES,
    clock: systemClock,
    callbacks: () => ({ base: services[0]?.base ?? '', secret: WORLD_SECRETS.webhook[0] ?? '' }),
    log: createLog(() => undefined, systemClock.now),
  });
  const worker = await startRunningService({
    database: database.target,
    gateway: standIn.url,
    mode: 'worker',
    flows: flows.folder,
  });
  try {
    standIn.faults.set({ deliveries: [{ reports: [{ status: 'Success', afterMs: 0 }], early }] });
    const people = Array.from({ length: 300 }, (_, index) => numberOf(index + (early ? 0 : 1_000)));
    await inParallel(people, 16, async (from) => {
      const text = { id: newId(), from, text: 'HELP' };
      await deliver(services[0]?.base ?? '', 'sms', smsForm(text));
    });
    const reached = async () => {
      const ids = standIn.messages.map(({ providerId }) => providerId);
      const states = [...(await deliveries(ids)).values()];
      return states.filter((state) => state === 'delivered').length === people.length;
    };
    await until('every message is delivered', reached, 120_000);
    expect(await parked()).toEqual([]);
  } finally {
    await worker.kill();
    await standIn.close();
  }
});
