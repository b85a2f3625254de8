import { expect, onTestFinished, test } from 'vitest';
import { worldSeed } from './chance.ts';
import { makeDatabase } from './database.ts';
import { type GatewayLine, gatewayLine } from './gateway-line.ts';
import { raceWorld } from './race-world.ts';
import { judge, PROMISED, type Verdict } from './stop-judge.ts';
import { STOP_MUTANTS, type StopMutant } from './stop-mutants.ts';
import type { Scene } from './stop-scenes.ts';
import { watchStops } from './stop-watch.ts';

/** The gateway comes again after a second, as the real one does. */
const REPEAT_MS = 1_000;
const SETTLED_MS = 60_000;

/** Plays scenes on a stage of their own and judges them together. */
async function play(
  scenes: readonly Scene[],
  { change, module }: Partial<StopMutant>,
): Promise<Verdict> {
  const database = await makeDatabase();
  onTestFinished(() => database.drop());
  const { pool, target } = database;
  await watchStops(pool);
  await change?.(pool);
  const options = { database: target, seed: worldSeed(), repeatMs: REPEAT_MS };
  const world = await raceWorld(options);
  const line: GatewayLine = await gatewayLine(world.standIn.url);
  onTestFinished(async () => {
    await world.close();
    await line.close();
  });
  await world.start({ gateway: line.url, mutant: module });
  await world.opened(pool);
  const stage = { pool, world, line, nextIndex: 0 };
  const handedIn = [];
  for (const scene of scenes) {
    handedIn.push(...(await scene(stage)));
    await world.settled(pool, SETTLED_MS);
    world.standIn.faults.set({ answers: [], texts: {} });
  }
  const { course: _, ...verdict } = await judge(pool, world.standIn.messages, handedIn);
  return verdict;
}

test('nothing is broken by any of the steered interleavings [rel P1, A.1]', async () => {
  const scenes = STOP_MUTANTS.map(({ scene }) => scene);
  expect(await play(scenes, {})).toEqual(PROMISED);
});

test.each(STOP_MUTANTS)('mutant: $name is caught', async (mutant) => {
  const verdict = await play([mutant.scene], mutant);
  expect(verdict[mutant.breaks], JSON.stringify(verdict)).toBeGreaterThan(0);
});
