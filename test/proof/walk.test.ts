import { join } from 'node:path';
import {
  type Arbitrary,
  array,
  assert as assertProperty,
  check as checkProperty,
  constantFrom,
  nat,
  option,
  property as propertyOf,
  record,
  sample,
  subarray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { advance } from '../../src/conversation/advance.ts';
import { begin } from '../../src/conversation/begin.ts';
import type { Turn } from '../../src/conversation/place.ts';
import { ReleaseDefinition } from '../../src/flow/definition.ts';
import type { Release } from '../../src/flow/release.ts';
import { type Effect, type Facts, PURPOSES, TRAITS } from '../../src/flow/vocabulary.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { walkFlow } from '../../src/proof/walk/walk-flow.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { flowFrom } from './flow-from.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
const { flows, formats } = readInput(await readFlowSources(FLOWS, FLOWS));
const releases = flows.flatMap(({ release }) => release ?? []);
const now = new Date('2027-01-04T08:00:00Z');

const walkOf = (release: Release) =>
  walkFlow(release, ReleaseDefinition.parse(JSON.parse(release.definition)).flow);

/** A turn without the days, times and own words that are different for everybody. */
function keyOf(channel: string, from: string, effects: readonly Effect[], to: string): string {
  const asked = effects.map((effect) => {
    if (effect.type === 'remind') return `remind ${effect.flow}`;
    if (effect.type === 'set_language' || effect.type === 'join_group') return effect.type;
    if (effect.type === 'complain') return `complain ${effect.named}`;
    return JSON.stringify(effect);
  });
  return [channel, from, ...asked, to].join(' | ');
}

const walkedKeys = (release: Release) =>
  new Set(
    walkOf(release).turns.map(({ walked, from, effects, strides }) =>
      keyOf(walked, from?.step ?? '', effects, strides.at(-1)?.step ?? ''),
    ),
  );

const ANSWERS = ['1', '2', '3', '4', '5', '0', '10', 'tomorrow', '18:30', 'garden', '', '?'];
const anyMove = record({
  answer: option(constantFrom(...ANSWERS), { freq: 8 }),
  traits: subarray([...TRAITS]),
  purposes: subarray([...PURPOSES]),
  silences: nat(4),
  joined: option(nat(90), { nil: undefined }),
  answered: option(nat(90), { nil: undefined }),
});
type Move = typeof anyMove extends Arbitrary<infer One> ? One : never;

function factsOf(release: Release, channel: 'sms' | 'ussd', move: Move): Facts {
  const { traits, purposes, silences, joined, answered } = move;
  const days = { joined, answered };
  const { languages } = release;
  const language = languages[0] ?? 'en';
  return { language, languages, channel, today: '2027-01-04', traits, purposes, silences, days };
}

/** The turns of somebody who does this, as keys. */
function turnsTaken(release: Release, channel: 'sms' | 'ussd', moves: readonly Move[]): string[] {
  const [first, ...rest] = moves;
  if (first === undefined) return [];
  let turn: Turn = begin(release, {}, factsOf(release, channel, first), now);
  const keys = [keyOf(channel, '', turn.effects, turn.place.step)];
  for (const move of rest) {
    if (turn.done) break;
    const { answer: text } = move;
    const event =
      text === null
        ? ({ type: 'SILENCE', now } as const)
        : ({ type: 'REPLY', text, late: false, now } as const);
    // What follows a silence goes by SMS.
    const facts = factsOf(release, text === null ? 'sms' : channel, move);
    const next = advance(release, turn.place, event, { facts, formats });
    if (!next.understood) continue;
    keys.push(keyOf(channel, turn.place.step, next.effects, next.place.step));
    turn = next;
  }
  return keys;
}

/** What ends with its session is heard by dialling alone, and no silence comes in it. */
const property = (release: Release, walked: ReadonlySet<string>) =>
  propertyOf(
    release.sessionOnly ? constantFrom('ussd' as const) : constantFrom('sms' as const, 'ussd'),
    array(release.sessionOnly ? anyMove.filter(({ answer }) => answer !== null) : anyMove, {
      minLength: 1,
      maxLength: 12,
    }),
    (channel, moves) => turnsTaken(release, channel, moves).every((key) => walked.has(key)),
  );

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test('whatever somebody answers, whoever that is, that turn was walked', () => {
    assertProperty(property(release, walkedKeys(release)), { numRuns: 150 });
  });

  test('every way out of every step was taken through the machine', () => {
    const { taken, ways, isWhole } = walkOf(release);
    const all = [...ways].flatMap(([id, out]) => out.map(({ path }) => `${id} ${path.join(' ')}`));
    // `else` has to be written, also where the cases leave nothing over.
    const left = all.filter((way) => !taken.has(way) && !way.endsWith(' else'));
    expect(isWhole).toBe(true);
    expect(left).toEqual([]);
  });
});

