import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import {
  type Entrance,
  entrancesOf,
  type Exit,
  exitsOf,
  onwardOf,
  targetOf,
} from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/**
 * The questions that a flow is there for: the first on every way from its start, and the one that comes once more to
 * whoever was silent. A question that was put before them all is none of them.
 */
export function mainQuestions(steps: Steps, start: string): string[] {
  const { first } = opening(steps, start);
  const nudged = first.flatMap((id) => silenceOf(steps[id]) ?? []);
  const meant = new Set(first.flatMap((id) => meaningsOf(steps[id])));
  const again = asksFrom(steps, nudged).filter((id) =>
    meaningsOf(steps[id]).some((means) => meant.has(means)),
  );
  return [...new Set([...first, ...again])];
}

/** The questions that were put before them. */
export function questionsBefore(steps: Steps, start: string): string[] {
  return [...opening(steps, start).before];
}

function opening(steps: Steps, start: string): { first: string[]; before: ReadonlySet<string> } {
  let first = asksFrom(steps, [start]);
  const before = new Set<string>();
  for (;;) {
    const behind = behindPreface(steps, first);
    if (behind === undefined || behind.some((id) => before.has(id))) break;
    for (const id of first) before.add(id);
    first = behind;
  }
  return { first, before };
}

/**
 * What is asked behind the one first question where all its answers go on to the same, and silence goes there too or does
 * what silence does there.
 */
function behindPreface(steps: Steps, first: readonly string[]): string[] | undefined {
  const [only, ...others] = first;
  if (only === undefined || others.length > 0) return undefined;
  const [on, ...apart] = new Set(waysFrom(steps, first).map(({ exit }) => targetOf(exit)));
  if (on === undefined || apart.length > 0) return undefined;
  const behind = asksFrom(steps, [on]);
  const quiet = silenceOf(steps[only]);
  const isAsBehind = quiet === on || behind.some((id) => silenceOf(steps[id]) === quiet);
  return quiet !== undefined && behind.length > 0 && isAsBehind ? behind : undefined;
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
 * The ways on which whoever answered the main questions goes on once all that belongs to her answer is over: what is said to
 * it, what is asked because of it, the goodbye of that answer. Nothing comes between an answer and a question or a
 * conversation that it leads to, nor where she asks for a person.
 */
export function waysOfAnswers(steps: Steps, start: string): Entrance[] {
  return waysFrom(steps, mainQuestions(steps, start));
}

function waysFrom(steps: Steps, main: readonly string[]): Entrance[] {
  let ways: Entrance[] = main.flatMap((step) => onwardWays(steps, step));
  const over = new Set(main);
  for (;;) {
    const own = ownOf(steps, ways, over);
    if (own === undefined) break;
    over.add(own);
    ways = [
      ...ways.filter(({ exit }) => exit.to !== own || exit.flow !== undefined),
      ...onwardWays(steps, own),
    ];
  }
  const held = ways.filter(({ exit }) => !asksForPerson(exit) && !over.has(exit.to));
  const isShared = new Set(held.map(({ exit }) => targetOf(exit))).size === 1;
  return held.filter((way) => canBeHeldUp(way) && (isShared || !isTorn(steps, way)));
}

/** A step that belongs to some of the answers: first what goes on, then what ends; none where all come by it. */
function ownOf(
  steps: Steps,
  ways: readonly Entrance[],
  over: ReadonlySet<string>,
): string | undefined {
  const open = ways.filter(({ exit }) => !asksForPerson(exit) && !over.has(exit.to));
  const targets = open.map(({ exit }) => exit.to);
  const own = targets.filter((to) => !over.has(to) && isReply(steps, to, ways));
  const says = own.filter((to) => kindOf(steps[to]) === 'say');
  const [goesOn] = says.filter((to) => onwardOf(steps[to]) !== END);
  if (goesOn !== undefined) return goesOn;
  if (new Set(open.map(({ exit }) => targetOf(exit))).size === 1) return undefined;
  return own.find((to) => kindOf(steps[to]) === 'ask') ?? says[0];
}

/** What is asked of the service in an order stays so: nothing is put into it. */
function canBeHeldUp({ exit }: Entrance): boolean {
  return exit.flow === undefined || !Array.isArray(exit.effects);
}

/** Between an answer and the question, or the conversation, that it leads to. */
function isTorn(steps: Steps, { step, exit }: Entrance): boolean {
  if (exit.flow !== undefined) return true;
  return kindOf(steps[step]) === 'ask' && asksFrom(steps, [exit.to]).length > 0;
}

/** Something that is said or asked because of these answers alone. */
function isReply(steps: Steps, id: string, ways: readonly Entrance[]): boolean {
  const kind = kindOf(Object.hasOwn(steps, id) ? steps[id] : undefined);
  if (kind !== 'say' && kind !== 'ask') return false;
  return entrancesOf(steps, id).every(({ step: from, exit }) =>
    ways.some((way) => way.step === from && way.exit.id === exit.id && !asksForPerson(way.exit)),
  );
}

/** Where somebody goes on who has answered; `0` is an answer where it leads on. */
function onwardWays(steps: Steps, step: string): Entrance[] {
  const back = exitsOf(steps[step]).filter(({ id }) => id === 'back');
  return [...answeredWays(steps[step]), ...back].map((exit) => ({ step, exit }));
}

function kindOf(step: unknown): 'say' | 'ask' | undefined {
  if (!isMapping(step)) return undefined;
  return Object.hasOwn(step, 'ask') ? 'ask' : Object.hasOwn(step, 'say') ? 'say' : undefined;
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
