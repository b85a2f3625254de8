import type { Rule } from '../rule.ts';
import { eachEffect } from './each-effect.ts';
import { isKept } from './is-kept.ts';

/** A vote goes into its box and nowhere else. */
export const votes: Rule = ({ definition, walk }, add) => {
  for (const { effect, path } of eachEffect(walk.ways)) {
    if (effect.type !== 'vote_field' || !isKept(definition, effect.numberField)) continue;
    add(
      { path },
      {
        code: 'vote_kept',
        found: `\`${effect.numberField}\` is kept beside the vote, with the number of the phone`,
        mend: 'Add `secret: true` to the question for it, and do not `remember` it.',
      },
    );
  }
};
