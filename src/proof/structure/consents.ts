import type { Rule } from '../rule.ts';
import { eachEffect } from './each-effect.ts';

/** A consent is entered only by a choice that somebody made for it, each purpose by its own. */
export const consents: Rule = ({ definition, walk }, add) => {
  const perWay = new Map<string, number>();
  for (const { id, way, effect, path } of eachEffect(walk.ways)) {
    if (effect.type !== 'subscribe') continue;
    const isChoice = definition.steps[id]?.kind === 'ask' && way.path[0] === 'choices';
    if (!isChoice)
      add(
        { path },
        {
          code: 'subscribe_without_yes',
          found: `\`${effect.purpose}\` is subscribed without anybody saying yes here`,
          mend: 'Move `subscribe` to the choice that says yes.',
        },
      );
    const key = `${id} ${way.path.join(' ')}`;
    const count = (perWay.get(key) ?? 0) + 1;
    perWay.set(key, count);
    if (count === 2)
      add(
        { path },
        {
          code: 'two_consents',
          found: 'one answer subscribes two purposes',
          mend: 'Ask for each by itself, each with its own yes.',
        },
      );
  }
};
