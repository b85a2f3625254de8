import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../base/refusal.ts';
import type { Recorded } from '../../proof/talk/phone.ts';
import { printTranscript } from '../../proof/transcripts/print-transcript.ts';

const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/u;

/**
 * Writes the talk with its first flow as a transcript and says where it stands. @throws Refusal: a name that is none, or
 * one that is taken and not meant to be replaced
 */
export async function saveTalk(
  record: Recorded,
  { folder, name, force }: { folder: string; name: string; force: boolean },
): Promise<string> {
  const plain = name.replace(/\.txt$/u, '');
  if (!NAME.test(plain))
    throw new Refusal('invalid', `Not saved: a name has a-z, 0-9 and -, for instance went-well.`);
  const file = join(folder, `${plain}.txt`);
  const text = printTranscript(remarkOf(plain), record.before, record.lines);
  await mkdir(folder, { recursive: true });
  try {
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new Refusal('conflict', `Not saved: ${file} is there already. Another name, or --force.`);
  }
  const until = record.open ? 'so far' : `up to the end of ${record.flow}`;
  return `Saved ${until}: ${file}`;
}

function remarkOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}
