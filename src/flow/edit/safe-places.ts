import { isMapping } from '../read-object.ts';
import type { Outline, OutlineStep } from './outline.ts';
import { entrancesOf } from './written-exits.ts';

/** Where a new question stands well, in the order in which it is heard, and where it would miss what the flow begins with. */
type Places = { good: readonly string[]; opening: ReadonlySet<string> };

/**
 * The opening is all that comes until something is asked, and the questions there, where it plans, counts or waits: a
 * question before that would leave it out. Good places come after an answer, never where silence led.
 */
export function placesOf(outline: Outline): Places {
  const { steps, start = '' } = outline;
  const first = along(steps, [start], ({ kind }) => kind !== 'ask');
  const doesMuch = [...first].some((id) => opens(steps.get(id)));
  const opening = doesMuch ? first : new Set<string>();
  const answered = [...first].flatMap((id) => {
    const step = steps.get(id);
    return step?.kind === 'ask' ? heard(step) : [];
  });
  const after = along(steps, doesMuch ? answered : [start], () => true);
  const good = [...steps.keys()].filter((id) => after.has(id) && !opening.has(id));
  return { good, opening };
}

/** Something that is said right after an answer: a question before it comes to whoever has answered. */
export function saidAfterAnswer({ steps }: Outline, id: string): boolean {
  const written = Object.fromEntries([...steps].map(([one, step]) => [one, step.written]));
  const isAnswer = entrancesOf(written, id).some(({ exit }) => exit.means !== undefined);
  return isAnswer && steps.get(id)?.kind === 'say';
}

/** Steps from some on, also through those that `passes` lets through; what nobody answers leads nowhere here. */
function along(
  steps: Outline['steps'],
  from: readonly string[],
  passes: (step: OutlineStep) => boolean,
): Set<string> {
  const seen = new Set<string>();
  const stack = [...from];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const step = steps.get(id);
    if (step === undefined || seen.has(id)) continue;
    seen.add(id);
    if (passes(step)) stack.push(...heard(step));
  }
  return seen;
}

function heard({ exits }: OutlineStep): string[] {
  return exits.filter(({ id }) => id !== 'silence').map(({ to }) => to);
}

/** It asks something of the service before any answer, or waits for a silence. */
function opens(step: OutlineStep | undefined): boolean {
  if (step === undefined) return false;
  if (step.kind === 'ask') return isMapping(step.written['silence']);
  return step.exits.some(({ effects }) => effects !== undefined);
}
