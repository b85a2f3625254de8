import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { newId } from '../../src/base/ids.ts';
import { createLog } from '../../src/base/log.ts';
import { openPool, type Target } from '../../src/store/connect.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { RUN_FOLDERS } from '../run-folder.ts';
import { asDatabase, ownerLimits } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** `maintenance` is the database to create others from; `template` the migrated one to copy. */
    server: { maintenance: Target; template: string; isQuick: boolean };
  }
}

/**
 * One PostgreSQL for all test files, and one migrated database to copy. Where whole servers are cut and killed it writes as in
 * production, with fsync on; the others, which make some hundreds of databases, do not wait for a disk.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const isQuick = ['fast', 'mocked', 'browser'].includes(project.name);
  const { maintenance, stop } = await startServer(isQuick);
  const template = `mazano_template_${newId().replaceAll('-', '')}`;
  const owner = openPool(maintenance, ownerLimits('template'));
  const teardown = async () => {
    await owner.run((db) => db`drop database if exists ${db(template)} with (force)`);
    await owner.close();
    await stop();
  };
  try {
    await owner.run((db) => db`create database ${db(template)}`);
    await migrateTemplate(asDatabase(maintenance, template));
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('server', { maintenance, template, isQuick });
  return teardown;
}

async function migrateTemplate(target: Target): Promise<void> {
  const pool = openPool(target, ownerLimits('migrate'));
  try {
    await migrate(pool, readMigrations('migrations'));
  } finally {
    await pool.close();
  }
}

/** A test runs each statement a few times on new connections; by default every one of those is planned anew. */
async function planOnce(server: Target, isQuick: boolean): Promise<void> {
  const owner = openPool(server, ownerLimits('settings'));
  await owner.run((db) => db`alter system set plan_cache_mode = force_generic_plan`);
  if (isQuick) await owner.run((db) => db`alter system set fsync = off`);
  await owner.run((db) => db`select pg_reload_conf()`);
  await owner.close();
}

/** Each service may open some thirty connections, and several run at once. */
const SETTINGS = { max_connections: '400' };

async function startServer(
  isQuick: boolean,
): Promise<{ maintenance: Target; stop: () => Promise<void> }> {
  const url = process.env['DATABASE_URL_TEST'];
  if (url !== undefined) return { maintenance: { url }, stop: () => Promise.resolve() };
  const dataDir = mkdtempSync(join(isQuick ? RUN_FOLDERS.quick : RUN_FOLDERS.disk, 'mazano-test-'));
  const log = createLog(
    () => undefined,
    () => new Date(),
  );
  const server = await startEmbedded({ dataDir, log, settings: SETTINGS });
  const { socketDir, port, user } = server;
  const maintenance = { socketDir, port, user, database: 'postgres' };
  await planOnce(maintenance, isQuick);
  return {
    maintenance,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
