import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';

/** A file of pure rules with a piece of it replaced. @throws Error where the piece is not there, so that no mutant goes stale unseen */
export async function without<All>(name: string, piece: string, by = ''): Promise<All> {
  const file = join(import.meta.dirname, '..', '..', 'src', 'release', name);
  const source = readFileSync(file, 'utf8');
  if (!source.includes(piece)) throw new Error(`mutant: no longer there: ${piece}`);
  const code = stripTypeScriptTypes(source.replace(piece, by));
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  // A module of the same exports, or the first call of a rule says so.
  const mutant: All = await import(/* @vite-ignore */ url);
  return mutant;
}
