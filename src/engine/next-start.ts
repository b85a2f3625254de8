import { rhythmMs } from '../conversation/programme-variables.ts';
import { exits } from '../flow/exits.ts';
import type { Programme } from '../flow/programme.ts';
import type { Release } from '../flow/release.ts';
import type { TimerTimes } from '../store/timers.ts';
import type { TimerArrival } from './decide-timer.ts';
import { opening } from './own-hours.ts';
import { CHOSEN_FOR_MS, stepsAfter } from './reminder-moment.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow } from './talk.ts';

const DAY_MS = 24 * 3_600_000;
/** A weekday on which nothing may ever be sent gives way to another: within so many days each weekday comes by. */
const DAYS_TRIED = 7;

type Rhythm = { everyMs: number; sendWithinMs: number };

/**
 * The next time after `after` of a start that could not be sent within its time, where its flow comes back by itself: at
 * the weekday and time of day that were its own. Undefined where nothing would follow it anyway, or no yes is left for it.
 */
export function nextStart(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  after: Date,
): TimerTimes | undefined {
  const rhythm = rhythmOf(setting, situation, timer);
  if (rhythm === undefined) return undefined;
  const { everyMs, sendWithinMs } = rhythm;
  // Looking again each hour moves a timer, but neither its last moment nor the time that she chose.
  const dueMs =
    timer.chosenUntil === null
      ? Math.min(timer.dueAt.getTime(), timer.sendBy.getTime() - sendWithinMs)
      : timer.chosenUntil.getTime() - CHOSEN_FOR_MS;
  const { timeZone } = setting.programme;
  const next = stepsAfter(new Date(dueMs), everyMs, { timeZone, after });
  const isChosen = timer.chosenUntil !== null && situation.hours === undefined;
  const dueAt = isChosen ? next : sendableDay(setting.programme, situation, next, sendWithinMs);
  return {
    dueAt,
    sendBy: new Date(dueAt.getTime() + sendWithinMs),
    chosenUntil: timer.chosenUntil && new Date(dueAt.getTime() + CHOSEN_FOR_MS),
  };
}

/** How often the flow of this timer comes, and how long it is worth sending. Of a date there is only one. */
function rhythmOf(
  setting: Setting,
  situation: Situation,
  { kind, flow }: TimerArrival,
): Rhythm | undefined {
  if (flow === null || (kind !== 'start' && kind !== 'remind')) return undefined;
  const release = setting.releases.current(flow, situation.row.phoneId);
  if (release?.purpose === undefined || !situation.purposes.includes(release.purpose))
    return undefined;
  const begun = setAtOnce(setting, situation, flow);
  return begun ?? (kind === 'start' ? setLater(setting.programme, release) : undefined);
}

/**
 * The next time as the flow would have set it for her at its beginning, or the flow that it hands over to. Never later than
 * the rhythm of the programme: whoever chose a month has waited for it already.
 */
function setAtOnce(setting: Setting, situation: Situation, flow: string): Rhythm | undefined {
  const channel = situation.traits.includes('dial_only') ? 'ussd' : 'sms';
  const talk = beginFlow(setting, situation, flow, channel);
  for (const { effect, release } of talk?.effects ?? []) {
    if (effect.type === 'remind' && effect.flow === release.flow && effect.date === undefined)
      return daily(effect);
    if (effect.type !== 'start' || effect.flow !== release.flow) continue;
    const { afterMs, sendWithinMs } = effect;
    const usualMs = rhythmMs(setting.programme, effect.flow);
    const ownMs = afterMs === 'rhythm' ? usualMs : afterMs;
    return { everyMs: Math.max(DAY_MS, Math.min(ownMs, usualMs)), sendWithinMs };
  }
  return undefined;
}

/** The rhythm of a flow that sets its next time only once it was answered, or was not. */
function setLater(programme: Programme, { flow, steps }: Release): Rhythm | undefined {
  for (const step of steps.values())
    for (const effect of exits(step).flatMap((exit) => exit.do)) {
      if (!('flow' in effect) || effect.flow !== flow) continue;
      if (effect.type === 'remind_field' && effect.dateField === undefined) return daily(effect);
      if (effect.type !== 'start') continue;
      if (effect.afterMs !== 'rhythm' && !programme.rhythm.has(flow)) continue;
      const { sendWithinMs } = effect;
      return { everyMs: Math.max(DAY_MS, rhythmMs(programme, flow)), sendWithinMs };
    }
  return undefined;
}

/** A time of day without a date comes each day. */
function daily({ sendWithinMs }: { sendWithinMs: number }): Rhythm {
  return { everyMs: DAY_MS, sendWithinMs };
}

/** The first of the days from `next` on, at that time of day, from which it can be sent in time. */
function sendableDay(
  programme: Programme,
  { hours }: Situation,
  next: Date,
  sendWithinMs: number,
): Date {
  const { timeZone } = programme;
  let at = next;
  for (let tried = 0; tried < DAYS_TRIED; tried += 1) {
    const opens = opening(programme, hours, at);
    if (opens.open || opens.opensAt.getTime() <= at.getTime() + sendWithinMs) return at;
    at = stepsAfter(at, DAY_MS, { timeZone, after: at });
  }
  return next;
}
