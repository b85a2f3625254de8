import { isMapping } from '../read-object.ts';
import { START_WAY } from './edit-ways.ts';
import { answeredWays } from './main-question.ts';
import { type Silence, silenceOf } from './near-silence.ts';
import { ONWARD } from './new-answer.ts';
import { type Entrance, exitsOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/** Where no question behind it waits for a silence: a whole day, so that everybody has had an evening. */
const UNANSWERED = '24h';

/**
 * The ways to what a flow asks first, behind all that it plans and decides before: whoever it asks anything comes by one of
 * them, whatever leads her into the flow. None where nothing is asked, or where something leads back there later.
 */
export function openingWays(steps: Steps, start: string): Entrance[] {
  if (asks(steps[start]))
    return [{ step: '', exit: { id: START_WAY, path: ['start'], to: start } }];
  const before = openingOf(steps, start);
  const isEnteredAgain = Object.keys(steps)
    .filter((step) => !before.has(step))
    .some((step) => exitsOf(steps[step]).some(({ to }) => before.has(to)));
  if (isEnteredAgain) return [];
  return [...before].flatMap((step) =>
    answeredWays(steps[step])
      .filter(({ to }) => asks(steps[to]))
      .map((exit) => ({ step, exit })),
  );
}

/** All that stands on the ways from the start until something is asked. */
function openingOf(steps: Steps, start: string): Set<string> {
  const seen = new Set<string>();
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    if (seen.has(id) || !isMapping(steps[id]) || asks(steps[id])) continue;
    seen.add(id);
    stack.push(...answeredWays(steps[id]).map(({ to }) => to));
  }
  return seen;
}

/** A part asks too. */
function asks(step: unknown): boolean {
  return isMapping(step) && (Object.hasOwn(step, 'ask') || Object.hasOwn(step, 'use'));
}

/**
 * What happens when nobody answers a question that comes before the first ones. What they lead to after a silence comes as
 * it did where it asks once more; else the first question itself: nobody misses what the flow is there for.
 */
export function silenceBeforeAll(steps: Steps, ways: readonly Entrance[]): Silence {
  const next = ways.map(({ exit }) => silenceOf(steps[exit.to]));
  const [one] = next;
  const asksAgain =
    one !== undefined && asks(steps[one.to]) && next.every((other) => other?.to === one.to);
  const after = next.find((other) => other !== undefined)?.after ?? UNANSWERED;
  return { after, to: asksAgain ? one.to : ONWARD };
}
