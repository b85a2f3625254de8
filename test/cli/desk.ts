import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { runRequests } from '../../src/cli/run-requests.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import { readConfig } from '../../src/config.ts';
import type { World } from '../world/world.ts';

/** `npm run requests` as it runs at a terminal, on the database of a world: takes what is typed behind it. */
export function desk(w: World, secrets: World['secrets'] = w.secrets) {
  const at: AtDatabase = {
    config: readConfig({}),
    keyring: createKeyring(secrets),
    clock: { now: w.clock.now, monotonicMs: () => performance.now() },
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    pool: w.db,
  };
  return (typed = '', terminal = true) =>
    runRequests({ typed: typed.split(' ').filter(Boolean), terminal }, (work) => work(at));
}
