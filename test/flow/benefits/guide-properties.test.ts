import { describe, expect, test } from 'vitest';
import { buildGuide } from '../../../src/flow/benefits/build-guide.ts';
import type { Country } from '../../../src/flow/benefits/country.ts';
import { CHOICES_MAX } from '../../../src/flow/definition.ts';
import type { Condition } from '../../../src/flow/benefits/facts.ts';
import {
  FACTS_ASKED_MAX,
  layOutGuide,
  type Plan,
} from '../../../src/flow/benefits/lay-out-guide.ts';
import { SchemeFile } from '../../../src/flow/benefits/scheme.ts';
import { type Chance, chanceOf, worldSeed } from '../../world/chance.ts';
import { answerGuide, type Outcome, type Person, someFacts } from './answer-guide.ts';
import { randomCountry, randomPerson } from './random-schemes.ts';
import { shipped } from './shipped-countries.ts';

const seed = worldSeed();
const TODAY = '2027-01-04';
/** Five questions in all, the need included. */
const QUESTIONS_MAX = 4;

/** Written apart from what is judged: whether what is known of a person fits a condition. */
function fits(condition: Condition | undefined, value: string | number | undefined): boolean {
  if (condition === undefined || condition === 'unknown' || value === undefined) return true;
  if (typeof condition === 'string') return condition === value;
  const { from = 0, to = Infinity } = condition;
  return typeof value !== 'number' || (value >= from && value <= to);
}

function meets(condition: Condition | undefined, answer: Outcome['answers'][number]): boolean {
  if (condition === undefined || condition === 'unknown' || answer.word === 'not_sure') return true;
  if (typeof condition === 'string') return condition === answer.word;
  const { from = 0, to = Infinity } = condition;
  return answer.to >= from && answer.from <= to;
}

/** What is wrong with an outcome: an open scheme that is hidden, or one that is shown against an answer or too late. */
function faultsOf(schemes: readonly SchemeFile[], person: Person, outcome: Outcome): string[] {
  const faults: string[] = [];
  for (const { scheme, needs, conditions, review_by: last } of schemes) {
    const isShown = outcome.shown.has(scheme);
    const entries = Object.entries(conditions);
    const told = ([fact, condition]: [string, Condition | undefined]) =>
      outcome.answers.every((answer) => answer.fact !== fact || meets(condition, answer));
    const isOpen = entries.every(
      ([fact, condition]) => fits(condition, person.facts[fact]) && told([fact, condition]),
    );
    const isCurrent = last >= TODAY;
    const isNeeded = needs.some((need) => need === person.need);
    if (isOpen && isNeeded && isCurrent && !isShown) faults.push(`hides ${scheme}`);
    if (isShown && !isCurrent) faults.push(`shows ${scheme} after ${last}`);
    if (isShown && !isNeeded) faults.push(`shows ${scheme} for ${person.need}`);
    for (const answer of outcome.answers)
      if (isShown && !meets(Object.fromEntries(entries)[answer.fact], answer))
        faults.push(`shows ${scheme} against ${answer.word}`);
  }
  return faults;
}

function judged(country: Country, shown: Country, chance: Chance, people: number): string[] {
  const { flow, findings } = buildGuide(country);
  expect(findings).toEqual([]);
  const { release } = flow;
  if (release === undefined) throw new Error('the guide is built');
  const [language = 'en'] = release.languages;
  const schemes = shown.schemes.map(({ value }) => value);
  return Array.from({ length: people }, () => randomPerson(chance)).flatMap((person) => {
    const asked = schemes.some(({ needs }) => needs.some((need) => need === person.need));
    if (!asked) return [];
    const outcome = answerGuide(release, person, someFacts(language, TODAY));
    const many = outcome.answers.length > QUESTIONS_MAX ? ['asks too much'] : [];
    return [...many, ...faultsOf(schemes, person, outcome)];
  });
}

