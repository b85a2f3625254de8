import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance } from './advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import { digitsAreAnswers, hasBack, type Place, StepGone } from '../../src/conversation/place.ts';
import { loadRelease, type Release } from '../../src/flow/release.ts';
import { Effect, type Facts, type FlowEvent, PURPOSES, TRAITS } from '../../src/flow/vocabulary.ts';
import { factsOf, flowNamed } from '../flow/shipped.ts';
import { testFlows } from './test-flows.ts';

const now = new Date('2027-01-04T08:00:00Z');
const releases = await testFlows();
const reply = (text: string): FlowEvent => ({ type: 'REPLY', text, late: false, now });

const flow = (name: string): Release => flowNamed(releases, name);

function at(step: string): Place {
  return { step, memory: {} };
}

describe('a reply', () => {
  const checkIn = flow('check-in');

  test.each([
    ['1', '1'], ['1.', '1'], [' 1 ', '1'], ['１', '1'], ['(1)', '1'], ['1 👍', '1'], ['#1', '1'], ['1\n', '1'],
    ['Done', '1'], ['DONE!', '1'], ['i  did it', '1'], ['Ndapedza', '1'], ['ndaita', '1'], ['not yet', '3'],
    ['2', '2'], ['half', '2'], ['l', '1'],
  ])('%j counts as %s', (text, digit) => {
    const meant = advance(checkIn, at('how_did_it_go'), reply(digit), factsOf());
    expect(meant.understood).toBe(true);
    expect(advance(checkIn, at('how_did_it_go'), reply(text), factsOf())).toEqual(meant);
  }); // prettier-ignore

  test.each([
    '', ' ', '0', '5', '6', '7', '8', '9', '00', '88', '12', '1 2', '1 min', '2moro', '-', '👍', 'yes but late', '01',
    '𝟙𝟚', 'O', 'constructor', '__proto__', 'toString', '1'.repeat(500), '🙂'.repeat(500), '\0', '\ud83d', '½', '①②',
  ])('%j fits nothing and changes nothing', (text) => {
    const place = { step: 'how_did_it_go', memory: { outcome: 'part' } };
    const turn = advance(checkIn, place, reply(text), factsOf());
    expect(turn).toMatchObject({ place, effects: [], understood: false, done: false });
    expect(turn.silenceAfterMs).toBe(48 * 3_600_000);
  }); // prettier-ignore

  test('is saved as what it means, beside what was saved before', () => {
    const place = { step: 'nudge', memory: { outcome: 'done', other: 1 } };
    const turn = advance(checkIn, place, reply('2'), factsOf());
    expect(turn.place.memory).toEqual({ outcome: 'part', other: 1 });
    expect(place.memory).toEqual({ outcome: 'done', other: 1 });
  });

  test('in words counts in the own language first, then in any other', () => {
    const turn = advance(checkIn, at('how_did_it_go'), reply('done'), factsOf({ language: 'sn' }));
    expect(turn.place.memory).toEqual({ outcome: 'done' });
  });

  test('chooses a language of the installation, by its line or its name', () => {
    const facts = factsOf({ languages: ['sn', 'en'] });
    for (const text of ['1', 'chishona', 'ChiShona.'])
      expect(advance(flow('welcome'), at('language'), reply(text), facts).effects[0]).toEqual({
        type: 'set_language',
        language: 'sn',
      });
    expect(advance(flow('welcome'), at('language'), reply('3'), facts).understood).toBe(false);
  });
});

