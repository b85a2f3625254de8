import { describe, expect, test } from 'vitest';
import { unlinkWrongNumber } from '../../src/engine/unlink-wrong-numbers.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { joins, ledger } from './joined.ts';

const BUSY_MS = 60_000;

/** A wrong number that is unlinked; somebody joins there, and a sweep that had read of it takes it up. */
async function takenUpAgain(options: Parameters<typeof world>[0] = {}): Promise<World> {
  const w = await world(options);
  await joins(w.phone);
  for (const text of ['wrong number', '1']) await w.phone.texts(text);
  const [wrong] = await w.db.run(
    (sql) => sql<{ stopSeq: string; phoneId: string }[]>`
      select stop_seq::text, phone_id from wrong_number`,
  );
  await w.clock.advance({ minutes: 1 });
  await joins(w.phone);
  const { pools, setting } = w.service;
  await unlinkWrongNumber(
    { waitingPool: pools.waiting, ...setting },
    { stopSeq: wrong?.stopSeq ?? '', phoneId: wrong?.phoneId ?? '' },
  );
  return w;
}

describe('whoever joins after a wrong number', () => {
  test(
    'is not unlinked by a sweep that read of it before',
    async () => {
      expect((await ledger(await takenUpAgain())).at(-1)).toBe('given check_ins');
    },
    BUSY_MS,
  );

  test(
    'mutant: would be, where it is not looked whether that was done',
    async () => {
      const piece = 'stop_seq = p_stop and unlinked_at is null';
      const w = await takenUpAgain({
        prepare: withoutPiece('unlink_phone', piece, 'stop_seq = p_stop'),
      });
      expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
    },
    BUSY_MS,
  );
});
