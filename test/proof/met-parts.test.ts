import { expect, test } from 'vitest';
import { hasSame, metFrom } from '../../src/proof/transcripts/met-parts.ts';
import { flowFrom } from './flow-from.ts';

const BODY = `start: first
steps:
  first: { ask: first, yes: { to: through }, no: { to: end } }
  through: { branch: [{ when: { channel: sms }, to: second }], else: second }
  second: { ask: second, yes: { to: third }, no: { to: end } }
  third: { say: third, to: end }
`;
const TEXTS = { first: 'One?', second: 'Two?', third: 'Three.' };
const CHOICES = { yes: 'Yes', no: 'No' };
const flow = (body = BODY, texts = {}, choices = {}) =>
  flowFrom(body, { texts: { ...TEXTS, ...texts }, choices: { ...CHOICES, ...choices } });

const begun = metFrom(flow(), [undefined]);
const answered = metFrom(flow(), [undefined, 'first']);

test('a talk met what its turns run through and the question where they can wait, and no more', () => {
  expect([...begun.steps.keys()]).toEqual(['first']);
  expect([...answered.steps.keys()]).toEqual(['first', 'through', 'second']);
});

test.each([
  ['the words of a step beyond', flow(BODY, { third: 'Other.' })],
  ['a way beyond', flow(BODY.replace('say: third, to: end', 'say: third, to: second'))],
])('it is the same where %s are others', (_, other) => {
  expect(hasSame(other, answered)).toBe(true);
});

test.each([
  ['the words where it waits', flow(BODY, { second: 'Other?' })],
  ['a branch that it runs through', flow(BODY.replace('to: second }]', 'to: third }]'))],
  ['what an answer is called', flow(BODY, {}, { yes: 'Sure' })],
])('it is played anew where %s is another', (_, other) => {
  expect(hasSame(other, answered)).toBe(false);
});
