import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Refusal } from '../base/refusal.ts';
import { typedIn } from '../config.ts';
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
): Promise<{ sources: FlowSources; folder: FlowFolder; dir: string }> {
  const read = await openFolder(dir);
  const folder = read.sources.flows.find(({ name }) => name === flow);
  if (folder !== undefined) return { ...read, folder };
  const names = read.sources.flows.map(({ name }) => name);
  throw notThere('flow', flow, names);
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
