import { never } from '../../base/assert.ts';
import type { Effect } from '../../flow/vocabulary.ts';

/** Milliseconds. */
const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;
/** Up to here people count hours: a nudge comes after 48 h. */
const HOURS_MAX_MS = 2 * UNITS.d;

/** An effect beside `say` as a transcript writes it behind `!`, in the words of the flow file. */
export function effectLine(effect: Exclude<Effect, { type: 'say' }>): string {
  switch (effect.type) {
    case 'set_shared':
      return `set_shared: ${effect.shared}`;
    case 'note':
      return `${effect.is ? 'note' : 'unnote'}: ${effect.trait}`;
    case 'set_hours': {
      const { hours } = effect;
      return `set_hours: ${hours === null ? 'any' : `${hours.from} to ${hours.to}`}`;
    }
    case 'calls':
      return callsLine(effect);
    case 'pause':
      return `pause: ${durationWords(effect.forMs)}`;
    case 'start': {
      const after = effect.afterMs === 'rhythm' ? 'rhythm' : durationWords(effect.afterMs);
      return `start: ${effect.flow} in ${after}, within ${durationWords(effect.sendWithinMs)}`;
    }
    case 'remind':
      return remindLine(effect);
    case 'complain':
      return complaintLine(effect);
    default:
      return isBare(effect) ? effect.type : `${effect.type}: ${wordOf(effect)}`;
  }
}

type Bare = { type: 'quiet' | 'leave_group' | 'keep_data' | 'set_pin' | 'vote' };
/** Whether its name says it all; the digits of a PIN, and a vote, stand nowhere. */
function isBare<T extends { type: string }>(effect: T): effect is Extract<T, Bare> {
  return ['quiet', 'leave_group', 'keep_data', 'set_pin', 'vote'].includes(effect.type);
}

/** The one word that such an effect carries. */
function wordOf(effect: OneWord): string {
  switch (effect.type) {
    case 'follow_up':
      return effect.reason;
    case 'record':
      return effect.outcome;
    case 'subscribe':
    case 'unsubscribe':
      return effect.purpose;
    case 'set_language':
      return effect.language;
    case 'join_group':
      return effect.code;
    case 'erase':
      return effect.afterMs === 0 ? 'now' : 'in_3_days';
    case 'match':
    case 'group':
      return effect.act;
    case 'cancel':
    case 'hand_over':
      return effect.flow;
    default:
      return never(effect, 'effect');
  }
}

type OneWord = Exclude<
  Effect,
  {
    type:
      | 'say'
      | 'set_shared'
      | 'note'
      | 'set_hours'
      | 'calls'
      | 'pause'
      | 'start'
      | 'remind'
      | 'complain'
      | 'set_pin'
      | 'keep_data'
      | 'quiet'
      | 'leave_group'
      | 'vote';
  }
>;

/** A time as a flow writes it: `30m`, `48h`, `7d`. */
export function durationWords(ms: number): string {
  if (ms > HOURS_MAX_MS && ms % UNITS.d === 0) return `${ms / UNITS.d}d`;
  if (ms % UNITS.h === 0) return `${ms / UNITS.h}h`;
  return ms % UNITS.m === 0 ? `${ms / UNITS.m}m` : `${ms / UNITS.s}s`;
}

function callsLine(effect: Extract<Effect, { type: 'calls' }>): string {
  const { answeredBy, hours, cover, ringBack } = effect;
  const said = [
    ...(answeredBy === undefined ? [] : [`answered_by ${answeredBy}`]),
    ...(hours === undefined ? [] : [hours === null ? 'any hours' : `${hours.from} to ${hours.to}`]),
    ...(cover === undefined ? [] : [`cover ${cover ?? 'none'}`]),
    ...(ringBack === undefined ? [] : [ringBack ? 'ring_back' : 'no ring_back']),
  ];
  return `calls: ${said.join(', ')}`;
}

function remindLine(effect: Extract<Effect, { type: 'remind' }>): string {
  const on = effect.date === undefined ? '' : ` on ${effect.date}`;
  const at = effect.time === undefined ? '' : ` at ${effect.time}`;
  const earlier = effect.earlierMs === 0 ? '' : `, ${durationWords(effect.earlierMs)} earlier`;
  return `remind: ${effect.flow}${on}${at}${earlier}, within ${durationWords(effect.sendWithinMs)}`;
}

function complaintLine({ named, about }: Extract<Effect, { type: 'complain' }>): string {
  return `complain: ${named ? 'named' : 'without a name'}${about === undefined ? '' : `, ${about}`}`;
}
