import type { Chance } from './chance.ts';
import type { Shown } from './read-message.ts';

/** What somebody does with a phone. A dialled session is played to its end in one go. */
export type Act = { kind: 'text'; text: string } | { kind: 'dial'; way: readonly string[] };
/** So much later, in milliseconds. */
export type Plan = { afterMs: number; act: Act };

/** How somebody takes part: `silent` never answers a question; `off` is without a charged phone for days. */
type Habit = 'answers' | 'silent' | 'off';

/** Whoever has a phone. */
export type Holder = {
  /** When the phone, where it is off at this moment, is on again. */
  onAgain(atMs: number): number;
  /** What a text leads to. */
  reads(shown: Shown): Plan[];
  /** What is pressed at a screen; undefined where the session is left. */
  presses(shown: Shown, way: string[]): string | undefined;
};

export type Person = Holder & {
  readonly habit: Habit;
  /** The first thing done. */
  joins(): Act;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Shares of 1, in order: 15 % silent, 15 % with phones that are off for days; together the 30 % of the brief. */
const HABITS: readonly [Habit, number][] = [
  ['silent', 0.15],
  ['off', 0.3],
  ['answers', 1],
];

/** How likely each answer is, by the place of its question; the rest of 1 is no answer at all. */
const ANSWERS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'menu.home': { take_part: 1 },
  'menu.take_part': { join: 1 },
  'welcome.language': { en: 0.7, sw: 0.3 },
  'welcome.who_we_are': { go_on: 0.98, not_now: 0.02 },
  'welcome.your_phone': { go_on: 1 },
  'welcome.age': { yes: 0.98, no: 0.02 },
  'welcome.may_we_text': { yes: 0.92, no: 0.04, by_voice: 0.02 },
  'welcome.shared_phone': { yes: 0.5, no: 0.5 },
  'welcome.texts_here': { say_little: 0.9, dial_only: 0.1 },
  'welcome.texts_how': { say_little: 0.5, my_words: 0.4, dial_only: 0.1 },
  'welcome.own_words': { yes: 0.5, no: 0.5 },
  'reach.safe_to_call': { anybody: 0.4, only_me: 0.6 },
  'reach.good_time': { morning: 0.4, any_time: 0.6 },
  'check-in.small_step': { done: 0.4, part: 0.2, not_yet: 0.2 },
  'check-in.your_step': { done: 0.4, part: 0.2, not_yet: 0.2 },
  'check-in.nudge': { done: 0.3, part: 0.1, not_yet: 0.1 },
  'check-in.next_step': { same_again: 0.8 },
  'check-in.not_yet': { smaller: 0.3, more_time: 0.5, talk: 0.05 },
  'check-in.may_we_call': { yes: 0.5, no: 0.4 },
  'check-in.may_we_ask': { yes: 0.5, no: 0.4 },
};
/** Own words, where a question asks for them. */
const WORDS: Readonly<Record<string, string>> = { 'check-in.smaller': 'walk to the market' };

/** `way` takes the digits that are to follow, one for each text that comes back. */
type Extra = { chance: number; plans: (chance: Chance, way: string[]) => Plan[] };
/** What somebody does in place of answering the question of a week: shares of 1, in order. */
const EXTRAS: readonly Extra[] = [
  { chance: 0.004, plans: stopsAndMayReturn },
  { chance: 0.001, plans: () => [{ afterMs: HOUR_MS, act: { kind: 'dial', way: ['88'] } }] },
  { chance: 0.012, plans: () => [soon('9')] },
  { chance: 0.001, plans: () => [soon('I want to die')] },
  { chance: 0.005, plans: (chance, way) => menu(way, '4', '2', chance.pick(['1', '2', '3', '4'])) },
  { chance: 0.004, plans: (chance, way) => menu(way, '4', '3', chance.pick(['1', '1', '2'])) },
  { chance: 0.004, plans: () => [soon('HELP')] },
  { chance: 0.004, plans: () => [soon('hello')] },
  { chance: 0.01, plans: () => [{ afterMs: HOUR_MS, act: { kind: 'dial', way: ['1', '2'] } }] },
];
const OPENERS = new Set(['check-in.small_step', 'check-in.your_step']);
const STOPS = ['STOP', 'stop', 'Stop please', 'STOP!'] as const;

