import type { FlowDefinition } from '../../flow/definition.ts';
import { isQuestion } from '../../flow/exits.ts';
import type { Rule } from '../rule.ts';
import type { WaysOut } from '../walk/ways-out.ts';

/** Levels of a menu: many are lost at the second (docs/wording.md section 3). */
const LEVELS_MAX = 3;

/**
 * A menu is a question with two choices or more that keep nothing and ask nothing of the service: they only lead on. At
 * most three such questions follow each other; going back counts nothing.
 */
export const menus: Rule = ({ definition, walk }, add) => {
  const levels = new Map<string, number>();
  const open: { id: string; level: number }[] = [{ id: definition.start, level: 0 }];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    const level = isMenu(definition, walk.ways, one.id) ? one.level + 1 : levelOf(one);
    // Deeper than the limit nothing new is learnt: circles end here.
    if ((levels.get(one.id) ?? -1) >= level || level > LEVELS_MAX + 1) continue;
    levels.set(one.id, level);
    for (const { to, path } of walk.ways.get(one.id) ?? [])
      if (path[0] !== 'back' && path[0] !== 'silence') open.push({ id: to, level });
  }
  for (const [id, level] of levels)
    if (level > LEVELS_MAX && isMenu(definition, walk.ways, id))
      add(
        { path: ['steps', id], at: 'key' },
        {
          code: 'deep_menu',
          found: `\`${id}\` is menu number ${level} in a row`,
          mend: `Offer it earlier: at most ${LEVELS_MAX} menus follow each other.`,
        },
      );

  /** Behind a question that is no menu a new one begins at the first level. */
  function levelOf({ id, level }: { id: string; level: number }): number {
    const step = definition.steps[id];
    return step !== undefined && isQuestion(step) ? 0 : level;
  }
};

function isMenu(definition: FlowDefinition, ways: WaysOut, id: string): boolean {
  const step = definition.steps[id];
  if (step?.kind !== 'ask' || step.choices.length < 2) return false;
  return (ways.get(id) ?? [])
    .filter(({ path }) => path[0] === 'choices')
    .every(({ saves, do: effects }) => saves.size === 0 && effects.every(onlyLeads));
}

function onlyLeads({ type }: { type: string }): boolean {
  return type === 'hand_over';
}
