import type { Clock } from './base/clock.ts';
import type { Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { openOwner } from './open-pools.ts';
import { eraseDue } from './schedule/erase-due.ts';
import { repeat, type Chore } from './schedule/repeat.ts';
import { retain } from './schedule/retain.ts';
import type { Pool } from './store/connect.ts';
import type { Target } from './store/read-target.ts';

/** How often each chore is done, in milliseconds of real time. */
const EVERY = { erasures: 2_000, retention: 6 * 3_600_000 };
/** Milliseconds before the first retention: a service that starts has people who wait. */
const SETTLED_MS = 60_000;

export type ErasedParts = {
  /** Reaches the database as the owner of the schema, without a pooler between. */
  target: Target;
  pool: Pool;
  waitingPool: Pool;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};

/** What takes away what is not to be kept any longer. */
export function keepErased(parts: ErasedParts): { erasing: Chore; retaining: Chore } {
  const { target, keyring, clock, log } = parts;
  const erasing = repeat('erasures', { everyMs: EVERY.erasures, log }, () => eraseDue(parts));
  const rhythm = { everyMs: EVERY.retention, firstMs: SETTLED_MS, log };
  const retaining = repeat('retention', rhythm, async () => {
    const pool = openOwner(target);
    try {
      const taken = await retain({ pool, keyring, clock, log });
      const count = taken.reduce((sum, each) => sum + each.count, 0);
      if (count > 0) log.info('retained', { count });
    } finally {
      await pool.close();
    }
  });
  return { erasing, retaining };
}
