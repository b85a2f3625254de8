import type { Html } from '../../src/console/frame/html.ts';
import { describe, expect, test } from 'vitest';
import { onceStopped } from '../../src/console/flows/names/plain-names.ts';
import { conditionName, guardName } from '../../src/console/flows/names/guard-names.ts';
import { asRead } from '../../src/console/flows/names/step-names.ts';
import type { Telling } from '../../src/console/flows/names/telling.ts';
import { waysIn } from '../../src/console/flows/names/way-names.ts';
import { LANGUAGES, type Language, wordsOf } from '../../src/console/frame/words.ts';
import type { Guard } from '../../src/flow/definition.ts';
import { outlineOf } from '../../src/flow/edit/outline.ts';
import { TRAITS } from '../../src/flow/vocabulary.ts';
import { shippedDraft, shippedNames } from '../flow/edit/shipped-draft.ts';

const FLOW = `spec: 1
flow: market
start: coming
steps:
  coming:
    ask: coming
    choices:
      1: { means: done, to: again }
      2: { means: not_yet, to: thanks }
    silence: { 48h: deep }
  again:
    ask: again
    choices:
      1: { means: same, to: fork }
      2: { means: other, to: thanks }
    back: coming
  fork:
    branch:
      - { when: { consented: check_ins }, to: deep }
    else: rest
  rest: { ask: rest, yes: { to: last }, no: { to: last } }
  deep: { ask: deep, yes: { to: last }, no: { to: last } }
  thanks: { say: thanks, to: last }
  last: { ask: last, yes: { to: end }, no: { to: end } }
  lost: { ask: lost, yes: { to: end }, no: { to: end } }
`;
const FORKS = `spec: 1
flow: market
start: rhythm
steps:
  rhythm:
    branch:
      - { when: { consented: group_reminders }, to: thanks }
    else: who
  thanks: { say: thanks, to: who }
  who:
    branch:
      - { when: { consented: check_ins }, to: again }
      - { when: { consented: benefit_info }, to: coming }
    else: rest
  again: { say: again, to: coming }
  coming: { ask: coming, yes: { to: end }, no: { to: end } }
  rest: { ask: rest, yes: { to: end }, no: { to: end } }
`;
const TEXTS = `language: en
name: English
texts: { coming: Are you coming?, again: Again?, deep: How deep?, last: Was it good?, thanks: Thank you., lost: Lost?, rest: A rest? }
choices: { done: Done, not_yet: Not yet, same: The same again, other: Another, yes: 'Yes', no: 'No' }
`;
const files = new Map([
  ['market/flow.yaml', FLOW],
  ['market/en.yaml', TEXTS],
]);

function tellingIn(language: Language, flow = 'market', own = files): Telling {
  const outline = outlineOf(own, flow);
  const spoken = outline?.spoken[0];
  if (outline === undefined || spoken === undefined) throw new Error('the flow can be read');
  return { w: wordsOf(language), outline, spoken };
}

const said = (shown: Html | undefined) =>
  shown === undefined || shown instanceof Promise
    ? undefined
    : shown
        .toString()
        .replaceAll(/<[^>]*>/gu, '')
        .trim();

/** Who gets to hear a step. */
function told(id: string, language: Language = 'en'): string | undefined {
  const telling = tellingIn(language);
  const step = telling.outline.steps.get(id);
  return step && said(waysIn(telling)(step));
}

