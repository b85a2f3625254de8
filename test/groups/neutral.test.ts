import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseLintWords } from '../../src/flow/lint-words.ts';
import { notNeutral } from '../../src/groups/neutral.ts';
import { typedTime } from '../../src/groups/typed-time.ts';

const parsed = parseLintWords(
  ['en', 'sw', 'sn'].map((language) => ({
    file: `lint/${language}.yaml`,
    source: readFileSync(`flows/lint/${language}.yaml`, 'utf8'),
  })),
);
const lint = parsed.ok ? parsed.value : new Map();

describe('a name or a place that texts will say', () => {
  test.each([
    ['Green group', undefined],
    ['under the fig tree', undefined],
    ['the hall behind the market', undefined],
    ['A', 'length'],
    ['a place with a name so long that it fits no text', 'length'],
    ['the {place}', 'letters'],
    ['ring 0711 000 201', 'number'],
    ['Stress circle', 'telling'],
    ['the clinic', 'telling'],
    ['Mental health club', 'telling'],
    ['bring 20 dollars', 'telling'],
  ])('%s: %s', (text, expected) => {
    expect(notNeutral(text, { max: 30, lint })).toBe(expected);
  });
});

describe('a time that is typed', () => {
  const at = {
    startsAt: new Date('2026-11-26T11:00:00Z'),
    now: new Date('2026-11-25T09:00:00Z'),
    timeZone: 'Africa/Nairobi',
  };
  test.each([
    ['1530', '2026-11-26T12:30:00.000Z'],
    ['15.30', '2026-11-26T12:30:00.000Z'],
    ['27111000', '2026-11-27T07:00:00.000Z'],
    ['27.11 10.00', '2026-11-27T07:00:00.000Z'],
    ['02011000', '2027-01-02T07:00:00.000Z'],
    ['2460', undefined],
    ['25111000', undefined],
    ['31021000', undefined],
    ['abc', undefined],
  ])('%s is %s', (typed, expected) => {
    expect(typedTime(typed, at)?.toISOString()).toBe(expected);
  });
});
