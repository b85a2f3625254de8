import { END } from '../definition.ts';
import { type Desk, EditRefused, freeName } from './desk.ts';
import { type ByLanguage, dropUnused } from './edit-words.ts';
import { exitOf, setTarget, START_WAY, type Way } from './edit-ways.ts';
import { everybodysWays, firstWays, joined } from './join-ways.ts';
import { type Noted, ONWARD } from './new-answer.ts';
import { newStep } from './new-step.ts';
import { isOffer } from './person-ways.ts';
import { partWays } from './part-ways.ts';
import { blockOf, ownOf } from './step-block.ts';
import { dropUnheard } from './take-out.ts';
import { sayingWhoWrites } from './who-writes.ts';
import {
  type Entrance,
  entrancesOf,
  exitsOf,
  FLOW_MARK,
  meaningsOf,
  onwardOf,
  targetOf,
  textOf,
} from './written-exits.ts';
import { addPair, removePair, renameKey, setValue } from './yaml-text.ts';

/** Puts a step that only says something in the way `at`; it goes on as that way did, or to `target`. */
export function addSay(
  desk: Desk,
  say: { at: Way; words: ByLanguage; target?: string | undefined },
): string {
  const { at, words, target = ONWARD } = say;
  const place = placeAt(desk, at);
  const { onward } = place;
  const to = target === ONWARD ? onward : target;
  if (to !== END && !to.startsWith(FLOW_MARK)) desk.step(to);
  const name = newStep(desk, words, wordsAt(desk, place, words));
  const way = to.startsWith(FLOW_MARK)
    ? `to: end, do: { hand_over: ${to.slice(FLOW_MARK.length)} }`
    : `to: ${to}`;
  putStep(desk, place, { key: name, text: `{ say: ${name}, ${way} }` });
  return name;
}

/**
 * Instead of one way: everything that leads to the step; every answer of a step that leads on to one place; every answer to
 * the main questions of the flow; everything that leads to the first questions of the flow.
 */
export const BEFORE_WAY = 'before';
export const ANY_WAY = 'any';
export const EVERYBODYS_WAY = 'everybody';
export const FIRST_WAY = 'first';

/** A way into which something is put, with where it leads on to, and the ways of a place that many come by. */
type Place = { at: Way; onward: string; shared: readonly Entrance[] | undefined };

/** The ways are those of the flow as it is before anything is put into it. */
export function placeAt(desk: Desk, at: Way): Place {
  const shared = waysOfPlace(desk, at);
  const onward = shared === undefined ? onwardFrom(desk, at) : joined(desk, shared);
  return { at, onward, shared };
}

function onwardFrom(desk: Desk, at: Way): string {
  if (at.exit === BEFORE_WAY) {
    desk.step(at.step);
    return at.step;
  }
  if (at.exit !== ANY_WAY) return targetOf(exitOf(desk, at));
  const onward = onwardOf(desk.step(at.step));
  if (onward === undefined) throw new EditRefused('leads_apart', { step: at.step });
  return onward;
}

/** The ways of a place that many come by from different steps. */
export function waysOfPlace(desk: Desk, { exit }: Way): Entrance[] | undefined {
  if (exit === FIRST_WAY) return firstWays(desk);
  return exit === EVERYBODYS_WAY ? everybodysWays(desk) : undefined;
}

/** Leads a way, or all that is meant by it, to a step. */
function lead(desk: Desk, { at, onward, shared }: Place, step: string): void {
  if (shared !== undefined)
    for (const { step: from, exit } of shared) setTarget(desk, { step: from, exit: exit.id }, step);
  else if (at.exit === BEFORE_WAY) bypass(desk, at.step, step, ownWith(desk, step));
  else if (at.exit !== ANY_WAY) setTarget(desk, at, step);
  else
    for (const exit of exitsOf(desk.step(at.step)))
      if (targetOf(exit) === onward && exit.id !== 'back' && exit.id !== 'silence')
        setTarget(desk, { step: at.step, exit: exit.id }, step);
}

/** What a step alone leads to, and any offer among it: a no there goes on behind the step, never back to it. */
function ownWith(desk: Desk, step: string): string[] {
  const steps = desk.steps();
  const own = [...ownOf(steps, step)];
  const offers = own.flatMap((one) => exitsOf(steps[one]).map(({ to }) => to));
  return [...own, ...offers.filter((one) => isOffer(steps[one]))];
}