test('a walk that left out one turn would be caught', () => {
  const release = releases.find(({ flow }) => flow === 'check-in');
  if (release === undefined) throw new Error('the flow check-in ships');
  const walked = walkedKeys(release);
  const [begun] = turnsTaken(release, 'sms', sample(anyMove, { numRuns: 1, seed: 1 }));
  expect(walked.delete(begun ?? '')).toBe(true);
  expect(checkProperty(property(release, walked), { numRuns: 150 }).failed).toBe(true);
});

test('two branches on the person make four turns, whatever else could be known', () => {
  const release = flowFrom(
    `start: which
steps:
  which:
    branch: [{ when: { member: plan_exists }, to: one }]
    else: more
  one: { say: one, to: more }
  more:
    branch: [{ when: { consented: evaluation }, to: two }]
    else: hello
  two: { say: two, to: hello }
  hello: { say: hello, to: end }
`,
    { texts: { hello: 'Hello.', one: 'One.', two: 'Two.' } },
  );
  expect(walkOf(release).turns.filter(({ walked }) => walked === 'sms')).toHaveLength(4);
});

test('memory that cannot be walked is said so, and costs no more than the rest', () => {
  const fields = Array.from({ length: 12 }, (_, index) => `f${index}`);
  const memory = fields.map((field) => `  ${field}: [a, b, c]`).join('\n');
  const cases = fields.map((field) => `      - { when: { memory: ${field}, is: a }, to: end }`);
  const release = flowFrom(
    `start: ask\nremember: [${fields.join(', ')}]\nmemory:\n${memory}\nsteps:\n  ask:\n    ask: ask\n    choices:\n      1: { means: a, to: which }\n  which:\n    branch:\n${cases.join('\n')}\n    else: end\n`,
    { texts: { ask: 'Well.' }, choices: { a: 'Yes' } },
  );
  const { isWhole, turns } = walkOf(release);
  expect(isWhole).toBe(false);
  expect(turns.length).toBeLessThan(50_000);
});

test.each([
  [9, true],
  [12, false],
])('%i branches on the person in a row: walked as a whole is %s', (count, whole) => {
  const asked = [
    ...TRAITS.map((trait) => `{ member: ${trait} }`),
    ...PURPOSES.map((purpose) => `{ consented: ${purpose} }`),
  ].slice(0, count);
  const nameOf = (index: number) => (index < count ? `which_${index}` : 'hello');
  const steps = asked.map((when, index) => {
    const to = nameOf(index + 1);
    const one = `{ when: ${when}, do: { record: outcome_${index} }, to: ${to} }`;
    return `  ${nameOf(index)}: { branch: [${one}], else: ${to} }\n`;
  });
  const release = flowFrom(
    `start: which_0\nsteps:\n${steps.join('')}  hello: { say: hello, to: end }\n`,
    { texts: { hello: 'Hello.' } },
  );
  const { isWhole, turns } = walkOf(release);
  expect(isWhole).toBe(whole);
  if (whole) expect(turns).toHaveLength(2 * 2 ** count);
});
