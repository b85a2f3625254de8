import { resolve } from 'node:path';
import { typedIn } from '../config.ts';
import { exportFlows, type Exported } from '../release/flow-folders.ts';
import { readArgs } from './read-args.ts';
import type { AtDatabase } from './with-database.ts';

export const HOW_TO_EXPORT = `npm run export writes what is released into the folder of flows.
  --dir folder   into that folder of flows
  --force        also over files that somebody has changed by hand`;

const SAID: Readonly<Record<Exported['how'], string>> = {
  written: 'Written',
  removed: 'Removed, since the release has no such file',
  kept: 'Left as it is, since it was changed by hand (--force writes it)',
};

/** Writes the releases of the database into a folder of flows, and says what it did. @throws Refusal */
export async function runExport(
  { pool, config }: Pick<AtDatabase, 'pool' | 'config'>,
  args: string[],
): Promise<string> {
  const { values } = readArgs(
    { args, options: { dir: { type: 'string' }, force: { type: 'boolean', default: false } } },
    HOW_TO_EXPORT,
  );
  const dir = resolve(typedIn(), values.dir ?? config.FLOWS_DIR);
  const done = await exportFlows(pool, { dir, force: values.force });
  if (done.length === 0) return `${dir} has what is released already.`;
  return done.map(({ path, how }) => `${SAID[how]}: ${path}`).join('\n');
}
