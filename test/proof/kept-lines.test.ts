import { expect, test } from 'vitest';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { shippedStage } from '../flow/shipped.ts';
import { flowFrom } from './flow-from.ts';

const stage = await shippedStage();
const release = flowFrom(
  `
start: how
memory: { day: date, words: { text: 40, coded: yours }, mood: [well] }
remember: [day, words]
steps:
  how:
    ask: how
    choices:
      1: { means: go_on, save: { day: tomorrow, words: '' , mood: well }, to: again }
  again: { ask: again, yes: { save: { day: in_2_days }, to: end }, no: { to: end } }
`,
  {
    texts: { how: 'How is it?', again: 'Later?', yours: 'yours' },
    choices: { go_on: 'Go on', yes: 'Yes', no: 'No' },
  },
);

/** The talk with what is kept after the first and the second answer. */
function isRight(first: string, second: string): boolean {
  const source = `@ remembers: words = a walk
< How is it?
< 1 Go on
> 1
< Later?
< 1 Yes
< 2 No
${first}> 1
${second}! end`;
  const parsed = parseTranscript({ file: 'a.txt', source });
  if (!parsed.ok) throw new Error('the transcript can be read');
  return proveTranscript(release, parsed.value, stage).length === 0;
}

const FIRST = '! keeps: day = 2027-01-05\n! forgets: words\n';
const SECOND = '! keeps: day = 2027-01-06\n';

test('a transcript may show what outlives the talk, and then shows all of it', () => {
  expect(isRight(FIRST, SECOND)).toBe(true);
  expect(isRight('', '')).toBe(true);
  expect(isRight(FIRST, '')).toBe(false);
  expect(isRight('', SECOND)).toBe(false);
  expect(isRight(FIRST.replace('05', '07'), SECOND)).toBe(false);
  expect(isRight(`${FIRST}! keeps: mood = well\n`, SECOND)).toBe(false);
});
