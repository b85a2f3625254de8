import { isNamed } from '../../flow/benefits/country.ts';
import { closest } from '../../flow/finding.ts';
import type { ProvedFlow, SetRule } from '../rule.ts';
import { eachEffect } from '../structure/each-effect.ts';

/** Every flow that another names is there, may be begun that way, and hands over without going round. */
export const leads: SetRule = (flows, set, to) => {
  const there = new Map(set.flows.map((flow) => [flow.name, flow]));
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  for (const flow of flows) {
    const add = to.adderFor(flow);
    for (const { effect, path } of eachEffect(flow.walk.ways)) {
      if (!('flow' in effect)) continue;
      const target = there.get(effect.flow);
      const isLater =
        effect.type === 'start' || effect.type === 'remind' || effect.type === 'remind_field';
      if (target === undefined && isNamed(effect.flow, there)) continue;
      if (target === undefined)
        add(
          { path },
          {
            code: 'no_such_flow',
            found: `there is no flow \`${effect.flow}\``,
            meant: closest(effect.flow, there.keys()),
            mend: 'Add that flow, or name another.',
          },
        );
      else if (target.isPart)
        add(
          { path },
          {
            code: 'leads_to_part',
            found: `\`${effect.flow}\` is a part, which is used and never begun`,
            mend: `Write a step \`{ use: ${effect.flow}, to: … }\`, or name a flow.`,
          },
        );
      else if (isLater && byName.has(effect.flow) && !hasPurpose(byName, effect.flow))
        add(
          { path },
          {
            code: 'starts_without_purpose',
            found: `\`${effect.flow}\` has no purpose, so nobody has agreed to get it unasked`,
            mend: 'Give that flow a `purpose:`, or hand over to it while somebody is there.',
          },
        );
    }
    checkRound(flow, byName, add);
  }
};

function hasPurpose(flows: ReadonlyMap<string, ProvedFlow>, name: string): boolean {
  return flows.get(name)?.release.purpose !== undefined;
}

/** Flows that hand over to each other before anybody is asked would never end. */
function checkRound(
  flow: ProvedFlow,
  byName: ReadonlyMap<string, ProvedFlow>,
  add: ReturnType<Parameters<SetRule>[2]['adderFor']>,
): void {
  const seen = new Set(handedAtOnce(flow));
  for (const name of seen) {
    const next = byName.get(name);
    if (next !== undefined && name !== flow.name)
      for (const one of handedAtOnce(next)) seen.add(one);
  }
  if (!seen.has(flow.name)) return;
  add(
    { path: ['start'] },
    {
      code: 'hand_over_circle',
      found: `\`${flow.name}\` comes back to itself by \`hand_over\` before anything is asked`,
      mend: 'Ask something on the way.',
    },
  );
}

/** The flows that it can hand over to in the turn in which it begins. */
function handedAtOnce({ walk }: ProvedFlow): string[] {
  return walk.turns
    .filter(({ from, to }) => from === undefined && to === undefined)
    .flatMap(({ effects }) =>
      effects.flatMap((effect) => (effect.type === 'hand_over' ? [effect.flow] : [])),
    );
}
