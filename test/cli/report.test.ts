import { describe, expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { csvCell } from '../../src/cli/outcome-csv.ts';
import { runReport } from '../../src/cli/run-report.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import { readConfig } from '../../src/config.ts';
import { joins } from '../scenarios/joined.ts';
import { world, type World } from '../world/world.ts';

/** `npm run report` on the database of a world. */
function report(w: World) {
  const at: AtDatabase = {
    config: readConfig({}),
    keyring: createKeyring(w.secrets),
    clock: { now: w.clock.now, monotonicMs: () => performance.now() },
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    pool: w.db,
  };
  return (typed: string) => runReport(typed.split(' '), (work) => work(at));
}

/** The figures of a CSV by group and name. */
function figuresIn(csv: string): Map<string, string> {
  const rows = csv.split('\r\n').slice(1);
  return new Map(
    rows.map((row) => {
      const [, month = '', group = '', figure = '', value = ''] = row.split(',');
      return [`${month} ${group} ${figure}`, value];
    }),
  );
}

/** Seven people who joined in November, of whom two have stopped; it is December. */
async function aMonth() {
  const w = await world();
  const phones = Array.from({ length: 7 }, (_, index) => w.phoneOf(`+25471100030${index}`));
  await Promise.all(phones.map((phone) => joins(phone)));
  await w.clock.advance({ hours: 24 });
  for (const phone of phones.slice(0, 5)) await phone.texts('1');
  for (const phone of phones.slice(5)) await phone.texts('STOP');
  await w.clock.jump({ hours: 24 * 10 });
  return { w, phones };
}

describe('the report', () => {
  test('counts people, a yes and steps of a month; fewer than five are withheld [req M3]', async () => {
    const { w, phones } = await aMonth();
    const csv = await report(w)('--from 2026-11-01 --to 2026-11-30 --csv');
    const figures = figuresIn(csv);
    expect(figures.get('2026-11 people joined')).toBe('7');
    expect(figures.get('2026-11 people took_part')).toBe('7');
    expect(figures.get('2026-11 yes_given check_ins')).toBe('7');
    expect(figures.get('2026-11 steps done')).toBe('5');
    expect(figures.get('2026-11 steps part')).toBe('withheld');
    expect(figures.get('2026-11 stops stop')).toBe('withheld');
    expect(figures.get('2026-11 stops total')).toBe('withheld');
    expect(figures.get('2026-11 yes_taken_back check_ins')).toBe('withheld');
    expect(figures.get('2026-11 times hours_to_met_median')).toBe('withheld');
    for (const { number } of phones) expect(csv).not.toContain(number.slice(-6));
    expect(csv).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/u);
  });

  test('tells whole months that are over, each by itself, and says what nobody is asked', async () => {
    const { w } = await aMonth();
    const words = await report(w)('--from 2026-10 --to 2026-11');
    expect(words).toContain('2026-10');
    expect(words).toContain('Sex and age are not asked');
    await expect(report(w)('--from 2026-11-02 --to 2026-11')).rejects.toThrow('first day');
    await expect(report(w)('--from 2026-11 --to 2026-11-29')).rejects.toThrow('last day');
    await expect(report(w)('--from 2026-11 --to 2026-12')).rejects.toThrow('not over yet');
    await expect(report(w)('--from 2026-11 --to 2026-10')).rejects.toThrow('months');
    await expect(report(w)('--from yesterday --to today')).rejects.toThrow('npm run');
  });
});

describe('a cell of the CSV', () => {
  test.each(['=1+1', '+254711', '-1', '@SUM(A1)', '\t=1', '\r=1', '|cmd', '%0A=1'])(
    'begins no formula: %j',
    (text) => {
      expect(csvCell(text)).toMatch(/^"?'/u);
    },
  );

  test('is quoted where it has to be, and plain elsewhere', () => {
    expect(csvCell('a,"b"')).toBe('"a,""b"""');
    expect(csvCell('demo-kenya')).toBe('demo-kenya');
  });
});
