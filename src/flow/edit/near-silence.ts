import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { answeredWays } from './main-question.ts';
import { type Entrance, exitsOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;
/** So long without an answer, and where that leads. */
export type Silence = { after: string; to: string };

/**
 * What a question in these ways does when nobody answers, as the questions beside it do: the next one, else one before it,
 * else any. It leads to nothing that is said where she has answered before: whoever fell silent in the middle is not
 * written to once more. Undefined where no question of the flow waits for a silence.
 */
export function silenceBeside(
  steps: Steps,
  ways: readonly Entrance[],
  isFirst: boolean,
): Silence | undefined {
  const next = firstAsks(
    steps,
    ways.map(({ exit }) => exit.to),
  );
  const before = ways.map(({ step }) => step);
  const found = [...next, ...before, ...Object.keys(steps)].flatMap(
    (id) => silenceOf(steps[id]) ?? [],
  )[0];
  if (found === undefined || isFirst) return found;
  return { ...found, to: isHeard(steps, found.to) ? END : found.to };
}

export function silenceOf(step: unknown): Silence | undefined {
  const exit = exitsOf(step).find(({ id }) => id === 'silence');
  return exit?.after === undefined ? undefined : { after: exit.after, to: exit.to };
}

function firstAsks(steps: Steps, from: readonly string[]): string[] {
  return walked(steps, from, (step) => !Object.hasOwn(step, 'ask')).filter((id) =>
    Object.hasOwn(stepAt(steps, id) ?? {}, 'ask'),
  );
}

/** Something is said on the way from there to the end, or to a question. */
function isHeard(steps: Steps, from: string): boolean {
  const isSaid = (id: string) =>
    ['ask', 'say', 'use'].some((kind) => Object.hasOwn(stepAt(steps, id) ?? {}, kind));
  return walked(steps, [from], () => true).some(isSaid);
}

function walked(
  steps: Steps,
  from: readonly string[],
  passes: (step: Readonly<Record<string, unknown>>) => boolean,
): string[] {
  const seen = new Set<string>();
  const queue = [...from];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const step = stepAt(steps, id);
    if (seen.has(id) || step === undefined) continue;
    seen.add(id);
    if (passes(step)) queue.push(...answeredWays(step).map(({ to }) => to));
  }
  return [...seen];
}

function stepAt(steps: Steps, id: string) {
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  return isMapping(step) ? step : undefined;
}
