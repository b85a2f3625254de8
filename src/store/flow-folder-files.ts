import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DraftFiles, isDraftPath } from '../flow/edit/draft-files.ts';
import { noneWhereMissing, readCapped } from './source-files.ts';

/** The files of one flow in a folder of flows as they are; none where it has no such flow. @throws Error of the file system, Refusal */
export async function flowFolderFiles(folder: string, flow: string): Promise<DraftFiles> {
  const own = await readdir(join(folder, flow)).catch(noneWhereMissing);
  const played = await readdir(join(folder, flow, 'transcripts')).catch(noneWhereMissing);
  const paths = [...own, ...played.map((name) => `transcripts/${name}`)]
    .map((name) => `${flow}/${name}`)
    .filter((path) => isDraftPath(flow, path))
    .toSorted();
  if (!paths.includes(`${flow}/flow.yaml`)) return new Map();
  return new Map(
    await Promise.all(
      paths.map(async (path) => [path, await readCapped(join(folder, path))] as const),
    ),
  );
}
