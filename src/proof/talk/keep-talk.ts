import { printTranscript } from '../transcripts/print-transcript.ts';
import type { Recorded } from './phone.ts';

/** Room for a sentence; a file system has at least so much for a name. */
const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/u;

/** The name of a transcript as somebody typed it, a space being a hyphen; undefined where it is none. */
export function transcriptName(typed: string): string | undefined {
  const plain = typed
    .trim()
    .toLowerCase()
    .replace(/\.txt$/u, '')
    .replaceAll(/\s+/gu, '-');
  return NAME.test(plain) ? plain : undefined;
}

/** A talk as the text of a transcript that is called so. */
export function transcriptText({ before, lines }: Recorded, name: string): string {
  const words = name.replaceAll('-', ' ');
  const remark = `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
  return printTranscript(remark, before, lines);
}
