import { quoted } from '../../flow/finding.ts';
import type { Rule } from '../rule.ts';

/** Yes stands before no, and an answer keeps its digit through a flow: people know strings of digits by heart. */
export const steadyDigits: Rule = ({ definition }, add) => {
  const digits = new Map<string, { digit: number; step: string }>();
  for (const [id, step] of Object.entries(definition.steps)) {
    if (step.kind !== 'ask') continue;
    const means = step.choices.map((choice) => choice.means);
    const [yes, no] = [means.indexOf('yes'), means.indexOf('no')];
    const at = (index: number) => ({ path: ['steps', id, 'choices', String(index + 1)] });
    if (no !== -1 && no < yes)
      add(at(no), {
        code: 'no_before_yes',
        found: `no has the digit ${no + 1} and yes ${yes + 1}`,
        mend: 'Put yes first: 1 yes 2 no, everywhere.',
      });
    for (const [index, word] of means.entries()) {
      const before = digits.get(word);
      // What is built from schemes lists those that are left: their digits are as many as they are.
      const isListed = definition.guide === true && word !== 'yes' && word !== 'no';
      if (isListed || before === undefined) digits.set(word, { digit: index + 1, step: id });
      else if (before.digit !== index + 1)
        add(at(index), {
          code: 'digit_changes',
          severity: 'warning',
          found: `${quoted(word)} has the digit ${index + 1} here and ${before.digit} in \`${before.step}\``,
          mend: 'Keep its digit, or give this answer a meaning of its own.',
        });
    }
  }
};
