import type { TimerArrival } from './decide-timer.ts';
import type { Decision } from './decision.ts';
import { nextStart } from './next-start.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** A start that finds another question open looks again after so long, until its `send_by`; so does a silence that was missed. */
const LOOK_AGAIN_MS = 3_600_000;

/** Puts a timer off for now; where that is past its time, it is missed. */
export function later(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  dueAt: Date,
): Decision {
  const { sendBy, chosenUntil } = timer;
  if (dueAt > sendBy) return missed(setting, situation, timer);
  return { kind: 'defer_timer', dueAt, sendBy, chosenUntil };
}

export function lookAgain({ now }: Situation): Date {
  return new Date(now.getTime() + LOOK_AGAIN_MS);
}

/**
 * A silence is one however late it is counted: undefined then. Where nobody looked while it fell due, what she has answered
 * meanwhile is fetched first.
 */
export function decideLate(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
): Decision | undefined {
  if (timer.kind !== 'silence') return missed(setting, situation, timer);
  const { dueAt, sendBy, chosenUntil } = timer;
  if (situation.now.getTime() - dueAt.getTime() <= LOOK_AGAIN_MS) return undefined;
  return { kind: 'defer_timer', dueAt: lookAgain(situation), sendBy, chosenUntil };
}

/** Nothing is sent late; but whoever is asked in a rhythm is asked the next time, or nobody would ever ask her again. */
export function missed(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  after = situation.now,
): Decision {
  const times = nextStart(setting, situation, timer, after);
  return times === undefined
    ? { kind: 'drop_timer' }
    : { kind: 'defer_timer', missed: true, ...times };
}