/** Somebody with a phone, whose acts follow from a seed alone; `stirring` times as often something else than answers. */
export function createPerson(chance: Chance, stirring: number): Person {
  const roll = chance.next();
  const habit = HABITS.find(([, upTo]) => roll < upTo)?.[0] ?? 'answers';
  const byDial = chance.next() < 0.5;
  const offs = chance.fork(1);
  /** Digits still to be pressed by text on the way through a menu. */
  const way: string[] = [];

  const answer = (shown: Shown): string | undefined => {
    const words = WORDS[shown.place];
    if (words !== undefined && shown.lines.size === 0) return words;
    const likely = Object.entries(ANSWERS[placeOf(shown)] ?? {});
    let left = chance.next();
    for (const [means, share] of likely) {
      if (left < share) return shown.digits.get(means);
      left -= share;
    }
    return undefined;
  };
  const extra = (): Plan[] | undefined => {
    let left = chance.next();
    for (const one of EXTRAS) {
      const share = one.chance * stirring;
      if (left < share) return one.plans(chance, way);
      left -= share;
    }
    return undefined;
  };
  return {
    habit,
    joins: () => (byDial ? { kind: 'dial', way: [] } : { kind: 'text', text: 'JOIN' }),
    onAgain: (atMs) => (habit === 'off' ? endOfOff(offs, atMs) : atMs),
    presses(shown, ahead) {
      return ahead.shift() ?? answer(shown);
    },
    reads(shown) {
      const next = way.shift();
      if (next !== undefined) return [soon(next)];
      const joining = shown.place.startsWith('welcome.');
      if (habit === 'silent' && !joining) return [];
      const plans = OPENERS.has(shown.place) ? extra() : undefined;
      if (plans !== undefined) return plans;
      const text = answer(shown) ?? calledFor(shown);
      return text === undefined
        ? []
        : [{ afterMs: delay(chance, joining), act: { kind: 'text', text } }];
    },
  };
}

/** The parts of a flow have its name in front: `welcome.reach__safe_to_call`. */
function placeOf({ place }: Shown): string {
  const inner = /\.(\w+?)__(\w+)$/u.exec(place);
  return inner === null ? place : `${inner[1]}.${inner[2]}`;
}

/** Whatever is offered outside the flows that people are told to answer: "1 Call me". */
function calledFor(shown: Shown): string | undefined {
  return shown.place === '' && shown.lines.size === 2 ? '1' : undefined;
}

function soon(text: string): Plan {
  return { afterMs: 20 * MINUTE_MS, act: { kind: 'text', text } };
}

/** The menu by text: 00, and then a digit to each answer of it. */
function menu(way: string[], ...digits: string[]): Plan[] {
  way.push(...digits);
  return [soon('00')];
}

function stopsAndMayReturn(chance: Chance): Plan[] {
  const back = {
    afterMs: (1 + chance.below(30)) * DAY_MS,
    act: { kind: 'text', text: 'START' },
  } as const;
  return [soon(chance.pick(STOPS)), ...(chance.next() < 0.4 ? [back] : [])];
}

/** Most answer within hours, some after days. */
function delay(chance: Chance, joining: boolean): number {
  if (joining) return 5 * MINUTE_MS + chance.below(25 * MINUTE_MS);
  const late = chance.next() < 0.05;
  return late ? chance.below(5 * DAY_MS) : 10 * MINUTE_MS + chance.below(6 * HOUR_MS);
}

/** Of each fortnight a stretch of two to six days without power, air time or network. */
function endOfOff(offs: Chance, atMs: number): number {
  const fortnight = Math.floor(atMs / (14 * DAY_MS));
  const own = offs.fork(fortnight);
  const fromMs = fortnight * 14 * DAY_MS + own.below(8 * DAY_MS);
  const toMs = fromMs + (2 + own.below(5)) * DAY_MS;
  return atMs >= fromMs && atMs < toMs ? toMs : atMs;
}
