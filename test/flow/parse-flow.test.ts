import { describe, expect, test } from 'vitest';
import { type Finding, findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';

const GOOD = `spec: 1
flow: sample
version: 1
start: first
expires: 14d
memory: { mood: [good, low] }
steps:
  first:
    ask: how
    choices:
      1: { means: good, save: mood, to: thanks }
      2: { means: low, save: mood, to: check, do: { follow_up: low_mood } }
    silence: { 48h: thanks }
  check:
    branch:
      - { when: { memory: mood, is: low }, to: thanks }
      - { when: { consented: check_ins }, to: end, do: { hand_over: other } }
    else: thanks
  thanks: { say: thanks, to: end }
`;

function findingsOf(source: string): Finding[] {
  const parsed = parseFlow(source, 'flow.yaml');
  return parsed.ok ? [] : parsed.findings;
}

/** A change to the good flow, what is found, where, and what was meant. */
const MISTAKES: [string, string, string, string, number, string | undefined][] = [
  ['a misspelt key', 'silence:', 'silense:', 'unknown_key', 13, 'silence'],
  ['a misspelt kind', 'say: thanks', 'sey: thanks', 'no_kind', 19, 'say'],
  ['a misspelt effect', 'follow_up:', 'folow_up:', 'unknown_key', 12, 'follow_up'],
  [
    'a misspelt purpose',
    'consented: check_ins',
    'consented: check_in',
    'bad_value',
    17,
    'check_ins',
  ],
  ['a misspelt step', 'to: check,', 'to: chek,', 'no_such_step', 12, 'check'],
  ['a misspelt start', 'start: first', 'start: frist', 'no_such_step', 4, 'first'],
  ['a start that is the end', 'start: first', 'start: end', 'no_such_step', 4, undefined],
  [
    'a misspelt field',
    'save: mood, to: thanks',
    'save: mod, to: thanks',
    'no_such_field',
    11,
    'mood',
  ],
  ['an undeclared value', 'is: low', 'is: lo', 'no_such_value', 16, 'low'],
  ['a language of the future', 'spec: 1', 'spec: 2', 'bad_value', 1, undefined],
  ['a version that is no number', 'version: 1', 'version: one', 'bad_value', 3, undefined],
  ['a missing key', 'expires: 14d\n', '', 'missing', 1, undefined],
  ['a time without a unit', '14d', '14', 'bad_value', 5, undefined],
  ['a time of years', '14d', '400d', 'bad_value', 5, undefined],
  ['a silence without a unit', '48h: thanks', '48: thanks', 'bad_silence', 13, undefined],
  ['two silences', '48h: thanks', '48h: thanks, 72h: thanks', 'bad_silence', 13, undefined],
  ['a gap in the digits', '      2: {', '      3: {', 'bad_digit', 12, undefined],
  ['a digit that is a command', '      2: {', '      9: {', 'bad_digit', 12, undefined],
  ['two answers that mean the same', 'means: low', 'means: good', 'same_meaning', 11, undefined],
  ['a text asked and said', 'say: thanks', 'say: how', 'text_asked_twice', 19, undefined],
  [
    'two questions in one guard',
    'is: low }',
    'is: low, channel: sms }',
    'bad_guard',
    16,
    undefined,
  ],
  ['a value without its field', 'memory: mood, is: low', 'is: low', 'bad_guard', 16, undefined],
  [
    'a hand-over that goes on',
    'to: end, do: { hand',
    'to: thanks, do: { hand',
    'hand_over_not_last',
    17,
    undefined,
  ],
  ['a step nobody reaches', 'to: check,', 'to: thanks,', 'unreachable', 14, undefined],
  ['a circle without a question', 'thanks, to: end', 'thanks, to: check', 'circle', 14, undefined],
  ['a step called end', 'thanks: { say', 'end: { say', 'reserved', 19, undefined],
  ['a key twice', 'version: 1', 'version: 1\nversion: 2', 'duplicate_key', 4, undefined],
  ['a step twice', '  check:', '  first:', 'duplicate_key', 14, undefined],
  [
    'a list for a mapping',
    'do: { follow_up: low_mood }',
    'do: low_mood',
    'not_a_mapping',
    12,
    undefined,
  ],
  ['a step with a path in its name', '  check:', '  a.b:', 'bad_name', 14, undefined],
  ['broken YAML', 'steps:', 'steps: [', 'yaml', 7, undefined],
];

describe('a flow file', () => {
  test('that is right has no findings, and is the same however it is laid out', () => {
    expect(findingsOf(GOOD).map(findingLine)).toEqual([]);
    const compact = parseFlow(
      GOOD.replace('{ mood: [good, low] }', '\n  mood:\n    - good\n    - low'),
      'f',
    );
    const parsed = parseFlow(GOOD, 'flow.yaml');
    if (!parsed.ok || !compact.ok) throw new Error('both are right');
    expect(compact.flow.definition).toEqual(parsed.flow.definition);
    expect(parsed.flow.definition.expiresAfterMs).toBe(14 * 86_400_000);
  });

  test.each(MISTAKES)(
    'with %s is refused where it stands',
    (_, right, wrong, code, line, meant) => {
      expect(GOOD).toContain(right);
      const findings = findingsOf(GOOD.replace(right, wrong));
      const found = findings.find((finding) => finding.code === code);
      expect(findings.map(findingLine).join('\n')).toMatch(/^flow\.yaml:\d+:\d+ /u);
      expect({ code: found?.code, line: found?.line, meant: found?.meant }).toEqual({
        code,
        line,
        meant,
      });
      expect(found?.mend).not.toBe('');
    },
  );

  test('names all its mistakes at once, in their order', () => {
    const wrong = GOOD.replace('spec: 1', 'spec: one')
      .replace('silence:', 'silense:')
      .replace('to: check,', 'to: chek,')
      .replace('say: thanks', 'sey: thanks');
    const codes = findingsOf(wrong).map(({ code, line }) => `${code}:${line}`);
    expect(codes).toEqual(['bad_value:1', 'no_such_step:12', 'unknown_key:13', 'no_kind:19']);
  });

  test('points at the very column of the mistake', () => {
    const wrong = GOOD.replace('to: check,', 'to: chek,');
    const [finding] = findingsOf(wrong);
    const line = wrong.split('\n')[11] ?? '';
    expect(finding?.column).toBe(line.indexOf('chek') + 1);
  });

  test('tells a question that leads nowhere, and one that can only be read', () => {
    const noAnswer = GOOD.replace(/ {4}choices:\n.*\n.*\n/u, '');
    expect(findingsOf(noAnswer).map(({ code }) => code)).toContain('no_answer');
    const stuck = GOOD.replace(
      'thanks: { say: thanks, to: end }',
      'thanks: { ask: t, back: first }',
    ).replace('to: end, do: { hand_over: other }', 'to: thanks');
    expect(findingsOf(stuck).map(({ code }) => code)).toContain('no_way_out');
  });
});
