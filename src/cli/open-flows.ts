import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../base/refusal.ts';
import { typedIn } from '../config.ts';
import { guideName } from '../flow/benefits/country.ts';
import { closest } from '../flow/finding.ts';
import type { FlowFolder, FlowSources } from '../flow/flow-sources.ts';
import { readFlowSources } from '../store/flow-sources.ts';
import { fileErrorOf, fileRefusal } from './file-refusal.ts';

const SHIPPED = fileURLToPath(new URL('../../flows', import.meta.url));

/**
 * Reads a folder of flows, by default those that ship; `dir` is as typed, seen from where it was typed. @throws Refusal
 * where it cannot be read
 */
export async function openFolder(
  dir: string | undefined,
): Promise<{ sources: FlowSources; dir: string }> {
  const from = dir === undefined ? SHIPPED : resolve(typedIn(), dir);
  const sources = await readFlowSources(from, SHIPPED).catch((error: unknown) => {
    throw noFolder(from, error);
  });
  return { sources, dir: from };
}

/** The same, and finds one of its flows. @throws Refusal where it is not there */
export async function openFlows(
  dir: string | undefined,
  flow: string,
): Promise<{ sources: FlowSources; folder: NamedFlow; dir: string }> {
  const read = await openFolder(dir);
  const all = flowsIn(read.sources);
  const folder = all.find(({ name }) => name === flow);
  if (folder !== undefined) return { ...read, folder };
  throw notThere(
    'flow',
    flow,
    all.map(({ name }) => name),
  );
}

/** A flow by its name, and the file in whose folder its transcripts are. */
type NamedFlow = Pick<FlowFolder, 'name' | 'flow'>;

/** Every flow that was written, and those that are built from the schemes of a country. */
export function flowsIn({ flows, benefits }: FlowSources): NamedFlow[] {
  const guides = benefits.countries.flatMap(({ code, files }) => {
    const [flow] = files;
    return flow === undefined ? [] : [{ name: guideName(code), flow }];
  });
  return [...flows, ...guides];
}

/** What was named is not there: what it could be, and what there is. */
export function notThere(kind: string, name: string, all: readonly string[]): Refusal {
  const meant = closest(name, all);
  const guess = meant === undefined ? '' : ` Did you mean ${meant}?`;
  const list = all.length === 0 ? 'There is none.' : `There are: ${all.join(', ')}.`;
  return new Refusal('not_found', `There is no ${kind} ${name}.${guess} ${list}`);
}

function noFolder(dir: string, error: unknown): unknown {
  const { code, path } = fileErrorOf(error);
  const missing = path === undefined || path === dir;
  if (code === 'ENOENT' && missing)
    return new Refusal('not_found', `There is no folder of flows at ${dir}.`);
  if (code === 'ENOTDIR' && missing)
    return new Refusal('not_found', `${dir} is a file. Name the folder of flows.`);
  return fileRefusal(error);
}
