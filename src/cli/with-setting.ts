import type { Setting } from '../engine/setting.ts';
import { loadSetting } from '../load-setting.ts';
import { withDatabase, type AtDatabase } from './with-database.ts';

/** Reaches the database, with the flows and phrases of the programme that the settings name. */
export function withSetting<T>(work: (at: AtDatabase, setting: Setting) => Promise<T>): Promise<T> {
  return withDatabase(async (at) => {
    const { config, pool } = at;
    const { FLOWS_DIR: flowsFolder, PROGRAMME: programme } = config;
    return work(at, await loadSetting(pool, { flowsFolder, programme, ...at }));
  });
}
