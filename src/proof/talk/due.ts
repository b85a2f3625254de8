import type { Effect } from '../../flow/vocabulary.ts';
import { isoDay } from '../transcripts/facts-later.ts';
import type { Due, World } from './phone.ts';

/** A start at a chosen time lies at the beginning of that day here; only the day is tried out. */
const TIME_OF_DAY = 'T08:00:00Z';

/** What is due after a turn: a start or reminder replaces the one of the same flow that was due. */
export function dueAfter(
  world: World,
  due: readonly Due[],
  effects: readonly Effect[],
  now: Date,
): readonly Due[] {
  let all = due;
  for (const effect of effects) {
    if (effect.type !== 'start' && effect.type !== 'remind' && effect.type !== 'cancel') continue;
    const others = all.filter(({ flow }) => flow !== effect.flow);
    all =
      effect.type === 'cancel'
        ? others
        : [...others, { flow: effect.flow, at: dueAt(world, effect, now) }];
  }
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function dueAt(
  world: World,
  effect: Extract<Effect, { type: 'start' | 'remind' }>,
  now: Date,
): Date {
  if (effect.type === 'start') {
    const afterMs = effect.afterMs === 'rhythm' ? world.rhythmMs(effect.flow) : effect.afterMs;
    return new Date(now.getTime() + afterMs);
  }
  const { date, time, earlierMs } = effect;
  const day = date ?? isoDay(now);
  const wanted = new Date(time === undefined ? `${day}${TIME_OF_DAY}` : `${day}T${time}:00Z`);
  const passed = date === undefined && wanted <= now;
  const at = passed ? wanted.getTime() + DAY_MS : wanted.getTime();
  return new Date(at - earlierMs);
}

const DAY_MS = 86_400_000;
