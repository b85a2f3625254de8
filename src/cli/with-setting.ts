import { assertKeys } from '../engine/assert-keys.ts';
import type { Setting } from '../engine/setting.ts';
import { loadSetting } from '../load-setting.ts';
import { withDatabase, type AtDatabase } from './with-database.ts';

/**
 * Reaches the database, with the flows and phrases of the programme that the settings name. @throws Refusal when the keys
 * are not those of the database: with others every number would be a new one
 */
export function withSetting<T>(work: (at: AtDatabase, setting: Setting) => Promise<T>): Promise<T> {
  return withDatabase(async (at) => {
    const { config, pool, keyring, clock } = at;
    await assertKeys(pool, keyring, clock.now());
    const { FLOWS_DIR: flowsFolder, PROGRAMME: programme } = config;
    return work(at, await loadSetting(pool, { flowsFolder, programme, ...at }));
  });
}
