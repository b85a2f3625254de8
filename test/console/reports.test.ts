import { expect, test } from 'vitest';
import {
  answersByWeek,
  share,
  stepsOfMonth,
  stock,
} from '../../src/console/reports/shown-figures.ts';
import { readFigures, readOutcomeMonths } from '../../src/store/figures.ts';
import { OUTCOME_GROUPS, OUTCOME_TIMES } from '../../src/followup/outcome-groups.ts';
import { hasWords } from '../../src/console/frame/words.ts';
import { keepFigures } from '../../src/followup/keep-figures.ts';
import { isAsked, joins } from '../scenarios/joined.ts';
import { localDate } from '../../src/engine/local-date.ts';
import { freshDatabase } from '../world/database.ts';
import { world } from '../world/world.ts';
import { PUBLIC_KEPT_MS } from '../../src/console/reports/public-page.ts';
import { consoleBench } from './console-bench.ts';

const figure = (name: string, cell: string, count: number) => ({
  name,
  cell,
  count,
  day: '2026-11-02',
});

test('people are told in fives, and not at all under five', () => {
  expect([0, 4, 5, 7, 8, 123].map(stock)).toEqual([undefined, undefined, 5, 5, 10, 125]);
});

test('a share is told to fives of a hundred, where at least twenty were asked', () => {
  expect([share(3, 19), share(3, 20), share(4, 20), share(13, 30)]).toEqual([
    undefined,
    15,
    20,
    45,
  ]);
  const weeks = answersByWeek([
    figure('asked', 'check-in', 40),
    figure('answered', 'check-in', 21),
  ]);
  expect(weeks).toEqual([{ week: '2026-11-02', flow: 'check-in', percent: 55 }]);
});

test('where few stopped, who went on is withheld too: nobody who knows the sum finds them by subtraction', () => {
  const steps = stepsOfMonth(
    [
      figure('went_on', 'welcome/language', 40),
      figure('stopped', 'welcome/language', 2),
      figure('went_on', 'welcome/who_we_are', 30),
      figure('stopped', 'welcome/who_we_are', 8),
      figure('consent', 'check_ins', 40),
      figure('reach', 'takes_part', 40),
      figure('asked', 'welcome', 40),
    ],
    '2026-11',
  );
  // Nothing but steps is listed as a step.
  expect(steps).toEqual([
    { flow: 'welcome', step: 'language', wentOn: undefined, stopped: undefined },
    { flow: 'welcome', step: 'who_we_are', wentOn: 30, stopped: 10 },
  ]);
});

test('[req M3] what is withheld of a step is not told by the steps around it', () => {
  const steps = stepsOfMonth(
    [
      figure('went_on', 'check-in/ask', 12),
      figure('stopped', 'check-in/ask', 5),
      figure('went_on', 'check-in/hard', 8),
      figure('stopped', 'check-in/hard', 4),
      figure('went_on', 'check-in/thanks', 8),
      figure('stopped', 'check-in/thanks', 6),
    ],
    '2026-11',
  );
  // 12 came to the second step; were the 14 of the third shown as they are, nobody would have to guess how many stopped.
  expect(steps.map(({ wentOn, stopped }) => [wentOn, stopped])).toEqual([
    [10, 5],
    [undefined, undefined],
    [10, 5],
  ]);
});

test('every figure that is ever shown has words', () => {
  const keys = [
    ...OUTCOME_GROUPS.flatMap(({ group, cells }) => [
      `group_${group}`,
      ...cells.map((cell) => `cell_${cell}`),
    ]),
    ...OUTCOME_TIMES.map((cell) => `cell_${cell}`),
  ];
  expect(keys.filter((key) => !hasWords(`reports.${key}`))).toEqual([]);
});

test('figures of a programme that ran for two months are counted once, shown, and the same when counted again', async () => {
  const w = await world();
  for (const n of [1, 2, 3, 4, 5, 6]) await joins(w.phoneOf(`+25471100020${n}`));
  await isAsked(w);
  await w.phone.texts('1');
  await w.clock.jump({ hours: 24 * 60 });
  const parts = {
    pool: w.db,
    timeZone: 'Africa/Nairobi',
    clock: { now: w.clock.now, monotonicMs: () => 0 },
  };
  await keepFigures(parts);
  const all = () =>
    w.db.run((db) => readFigures(db, ['consent', 'asked', 'stopped', 'went_on'], '2026-01-01'));
  const first = await all();
  expect(first).toContainEqual(expect.objectContaining({ name: 'asked', cell: 'check-in' }));
  expect(first).toContainEqual(
    expect.objectContaining({ name: 'consent', cell: 'check_ins', count: 7 }),
  );
  expect((await w.db.run((db) => readOutcomeMonths(db, '2026-01'))).length).toBeGreaterThan(40);
  await w.db.run((db) => db`delete from figure_counted`);
  await keepFigures(parts);
  expect(await all()).toEqual(first);

  const bench = await consoleBench(w.database, { flows: 'test/flows' });
  bench.moveMs(w.clock.now().getTime() - bench.parts.clock.now().getTime());
  await bench.as('monitor');
  const page = await (await bench.get('/console/reports')).text();
  expect(page).toContain('check-ins');
  expect(page).toContain('withheld');
  const file = await (await bench.get('/console/reports.csv')).text();
  expect(file).toContain('Month,Figure,What,Number,Code of the figure,Code of what');
  expect(file).toContain(',People,joined,7,people,joined');
  expect((await bench.get('/console/sending/messages')).status).toBe(404);
});

