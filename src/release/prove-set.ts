import type { FlowFolder, FlowSources } from '../flow/flow-sources.ts';
import { holdsUp, isHeardCopy } from '../proof/holds-up.ts';
import { proveFlows } from '../proof/prove-flows.ts';
import { readInput } from '../proof/read-input.ts';
import type { Pool } from '../store/connect.ts';
import { type ReleaseFiles, sourcesOf } from '../store/release-sources.ts';
import type { SetProof } from './publish.ts';
import { listStages } from './stages.ts';
import { versionIn } from './version-line.ts';

const TEXTS_FILE = /^([a-zA-Z-]{2,6})\.yaml$/u;

/** The folder of a flow, from its files by path. */
export function folderOf(flow: string, files: ReadonlyMap<string, string>): FlowFolder {
  const named = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, source]) => ({ file, source, name: file.slice(flow.length + 1) }));
  const texts = named.flatMap(({ name, file, source }) => {
    const language = name === 'flow.yaml' ? undefined : TEXTS_FILE.exec(name)?.[1];
    return language === undefined ? [] : [{ language, file, source }];
  });
  const transcripts = named.filter(({ name }) => /^transcripts\/[^/]+\.txt$/u.test(name));
  const own = `${flow}/flow.yaml`;
  return {
    name: flow,
    flow: { file: own, source: files.get(own) ?? '' },
    texts,
    transcripts: transcripts.map(({ file, source }) => ({ file, source })),
  };
}

/** The folder with what is current in the database, where that is newer. */
export function withReleased(
  sources: FlowSources,
  released: readonly { flow: string; version: number; files: ReleaseFiles }[],
): FlowSources {
  const flows = released.reduce((all, { flow, version, files }) => {
    const own = all.find(({ name }) => name === flow);
    const isNewer = version > ((own && versionIn(own.flow.source)) ?? 0);
    return isNewer ? put(all, folderOf(flow, new Map(Object.entries(files)))) : all;
  }, sources.flows);
  return { ...sources, flows };
}

function put(folders: readonly FlowFolder[], folder: FlowFolder): FlowFolder[] {
  return [...folders.filter(({ name }) => name !== folder.name), folder].toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
}

/**
 * The whole set with one flow's files in place of its own, as the people of a programme would get it; without one, as any
 * would. It walks every flow: seconds, so nowhere that somebody waits.
 */
export function proveSet(
  sources: FlowSources,
  flow: string,
  files: ReadonlyMap<string, string>,
  programme?: string,
): SetProof {
  const input = readInput({ ...sources, flows: put(sources.flows, folderOf(flow, files)) });
  const own = input.programmes.find((one) => one.programme.programme === programme);
  const heard = own?.programme.languages;
  const errors = proveFlows(input).findings.filter((one) =>
    heard === undefined
      ? one.severity === 'error'
      : // No step of a release waits for their translation here.
        holdsUp(one, heard) || isHeardCopy(one, heard),
  );
  const definition = input.flows.find(({ name }) => name === flow)?.release?.definition;
  return { errors, definition };
}

/**
 * The files of other flows that were released from the console: the folder has them only once they were exported. By path,
 * to be laid over it.
 */
export async function releasedBeside(pool: Pool, flow: string): Promise<Map<string, string>> {
  const current = await currentSources(pool);
  const others = current.filter((source) => source.flow !== flow && source.origin !== 'files');
  return new Map(others.flatMap(({ files }) => Object.entries(files)));
}

/** What everybody begins with was written so. */
export async function currentSources(pool: Pool) {
  const settled = (await listStages(pool)).flatMap((stages) => stages.settled ?? []);
  return pool.run((db) => sourcesOf(db, settled));
}
