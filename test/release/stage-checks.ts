import { expect } from 'vitest';
import { advanceStage } from '../../src/release/change-stage.ts';
import { stageOf } from '../../src/release/stages.ts';
import { watchStages } from '../../src/release/watch-stages.ts';
import type { Service } from '../../src/service.ts';
import { isAsked } from '../scenarios/joined.ts';
import { WORLD_SECRETS } from '../world/running-service.ts';
import { world, type World } from '../world/world.ts';
import { began } from './began.ts';
import { partsOf, publishes, takenUp, toAll, TWO } from './releasing.ts';

const FLOW = 'check-in';
const WEEK_MS = 7 * 24 * 3_600_000;
/** The same at each run: of 10,000 runs with ids and keys of their own some choose fewer or more than are allowed for here. */
const PHONES = Array.from(
  { length: 2_000 },
  (_, n) => `0198c0de-0000-7000-8000-${String(n).padStart(12, '0')}`,
);

/** Of 2,000 phones those that would begin with the new version in this process. */
export function newIn({ setting }: Pick<Service, 'setting'>): Set<string> {
  return new Set(PHONES.filter((id) => setting.releases.current(FLOW, id)?.version === 2));
}

/** Version 2 runs for 1 %; of 2,000 people in the version before one in a hundred stopped. */
export async function staged(): Promise<World> {
  const w = await world();
  const weekAgo = new Date(w.clock.now().getTime() - WEEK_MS);
  await began(w.db, { version: 1, people: 2_000, stops: 20, notUnderstood: 100, at: weekAgo });
  await publishes(w);
  return w;
}

/** The look that the service takes every minute. */
export async function looks(w: World): Promise<void> {
  const clock = { ...w.clock, monotonicMs: () => 0 };
  await watchStages({ ...partsOf(w), clock, log: w.service.setting.log });
  await takenUp(w);
}

/** Whoever was asked in one version is answered in it; her next question is of the new one. */
export async function expectPinned(): Promise<void> {
  const w = await world();
  await isAsked(w);
  await publishes(w);
  await toAll(w);
  await w.phone.texts('1');
  expect(w.phone.lastHeard()).toContain('Well done for trying');
  await w.clock.advance({ hours: 24 * 7 + 1 });
  await w.phone.texts('1');
  expect(w.phone.lastHeard()).toContain('New words');
}

/** Two processes and a third that starts later choose the same 1 %, and all of it is in the 10 %. */
export async function expectSharesGrow(): Promise<void> {
  const w = await world({ secrets: WORLD_SECRETS });
  const second = await w.replica();
  await publishes(w, {}, [second]);
  const chosen = newIn(w.service);
  expect(chosen.size).toBeGreaterThanOrEqual(5);
  expect(chosen.size).toBeLessThanOrEqual(40);
  expect(newIn(second)).toEqual(chosen);
  await w.inNewProcess(async (third) => expect(newIn(third)).toEqual(chosen));
  await advanceStage(partsOf(w), { flow: FLOW, ...TWO, now: w.clock.now() });
  await takenUp(w, [second]);
  const wider = newIn(second);
  expect(wider.size).toBeGreaterThan(140);
  expect(wider.size).toBeLessThan(260);
  expect(chosen.isSubsetOf(wider)).toBe(true);
}

/** Where six of twenty stop, nobody begins with it from the next look on, and the numbers say why. */
export async function expectHeld(): Promise<void> {
  const w = await staged();
  expect(newIn(w.service).size).toBeGreaterThan(0);
  await began(w.db, { version: 2, people: 20, stops: 6, at: w.clock.now() });
  await w.clock.jump({ hours: 2 });
  await looks(w);
  expect(newIn(w.service).size).toBe(0);
  const view = await stageOf(w.db, FLOW, w.clock.now());
  expect(view?.open).toMatchObject({ version: 2, state: 'held', reason: 'stops', actor: 'watch' });
  expect(view?.why).toEqual({
    sign: 'stops',
    count: 6,
    people: 20,
    usualCount: 20,
    usualPeople: 2_000,
  });
  expect(w.lines.filter((line) => line.includes('release_held'))).toHaveLength(1);
  await looks(w);
  expect((await stageOf(w.db, FLOW, w.clock.now()))?.history).toHaveLength(3);
}
