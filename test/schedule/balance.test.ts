import { describe, expect, test } from 'vitest';
import { movableClock } from '../../src/base/clock.ts';
import { createLog } from '../../src/base/log.ts';
import { savingAt, watchBalance } from '../../src/schedule/watch-balance.ts';
import { readSending } from '../../src/store/sending-state.ts';
import { freshDatabase } from '../world/database.ts';

const { pool } = await freshDatabase();
const RESERVE = 0.15;

describe('what waits when money is short', () => {
  test.each([
    [1_000, 0],
    [150, 0],
    [149, 1],
    [100, 1],
    [99, 2],
    [50, 2],
    [49, 3],
    [0, 3],
    [-5, 3],
  ])('of 1,000 there are %i left: saving %i', (amount, saving) => {
    expect(savingAt(amount, 1_000, RESERVE)).toBe(saving);
  });

  test('of nothing nothing is left', () => {
    expect(savingAt(0, 0, RESERVE)).toBe(3);
  });

  test('follows the account down, and a top-up ends it', async () => {
    const lines: string[] = [];
    const clock = movableClock();
    const read = async (amount: number) => {
      const balance = async () => ({ currency: 'KES', amount });
      const log = createLog((line) => void lines.push(line), clock.now);
      await watchBalance({ pool, clock, log, balance, reserve: RESERVE });
      return (await pool.run(readSending)).saving;
    };
    const saving = [];
    for (const amount of [1_000, 400, 120, 80, 10, 600, 500, 85]) saving.push(await read(amount));
    expect(saving).toEqual([0, 0, 1, 2, 3, 0, 0, 1]);
    expect((await pool.run(readSending)).balance).toBe('KES 85.0000');
    expect(lines.filter((line) => line.includes('saving_changed'))).toHaveLength(5);
  });
});