describe('beside a question stands whom it reaches', () => {
  test('by the fewest answers that lead to it, and what a fork on that way asks', () => {
    expect(told('again')).toBe('The shortest way here: “Done”.');
    // Silence leads there too, and is nobody's answer.
    expect(told('deep')).toBe(
      'The shortest way here: “Done”, then “The same again”. Only if she said yes to check-ins.',
    );
  });

  test('and where the fork takes its last way, by what must not hold', () => {
    expect(told('rest')).toBe(
      'The shortest way here: “Done”, then “The same again”. Only if she has not said yes to check-ins.',
    );
  });

  test('a fork rules nobody out whose cases come to the same question, and two that do are both named', () => {
    const own = new Map([
      ['market/flow.yaml', FORKS],
      ['market/en.yaml', TEXTS],
    ]);
    const telling = tellingIn('en', 'market', own);
    const toldOf = (id: string) => {
      const step = telling.outline.steps.get(id);
      return step && said(waysIn(telling)(step));
    };
    expect(toldOf('coming')).toBe(
      'It comes without an answer before it, but not to everybody. Only if she said yes to check-ins or she said yes to news of benefits.',
    );
    expect(toldOf('rest')).toBe(
      'It comes without an answer before it, but not to everybody. Only if she has not said yes to check-ins, and she has not said yes to news of benefits.',
    );
  });

  test('of several numbers that must be less only the least is said', () => {
    const telling = tellingIn('en', 'next-paper', shippedDraft('next-paper'));
    const all = [...telling.outline.steps.values()].map((step) => said(waysIn(telling)(step)));
    const least = all.filter((one) => one?.includes('is less than'));
    expect(least.length).toBeGreaterThan(0);
    for (const one of least) expect(one?.match(/is less than/gu)).toHaveLength(1);
  });

  test('what everybody comes by is told from what only some hear', () => {
    expect(told('coming')).toBe('Everybody comes here first.');
    expect(told('last')).toBe('Everybody who answers to the end comes here.');
  });

  test('nothing is said of what only tells, and of what nothing leads to', () => {
    expect([told('thanks'), told('lost')]).toEqual([undefined, undefined]);
  });

  test('every question of the flows that are shipped says it, in every language of the console', () => {
    for (const flow of shippedNames())
      for (const language of LANGUAGES) {
        const telling = tellingIn(language, flow, shippedDraft(flow));
        const wayIn = waysIn(telling);
        for (const step of telling.outline.steps.values())
          if (step.kind === 'ask' && step.isReached)
            expect([flow, step.id, said(wayIn(step))]).toEqual([
              flow,
              step.id,
              expect.stringMatching(/^(?!.*(?:undefined|\{(?:answer|condition|step))).+$/u),
            ]);
      }
  });
});

test('steps are listed as they are heard, of a fork first what holds for most, those of a part where it is used', () => {
  const ids = ['lost', 'last', 'deep__day', 'again', 'deep__hour', 'coming'];
  const read = ['coming', 'again', 'last', 'deep__day', 'deep__hour', 'lost'];
  expect(asRead(tellingIn('en'), ids)).toEqual(read);
});

test('a sentence that ends with quoted words is stopped once', () => {
  expect(onceStopped('It leads to: 3 · Until the next time.. It led to: A week?.')).toBe(
    'It leads to: 3 · Until the next time. It led to: A week?',
  );
  expect(onceStopped('“How?” is new.')).toBe('“How?” is new.');
});

const GUARDS: readonly Guard[] = [
  ...TRAITS.map((trait) => ({ type: 'member', trait }) as const),
  { type: 'consented', purpose: 'check_ins' },
  { type: 'memory', field: 'outcome', is: 'done' },
  { type: 'at_least', field: 'age', atLeast: 18 },
  { type: 'days_ahead', field: 'visit_day', atLeast: 0 },
  { type: 'days_ahead', field: 'visit_day', atLeast: 2 },
  { type: 'known', field: 'step_words' },
  { type: 'channel', channel: 'sms' },
  { type: 'channel', channel: 'ussd' },
  { type: 'language', language: 'sw' },
  { type: 'silences', atLeast: 1 },
  { type: 'silences', atLeast: 3 },
  { type: 'days_since', what: 'joined', atLeast: 28 },
  { type: 'days_since', what: 'answered', atLeast: 28 },
  { type: 'not_after', date: '2027-01-31' },
];

test.each(LANGUAGES)(
  'every condition is said in %s as a person would, and so is its opposite',
  (one) => {
    const telling = tellingIn(one);
    const clauses = GUARDS.flatMap((guard) =>
      (['is', 'not'] as const).map((how) => conditionName(telling, guard, how)),
    );
    expect(new Set(clauses).size).toBe(clauses.length);
    for (const clause of clauses) expect(clause).toMatch(/^[^:{}]*[^:{}. ]$/u);
    const does = { en: 'If she does not read', pt: 'Se ela não lê', es: 'Si ella no lee' };
    const expected = { ...does, fr: 'Si elle ne lit pas' }[one];
    expect(guardName(telling, { type: 'member', trait: 'does_not_read' })).toBe(expected);
  },
);
