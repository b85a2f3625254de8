import { type DraftFiles, isDraftPath } from '../../flow/edit/draft-files.ts';
import { FLOW_FILE_MAX } from '../../flow/read-yaml.ts';

/** Files of a flow: the longest that ships has 60, most of them transcripts. */
const FILES_MAX = 400;
/** Characters of a flow with all its files: fifteen times the longest that ships. */
const FLOW_MAX = 1024 * 1024;

/** Why files cannot be kept, as a key of words; undefined where they can. */
export function draftLimit(flow: string, files: DraftFiles): string | undefined {
  if (files.size > FILES_MAX) return 'drafts.too_many_files';
  let length = 0;
  for (const [path, text] of files) {
    if (!isDraftPath(flow, path)) return 'drafts.bad_path';
    if (text.length > FLOW_FILE_MAX) return 'drafts.too_long';
    if (!text.isWellFormed() || text.includes('\0')) return 'drafts.bad_characters';
    length += text.length;
  }
  return length > FLOW_MAX ? 'drafts.too_long' : undefined;
}
