import { keptBy } from '../../../base/kept-by.ts';
import { END } from '../../../flow/definition.ts';
import { exits } from '../../../flow/exits.ts';
import type { Release } from '../../../flow/release.ts';

/** Between a step that uses a part and a step of that part. */
export const PART_MARK = '__';

/**
 * The numbers of what a release says, in the order in which it is heard; a part has one. Whoever edits keeps these, so that
 * a number means the same step all the while; what is new has none until it is released.
 */
export const stepNumbers = keptBy(({ steps, start }: Release): ReadonlyMap<string, number> => {
  const numbers = new Map<string, number>();
  const seen = new Set([END]);
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const step = steps.get(id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    const [own = id, inPart] = id.split(PART_MARK);
    const isHeard = inPart !== undefined || 'text' in step;
    if (isHeard && !numbers.has(own)) numbers.set(own, numbers.size + 1);
    const ways = exits(step).map(({ to }) => to);
    // What holds for most stands last in a fork, and is heard first.
    const heard = step.kind === 'branch' ? [...ways.slice(-1), ...ways.slice(0, -1)] : ways;
    stack.push(...heard.toReversed());
  }
  return numbers;
});
