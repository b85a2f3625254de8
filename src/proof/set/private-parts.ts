import { channelsOf } from '../channels-of.ts';
import type { Adders, ProvedFlow, SetRule } from '../rule.ts';
import { eachEffect } from '../structure/each-effect.ts';

/** What ends with its session begins only in one; and what a PIN opens is opened by nothing else. */
export const privateParts: SetRule = (flows, set, to) => {
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  const own = new Set(set.programmes.flatMap(({ programme }) => programme.flows.private ?? []));
  for (const flow of flows) checkLeads(flow, { byName, own }, to);
  for (const read of set.programmes) {
    const { programme } = read;
    const part = byName.get(programme.flows.private ?? '');
    if (part !== undefined && !part.release.sessionOnly)
      to.adderFor(part)(
        { path: ['flow'] },
        {
          code: 'private_kept',
          found: `\`${part.name}\` is what a PIN opens, and it would be logged and offered again`,
          mend: 'Add `session_only: true`.',
        },
      );
    for (const [key, name] of Object.entries(programme.flows)) {
      if (typeof name !== 'string' || byName.get(name)?.release.sessionOnly !== true) continue;
      const isOwn = key === 'private';
      if (isOwn && channelsOf(programme).includes('ussd')) continue;
      to.addAt(
        read,
        { path: ['flows', key] },
        {
          code: 'session_by_sms',
          found: `\`${name}\` is only dialled${isOwn ? ', and this programme has no code to dial' : ', and texts lead there too'}`,
          mend: isOwn ? 'Leave `private` out.' : 'Name another flow.',
        },
      );
    }
  }
};

type Parts = { byName: ReadonlyMap<string, ProvedFlow>; own: ReadonlySet<string> };

function checkLeads(flow: ProvedFlow, { byName, own }: Parts, to: Adders): void {
  const add = to.adderFor(flow);
  for (const { effect, path } of eachEffect(flow.walk.ways)) {
    if (!('flow' in effect) || effect.type === 'cancel') continue;
    if (own.has(effect.flow))
      add(
        { path },
        {
          code: 'private_without_pin',
          found: `this opens \`${effect.flow}\`, which only a member's own PIN may open`,
          mend: 'Lead elsewhere.',
        },
      );
    else if (byName.get(effect.flow)?.release.dialledOnly === true && isBySms(flow, effect))
      add(
        { path },
        {
          code: 'session_by_sms',
          found: `\`${effect.flow}\` is only dialled, and this leads there by SMS too`,
          mend: 'Branch on `channel: ussd` before.',
        },
      );
  }
}

/** Whether an effect can happen where nobody has dialled; what begins later always does. */
function isBySms({ walk }: ProvedFlow, { type, flow }: { type: string; flow: string }): boolean {
  if (type !== 'hand_over') return true;
  return walk.turns.some(
    ({ walked, effects }) =>
      walked === 'sms' && effects.some((one) => one.type === type && one.flow === flow),
  );
}
