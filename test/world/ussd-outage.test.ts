import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { openPool, type Pool } from '../../src/store/connect.ts';
import { inParallel, numberOf, post, smsForm, ussdForm } from './callbacks.ts';
import { type Chance, chanceOf, worldSeed } from './chance.ts';
import { coreWaitMs } from './core-waits.ts';
import { ownerLimits } from './database.ts';
import { type RestartableServer, startServer } from './restartable-server.ts';
import { type RunningService, startRunningService } from './running-service.ts';
import { worldFlows } from './world-flows.ts';

const SESSIONS = 300;
const TEXTERS = 30;
/** Milliseconds within which everybody is answered, whatever the database does. */
const ANSWER_MS = 3_000;
/** Milliseconds after which everything works again once the database is back. */
const RECOVERY_MS = 5_000;
const OUTAGE_MS = 4_000;
/** Between two outages, and after the last one. */
const CALM_MS = 3_000;
/** Longest pause of a person between two screens, in milliseconds. */
const THINK_MS = 2_500;
/** How soon the gateway comes again with a text that was not taken: seconds really. */
const AGAIN_MS = 500;
const seed = worldSeed();
console.log(`ussd-outage: WORLD_SEED=${seed}`);

const flows = worldFlows();
let server: RestartableServer;
let service: RunningService;
let owner: Pool;
beforeAll(async () => {
  server = await startServer();
  owner = openPool(server.target, ownerLimits('judge'));
  service = await startRunningService({
    database: server.target,
    flows: flows.folder,
    mode: 'web',
  });
});
afterAll(async () => {
  await service.kill();
  await owner.close();
  await server.remove();
  flows.remove();
});

/**
 * One answer: when it was asked for, how long that took, and for how long of it the service or who asked stood ready and got no
 * core, in milliseconds.
 */
type Hop = { at: number; ms: number; keptMs: number; status: number | undefined; body: string };
type Letter = Hop & { id: string; stop: boolean };
type Outage = { name: string; begin: () => Promise<void>; end: () => Promise<void> };

const outages: Outage[] = [
  { name: 'frozen', begin: () => server.freeze(), end: async () => server.thaw() },
  { name: 'stopped', begin: () => server.stop('fast'), end: () => server.start() },
  { name: 'crashed', begin: () => server.stop('immediate'), end: () => server.start() },
  // A restart is an outage of its own, as short as the server makes it.
  {
    name: 'restarted',
    begin: () => server.stop('fast').then(() => server.start()),
    end: async () => undefined,
  },
];

const isSorry = ({ body }: Hop) => body.startsWith('END Sorry');

const kept = () => coreWaitMs() + coreWaitMs(service.process.pid ?? 0);

async function posted(path: 'ussd' | 'sms', form: Parameters<typeof post>[2]) {
  const before = kept();
  const answer = await post(service.base, path, form);
  return { ...answer, keptMs: Math.round(kept() - before) };
}

/** Dials and answers screens again and again until told to stop; a session that ends is followed by the next. */
async function dials(index: number, chance: Chance, hops: Hop[], leaving: AbortSignal) {
  const think = () => pause(chance.below(THINK_MS), leaving);
  const hop = async (sessionId: string, text: string) => {
    const at = performance.now();
    const form = ussdForm({ sessionId, phoneNumber: numberOf(index), text });
    const answer = await posted('ussd', form);
    hops.push({ at, ...answer });
    return answer.body.startsWith('CON');
  };
  for (let session = 0; ; session += 1) {
    await think();
    if (leaving.aborted) return;
    const id = `ATUid_${seed}x${index}x${session}`;
    let input = '';
    let goesOn = await hop(id, input);
    for (let left = 4; goesOn && left > 0 && !leaving.aborted; left -= 1) {
      await think();
      const reply = chance.pick(['1', '2', '3']);
      input = input === '' ? reply : `${input}*${reply}`;
      goesOn = await hop(id, input);
    }
  }
}

/** Texts, each of which comes again until it was answered 200, as the gateway does it. */
async function texts(index: number, chance: Chance, letters: Letter[], leaving: AbortSignal) {
  for (let text = 0; !leaving.aborted; text += 1) {
    await pause(chance.below(THINK_MS), leaving);
    const stop = chance.below(5) === 0;
    const id = `text-${seed}-${index}-${text}`;
    const form = smsForm({ id, from: numberOf(1_000 + index), text: stop ? 'STOP' : 'HELP' });
    for (;;) {
      const at = performance.now();
      const answer = await posted('sms', form);
      letters.push({ at, ...answer, id, stop });
      if (answer.status === 200) break;
      await pause(AGAIN_MS);
    }
  }
}