describe('a place', () => {
  test('asks its question again when it is resumed, and does nothing else', () => {
    const turn = advance(flow('check-in'), at('not_yet'), { type: 'RESUMED', now }, factsOf());
    expect(turn).toMatchObject({ place: at('not_yet'), understood: true });
    expect(turn.effects).toEqual([{ type: 'say', text: 'not_yet' }]);
  });

  test('whose step was removed throws StepGone, whatever happens', () => {
    for (const step of ['gone', 'constructor', '__proto__', ''])
      for (const type of ['SILENCE', 'RESUMED', 'CANCELLED', 'PIN_OK', 'PIN_WRONG'] as const)
        expect(() => advance(flow('menu'), at(step), { type, now }, factsOf())).toThrow(StepGone);
    expect(() => advance(flow('menu'), at('gone'), reply('1'), factsOf())).toThrow(StepGone);
  });

  test('that has ended takes nothing any more', () => {
    for (const event of [reply('1'), { type: 'RESUMED', now }, { type: 'SILENCE', now }] as const)
      expect(advance(flow('menu'), at('end'), event, factsOf())).toMatchObject({
        place: at('end'),
        done: true,
        understood: false,
        effects: [],
      });
  });

  test('knows whether 0 has a target, and that its digits are choices', () => {
    expect(hasBack(flow('menu'), 'about')).toBe(true);
    expect(hasBack(flow('menu'), 'home')).toBe(false);
    expect(hasBack(flow('menu'), 'gone')).toBe(false);
    expect(digitsAreAnswers(flow('menu'), 'home')).toBe(false);
  });

  test('keeps of an earlier memory only what the flow declares', () => {
    const memory = { outcome: 'part', stranger: 'x' };
    expect(begin(flow('check-in'), memory, factsOf(), now).place.memory).toEqual({
      outcome: 'part',
    });
    expect(begin(flow('check-in'), { outcome: 'x' }, factsOf(), now).place.memory).toEqual({});
  });

  test('is never the object that was given, and what is returned cannot be changed', () => {
    const place = at('home');
    const turn = advance(flow('menu'), place, reply('what'), factsOf());
    expect(Object.isFrozen(place.memory)).toBe(false);
    expect([turn, turn.place, turn.place.memory, turn.effects].every(Object.isFrozen)).toBe(true);
  });
});

const anyReply = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('0', '1', '2', '3', '4', '5', '9', '88', 'yes', 'hongu'),
  },
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('', ' ', '😀'.repeat(250), 'x'.repeat(500)),
);
const anyEvent: fc.Arbitrary<FlowEvent> = fc.oneof(
  { weight: 4, arbitrary: anyReply.map(reply) },
  fc
    .constantFrom('SILENCE', 'RESUMED', 'CANCELLED', 'PIN_OK', 'PIN_WRONG')
    .map((type): FlowEvent => ({ type, now })),
);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  language: fc.constantFrom('en', 'sn', 'xx', '__proto__'),
  channel: fc.constantFrom('sms', 'ussd'),
  purposes: fc.subarray([...PURPOSES]),
  languages: fc.constantFrom(['en', 'sn'], ['sn'], ['xx', 'en'], []),
  today: fc.constantFrom('2027-01-04', '2028-02-29'),
  traits: fc.subarray([...TRAITS]),
  silences: fc.nat(4),
  days: fc.record({
    joined: fc.option(fc.nat(400), { nil: undefined }),
    answered: fc.option(fc.nat(400), { nil: undefined }),
  }),
});

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test('takes any sequence of events: says something or stays, and never throws', () => {
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 25 }),
        fc.array(anyFacts, { minLength: 1 }),
        (events, people) => {
          const factsAt = (index: number) => people[index % people.length] ?? factsOf();
          let turn = begin(release, {}, factsAt(0), now);
          for (const [index, event] of events.entries()) {
            const before: Place = JSON.parse(JSON.stringify(turn.place));
            turn = advance(release, before, event, factsAt(index));
            const says = turn.effects.some(({ type }) => type === 'say');
            if (!turn.understood) expect(turn).toMatchObject({ place: before, effects: [] });
            else expect(says || turn.done).toBe(true);
            for (const effect of turn.effects) Effect.parse(effect);
            expect(turn.done || release.steps.has(turn.place.step)).toBe(true);
          }
        },
      ),
    );
  });

  test('decides what it remembers as a release decides that remembers nothing', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 8 }), anyFacts, (events, facts) => {
        let turn = begin(release, {}, facts, now);
        for (const event of events) {
          const { place } = turn;
          turn = advance(release, place, event, facts);
          expect(advance(loadRelease(release.definition), place, event, facts)).toEqual(turn);
        }
      }),
      { numRuns: 50 },
    );
  });
});
