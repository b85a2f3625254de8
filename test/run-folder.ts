import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { isRunning } from '../src/store/embedded/live-process.ts';
import { quickFolder } from './quick-folder.ts';

const NAME = /^mazano-tests-(\d+)$/u;
const name = `mazano-tests-${process.pid}`;

/** Where the tests of this run make their files: in memory, and on the disk where servers write as in production. */
export const RUN_FOLDERS = { quick: join(quickFolder(), name), disk: join(tmpdir(), name) };

/**
 * Makes them. They go with the process, when every server in them has been stopped, and those of runs that were killed go here:
 * a test that fails need not tidy up.
 */
export function setup(): void {
  for (const folder of Object.values(RUN_FOLDERS)) {
    sweepFolders(dirname(folder));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
}

/** Removes what runs left whose process has ended. */
export function sweepFolders(place: string): void {
  for (const found of readdirSync(place)) {
    const pid = Number(NAME.exec(found)?.[1] ?? process.pid);
    if (!isRunning(pid)) rmSync(join(place, found), { recursive: true, force: true });
  }
}