test('300 sessions go on through a frozen, stopped, crashed and restarted database: each answered in 3 s, nothing lost [rel P20 P30 P32]', async () => {
  const chance = chanceOf(seed);
  const leaving = new AbortController();
  const hops: Hop[] = [];
  const letters: Letter[] = [];
  const { pid } = service.process;
  const people = [
    ...Array.from({ length: SESSIONS }, (_, i) => dials(i, chance.fork(i), hops, leaving.signal)),
    ...Array.from({ length: TEXTERS }, (_, i) =>
      texts(i, chance.fork(-i), letters, leaving.signal),
    ),
  ];
  const beganAt: number[] = [];
  const backAt: number[] = [];
  const sorries: Record<string, number> = {};
  for (const { name, begin, end } of outages) {
    await pause(CALM_MS);
    const before = hops.filter(isSorry).length;
    beganAt.push(performance.now());
    await begin();
    await pause(name === 'restarted' ? 0 : OUTAGE_MS);
    await end();
    backAt.push(performance.now());
    sorries[name] = hops.filter(isSorry).length - before;
  }
  await pause(RECOVERY_MS + CALM_MS);
  leaving.abort();
  await Promise.all(people);
  const recoveries = backAt.map((back, index) => {
    const until = beganAt[index + 1] ?? Infinity;
    const late = [...hops.filter(isSorry), ...letters.filter(({ status }) => status !== 200)];
    const after = late.filter(({ at, ms }) => at > back && at + ms < until);
    return Math.round(Math.max(back, ...after.map(({ at }) => at)) - back);
  });
  // What else runs on the machine is none of the service's time.
  const slowest = (answers: readonly Hop[]) =>
    Math.max(...answers.map(({ ms, keptMs }) => ms - keptMs));
  const slowestMs = { ussd: slowest(hops), sms: slowest(letters) };
  console.log(
    JSON.stringify({
      seed,
      hops: hops.length,
      sorries,
      letters: letters.length,
      slowestMs,
      keptMs: Math.max(...hops.map(({ keptMs }) => keptMs)),
      recoveries,
    }),
  );

  expect(hops.filter(({ status, body }) => status !== 200 || !/^(CON|END) /.test(body))).toEqual(
    [],
  );
  expect(letters.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  expect(slowestMs.ussd).toBeLessThan(ANSWER_MS);
  expect(slowestMs.sms).toBeLessThan(ANSWER_MS);
  expect(recoveries.filter((ms) => ms > RECOVERY_MS)).toEqual([]);
  expect({ running: service.isRunning(), pid: service.process.pid }).toEqual({
    running: true,
    pid,
  });
  expect(await lostLetters(letters)).toEqual([]);
  // The outages have been felt, and between them people were answered.
  for (const name of ['frozen', 'stopped', 'crashed'])
    expect(sorries[name]).toBeGreaterThan(SESSIONS / 4);
  expect(hops.filter((hop) => !isSorry(hop)).length).toBeGreaterThan(SESSIONS * 5);
});

test('everybody who dials afterwards is offered to go on, or to begin', async () => {
  const screens: string[] = [];
  await inParallel(Array.from({ length: SESSIONS }).keys().toArray(), 16, async (index) => {
    const form = ussdForm({
      sessionId: `after-${seed}-${index}`,
      phoneNumber: numberOf(index),
      text: '',
    });
    screens.push((await post(service.base, 'ussd', form)).body);
  });
  const known = /^CON (1 Go on\n2 Start again|1 Kuenderera mberi\n2 Kutanga patsva|Mazano Circle)/;
  expect(screens.filter((screen) => !known.test(screen))).toEqual([]);
});

test('mutant: without deadlines of its own the service keeps people waiting', async () => {
  const mutant = 'patient-answers.ts';
  const order = { database: server.target, flows: flows.folder, mode: 'web' as const };
  const patient = await startRunningService({ ...order, mutant });
  try {
    const dial = (sessionId: string) =>
      post(patient.base, 'ussd', ussdForm({ sessionId, phoneNumber: numberOf(1), text: '' }));
    expect((await dial(`before-${seed}`)).body).toMatch(/^CON /);
    await server.freeze();
    const [{ ms }] = await Promise.all([
      dial(`frozen-${seed}`),
      pause(ANSWER_MS + 500).then(server.thaw),
    ]);
    expect(ms).toBeGreaterThan(ANSWER_MS);
  } finally {
    server.thaw();
    await patient.kill();
  }
});

/** Texts that were answered 200 without one row that says what became of them. */
async function lostLetters(letters: readonly Letter[]): Promise<string[]> {
  const rows = await owner.run(
    (db) => db<{ id: string; turned: boolean; stopped: boolean }[]>`
      select i.provider_id as id,
        exists (select from turn t where t.phone_id = i.phone_id and t.turn = i.turn) as turned,
        exists (select from stop_request s where s.provider_id = i.provider_id) as stopped
      from inbound i`,
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  const taken = letters.filter(({ status }) => status === 200);
  return taken
    .filter(({ id, stop }) => (stop ? found.get(id)?.stopped : found.get(id)?.turned) !== true)
    .map(({ id }) => id);
}
