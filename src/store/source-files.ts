import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../base/refusal.ts';
import type { SourceFile } from '../flow/data-file.ts';
import { FLOW_FILE_MAX } from '../flow/read-yaml.ts';

/** Files of one kind below a folder; none where there is no such folder. @throws Error of the file system, Refusal */
export async function sourcesIn(
  folder: string,
  kind: string,
  ending = '.yaml',
  prefix = '',
): Promise<SourceFile[]> {
  const names = await readdir(join(folder, kind)).catch(noneWhereMissing);
  return Promise.all(
    names
      .filter((name) => name.endsWith(ending))
      .toSorted()
      .map(async (name) => ({
        file: `${prefix}${kind}/${name}`,
        source: await readCapped(join(folder, kind, name)),
      })),
  );
}

/** @throws Error any other than that there is no such folder */
export function noneWhereMissing(error: unknown): string[] {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
  throw error;
}

/** At most one character more than is allowed, which is enough for the parser to refuse the file. @throws Refusal */
export async function readCapped(path: string): Promise<string> {
  const found = await stat(path);
  // Whoever opens a pipe waits for ever.
  if (!found.isFile())
    throw new Refusal('invalid', `${path} is no file, and one belongs there. Remove or rename it.`);
  // A file of this size is too long in any encoding of at most 4 bytes a character.
  if (found.size > FLOW_FILE_MAX * 4) return ' '.repeat(FLOW_FILE_MAX + 1);
  return readFile(path, 'utf8');
}
