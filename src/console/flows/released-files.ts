import { FlowName } from '../../flow/definition.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { flowFolderFiles } from '../../store/flow-folder-files.ts';
import type { ConsoleParts } from '../frame/parts.ts';

export type ReleasedFiles = { version: number | undefined; files: DraftFiles };

const VERSION = /^version:[ ]*([0-9]{1,9})[ ]*(?:#.*)?$/mu;

/** The files of a flow as it is released now; undefined where there is no such flow. */
export async function releasedFiles(
  parts: Pick<ConsoleParts, 'flowsFolder'>,
  flow: string,
): Promise<ReleasedFiles | undefined> {
  if (!FlowName.safeParse(flow).success) return undefined;
  const files = await flowFolderFiles(parts.flowsFolder, flow);
  const written = files.get(`${flow}/flow.yaml`);
  if (written === undefined) return undefined;
  const version = VERSION.exec(written)?.[1];
  return { version: version === undefined ? undefined : Number(version), files };
}
