import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import { readConfig } from '../../src/config.ts';
import type { World } from '../world/world.ts';

/** What a command works with, on the database of a world and by its clock. */
export function atDesk(w: World): AtDatabase {
  return {
    config: readConfig({}),
    keyring: createKeyring(w.secrets),
    clock: { now: w.clock.now, monotonicMs: () => performance.now() },
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    pool: w.db,
  };
}
