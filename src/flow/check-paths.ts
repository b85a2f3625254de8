import { END } from './definition.ts';
import type { DraftStep } from './draft.ts';
import type { Findings } from './finding.ts';
import { exits, isQuestion } from './exits.ts';

/** Most steps that one turn may run through; more are a mistake, and a turn has to stay short. */
const STEPS_A_TURN_MAX = 20;

type Steps = ReadonlyMap<string, DraftStep | undefined>;

/** Every step is reached, every step leads to the end, and every round trip asks somebody something. */
export function checkPaths(findings: Findings, start: string, steps: Steps): void {
  const next = new Map<string, readonly string[]>();
  for (const [id, step] of steps) next.set(id, step ? exits(step).map(({ to }) => to) : []);
  const reached = reach(next, [start]);
  const finishing = reach(reversed(next), [END]);
  for (const id of steps.keys()) {
    if (!reached.has(id))
      findings.add(['steps', id], 'key', {
        code: 'unreachable',
        found: `nothing leads to \`${id}\``,
        mend: 'Lead a choice to it, or remove it.',
      });
    if (!finishing.has(id))
      findings.add(['steps', id], 'key', {
        code: 'no_way_out',
        found: `from \`${id}\` nothing leads to the end`,
        mend: `Lead one of its answers on to \`${END}\`.`,
      });
  }
  checkRuns(findings, steps, next);
}

function reach(next: ReadonlyMap<string, readonly string[]>, from: readonly string[]): Set<string> {
  const seen = new Set(from);
  for (const id of seen) for (const to of next.get(id) ?? []) seen.add(to);
  return seen;
}

function reversed(next: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const back = new Map<string, string[]>();
  for (const [id, targets] of next)
    for (const to of targets) back.set(to, [...(back.get(to) ?? []), id]);
  return back;
}

/** The longest run of steps without a question behind each step; a step met twice on the way is a circle. */
function checkRuns(
  findings: Findings,
  steps: Steps,
  next: ReadonlyMap<string, readonly string[]>,
): void {
  const lengths = new Map<string, number | 'open'>();
  const run = (id: string): number => {
    const step = steps.get(id);
    // What a part asks is known once it is put in.
    if (step === undefined || step.kind === 'use' || isQuestion(step)) return 1;
    const known = lengths.get(id);
    if (known === 'open') {
      findings.add(['steps', id], 'key', {
        code: 'circle',
        found: `\`${id}\` comes back to itself without asking anything`,
        mend: 'Put a question into the circle.',
      });
      return 1;
    }
    if (known !== undefined) return known;
    lengths.set(id, 'open');
    const length = 1 + Math.max(0, ...(next.get(id) ?? []).map(run));
    lengths.set(id, length);
    return length;
  };
  for (const id of steps.keys())
    if (run(id) > STEPS_A_TURN_MAX)
      findings.add(['steps', id], 'key', {
        code: 'long_run',
        found: `from \`${id}\` more than ${STEPS_A_TURN_MAX} steps follow without a question`,
        mend: 'Ask something in between, or say less at once.',
      });
}
