import { FlowName } from '../../flow/definition.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { flowStages } from '../../release/stages.ts';
import { versionIn } from '../../release/version-line.ts';
import { flowFolderFiles } from '../../store/flow-folder-files.ts';
import { readSource } from '../../store/release-sources.ts';
import type { ConsoleParts } from '../frame/parts.ts';

/** The files of a flow as somebody gets it now, or is about to; `version` undefined where they say none. */
export type ReleasedFiles = { version: number | undefined; files: DraftFiles };

type Parts = Pick<ConsoleParts, 'pool' | 'flowsFolder'>;

/**
 * The files of the latest release of a flow, also while it goes out in stages; those of the folder where they are newer, or
 * where nothing is released yet. Undefined where there is no such flow.
 */
export async function releasedFiles(
  parts: Parts,
  flow: string,
): Promise<ReleasedFiles | undefined> {
  if (!FlowName.safeParse(flow).success) return undefined;
  const [folder, stages] = await Promise.all([
    flowFolderFiles(parts.flowsFolder, flow),
    flowStages(parts.pool, flow),
  ]);
  const version = versionIn(folder.get(`${flow}/flow.yaml`) ?? '');
  const latest = stages?.open ?? stages?.settled;
  if (latest !== undefined && latest.version >= (version ?? 0)) {
    const files = await filesOf(parts, flow, latest.version);
    if (files !== undefined) return { version: latest.version, files };
  }
  return folder.size === 0 ? undefined : { version, files: folder };
}

/** The files of one version as they were released; undefined where they were not kept. */
async function filesOf(
  { pool }: Pick<Parts, 'pool'>,
  flow: string,
  version: number,
): Promise<DraftFiles | undefined> {
  const source = await pool.run((db) => readSource(db, flow, version));
  return source === undefined ? undefined : new Map(Object.entries(source.files));
}
