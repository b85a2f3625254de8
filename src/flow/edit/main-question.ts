import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { type Entrance, entrancesOf, type Exit, exitsOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/**
 * The questions that a flow is there for: the first on every way from its start, and the one that comes once more to
 * whoever was silent.
 */
export function mainQuestions(steps: Steps, start: string): string[] {
  const first = asksFrom(steps, [start]);
  const nudged = first.flatMap((id) => silenceOf(steps[id]) ?? []);
  const meant = new Set(first.flatMap((id) => meaningsOf(steps[id])));
  const again = asksFrom(steps, nudged).filter((id) =>
    meaningsOf(steps[id]).some((means) => meant.has(means)),
  );
  return [...new Set([...first, ...again])];
}

/** The ways on which somebody has answered, or read on: no silence, no way back, nothing that could not be read. */
export function answeredWays(step: unknown): Exit[] {
  return exitsOf(step).filter(({ id }) => !['silence', 'back', 'unclear'].includes(id));
}

/** She has asked for a person: nothing comes between that and the person. */
export function asksForPerson({ effects }: Exit): boolean {
  const all: readonly unknown[] = Array.isArray(effects) ? effects : [effects];
  return all.some((one) => isMapping(one) && Object.hasOwn(one, 'follow_up'));
}

/**
 * Where the ways of all answers to the main questions are held up, so that everybody who answers comes by: behind what is
 * said to the answer where it then goes on, before a goodbye, and never where she asks for a person.
 */
export function waysOfAnswers(steps: Steps, start: string): Entrance[] {
  const main = mainQuestions(steps, start);
  let ways: Entrance[] = main.flatMap((step) =>
    answeredWays(steps[step]).map((exit) => ({ step, exit })),
  );
  for (;;) {
    const said = ways.map(({ exit }) => exit.to).find((to) => isReply(steps, to, ways));
    if (said === undefined) return ways.filter(({ exit }) => canBeHeldUp(exit, main));
    ways = [
      ...ways.filter(({ exit }) => exit.to !== said || exit.flow !== undefined),
      ...exitsOf(steps[said]).map((exit) => ({ step: said, exit })),
    ];
  }
}

/** Not where the next main question comes anyhow, nor where what is asked of the service stands in an order. */
function canBeHeldUp(exit: Exit, main: readonly string[]): boolean {
  const isOrdered = exit.flow !== undefined && Array.isArray(exit.effects);
  return !isOrdered && !asksForPerson(exit) && !main.includes(exit.to);
}

/** Something that is said to these answers alone, before it goes on. */
function isReply(steps: Steps, id: string, ways: readonly Entrance[]): boolean {
  const step = steps[id];
  if (!isMapping(step) || !Object.hasOwn(step, 'say') || step['to'] === END) return false;
  return entrancesOf(steps, id).every(({ step: from, exit }) =>
    ways.some((way) => way.step === from && way.exit.id === exit.id && !asksForPerson(way.exit)),
  );
}

/** The first questions on the ways from some steps. */
function asksFrom(steps: Steps, from: readonly string[]): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const stack = [...from].toReversed();
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
    if (seen.has(id) || !isMapping(step)) continue;
    seen.add(id);
    if (Object.hasOwn(step, 'ask')) found.push(id);
    else
      stack.push(
        ...answeredWays(step)
          .map(({ to }) => to)
          .toReversed(),
      );
  }
  return found;
}

function silenceOf(step: unknown): string | undefined {
  return exitsOf(step).find(({ id }) => id === 'silence')?.to;
}

function meaningsOf(step: unknown): string[] {
  return exitsOf(step).flatMap(({ means }) => (means === undefined ? [] : [means]));
}
