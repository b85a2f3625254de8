import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../../base/refusal.ts';
import { transcriptName, transcriptText } from '../../proof/talk/keep-talk.ts';
import type { Recorded } from '../../proof/talk/phone.ts';
import { fileErrorOf, fileRefusal } from '../file-refusal.ts';

/** Where a transcript goes; `name` as somebody typed it, and `force` where it may replace one. */
export type TranscriptPlace = { folder: string; name: string; force: boolean };

/** Before a talk begins that shall have this name. @throws Refusal as `saveTalk` would in the end */
export async function assertNameFree({ folder, name, force }: TranscriptPlace): Promise<void> {
  const file = fileOf(folder, plainName(name));
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere && !force) throw taken(file);
}

/**
 * Writes the talk with its first flow as a transcript and says where it stands. @throws Refusal: a name that is none, one
 * that is taken and not meant to be replaced, or a place that cannot be written
 */
export async function saveTalk(
  record: Recorded,
  { folder, name, force }: TranscriptPlace,
): Promise<string> {
  const plain = plainName(name);
  const file = fileOf(folder, plain);
  const text = transcriptText(record, plain);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(file, text, { flag: force ? 'w' : 'wx' });
  } catch (error) {
    const { code, path } = fileErrorOf(error);
    if (code !== 'EEXIST' || path !== file) throw fileRefusal(error);
    throw taken(file);
  }
  const until = record.open ? 'so far' : `up to the end of ${record.flow}`;
  return `Saved ${until}: ${file}`;
}

function plainName(name: string): string {
  const plain = transcriptName(name);
  if (plain !== undefined) return plain;
  throw new Refusal('invalid', 'Not saved: a name has a-z, 0-9 and -, for instance went-well.');
}

function fileOf(folder: string, plain: string): string {
  return join(folder, `${plain}.txt`);
}

function taken(file: string): Refusal {
  return new Refusal('conflict', `Not saved: ${file} is there already. Another name, or --force.`);
}
