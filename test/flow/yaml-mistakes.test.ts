import { describe, expect, test } from 'vitest';
import { findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts } from '../../src/flow/parse-texts.ts';
import { readYaml } from '../../src/flow/read-yaml.ts';

const FLOW = `spec: 1
flow: market
version: 1
start: suits
expires: 7d

steps:
  suits:
    ask: suits
    choices:
      1: { means: suits, to: thanks }
      2: { means: not_now, to: end }
    silence: { 24h: thanks }
  which:
    ask: which
    answer: { text: 40 }
    to: thanks
  thanks: { say: thanks, to: end }
`;
const TEXTS = `spec: 1
language: en
name: English
reviewed: null
texts:
  one: Hello one
  two: Hello two
  three: Hello three
  four: Hello four
choices:
  yes: "Yes"
  no: "No"
`;

/** What is typed wrong, and the line, the column and the words of the one finding. */
type Mistakes = [string, string, string][];

const IN_FLOWS: Mistakes = [
  ['  which:', '   which:', '14:4 this line stands 3 spaces in, its neighbours 2.'],
  ['  which:', ' which:', '14:2 this line stands 1 space in, its neighbours 2.'],
  [
    '  which:\n    ask: which\n    answer: { text: 40 }\n    to: thanks',
    '   which:\n     ask: which\n     answer: { text: 40 }\n     to: thanks',
    '14:4 this line stands 3 spaces in, its neighbours 2.',
  ],
  ['  thanks: {', '   thanks: {', '18:4 this line stands 3 spaces in, its neighbours 2 or 4.'],
  ['    answer:', '     answer:', '16:6 this line stands 5 spaces in, its neighbours 4.'],
  ['    answer:', '   answer:', '16:4 this line stands 3 spaces in, its neighbours 4.'],
  ['    ask: which', '     ask: which', '15:6 this line stands 5 spaces in, its neighbours 4.'],
  ['      2: {', '       2: {', '12:8 this line stands 7 spaces in, its neighbours 6.'],
  ['      2: {', '     2: {', '12:6 this line stands 5 spaces in, its neighbours 6.'],
  ['ask: which', 'ask which', '15:5 no colon stands behind `ask`. Write `ask: which`.'],
  ['  which:', '  which', '14:3 no colon stands behind `which`. Write `which:`.'],
  ['steps:', 'steps', '7:1 no colon stands behind `steps`. Write `steps:`.'],
  ['start: suits', 'start suits', '4:1 no colon stands behind `start`. Write `start: suits`.'],
  [
    'ask: which',
    'ask:which',
    '15:5 no space stands behind the colon of `ask`. Write `ask: which`.',
  ],
  [
    'suits, to: thanks',
    'suits, to:thanks',
    '11:26 no space stands behind the colon of `to`. Write `to: thanks`.',
  ],
  ['suits, to: thanks', 'suits, to thanks', '11:26 no colon stands behind `to`.'],
  ['suits, to: thanks', 'suits to: thanks', '11:25 no comma stands before `to`.'],
  ['to: thanks }', 'to: thanks', '11:10 the `{` that stands here is not closed.'],
  ['1: { means', '1: means', '11:10 a `}` stands here without its `{`.'],
  ['thanks }', 'thanks }}', '11:10 one `}` is too many.'],
  ['    ask: which', '\task: which', '15:1 a tab stands here. Type two spaces for each level.'],
  ['    to: thanks\n', '    - to: thanks\n', '17:5 a line with `-` stands among lines without it.'],
  ['\nsteps:', '\n---\nsteps:', '7:1 a second file begins here.'],
];

const IN_TEXTS: Mistakes = [
  ['  three:', 'three:', '8:1 this line stands 0 spaces in, its neighbours 2.'],
  ['  three:', '   three:', '8:4 this line stands 3 spaces in, its neighbours 2.'],
  ['  one:', 'one:', '6:1 this line stands 0 spaces in, its neighbours 2.'],
  ['  yes:', '   yes:', '11:4 this line stands 3 spaces in, its neighbours 2.'],
  ['choices:', ' choices:', '10:2 this line stands 1 space in, its neighbours 0.'],
  ['  three:', '\tthree:', '8:1 a tab stands here.'],
  [
    'Hello three',
    'Hello: three',
    '8:10 there is a colon in this text. Put this text in double quotes: `"Hello: three"`.',
  ],
  ['Hello three', '“Hello: three”', '8:10 curly quotes stand around a text.'],
  ['Hello three', '"Hello three', '8:10 the `"` that stands here is not closed.'],
  ['Hello three', "'Hello three", "8:10 the `'` that stands here is not closed."],
  ['Hello three', "'It's three'", "8:10 after the closing `'` more text follows."],
  ['Hello three', '{programme}', '8:11 `programme` has no value.'],
  ['Hello three', '&you', '8:14 something begins with `&`'],
  ['Hello three', '!hey there', '8:15 something begins with `!`'],
  ['  three:', '  two:', '8:3 `two` stands here twice, before that in line 7.'],
  ['texts:', 'texts', '5:1 no colon stands behind `texts`.'],
  ['"Yes"', '"\\d"', '11:9 a `\\` inside double quotes means something else.'],
];

const BEGINNINGS = ['{programme} asks', '[x] asks', '@ asks', '*123# asks', '% asks', '> asks'];

function changed(source: string, right: string, wrong: string): string {
  expect(source).toContain(right);
  return source.replace(right, wrong);
}

describe('a file that is not YAML has one finding, where its author went wrong', () => {
  test('and the files that these change can be read', () => {
    expect(readYaml(FLOW, 'f').ok).toBe(true);
    expect(readYaml(TEXTS, 'f').ok).toBe(true);
  });

  test.each(IN_FLOWS)('in a flow: %j as %j', (right, wrong, said) => {
    const parsed = parseFlow(changed(FLOW, right, wrong), 'f');
    const lines = parsed.ok ? [] : parsed.findings.map(findingLine);
    expect(lines).toEqual([expect.stringContaining(`f:${said}`)]);
  });

  test.each(IN_TEXTS)('in texts: %j as %j', (right, wrong, said) => {
    const parsed = parseTexts(changed(TEXTS, right, wrong), 'f', 'en');
    const lines = parsed.ok ? [] : parsed.findings.map(findingLine);
    expect(lines).toEqual([expect.stringContaining(`f:${said}`)]);
  });

  test.each(BEGINNINGS)('and a text that begins as %j wants quotes', (text) => {
    const parsed = parseTexts(changed(TEXTS, 'Hello three', text), 'f', 'en');
    const lines = parsed.ok ? [] : parsed.findings.map(findingLine);
    expect(lines).toEqual([
      `f:8:10 a text begins with \`${text[0]}\`. Put this text in double quotes: \`"${text}"\`.`,
    ]);
  });

  test('even where nothing of this is the reason', () => {
    const parsed = parseFlow('a: 1\n}', 'f');
    const lines = parsed.ok ? [] : parsed.findings.map(findingLine);
    expect(lines).toEqual([
      'f:2:1 something in this line, or just above it, is not as it must be. Compare it with its neighbours: as many spaces, `name: value` with a colon and a space, quotes and brackets closed.',
    ]);
  });
});
