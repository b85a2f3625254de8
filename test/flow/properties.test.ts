import { assert as assertProperty, constantFrom, property, record, subarray } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import type { Field } from '../../src/flow/definition.ts';
import type { Release } from '../../src/flow/release.ts';
import { type Facts, type Memory, PURPOSES, TRAITS } from '../../src/flow/vocabulary.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { switchOn } from '../../src/proof/talk/follow-flow.ts';
import type { Act, Phone, Step } from '../../src/proof/talk/phone.ts';
import { takeAct } from '../../src/proof/talk/take-act.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { worldOf } from '../proof/trial-world.ts';
import { flowSeed } from './flow-seed.ts';
import { anyActs } from './phone-acts.ts';
import { factsOf, FLOWS } from './shipped.ts';

/** Talks for each flow in each of its languages. */
const RUNS = 20;
const ACTS_MAX = 14;
const SCREEN_MAX = 160;
const SEGMENTS_MAX = 2;

const input = readInput(await readFlowSources(FLOWS, FLOWS));
const world = worldOf(input);
const releases = [...world.releases.values()];
/** Languages in which programmes send plain letters. */
const folded = new Set(input.programmes.flatMap(({ programme }) => programme.foldAccents));
const seed = flowSeed();
console.log(`properties of flows: FLOW_SEED=${seed}`);

const anybody = record({
  channel: constantFrom('sms' as const, 'ussd' as const),
  traits: subarray([...TRAITS]),
  purposes: subarray([...PURPOSES]),
});

function begun(release: Release, facts: Partial<Facts>): Step {
  const purposes = [
    ...(facts.purposes ?? []),
    ...(release.purpose === undefined ? [] : [release.purpose]),
  ];
  const before = { facts: factsOf({ ...facts, purposes }), remembers: {}, programme: undefined };
  return switchOn(world, release, before);
}

function holds(field: Field | undefined, value: Memory[string]): boolean {
  if (field === undefined) return false;
  if (!('kind' in field)) return typeof value === 'string' && field.includes(value);
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && value >= field.from && value <= field.to;
    case 'text':
      return typeof value === 'string' && value.length <= 2 * field.max;
    case 'date':
      return typeof value === 'string' && /^20\d\d-\d\d-\d\d$/u.test(value);
    case 'time':
      return typeof value === 'string' && /^\d\d:\d\d$/u.test(value);
    case 'pin':
      return typeof value === 'string' && /^\d{4,6}$/u.test(value);
  }
}

function expectDeclared({ scene: { release, turn } }: Phone): void {
  for (const [field, value] of Object.entries(turn.place.memory))
    expect([field, value, holds(release.memory.get(field), value)]).toEqual([field, value, true]);
}

/** Each screen is one that operators show, each text one that is sent as it is. */
function expectFits({ phone, shown }: Step): void {
  const fold = folded.has(phone.scene.facts.language);
  for (const one of shown) {
    if (one.kind === 'screen') expect(one.units).toBeLessThanOrEqual(SCREEN_MAX);
    if (one.kind === 'screen') expect(one.text.trim()).not.toBe('');
    if (one.kind === 'sms')
      expect([one.text, fitSms(one.text, { fold }).segments > SEGMENTS_MAX]).toEqual([
        one.text,
        false,
      ]);
  }
}

/** Words, a person who is told, or a reason why nothing is sent. */
const REASONS = ['nothing_sent', 'not_after_stop', 'session_over', 'no_flow'];
function expectAnswered({ shown }: Step): void {
  const isAnswered = shown.some(
    (one) =>
      one.kind === 'sms' ||
      one.kind === 'screen' ||
      (one.kind === 'effect' && one.effect.type === 'follow_up') ||
      (one.kind === 'note' && REASONS.includes(one.note.type)),
  );
  expect([isAnswered, shown]).toEqual([true, shown]);
}

/** After a STOP nothing comes but what the person asks for by a word that brings back. */
function expectQuiet(step: Step, act: Act): void {
  const texts = step.shown.filter(({ kind }) => kind === 'sms' || kind === 'screen');
  if (act.type === 'days' || act.type === 'silence') expect(texts).toEqual([]);
  expect(step.phone.scene.facts.purposes).toEqual([]);
}

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test.each(release.languages)(
    'in %s whatever is done with the phone is answered, fits, and keeps what is declared',
    (language) => {
      const talk = property(anybody, anyActs(release, ACTS_MAX), (facts, acts) => {
        let step = begun(release, { ...facts, language, languages: release.languages.slice(0, 5) });
        expectFits(step);
        for (const act of acts) {
          const { stopped } = step.phone;
          step = takeAct(world, step.phone, act);
          expectFits(step);
          expectDeclared(step.phone);
          if (act.type === 'text') expectAnswered(step);
          if (stopped !== undefined && step.phone.stopped !== undefined) expectQuiet(step, act);
        }
      });
      assertProperty(talk, { numRuns: RUNS, seed });
    },
  );
});
