import type { DraftStep } from './draft.ts';
import { asksForDigits } from './exits.ts';
import type { Findings } from './finding.ts';

/**
 * "9 a person 88 stop" is not true below a question for a number: there `foot_values` stands in its place. Steps that
 * are still to be put in are looked at once they are.
 */
export function checkFeet(
  findings: Findings,
  { foot, footValues }: { foot?: string | undefined; footValues?: string | undefined },
  steps: readonly DraftStep[],
): void {
  const asks = steps.some(asksForDigits);
  if (asks && foot !== undefined && footValues === undefined)
    findings.add(['foot'], 'key', {
      code: 'no_foot_values',
      found: `\`${foot}\` would stand below a question for a number, a time or a date, where 9 is an answer`,
      mend: 'Add `foot_values:` with a text such as "99 a person, STOP ends".',
    });
  const isWhole = steps.every(({ kind }) => kind !== 'use');
  if (isWhole && !asks && footValues !== undefined)
    findings.add(['foot_values'], 'key', {
      code: 'unused',
      found: 'no question here asks for a number, a time or a date',
      mend: 'Remove `foot_values:`.',
    });
}
