import { expect, test } from 'vitest';
import { keepFigures } from '../../src/followup/keep-figures.ts';
import { tookMs } from '../world/core-waits.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';
import { seedMessages } from './seed-messages.ts';

/** As many as a test may write; with a million (`MESSAGES=1000000`) the same limit holds. */
const COUNT = Number(process.env['MESSAGES'] ?? 50_000);
/** Milliseconds in which a page has to be made. */
const MADE_IN_MS = 300;
/** Milliseconds: a million rows are written and counted. */
const SEEDED_IN_MS = 400_000;

const database = await freshDatabase();
const bench = await consoleBench(database);

test(
  'every page about sending is made within 300 ms, however many messages there were',
  async () => {
    const { clock, programme } = bench.parts;
    await seedMessages(database.pool, { count: COUNT, days: 90, now: clock.now() });
    const parts = { pool: database.pool, clock, timeZone: programme.timeZone };
    for (let run = 0; run < 4; run += 1) await keepFigures(parts);
    await bench.as('admin');
    const slow: string[] = [];
    for (const path of [
      '/console',
      '/console/sending',
      '/console/sending/messages',
      '/console/sending/messages?page=200',
      '/console/sending/messages?state=sent',
      '/console/sending/messages?state=unknown&class=reply',
      '/console/sending/messages?state=queued',
      '/console/sending/messages?day=2026-11-10',
      '/console/reports',
    ]) {
      await bench.get(path);
      const times: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        const look = async () => expect((await bench.get(path)).status).toBe(200);
        times.push(await tookMs(database.pool, look));
      }
      const median = times.toSorted((a, b) => a - b)[2] ?? 0;
      if (process.env['MESSAGES'] !== undefined) console.log(`${path} ${median.toFixed(0)} ms`);
      if (median > MADE_IN_MS) slow.push(`${path} ${median.toFixed(0)} ms`);
    }
    expect(slow).toEqual([]);
  },
  SEEDED_IN_MS,
);
