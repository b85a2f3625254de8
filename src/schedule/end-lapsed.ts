import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Pool } from '../store/connect.ts';
import { finishLapse, silentPhones, type Found, type Look } from '../store/lapses.ts';

/** After so long without a word a yes ends (docs/promises.md, req C12); after 90 days the gate sends nothing unasked. */
const ENDS_AFTER_MS = 180 * 24 * 3_600_000;
/** Phones looked at in one statement: a few milliseconds each time, however many there are. */
const LOOK_MAX = 1_000;
/** Below every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';
/** Longest one may wait for the gate: a call lasts 8 s. */
const FINISH_LIMIT_MS = 12_000;

type LapseParts = {
  pool: Pool;
  /** Its statements may wait for a gate. */
  waitingPool: Pool;
  clock: Clock;
  log: Log;
};

/** Ends the consents of whoever was silent for half a year. Nothing is sent about it; whoever returns is welcomed anew. */
export async function endLapsed({ pool, waitingPool, clock, log }: LapseParts): Promise<void> {
  const now = clock.now();
  const before = new Date(now.getTime() - ENDS_AFTER_MS);
  let ended = 0;
  let after: string | undefined = FIRST;
  while (after !== undefined) {
    const look: Look = { after, before, limit: LOOK_MAX };
    const found: Found = await pool.run((db) => silentPhones(db, look));
    for (const phoneId of found.silent) {
      const limit = { deadlineMs: FINISH_LIMIT_MS };
      // What fails is left to the next look, and holds up no other.
      const ends = waitingPool.run((db) => finishLapse(db, phoneId, now), limit);
      ended += await ends.then(Number, (error: unknown) => {
        log.error('consents_not_lapsed', { phone: phoneId }, error);
        return 0;
      });
    }
    after = found.last;
  }
  if (ended > 0) log.info('consents_lapsed', { count: ended });
}
