import { advance } from '../conversation/advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import type { Turn } from '../../src/conversation/place.ts';
import { render } from '../../src/conversation/render.ts';
import { durationMs } from '../../src/flow/duration.ts';
import { loadRelease, type Release } from '../../src/flow/release.ts';
import { type Effect, type Facts, type FlowEvent, Purpose } from '../../src/flow/vocabulary.ts';
import { factsOf } from './shipped.ts';

/**
 * A conversation as people can read it. `@` sets a fact, `<` is a line that the phone shows, `>` what is typed, `~` what
 * happens by itself (`silence`, `resumed`), `!` what is asked of the service, `#` a remark.
 */
export type Transcript = { facts: Facts; events: FlowEvent[]; expected: string[] };

const NOW = new Date('2027-01-04T08:00:00Z');

export function parseTranscript(source: string): Transcript {
  let facts = factsOf();
  const events: FlowEvent[] = [];
  const expected: string[] = [];
  for (const line of source.split('\n')) {
    const [mark, rest] = [line.slice(0, 1), line.slice(2)];
    if (mark === '' || mark === '#') continue;
    if (mark === '@') facts = withFact(facts, rest);
    else expected.push(line.trimEnd());
    if (mark === '>') events.push({ type: 'REPLY', text: rest, late: false, now: NOW });
    if (mark === '~') events.push({ type: eventType(rest), now: NOW });
  }
  return { facts, events, expected };
}

/** Plays the events, and between any two of them forgets everything but what would be stored. */
export function playTranscript(release: Release, { facts, events }: Transcript): string[] {
  let now = facts;
  let turn = begin(release, {}, now, NOW);
  const heard = linesOf(release, turn, now);
  for (const event of events) {
    heard.push(event.type === 'REPLY' ? `> ${event.text}` : `~ ${event.type.toLowerCase()}`);
    now = factsAfter(now, turn);
    const place = JSON.parse(JSON.stringify(turn.place));
    turn = advance(loadRelease(release.definition), place, event, now);
    heard.push(...(turn.understood ? linesOf(release, turn, now) : ['! not understood']));
  }
  return heard;
}

function linesOf(release: Release, turn: Turn, facts: Facts): string[] {
  const { language, channel, languages } = factsAfter(facts, turn);
  const options = { language, channel, languages, variables: { programme: 'Mazano' } };
  const lines = turn.effects.flatMap((effect) =>
    effect.type === 'say'
      ? render(release, [effect.text], options)
          .split('\n')
          .map((line) => `< ${line}`)
      : [`! ${effectLine(effect)}`],
  );
  const silence =
    turn.silenceAfterMs === undefined ? [] : [`! waits ${hours(turn.silenceAfterMs)}`];
  return [...lines, ...silence, ...(turn.done ? ['! end'] : [])];
}

function effectLine(effect: Effect): string {
  const { type, ...rest } = effect;
  if (effect.type === 'start')
    return `start: ${effect.flow} in ${effect.afterMs === 'rhythm' ? 'rhythm' : hours(effect.afterMs)}, within ${hours(effect.sendWithinMs)}`;
  return `${type}: ${Object.values(rest).join(' ')}`;
}

const hours = (ms: number): string => `${ms / (durationMs('1h') ?? Number.NaN)}h`;

function factsAfter(facts: Facts, turn: Turn): Facts {
  let { language } = facts;
  let purposes = [...facts.purposes];
  for (const effect of turn.effects) {
    if (effect.type === 'set_language') ({ language } = effect);
    if (effect.type === 'subscribe') purposes.push(effect.purpose);
    if (effect.type === 'unsubscribe') purposes = purposes.filter((one) => one !== effect.purpose);
  }
  return { ...facts, language, purposes };
}

function withFact(facts: Facts, line: string): Facts {
  const [name, value = ''] = line.split(': ').map((part) => part.trim());
  if (name === 'language') return { ...facts, language: value };
  if (name === 'channel') return { ...facts, channel: value === 'ussd' ? 'ussd' : 'sms' };
  if (name === 'consented')
    return { ...facts, purposes: value.split(', ').map((one) => Purpose.parse(one)) };
  throw new Error(`no such fact: ${line}`);
}

function eventType(name: string): 'SILENCE' | 'RESUMED' {
  if (name === 'silence') return 'SILENCE';
  if (name === 'resumed') return 'RESUMED';
  throw new Error(`no such event: ${name}`);
}
