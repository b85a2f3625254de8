import type { ProvedFlow, SetRule } from '../rule.ts';
import { opensRequest, readsField } from '../structure/memory-use.ts';

/** What outlives a conversation is saved by some flow and read by some flow, and is declared alike in all. */
export const remembered: SetRule = (flows, _set, to) => {
  const having = (field: string) =>
    flows.filter(({ definition }) => definition.remember?.includes(field));
  for (const flow of flows)
    for (const [index, field] of (flow.definition.remember ?? []).entries()) {
      const add = to.adderFor(flow);
      const place = { path: ['remember', String(index)] };
      const all = having(field);
      if (!all.some((one) => saves(one, field)))
        add(place, {
          code: 'never_saved',
          found: `no flow saves \`${field}\`, so there is nothing to remember`,
          mend: 'Save it in some flow that remembers it, or leave it out here.',
        });
      else if (!all.some((one) => readsField(one, field) || opensRequest(one)))
        add(place, {
          code: 'never_read',
          severity: 'warning',
          found: `no flow reads \`${field}\``,
          mend: 'Leave it out: what is not used is not kept.',
        });
      const own = JSON.stringify(flow.definition.memory[field]);
      const other = all.find(({ definition }) => JSON.stringify(definition.memory[field]) !== own);
      if (other !== undefined && other.name < flow.name)
        add(
          { path: ['memory', field] },
          {
            code: 'remembered_otherwise',
            found: `\`${other.name}\` declares \`${field}\` otherwise`,
            mend: 'Declare it alike in both: one goes on with what the other kept.',
          },
        );
    }
};

function saves({ walk }: ProvedFlow, field: string): boolean {
  return [...walk.ways.values()].some((all) => all.some((way) => way.saves.has(field)));
}
