import { movePeople } from './release/move-people.ts';
import { watchStages } from './release/watch-stages.ts';
import { repeat, type Chore } from './schedule/repeat.ts';
import type { WorkParts } from './start-work.ts';

/** How often stages are looked at, in milliseconds: a release that harms is held before many more have begun it. */
const LOOK_MS = 60_000;

/** Holds releases that go wrong, and moves whom a step map names. */
export function keepStages(
  parts: Pick<WorkParts, 'config' | 'clock' | 'log' | 'setting' | 'pools' | 'turns'>,
) {
  const { config, clock, log, turns } = parts;
  const pool = parts.pools.web;
  const { keyring } = parts.setting;
  const every = { everyMs: LOOK_MS, log };
  const chores: Chore[] = [
    repeat('stages', every, () =>
      watchStages({ pool, keyring, practice: config.demo, clock, log }),
    ),
    repeat('people', every, () => movePeople({ pool, turns, clock, log })),
  ];
  return { chores, wake: () => chores.forEach((each) => each.wake()) };
}
