import { changesBetween } from '../../flow/edit/draft-files.ts';
import type { Draft } from '../../store/drafts.ts';
import type { Ask } from '../frame/route.ts';
import { releasedFiles } from './released-files.ts';

/** Whether what was changed in a draft has been taken back again, so that nothing differs from the release. */
export async function isAsReleased(
  { parts }: Pick<Ask, 'parts'>,
  { flow, state, files }: Pick<Draft, 'flow' | 'state' | 'files'>,
): Promise<boolean> {
  if (state !== 'draft') return false;
  const released = await releasedFiles(parts, flow);
  return released?.version !== undefined && changesBetween(released.files, files).size === 0;
}
