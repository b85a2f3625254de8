import { describe, expect, test } from 'vitest';
import { NO_RISKS, parseRisks, readRisk } from '../../src/conversation/read-risk.ts';
import { parseWords } from '../../src/conversation/read-words.ts';
import { understand } from '../../src/conversation/understand.ts';
import { findingLine } from '../../src/flow/finding.ts';

type Lists = { kinds: string; never?: string; hit: string; miss?: string; reviewed?: string };

function file(language: string, { kinds, never = '', hit, miss = '', reviewed = 'null' }: Lists) {
  const source = `spec: 1
language: ${language}
reviewed: ${reviewed}
kinds: {${kinds}}
never: [${never}]
examples: { hit: [${hit}], miss: [${miss}] }
`;
  return { file: `${language}.yaml`, source };
}

function risksOf(...files: { file: string; source: string }[]) {
  const parsed = parseRisks(files);
  if (!parsed.ok) throw new Error(parsed.findings.map(findingLine).join('\n'));
  return parsed.value;
}

const DIE = {
  kinds: 'self_harm: ["(want|wish) to die", "*jiua*"]',
  hit: 'i want to die, nataka kujiua',
};
const SIGNED = '{ by: A Native Reader, on: 2027-01-01 }';

describe('signs of danger', () => {
  test.each([
    ['i WANT to  die', true],
    ['I wàant to diiie!!', true],
    ['ｗａｎｔ ｔｏ ｄｉｅ', true],
    ['w\u200bant to d1e', true],
    ['nitajiua', true],
    ['I want to diet', false],
    ['want die', false],
    ['to die want', false],
  ])('%s: %s', (text, isRisk) => {
    expect(readRisk(text, risksOf(file('en', DIE))) !== undefined).toBe(isRisk);
  });

  test('a list that somebody signed says so, and another does not', () => {
    const hurt = { kinds: 'violence: [hits me]', hit: 'he hits me', reviewed: SIGNED };
    const risks = risksOf(file('en', DIE), file('sw', hurt));
    expect(readRisk('i want to die', risks)).toEqual({
      kind: 'self_harm',
      language: 'en',
      reviewed: false,
    });
    expect(readRisk('he hits me', risks)?.reviewed).toBe(true);
    expect([...risks.signed]).toEqual(['sw']);
  });

  test('of several signs violence decides, since its answer names nothing and fits the others', () => {
    const hurt = { kinds: 'violence: [hits me]', hit: 'he hits me' };
    const risks = risksOf(file('en', DIE), file('sw', hurt));
    expect(readRisk('i want to die, he hits me', risks)?.kind).toBe('violence');
  });

  test('what cancels a sign cancels it in any language, and only where it stands', () => {
    const never = { kinds: 'self_harm: [kufa leo]', hit: 'kufa leo', never: 'dont want to die' };
    const risks = risksOf(file('en', DIE), file('sw', never));
    expect(readRisk("I don't want to die", risks)).toBeUndefined();
    expect(readRisk("I don't want to die. I want to die", risks)).toBeDefined();
  });

  test('without lists nothing is a sign', () => {
    expect(readRisk('i want to die', NO_RISKS)).toBeUndefined();
  });

  test('a stop word inside a sign is no STOP, and does not pause', () => {
    const words = parseWords([
      {
        file: 'en.yaml',
        source: 'spec: 1\nlanguage: en\nreviewed: null\nstop: [{ word: halt, sure: true }]\n',
      },
    ]);
    if (!words.ok) throw new Error('no words');
    const risks = risksOf(
      file('en', { kinds: 'violence: [halt hurting me]', hit: 'halt hurting me' }),
    );
    const read = (text: string) =>
      understand(text, words.value, risks, { digitsAreAnswers: false });
    expect(read('halt hurting me')).toMatchObject({ reading: { kind: 'answer' }, pause: false });
    expect(read('halt hurting me').risk?.kind).toBe('violence');
    expect(read('halt. he says halt hurting me')).toMatchObject({
      reading: { kind: 'stop', more: true },
      risk: { kind: 'violence' },
      pause: true,
    });
    expect(read('we said halt but he is not halting, halt hurting me')).toMatchObject({
      reading: { kind: 'answer' },
      risk: { kind: 'violence' },
      pause: true,
    });
  });
});

describe('the files of risk', () => {
  test.each([
    [{ kinds: 'self_harm: ["(want to die"]', hit: 'want to die' }, 'bad_pattern'],
    [{ kinds: 'self_harm: ["di* now"]', hit: 'die now' }, 'bad_pattern'],
    [{ kinds: 'self_harm: ["* to die"]', hit: 'want to die' }, 'bad_pattern'],
    [{ kinds: 'self_harm: ["[want]"]', hit: 'want' }, 'bad_pattern'],
    [{ kinds: 'self_harm: ["want to die", "end it"]', hit: 'want to die' }, 'no_example'],
    [{ kinds: 'self_harm: [to die]', hit: 'to die, to live' }, 'misread'],
    [{ kinds: 'self_harm: [to die]', hit: 'to die', miss: 'to die laughing' }, 'misread'],
    [{ kinds: 'self_harm: [to die]', hit: 'to die', never: 'to die' }, 'no_example'],
    [{ kinds: 'self_arm: [to die]', hit: 'to die' }, 'unknown_key'],
    [{ kinds: 'self_harm: [to die]', hit: 'to die', reviewed: 'yes' }, 'bad_value'],
  ])('%j is refused: %s', (lists, code) => {
    const parsed = parseRisks([file('en', lists)]);
    expect(parsed.ok ? [] : parsed.findings.map((one) => one.code)).toContain(code);
  });

  test('a pattern that could be said in too many ways is refused, in little time', () => {
    const many = Array.from({ length: 20 }, () => '(a|b c|d e)').join(' ');
    const parsed = parseRisks([file('en', { kinds: `self_harm: ["${many}"]`, hit: 'a' })]);
    expect(parsed.ok ? [] : parsed.findings.map((one) => one.code)).toContain('bad_pattern');
  });
});
