import { assert } from '../base/assert.ts';
import { parsePhoneNumber } from '../base/phone-number.ts';
import { open } from '../base/seal.ts';
import type { Pool } from '../store/connect.ts';
import { markWatched, unwatchedMoves, type UnwatchedMove } from '../store/number-changes.ts';
import type { Setting } from './setting.ts';
import type { Stopping } from './stop.ts';

/** Changes taken up at once. */
const OPEN_MAX = 50;

type Parts = {
  setting: Pick<Setting, 'keyring' | 'clock' | 'log'>;
  pool: Pool;
  stopping: Pick<Stopping, 'stop'>;
};

/**
 * A STOP is asked without a lock, so that the old phone may have said it in the very moment in which its member moved. What
 * it meant is sent to the new one by now: that one is stopped. After a move, and by a sweep, since whoever moved her may have
 * died before it looked; a STOP until then counts too. What fails is left to the next sweep, and holds up no other.
 */
export async function watchMoved(parts: Parts): Promise<void> {
  const { setting, pool } = parts;
  for (const move of await pool.run((db) => unwatchedMoves(db, OPEN_MAX)))
    try {
      if (move.stopped) await stopThere(parts, move);
      await pool.run((db) => markWatched(db, move.id, setting.clock.now()));
    } catch (error) {
      setting.log.error('move_not_watched', { phone: move.newPhoneId }, error);
    }
}

async function stopThere({ setting, stopping }: Parts, move: UnwatchedMove): Promise<void> {
  await stopping.stop({
    provider: 'mazano',
    providerId: `stopped-while-moved:${move.id}`,
    from: numberOf(setting, move),
    channel: 'operator',
    sentAt: undefined,
    contentHash: setting.keyring.auditMac(`moved|${move.id}`),
    fetched: false,
    acknowledge: false,
    said: 'stop',
  });
}

function numberOf({ keyring }: Parts['setting'], move: UnwatchedMove) {
  const { newPhoneId: phoneId, wrappedKey, numberSealed } = move;
  const key = keyring.openKey(phoneId, wrappedKey);
  const number = parsePhoneNumber(
    open(key, `phone.number:${phoneId}`, numberSealed).toString('utf8'),
  );
  assert(number !== undefined, 'only numbers that were checked are stored');
  return number;
}
