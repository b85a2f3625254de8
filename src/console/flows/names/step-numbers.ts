import type { RunningReleases } from '../../../engine/releases.ts';
import { END } from '../../../flow/definition.ts';
import { exits } from '../../../flow/exits.ts';
import type { Release } from '../../../flow/release.ts';

/** Between a step that uses a part and a step of that part. */
export const PART_MARK = '__';

type Numbers = ReadonlyMap<string, number>;
const kept = new WeakMap<Release, Numbers>();

/**
 * The numbers of what a flow says; a part has one. The first version is counted as it is heard. What a later one brings gets the
 * next number, and no number is ever another step's: people refer to them. What is new has none until it is released.
 */
export function stepNumbers(
  releases: Pick<RunningReleases, 'current' | 'known' | 'pinned'>,
  named: string,
): Numbers {
  const current = releases.current(named);
  if (current === undefined) return new Map();
  const before = kept.get(current);
  if (before !== undefined) return before;
  const { flow, version } = current;
  const earlier = releases
    .known()
    .flatMap((place) =>
      place.startsWith(`${flow}@`) ? [Number(place.slice(flow.length + 1))] : [],
    )
    .filter((one) => one < version)
    .toSorted((a, b) => a - b)
    .map((one) => releases.pinned(flow, one))
    .filter((one) => one !== undefined);
  const numbers = new Map<string, number>();
  for (const release of [...earlier, current])
    for (const step of heardIn(release))
      if (!numbers.has(step)) numbers.set(step, numbers.size + 1);
  kept.set(current, numbers);
  return numbers;
}

/** The steps of a release that say something, in the order in which they are heard. */
function heardIn({ steps, start }: Release): ReadonlySet<string> {
  const heard = new Set<string>();
  const seen = new Set([END]);
  const stack = [start];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const step = steps.get(id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    const [own = id, inPart] = id.split(PART_MARK);
    if (inPart !== undefined || 'text' in step) heard.add(own);
    const ways = exits(step).map(({ to }) => to);
    // What holds for most stands last in a fork, and is heard first.
    const next = step.kind === 'branch' ? [...ways.slice(-1), ...ways.slice(0, -1)] : ways;
    stack.push(...next.toReversed());
  }
  return heard;
}
