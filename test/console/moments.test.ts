import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { amountOf } from '../../src/console/frame/amounts.ts';
import { dayOf, momentOf, plainDay, timeOf } from '../../src/console/frame/moments.ts';
import { type Language, LANGUAGES } from '../../src/console/frame/words.ts';
import { consoleBench } from './console-bench.ts';
import { freshDatabase } from '../world/database.ts';

const CONSOLE = join(import.meta.dirname, '..', '..', 'src', 'console');
const EVENING = new Date('2026-11-23T18:05:00Z');
const { parts } = await consoleBench(await freshDatabase());
const asks = LANGUAGES.map((language): { language: Language; parts: typeof parts } => ({
  language,
  parts,
}));

test('a time has 24 hours, a day stands before its month, and a line breaks only between the two, in every language', () => {
  expect(asks.map((ask) => momentOf(ask, EVENING))).toStrictEqual([
    '23\u00A0Nov\u00A02026, 21:05',
    '23/11/2026, 21:05',
    '23\u00A0nov.\u00A02026, 21:05',
    '23\u00A0nov.\u00A02026, 21:05',
  ]);
  expect(asks.map((ask) => timeOf(ask, EVENING))).toStrictEqual(LANGUAGES.map(() => '21:05'));
});

test('a day is written alike, whether it has a time or not', () => {
  for (const ask of asks) expect(plainDay(ask, '2026-11-23')).toBe(dayOf(ask, EVENING));
});

test('an amount is written alike wherever it stands', () => {
  const amount = { currency: 'KES', amount: 0.8 };
  expect(amountOf({ language: 'en' }, amount)).toBe('KES\u00a00.80');
  expect(amountOf({ language: 'fr' }, amount)).toBe('0,80\u00a0KES');
});

test('days, times and money are written in one place for all pages', () => {
  const written = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/frame\/(?:moments|amounts)\.ts$/u.test(name))
    .filter((name) =>
      /dateStyle|timeStyle|style: 'currency'/u.test(readFileSync(join(CONSOLE, name), 'utf8')),
    );
  expect(written).toStrictEqual([]);
});