test('where people stop, steps are called as on Read and stand in its order; the file has their names as well', async () => {
  const { bench, day } = await stopsAt([
    ['check-in/next_step', 10],
    ['check-in/small_step', 20],
    ['welcome/language', 30],
  ]);
  await bench.as('monitor');
  const page = await (await bench.get('/console/reports?flow=check-in')).text();
  const [small, next] = [
    /\d+ · Hello from \{programme\}\. How is your small st/u,
    /\d+ · Thank you for trying, that took effort/u,
  ];
  expect(page).toContain('Where people stop in “Weekly check-in: how a small step goes”');
  expect(page).not.toMatch(/next_step|small_step|>check-in</u);
  expect(page.search(small)).toBeGreaterThan(0);
  expect(page.search(next)).toBeGreaterThan(page.search(small));
  const file = await (await bench.get('/console/reports/steps.csv')).text();
  expect(file).toMatch(
    new RegExp(
      `${day.slice(0, 7)},Weekly check-in: how a small step goes,[^\r\n]*small st[^\r\n]*,20,20,check-in,small_step`,
      'u',
    ),
  );
});

/** Figures of a month that is over, of steps of the flows that are shipped. */
async function stopsAt(cells: readonly (readonly [string, number])[]) {
  const database = await freshDatabase();
  const bench = await consoleBench(database, { started: true });
  const day = '2026-10-01';
  for (const [cell, count] of cells)
    for (const name of ['stopped', 'went_on'])
      await database.pool.run(
        (db) =>
          db`insert into figure (name, day, cell, count) values (${name}, ${day}, ${cell}, ${count})`,
      );
  return { bench, day };
}

test('the public page is not there until two people have switched it on; then it needs no signing in, and is read once for many', async () => {
  const w = await world();
  const bench = await consoleBench(w.database, { flows: 'test/flows' });
  await bench.as();
  expect((await bench.get('/console/public')).status).toBe(404);
  for (const role of ['admin', 'supervisor'] as const) {
    await bench.as(role);
    await bench.post('/console/settings/switch', { name: 'public_page', to: 'on' });
  }
  await bench.as();
  const shown = async () => {
    bench.moveMs(PUBLIC_KEPT_MS);
    return (await bench.get('/console/public')).text();
  };
  const takePart = (day: string, count: number) =>
    w.db.run(
      (db) =>
        db`insert into figure (name, day, cell, count) values ('reach', ${day}, 'takes_part', ${count})`,
    );
  const today = Temporal.PlainDate.from(localDate(bench.parts.clock.now(), 'Africa/Nairobi'));
  const lastMonth = today.with({ day: 1 }).subtract({ days: 1 });
  // Counted anew each hour: shown to anybody, a step from five to ten would be one person who joined just then.
  await takePart(today.toString(), 50);
  expect(await shown()).toContain('Few people took part at the end of last month');
  await takePart(lastMonth.subtract({ days: 1 }).toString(), 30);
  await takePart(lastMonth.toString(), 33);
  const page = await shown();
  expect(page).toContain('About 35 people took part at the end of last month');
  for (const title of ['People who took part in the month', 'Talks with people who asked for one'])
    expect(page).toContain(title);
  expect(page).toContain('noindex');
  const { run } = bench.parts.pool;
  let readings = 0;
  bench.parts.pool.run = (work) => {
    readings += 1;
    return run(work);
  };
  bench.moveMs(PUBLIC_KEPT_MS);
  const many = await Promise.all(Array.from({ length: 200 }, () => bench.get('/console/public')));
  expect([readings, ...new Set(many.map(({ status }) => status))]).toEqual([1, 200]);
  bench.parts.pool.run = run;
  await bench.as('admin');
  await bench.post('/console/settings/switch', { name: 'public_page', to: 'off' });
  await bench.as();
  bench.moveMs(PUBLIC_KEPT_MS);
  expect((await bench.get('/console/public')).status).toBe(404);
});
