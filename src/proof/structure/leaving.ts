import type { Rule } from '../rule.ts';
import type { Walk } from '../walk/walk-flow.ts';

/** Every question can be left by an answer, and from everywhere the end can be reached, in each channel. */
export const leaving: Rule = ({ definition, walk, isPlayed, release }, add) => {
  const told = new Set<string>();
  for (const [id, step] of Object.entries(definition.steps)) {
    if (!('text' in step) || step.kind === 'say') continue;
    const answers = (walk.ways.get(id) ?? []).filter(({ path }) => path[0] !== 'silence');
    if (answers.length === 0 || answers.some(({ to }) => to !== id)) continue;
    told.add(id);
    add(
      { path: ['steps', id], at: 'key' },
      {
        code: 'cannot_leave',
        found: `every answer to \`${id}\` asks it again`,
        mend: 'Lead one of its answers on.',
      },
    );
  }
  for (const channel of ['sms', 'ussd'] as const) {
    if (!release.languages.some((language) => isPlayed(language, channel))) continue;
    for (const id of stuckIn(walk, channel)) {
      if (told.has(id)) continue;
      told.add(id);
      add(
        { path: ['steps', id], at: 'key' },
        {
          code: 'stuck',
          found: `once somebody is asked \`${id}\` by ${channel.toUpperCase()}, no answer leads to the end`,
          mend: 'Lead one of the answers on the way to `end`.',
        },
      );
    }
  }
};

/** Questions from which, with something that can be remembered there, no answer leads to the end. */
function stuckIn(walk: Walk, channel: 'sms' | 'ussd'): Set<string> {
  const before = new Map<string, Set<string>>();
  const steps = new Map<string, string>();
  const ending = new Set<string>();
  for (const { walked: by, from, way, to } of walk.turns) {
    if (by !== channel || way[0] === 'silence') continue;
    if (to !== undefined) steps.set(to.key, to.step);
    if (from === undefined) continue;
    if (to === undefined) ending.add(from.key);
    else before.set(to.key, (before.get(to.key) ?? new Set()).add(from.key));
  }
  for (const key of ending) for (const one of before.get(key) ?? []) ending.add(one);
  const stuck = [...steps].filter(([key]) => !ending.has(key)).map(([, step]) => step);
  return new Set(stuck);
}
