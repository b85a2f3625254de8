import { answeredWays, mainQuestions } from './main-question.ts';
import type { Entrance } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/** An answer to the main question, and whether whoever gives it comes by a place. */
export type Passes = { means: string; comes: 'always' | 'sometimes' | 'never' };

/** Which answers to the main questions bring somebody to one of these ways, before anything else that can end it. */
export function whoPasses(steps: Steps, start: string, ways: readonly Entrance[]): Passes[] {
  const held = new Set(ways.map(nameOf));
  const found = new Map<string, Passes['comes']>();
  for (const step of mainQuestions(steps, start))
    for (const exit of answeredWays(steps[step])) {
      if (exit.means === undefined) continue;
      const comes = comesBy(steps, { step, exit }, held);
      const before = found.get(exit.means);
      found.set(exit.means, before === undefined || before === comes ? comes : 'sometimes');
    }
  return [...found].map(([means, comes]) => ({ means, comes }));
}

/** Follows an answer along every further answer. */
function comesBy(steps: Steps, from: Entrance, held: ReadonlySet<string>): Passes['comes'] {
  let isMet = false;
  let isMissed = false;
  const seen = new Set<string>();
  const stack = [from];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(nameOf(at))) continue;
    seen.add(nameOf(at));
    if (held.has(nameOf(at))) {
      isMet = true;
      continue;
    }
    const { to, flow } = at.exit;
    const next = flow === undefined && Object.hasOwn(steps, to) ? answeredWays(steps[to]) : [];
    isMissed ||= next.length === 0;
    stack.push(...next.map((exit) => ({ step: to, exit })));
  }
  if (!isMet) return 'never';
  return isMissed ? 'sometimes' : 'always';
}

function nameOf({ step, exit }: Entrance): string {
  return `${step} ${exit.id}`;
}
