import type { FlowDefinition } from '../../flow/definition.ts';
import { isQuestion } from '../../flow/exits.ts';
import type { Rule } from '../rule.ts';
import type { WaysOut } from '../walk/ways-out.ts';

/** Levels of a menu: many are lost at the second (docs/wording.md section 3). */
const LEVELS_MAX = 3;

/** Somebody who stands before a step, behind so many different menus in a row. */
type Standing = { id: string; menus: readonly string[] };

/**
 * A menu is a question with two choices or more that keep nothing and ask nothing of the service: they only lead on. At
 * most three such questions follow each other; going back to one counts nothing. What is built from the schemes of a country
 * asks what is so, and each of its questions takes something away.
 */
export const menus: Rule = ({ definition, walk }, add) => {
  if (definition.guide === true) return;
  const seen = new Set<string>();
  const deep = new Set<string>();
  const open: Standing[] = [{ id: definition.start, menus: [] }];
  for (const one of open) {
    const here = menusAt(definition, walk.ways, one);
    const key = `${one.id} ${here.join(' ')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (here.length > LEVELS_MAX) {
      deep.add(one.id);
      continue;
    }
    for (const { to, path } of walk.ways.get(one.id) ?? [])
      if (path[0] !== 'back' && path[0] !== 'silence' && !here.includes(to))
        open.push({ id: to, menus: here });
  }
  for (const id of deep)
    add(
      { path: ['steps', id], at: 'key' },
      {
        code: 'deep_menu',
        found: `\`${id}\` is menu number ${LEVELS_MAX + 1} in a row`,
        mend: `Offer it earlier: at most ${LEVELS_MAX} menus follow each other.`,
      },
    );
};

/** The menus in a row when this step is done; behind another question the count begins anew. */
function menusAt(definition: FlowDefinition, ways: WaysOut, { id, menus: before }: Standing) {
  if (isMenu(definition, ways, id)) return [...before, id];
  const step = definition.steps[id];
  return step !== undefined && isQuestion(step) ? [] : before;
}

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
