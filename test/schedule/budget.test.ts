import { describe, expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { watchBudget } from '../../src/schedule/watch-budget.ts';
import { saveLimits } from '../../src/store/sending-limits.ts';
import { freshDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';

const { pool } = await freshDatabase();
const NOON = new Date('2027-01-04T09:00:00Z');
const DAY_MS = 24 * 3_600_000;

/** So many segments left just now, of one phone. */
async function spend(segments: number, at = NOON): Promise<void> {
  await pool.run(
    (db) => db`
      insert into message (id, phone_id, class, rank, epoch, state, text_sealed, segments, created_at, send_after,
        send_by, finished_at)
      values (gen_random_uuid(), gen_random_uuid(), 'reply', 3, 0, 'sent', '', ${segments}, ${at}, ${at}, ${at}, ${at})`,
  );
}

/** Counts, so many minutes after noon; the events that were logged. */
async function looks(minutes: number, day = 0): Promise<string[]> {
  const lines: string[] = [];
  const now = () => new Date(NOON.getTime() + day * DAY_MS + minutes * 60_000);
  const log = createLog((line) => void lines.push(line), now);
  const clock = { now, monotonicMs: () => 0 };
  await watchBudget({ pool, clock, log, timeZone: 'Africa/Nairobi' });
  return lines.flatMap((line) => /"event":"([a-z_]+)"/u.exec(line)?.[1] ?? []);
}

async function held(): Promise<number | undefined> {
  const [row] = await pool.run((db) => db<{ held: number }[]>`select held from sending`);
  return row?.held;
}

async function limited(day: number | undefined): Promise<void> {
  const caps = { perHour: 6, perDay: 20 };
  const limits = { caps, budget: { numberMonth: 300, day }, consentForDays: 365 };
  await pool.run((db) => saveLimits(db, limits));
}

describe('the budget of a day [rel P19]', () => {
  test('holds unasked texts at nine tenths, replies at the whole, says so once, and begins anew at midnight', async () => {
    await limited(100);
    await spend(89);
    expect(await looks(0)).toEqual([]);
    await spend(1);
    expect([await looks(1), await held()]).toEqual([['budget_held'], 1]);
    expect(await looks(2)).toEqual([]);
    await spend(10, new Date(NOON.getTime() + 3 * 60_000));
    expect([await looks(4), await held()]).toEqual([['budget_held'], 2]);
    expect([await looks(30), await held()]).toEqual([[], 2]);
    expect([await looks(0, 1), await held()]).toEqual([['budget_free'], 0]);
  });

  test('counts each text once, however often it looks', async () => {
    await limited(1_000);
    for (let minutes = 0; minutes < 20; minutes += 1) {
      await spend(10, new Date(NOON.getTime() + 2 * DAY_MS + minutes * 60_000));
      await looks(minutes, 2);
      await looks(minutes, 2);
    }
    await looks(60, 2);
    const [row] = await pool.run((db) => db<{ spent: number }[]>`select spent::int from sending`);
    expect(row?.spent).toBe(200);
  });

  test('without a bound nothing is counted, and nothing held', async () => {
    await limited(10);
    await spend(20, new Date(NOON.getTime() + 3 * DAY_MS));
    await looks(1, 3);
    expect(await held()).toBe(2);
    await limited(undefined);
    expect([await looks(2, 3), await held()]).toEqual([[], 0]);
  });
});

describe('what is held by the day', () => {
  const CLASSES = ['acknowledgement', 'safety', 'reply', 'timer', 'broadcast'] as const;
  const RANK = { acknowledgement: 1, safety: 2, reply: 3, timer: 4, broadcast: 6 };

  /** What the gate says of each class, and which of them are claimed, at a level. */
  async function atLevel(level: number): Promise<{ claimed: string[]; spent: string[] }> {
    await pool.run(async (db) => {
      await db`update sending set held = ${level}, heard_at = ${NOON}`;
      await db`delete from message`;
      for (const one of CLASSES)
        await db`
          insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by)
          values (gen_random_uuid(), gen_random_uuid(), ${one}, ${RANK[one]}, 0, '', 1, ${NOON}, ${NOON}, ${NOON})`;
    });
    const spent = await pool.run(
      (db) =>
        db<
          { class: string }[]
        >`select class from message m where is_spent(m, ${NOON}) order by rank`,
    );
    const claimed = await pool.run(
      (db) => db<{ class: string }[]>`
        select class from claim_for_send(9, false, ${NOON}, '1 second', '1 hour')
        union all select class from claim_for_send(9, true, ${NOON}, '1 second', '1 hour')`,
    );
    const names = (rows: { class: string }[]) => rows.map((row) => row.class);
    return { claimed: names(claimed), spent: names(spent) };
  }

  test('unasked texts wait at 1, replies are dropped at 2, the answer to a STOP and safety never', async () => {
    const urgent = ['acknowledgement', 'safety', 'reply'];
    expect(await atLevel(0)).toEqual({ claimed: [...urgent, 'timer', 'broadcast'], spent: [] });
    expect(await atLevel(1)).toEqual({ claimed: urgent, spent: [] });
    expect(await atLevel(2)).toEqual({ claimed: urgent, spent: ['reply'] });
  });

  test('mutant: a claim that does not know of it takes unasked ones', async () => {
    await withoutPiece('claim_for_send', 'when s.held > 0 then 3', 'when false then 3')({ pool });
    expect((await atLevel(1)).claimed).toContain('timer');
  });
});
