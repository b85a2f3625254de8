import { fileURLToPath } from 'node:url';
import { Refusal } from '../base/refusal.ts';
import { closest } from '../flow/finding.ts';
import type { FlowFolder, FlowSources } from '../flow/flow-sources.ts';
import { readFlowSources } from '../store/flow-sources.ts';

const SHIPPED = fileURLToPath(new URL('../../flows', import.meta.url));

/** Reads a folder of flows, by default those that ship, and finds one of them. @throws Refusal where it is not there */
export async function openFlows(
  dir: string | undefined,
  flow: string,
): Promise<{ sources: FlowSources; folder: FlowFolder; dir: string }> {
  const from = dir ?? SHIPPED;
  const sources = await readFlowSources(from, SHIPPED).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    throw new Refusal('not_found', `There is no folder of flows at ${from}.`);
  });
  const folder = sources.flows.find(({ name }) => name === flow);
  if (folder !== undefined) return { sources, folder, dir: from };
  throw notThere(
    'flow',
    flow,
    sources.flows.map(({ name }) => name),
  );
}

/** What was named is not there: what it could be, and what there is. */
export function notThere(kind: string, name: string, all: readonly string[]): Refusal {
  const meant = closest(name, all);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  const list = all.length === 0 ? 'There is none.' : `There are: ${all.join(', ')}.`;
  return new Refusal('not_found', `There is no ${kind} ${name}.${guess} ${list}`);
}