/** What is said at a place: before all else it begins with who writes. */
export function wordsAt(desk: Desk, { at, shared = [] }: Place, words: ByLanguage): ByLanguage {
  return at.exit === FIRST_WAY ? sayingWhoWrites(desk, shared, words) : words;
}

/** Writes a step and leads the way `at` to it. */
export function putStep(
  desk: Desk,
  place: Place,
  pair: { key: string; text: string; below?: string[] },
): void {
  const { at, shared } = place;
  const beside = at.exit === FIRST_WAY ? shared?.[0]?.step : at.step;
  const after = at.exit === START_WAY || beside === '' ? undefined : beside;
  desk.editFlow((source) => addPair(source, ['steps'], { ...pair, after }));
  lead(desk, place, pair.key);
}

/** Moves a step into the way `at`, with what belongs to it: what led to it leads on to what came after it. */
export function moveStep(desk: Desk, step: string, at: Way): void {
  if (at.step === step) throw new EditRefused('same_place');
  desk.step(step);
  const block = blockOf(desk.steps(), step);
  if (block === undefined) throw new EditRefused('leads_apart', { step });
  const { onward, ways } = block;
  const isOwn = (id: string) => id === step || ways.some((way) => way.step === id);
  if (onward === step || (![FIRST_WAY, EVERYBODYS_WAY].includes(at.exit) && isOwn(at.step)))
    throw new EditRefused('same_place');
  setAside(desk, step, at.step);
  const place = placeAt(desk, at);
  lead(desk, place, step);
  goOn(desk, ways, place.onward);
}

/**
 * Until a step has its place it stands in nobody's way, nor beside anybody who comes there. A fork that it stood before goes
 * with it, unless that is the place.
 */
export function setAside(desk: Desk, step: string, place?: string): void {
  const block = blockOf(desk.steps(), step);
  if (block === undefined) return;
  bypass(desk, step, block.onward);
  goOn(desk, block.ways, END);
  if (place !== block.onward) partWays(desk, block.onward);
}

function goOn(desk: Desk, ways: readonly Entrance[], to: string): void {
  for (const { step, exit } of ways) setTarget(desk, { step, exit: exit.id }, to);
}

type Removed = { step: string; instead: string | undefined; noted?: Noted };

/**
 * Takes a step out, with what is said back to its answers alone and what they alone offer. What led to it leads to
 * `instead`, or to what came after it.
 */
export function removeStep(desk: Desk, { step, instead, noted }: Removed): void {
  const written = desk.step(step);
  const onward = instead ?? onwardOf(written);
  if (onward === undefined) throw new EditRefused('say_where', { step });
  if (onward === step) throw new EditRefused('same_place');
  if (Object.keys(desk.steps()).length === 1) throw new EditRefused('last_step');
  const own = [...ownOf(desk.steps(), step)].filter((one) => one !== step);
  bypass(desk, step, onward);
  desk.editFlow((source) => removePair(source, ['steps', step]));
  const text = textOf(written);
  dropUnused(desk, text === undefined ? [] : [text], meaningsOf(written));
  dropUnheard(desk, own, noted);
  partWays(desk, onward);
}

/** Whatever leads to a step leads to another, but for what these steps do themselves. */
function bypass(desk: Desk, step: string, onward: string, but: readonly string[] = [step]): void {
  if (desk.written()['start'] === step) setTarget(desk, { step: '', exit: START_WAY }, onward);
  for (const entrance of entrancesOf(desk.steps(), step))
    if (!but.includes(entrance.step))
      setTarget(desk, { step: entrance.step, exit: entrance.exit.id }, onward);
}

/** Gives a step another name, everywhere; returns it. */
export function renameStep(desk: Desk, step: string, words: string): string {
  desk.step(step);
  const others = Object.keys(desk.steps()).filter((one) => one !== step);
  if (words.trim() === '') throw new EditRefused('no_name');
  const name = freeName(words, others);
  if (name === step) return step;
  desk.editFlow((source) => renameKey(source, ['steps', step], name));
  if (desk.written()['start'] === step)
    desk.editFlow((source) => setValue(source, ['start'], name));
  for (const { step: from, exit } of entrancesOf(desk.steps(), step))
    desk.editFlow((source) => setValue(source, ['steps', from, ...exit.path], name));
  return name;
}
