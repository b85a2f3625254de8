import { END } from '../../flow/definition.ts';
import type { Rule } from '../rule.ts';
import { isEverSaved } from './memory-use.ts';
import { wayKey } from '../walk/walk-flow.ts';

/** Every case of a branch can hold, and every step is reached: in some channel, language or memory. */
export const reach: Rule = (flow, add) => {
  const { definition, walk } = flow;
  if (!walk.isWhole) {
    add(
      { path: ['steps'], at: 'key' },
      {
        code: 'too_much_to_walk',
        severity: 'warning',
        found: 'memory and branches make more ways than can be walked',
        mend: 'Read fewer fields at a time, or divide the flow.',
      },
    );
    return;
  }
  const reached = new Set(walk.turns.flatMap(({ strides }) => strides.map(({ step }) => step)));
  const dead = new Set<string>();
  for (const [id, step] of Object.entries(definition.steps)) {
    if (step.kind !== 'branch' || !reached.has(id)) continue;
    for (const [index, { to, when }] of step.cases.entries()) {
      if (walk.taken.has(wayKey(id, ['branch', String(index), 'to']))) continue;
      dead.add(to);
      // Of a field that nothing saves that alone is said.
      if ('field' in when && !isEverSaved(flow, when.field)) continue;
      add(
        { path: ['steps', id, 'branch', String(index), 'when'] },
        {
          code: 'dead_case',
          found: 'this case can never hold here',
          mend: 'Remove it, or put it before the case that takes its place.',
        },
      );
    }
  }
  for (const id of Object.keys(definition.steps))
    if (id !== END && !reached.has(id) && !isBehind(dead, id))
      add(
        { path: ['steps', id], at: 'key' },
        {
          code: 'never_reached',
          found: `no answer and no branch ever comes to \`${id}\``,
          mend: 'Lead to it, or remove it.',
        },
      );

  /** What only a dead case leads to was said there. */
  function isBehind(from: ReadonlySet<string>, wanted: string): boolean {
    const seen = new Set(from);
    for (const id of seen) for (const { to } of walk.ways.get(id) ?? []) seen.add(to);
    return seen.has(wanted);
  }
};