describe(`what a guide shows (WORLD_SEED=${seed})`, () => {
  test.each(shipped.countries.map((country) => [country.code, country] as const))(
    '[req B13] of %s: every scheme that nothing said excludes, and no other',
    (_, country) => {
      expect(judged(country, country, chanceOf(seed), 400)).toEqual([]);
    },
  );

  test('[req B13] of countries made up by chance, with limits on the border and days gone by', () => {
    const chance = chanceOf(seed);
    for (const many of [1, 2, 5, 10, 10, 10, 25]) {
      const country = randomCountry(chance, many);
      expect(judged(country, country, chance, 200)).toEqual([]);
    }
  });

  const mutants: [string, (scheme: SchemeFile) => SchemeFile][] = [
    [
      'takes an unknown rule for a yes',
      withConditions((one, fact) => (one === 'unknown' && fact !== 'age' ? 'yes' : one)),
    ],
    ['takes the last year for the first that is out', withConditions(oneLess)],
    ['takes no for yes', withConditions((one) => (one === 'no' ? 'yes' : one))],
    ['shows what is to be reviewed', (scheme) => ({ ...scheme, review_by: '2028-01-01' })],
    ['shows everything for every need', (scheme) => ({ ...scheme, needs: ['money', 'work'] })],
  ];

  test.each(mutants)('a guide that %s is found out', (_, mutate) => {
    const chance = chanceOf(seed);
    const found = Array.from({ length: 6 }, () => {
      const country = randomCountry(chance, 12);
      const schemes = country.schemes.map((one) => ({ ...one, value: mutate(one.value) }));
      return judged({ ...country, schemes }, country, chance, 150);
    }).flat();
    expect(found.length).toBeGreaterThan(0);
  });
});

describe('what a guide asks', () => {
  test('"not sure" is an answer to every question, and leads to all that it has left', () => {
    const { countries } = shipped;
    for (const { code, schemes } of [...countries, randomCountry(chanceOf(seed), 60)]) {
      const { nodes } = layOutGuide(schemes.map(({ value }) => planned(value)));
      const below = (at: number): string[] => {
        const node = nodes[at];
        if (node?.kind === 'show') return [...node.schemes];
        return node?.to.flatMap(below) ?? [];
      };
      for (const node of nodes) {
        if (node.kind !== 'ask') continue;
        const at = node.asking.options.indexOf('not_sure');
        expect(at, `${code}: ${node.asking.fact}`).toBeGreaterThan(-1);
        expect(node.to.length).toBeLessThanOrEqual(CHOICES_MAX);
        const unsure = new Set(below(node.to[at] ?? -1));
        expect(node.to.flatMap(below).filter((scheme) => !unsure.has(scheme))).toEqual([]);
      }
    }
  });

  test('each question takes something away, and at most three follow the need', () => {
    for (const { code, schemes } of [...shipped.countries, randomCountry(chanceOf(seed), 60)]) {
      const { nodes, needs } = layOutGuide(schemes.map(({ value }) => planned(value)));
      for (const node of nodes)
        if (node.kind === 'ask') expect(new Set(node.to).size, code).toBeGreaterThan(1);
      for (const at of needs.values())
        expect(depthOf(nodes, at), code).toBeLessThanOrEqual(FACTS_ASKED_MAX);
    }
  });

  test('300 schemes are asked for with no more questions than 10', () => {
    const longest = (many: number) => {
      const { schemes } = randomCountry(chanceOf(seed), many);
      const { nodes, needs } = layOutGuide(schemes.map(({ value }) => planned(value)));
      return Math.max(...[...needs.values()].map((at) => depthOf(nodes, at)));
    };
    expect(longest(300)).toBeLessThanOrEqual(longest(10));
  });
});

/** Questions on the longest way from a place. */
function depthOf(nodes: Plan['nodes'], at: number): number {
  const node = nodes[at];
  return node?.kind === 'ask' ? 1 + Math.max(...node.to.map((to) => depthOf(nodes, to))) : 0;
}

function planned({ scheme, needs, conditions }: SchemeFile) {
  return {
    id: scheme,
    needs,
    conditions,
  };
}

type Change = (one: Condition | undefined, fact: string) => Condition | undefined;

function withConditions(change: Change) {
  return (scheme: SchemeFile): SchemeFile => {
    const entries = Object.entries(scheme.conditions).map(([fact, one]) => [
      fact,
      change(one, fact),
    ]);
    const conditions = SchemeFile.shape.conditions.parse(Object.fromEntries(entries));
    return { ...scheme, conditions };
  };
}

function oneLess(one: Condition | undefined): Condition | undefined {
  if (typeof one !== 'object' || one.to === undefined) return one;
  return { ...one, to: Math.max(one.to - 1, one.from ?? 0) };
}
