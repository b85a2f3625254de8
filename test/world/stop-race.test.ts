import { expect, onTestFinished, test } from 'vitest';
import { chanceOf, worldSeed } from './chance.ts';
import { makeDatabase } from './database.ts';
import { makeRacers } from './race-phones.ts';
import { raceWorld } from './race-world.ts';
import { startContest } from './stop-contest.ts';
import { judge, PROMISED } from './stop-judge.ts';
import { watchStops } from './stop-watch.ts';

/** More of them at night: STOP_RACE_PHONES=100000. */
const PHONES = Number(process.env['STOP_RACE_PHONES'] ?? 10_000);
const EACH = 3;
const PROCESSES = 2;
const SLOTS = 8;
/** Milliseconds without a text after which none comes any more: no fault keeps one back here. */
const QUIET_MS = 1_500;
/** Milliseconds: some 70 s of two cores, several times that on a machine that does other work too. */
const LIMIT_MS = 60_000 + PHONES * 40;

test(
  `${PHONES} STOPs race the senders of ${PROCESSES} processes: nothing leaves after stopped [rel P1]`,
  async () => {
    const seed = worldSeed();
    console.log(`stop race: seed ${seed}`);
    const database = await makeDatabase();
    onTestFinished(() => database.drop());
    const { pool, target } = database;
    await watchStops(pool);
    const racers = await makeRacers(pool, { count: PHONES, each: EACH });
    const world = await raceWorld({ database: target, seed });
    onTestFinished(() => world.close());
    // Half of the answers are late by some milliseconds, so that calls of all lengths are on their way.
    world.standIn.faults.set({ answers: [{ answer: 'slow', delayMs: 15, share: 0.5 }] });
    const chance = chanceOf(seed);
    const began = performance.now();
    const contest = startContest(world.standIn, racers, chance, QUIET_MS);
    await Promise.all(Array.from({ length: PROCESSES }, () => world.start({ slots: SLOTS })));
    await contest.ended;
    await world.settled(pool, 20_000);
    const { course, ...verdict } = await judge(pool, world.standIn.messages, contest.handedIn);
    console.log(JSON.stringify({ seed, ms: Math.round(performance.now() - began), ...course }));
    expect(verdict).toEqual(PROMISED);
    expect(course.phones).toBe(PHONES);
    // It was a race: STOPs met texts on their way, and texts that were claimed but had not passed the gate.
    expect(course.onTheirWay).toBeGreaterThan(PHONES / 50);
    expect(course.refused).toBeGreaterThan(PHONES / 50);
  },
  LIMIT_MS,
);
