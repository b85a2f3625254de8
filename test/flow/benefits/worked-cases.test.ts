import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerGuide, someFacts } from './answer-guide.ts';
import { shipped } from './shipped-countries.ts';

/** Written by hand from what the sources say, borders included; a day on which every scheme that ships is shown. */
const TODAY = '2026-11-23';
const CASES_MIN = 8;

const cases = readFileSync('test/flow/benefits/worked-cases.tsv', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [country = '', who = '', need = '', facts = '', open = '', closed = ''] =
      line.split('\t');
    const words = (text: string) => text.split(' ').filter(Boolean);
    const known = words(facts).map((fact): [string, string | number] => {
      const [name = '', value = ''] = fact.split('=');
      return [name, /^\d+$/u.test(value) ? Number(value) : value];
    });
    return {
      country,
      who,
      need,
      facts: Object.fromEntries(known),
      open: words(open),
      closed: words(closed),
    };
  });

test.each(cases)('[req B13] $country, $who: $need', ({ country, need, facts, open, closed }) => {
  const release = shipped.flows.find(({ name }) => name === `benefits-${country}`)?.release;
  if (release === undefined) throw new Error(`the guide of ${country} is built`);
  const [language = ''] = release.languages;
  const { shown } = answerGuide(release, { need, facts }, someFacts(language, TODAY));
  expect([...shown]).toEqual(expect.arrayContaining(open));
  expect(closed.filter((one) => shown.has(one))).toEqual([]);
});

/** Whether some answer hides it. */
function hasRule({ value }: (typeof shipped.countries)[number]['schemes'][number]): boolean {
  return Object.values(value.conditions).some((one) => one !== undefined && one !== 'unknown');
}

test('every country has at least eight of them, and each scheme is shown and, where it has a rule, not shown', () => {
  for (const { code, schemes } of shipped.countries) {
    const own = cases.filter(({ country }) => country === code);
    expect(own.length, code).toBeGreaterThanOrEqual(CASES_MIN);
    const open = new Set(own.flatMap((one) => one.open));
    const closed = new Set(own.flatMap((one) => one.closed));
    const without = (known: Set<string>, of: typeof schemes) =>
      of.filter(({ value }) => !known.has(value.scheme)).map(({ file }) => file);
    expect(without(open, schemes)).toEqual([]);
    expect(without(closed, schemes.filter(hasRule))).toEqual([]);
  }
});
