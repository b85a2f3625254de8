import { flowMeant } from '../../../flow/benefits/country.ts';
import { flowsOfProgramme } from '../../../flow/programme.ts';
import type { ConsoleParts } from '../../frame/parts.ts';

/** Where a step uses a part: `use: pick-a-day`. */
const USES = /\buse:[ ]*([a-z][a-z0-9-]*)/gu;

/**
 * The flows that a member of this programme can come to: those that its file names, what they lead to, and the parts that
 * these use. `written` is the flow.yaml of each.
 */
export function usedFlows(
  { programme, setting }: Pick<ConsoleParts, 'programme' | 'setting'>,
  written: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const used = new Set<string>();
  const open = flowsOfProgramme(programme);
  for (let named = open.pop(); named !== undefined; named = open.pop()) {
    const flow = flowMeant(named, programme.country);
    if (used.has(flow)) continue;
    used.add(flow);
    const parts = [...(written.get(flow) ?? '').matchAll(USES)].map(([, part = '']) => part);
    open.push(...parts, ...(setting.releases.current(flow)?.leadsTo ?? []));
  }
  return used;
}
