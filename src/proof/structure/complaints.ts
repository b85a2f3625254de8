import type { Rule } from '../rule.ts';
import { eachEffect } from './each-effect.ts';
import { isKept } from './is-kept.ts';

/** A complaint is heard after a STOP too, and nothing but its own row keeps its words. */
export const complaints: Rule = ({ definition, walk }, add) => {
  for (const { effect, path } of eachEffect(walk.ways)) {
    if (effect.type !== 'complain_field') continue;
    if (definition.afterStop !== true)
      add(
        { path },
        {
          code: 'complaint_stops',
          found: 'a complaint is made here, but a number that has stopped gets no answer',
          mend: 'Add `after_stop: true`, or hand over to the flow that hears complaints.',
        },
      );
    if (isKept(definition, effect.wordsField))
      add(
        { path },
        {
          code: 'complaint_kept',
          found: `\`${effect.wordsField}\` is kept beside the complaint, with the number`,
          mend: 'Add `secret: true` to the question for it, and do not `remember` it.',
        },
      );
  }
};
