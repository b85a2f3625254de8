import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { FlowsFirst } from './test/flows-first.ts';
import { RUN_FOLDERS } from './test/run-folder.ts';

const folder = 'test/run-folder.ts';
const server = [folder, 'test/world/database-server.ts'];
const quick = { TMPDIR: RUN_FOLDERS.quick };
const onDisk = { TMPDIR: RUN_FOLDERS.disk };

// The commands and services that tests start are compiled once, not at each start.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compile');

/**
 * Milliseconds after which a test hangs. They judge nothing: a test of one room takes a fraction of a second, and the rest
 * is for a machine that others use too.
 */
const FAST_MS = 60_000;
/** Milliseconds: a thousand flows with one mistake each are read, played and proved. */
const FLOWS_MS = 400_000;
/** Milliseconds: unpacking and starting a browser takes several seconds. */
const BROWSER_MS = 180_000;
/** What races, kills or ends under load judges moments, so each has the machine for itself. */
const ALONE = ['driver', 'kill', 'stop-race', 'stop-race-faults', 'terminate', 'timers'];
/** What exchanges a module for another has modules of its own: the other fast files share those of their worker. */
const MOCKED = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `test/${name}`)
  .filter((path) => readFileSync(path, 'utf8').includes('vi.mock('));
const alone = ALONE.map((name) => `test/world/${name}.test.ts`);
/** Milliseconds: restarts, kills and races take up to a minute each. */
const WORLD_MS = 600_000;

export default defineConfig({
  test: {
    pool: 'forks',
    // Every core: files wait for PostgreSQL most of the time, and by default one core of two would stand idle.
    maxWorkers: '100%',
    sequence: { sequencer: FlowsFirst },
    projects: [
      { extends: true, test: { name: 'tidy', include: ['test/tidy.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/**/*.test.ts'],
          exclude: [
            'test/tidy.test.ts',
            'test/flow/mutants/**',
            'test/world/**',
            'test/browser/**',
            ...MOCKED,
          ],
          globalSetup: server,
          env: quick,
          // Files share the modules of their worker, and so what was parsed of the flows.
          isolate: false,
          testTimeout: FAST_MS,
          hookTimeout: FAST_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'mocked',
          include: MOCKED,
          globalSetup: server,
          env: quick,
          testTimeout: FAST_MS,
          hookTimeout: FAST_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'flows',
          include: ['test/flow/mutants/**/*.test.ts'],
          testTimeout: FLOWS_MS,
          hookTimeout: FLOWS_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: [...server, 'test/browser/unpack.ts'],
          // Files share the Chromium of their worker, and its thread of proofs.
          isolate: false,
          testTimeout: BROWSER_MS,
          hookTimeout: BROWSER_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'world',
          include: ['test/world/**/*.test.ts'],
          exclude: alone,
          globalSetup: server,
          env: onDisk,
          testTimeout: WORLD_MS,
          hookTimeout: WORLD_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'race',
          include: alone,
          globalSetup: server,
          env: onDisk,
          fileParallelism: false,
          testTimeout: WORLD_MS,
          hookTimeout: WORLD_MS,
        },
      },
    ],
  },
});
