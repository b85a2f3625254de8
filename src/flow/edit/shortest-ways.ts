import { END } from '../definition.ts';
import type { Outline, OutlineStep } from './outline.ts';
import type { Exit } from './written-exits.ts';

/** One step on the way to another, and how it is left. */
export type Hop = { step: OutlineStep; exit: Exit };
/** From the start to a step. */
export type WayIn = readonly Hop[];

/** What an answer weighs; conditions only decide between ways of as many answers. */
const ANSWER = 100;
/** Nobody is led along silence where any answer leads there too: more than all answers of a flow. */
const UNANSWERED = 100_000;

/** How much of an answer it takes to leave a step so; undefined for the way back, which leads nowhere new. */
function weightOf({ kind }: OutlineStep, exit: Exit): number | undefined {
  switch (exit.id.split('.')[0]) {
    case 'back':
      return undefined;
    case 'silence':
    case 'unclear':
      return UNANSWERED;
    case 'case':
    case 'else':
      return 1;
    case 'to':
      return kind === 'ask' || kind === 'use' ? ANSWER : 0;
    default:
      return ANSWER;
  }
}

/** The way of fewest answers from the start to every step that is reached. */
export function shortestWays({ steps, start = END }: Outline): ReadonlyMap<string, WayIn> {
  const ways = new Map<string, WayIn>();
  const open = new Map<string, { weight: number; way: WayIn }>([[start, { weight: 0, way: [] }]]);
  for (;;) {
    const next = [...open].toSorted(([, a], [, b]) => a.weight - b.weight)[0];
    if (next === undefined) return ways;
    const [id, { weight, way }] = next;
    open.delete(id);
    const step = steps.get(id);
    if (step === undefined) continue;
    ways.set(id, way);
    for (const exit of step.exits) {
      const more = weightOf(step, exit);
      const known = open.get(exit.to)?.weight ?? Infinity;
      if (more === undefined || ways.has(exit.to) || weight + more >= known) continue;
      open.set(exit.to, { weight: weight + more, way: [...way, { step, exit }] });
    }
  }
}

/** Whether whoever answers each question comes by this step before the end, whatever is answered. */
export function isOnEveryWay({ steps, start = END }: Outline, id: string): boolean {
  const seen = new Set([id]);
  const stack = [start];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const step = steps.get(at);
    if (step === undefined) continue;
    const answered = step.exits.filter((exit) => (weightOf(step, exit) ?? UNANSWERED) < UNANSWERED);
    stack.push(...answered.map(({ to }) => to));
  }
  return !seen.has(END);
}

/** Whether one step leads to another before anything is answered, on some way. */
export function leadsOn({ steps }: Outline, from: string, to: string): boolean {
  const seen = new Set<string>();
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (at === to) return true;
    const step = steps.get(at);
    if (step === undefined || seen.has(at)) continue;
    seen.add(at);
    const on = step.exits.filter((exit) => (weightOf(step, exit) ?? UNANSWERED) < ANSWER);
    stack.push(...on.map((exit) => exit.to));
  }
  return false;
}
