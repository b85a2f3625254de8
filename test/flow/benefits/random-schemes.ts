import type { Country } from '../../../src/flow/benefits/country.ts';
import type { SchemeFile } from '../../../src/flow/benefits/scheme.ts';
import type { Chance } from '../../world/chance.ts';
import { countryOf } from './shipped-countries.ts';
import type { Person } from './answer-guide.ts';

const NEEDS = ['money', 'health', 'school', 'work'] as const;
const YES_NO = [
  'disability_paper',
  'poor_list',
  'pension',
  'widow',
  'orphan',
  'children',
  'day_and_night',
  'village',
] as const;
const AGES = [6, 16, 18, 40, 55, 60, 65, 70, 80] as const;

/** Gone by, the day itself, and two that are to come. */
const LAST_DAYS = ['2026-12-31', '2027-01-04', '2027-06-30', '2027-12-31'];

/** A country of so many made-up schemes, with the words of one that ships. */
export function randomCountry(
  chance: Chance,
  many: number,
  days: readonly string[] = LAST_DAYS,
): Country {
  const like = countryOf('za');
  const [first] = like.schemes;
  if (first === undefined) throw new Error('South Africa has schemes');
  const schemes = Array.from({ length: many }, (_, index) => ({
    ...first,
    value: randomScheme(chance, days, first.value, `s${index}`),
  }));
  return { ...like, schemes };
}

function randomScheme(chance: Chance, days: readonly string[], like: SchemeFile, scheme: string) {
  const texts = Object.entries(like.texts).map(([language, one]) => [
    language,
    { ...one, name: `Scheme ${scheme}` },
  ]);
  const conditions: SchemeFile['conditions'] = {};
  for (const fact of chance.shuffled(YES_NO).slice(0, chance.below(4)))
    conditions[fact] = chance.pick(['yes', 'yes', 'no', 'unknown'] as const);
  if (chance.below(2) === 0) conditions.age = chance.pick([limits(chance), 'unknown' as const]);
  if (chance.below(8) === 0) conditions.income_month = { to: chance.pick([300, 624, 900]) };
  return {
    ...like,
    scheme,
    kind: chance.pick(['gateway', 'public', 'disability'] as const),
    needs: chance.shuffled(NEEDS).slice(0, 1 + chance.below(2)),
    conditions,
    texts: Object.fromEntries(texts),
    review_by: chance.pick(days),
  };
}

function limits(chance: Chance): { from?: number; to?: number } {
  const [a, b] = [chance.pick(AGES), chance.pick(AGES)];
  if (a === b) return { from: a };
  return chance.below(2) === 0
    ? { from: Math.min(a, b) }
    : { from: Math.min(a, b), to: Math.max(a, b) };
}

/** Somebody; of some things nobody is sure. Numbers lie on, below and above the limits of schemes. */
export function randomPerson(chance: Chance): Person {
  const answer = () => chance.pick(['yes', 'no', 'no', undefined]);
  return {
    need: chance.pick(NEEDS),
    facts: {
      ...Object.fromEntries(YES_NO.map((fact) => [fact, answer()])),
      age: chance.pick([undefined, ...AGES.flatMap((age) => [age - 1, age, age + 1])]),
      income_month: chance.pick([undefined, 0, 300, 301, 624, 625, 2_000]),
    },
  };
}
