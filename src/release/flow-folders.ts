import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { changesBetween, type DraftFiles } from '../flow/edit/draft-files.ts';
import type { Pool } from '../store/connect.ts';
import { flowFolderFiles } from '../store/flow-folder-files.ts';
import { allSources, type ReleaseSource } from '../store/release-sources.ts';
import { listStages } from './stages.ts';
import { withVersion } from './version-line.ts';

/** What became of one file of a folder of flows. `kept`: somebody changed it by hand, and it was left as it is. */
export type Exported = { path: string; how: 'written' | 'removed' | 'kept' };

/**
 * Brings a folder to what is released: of each flow the version that goes out, or else the one that is everybody's. What
 * is there and never was released so was changed by hand: it stays as it is unless `force` is said.
 */
export async function exportFlows(
  pool: Pool,
  { dir, force }: { dir: string; force: boolean },
): Promise<Exported[]> {
  const done: Exported[] = [];
  for (const { current, ever } of await releasedFlows(pool)) {
    const there = await flowFolderFiles(dir, current.flow);
    const paths = new Set([...there.keys(), ...Object.keys(current.files)]);
    for (const path of [...paths].toSorted()) {
      const [was, is] = [there.get(path), fileOf(current, path)];
      if (was === is) continue;
      const isOurs = was === undefined || ever.some((source) => isAlike(fileOf(source, path), was));
      const how = !isOurs && !force ? 'kept' : is === undefined ? 'removed' : 'written';
      if (how === 'removed') await rm(join(dir, path));
      if (how === 'written') await write(join(dir, path), is ?? '');
      done.push({ path, how });
    }
  }
  return done;
}

/** But for the number, which a release may have given it. */
function isAlike(released: string | undefined, there: string): boolean {
  return released !== undefined && withVersion(released, 0) === withVersion(there, 0);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** A flow of a folder that reads otherwise than what is released. */
export type ChangedFlow = {
  flow: string;
  /** What is released: version and files; none where the flow never was. */
  version: number | undefined;
  released: DraftFiles;
  files: DraftFiles;
  /** Word for word what was given up as this version; undefined where it is nothing of the kind. */
  givenUp: number | undefined;
};

/** The flows among these that a folder has otherwise than they are released, or that were never released. */
export async function changedFlows(
  pool: Pool,
  dir: string,
  flows: readonly string[],
): Promise<ChangedFlow[]> {
  const released = new Map((await releasedFlows(pool)).map((one) => [one.current.flow, one]));
  const changed: ChangedFlow[] = [];
  for (const flow of flows) {
    const files = await flowFolderFiles(dir, flow);
    const { current: source, ever = [] } = released.get(flow) ?? {};
    const before: DraftFiles = source === undefined ? new Map() : filesOf(source);
    const isChanged = files.size > 0 && changesBetween(before, files).size > 0;
    const wasOnce = ever.find((one) => changesBetween(filesOf(one), files).size === 0);
    const givenUp = (wasOnce?.version ?? 0) > (source?.version ?? 0) ? wasOnce?.version : undefined;
    if (isChanged)
      changed.push({ flow, version: source?.version, released: before, files, givenUp });
  }
  return changed;
}

function filesOf({ files }: ReleaseSource): DraftFiles {
  return new Map(Object.entries(files));
}

/** Of each flow how its current version was written, and how every version ever was. */
async function releasedFlows(
  pool: Pool,
): Promise<{ current: ReleaseSource; ever: readonly ReleaseSource[] }[]> {
  const sources = await pool.run(allSources);
  return (await listStages(pool)).flatMap(({ flow, open, settled }) => {
    const ever = sources.filter((source) => source.flow === flow);
    const current = ever.find(({ version }) => version === (open ?? settled)?.version);
    return current === undefined ? [] : [{ current, ever }];
  });
}

function fileOf({ files }: ReleaseSource, path: string): string | undefined {
  return Object.hasOwn(files, path) ? files[path] : undefined;
}
