import { describe, expect, test } from 'vitest';
import { findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts, type Texts } from '../../src/flow/parse-texts.ts';
import { loadRelease, makeRelease } from '../../src/flow/release.ts';

const FLOW = `
spec: 1
flow: sample
version: 3
purpose: check_ins
start: first
expires: 1d
foot: foot
steps:
  first: { ask: how, choices: { 1: { means: good, to: next }, 2: { means: low, to: end } } }
  next: { ask: info, back: first, choices: { 1: { means: good, to: end, do: { hand_over: other } } } }
`;
const ENGLISH = `
spec: 1
language: en
name: English
reviewed: null
texts: { how: "How are you, {programme}?", info: { text: Info, ussd: "Info {programme}" }, foot: 9 talk }
choices: { good: Good, low: Low, back: Back }
answers: { good: [fine], low: [so so] }
`;

function textsOf(source: string, language = 'en'): Texts {
  const parsed = parseTexts(source, `${language}.yaml`, language);
  if (!parsed.ok) throw new Error(parsed.findings.map(findingLine).join('\n'));
  return parsed.texts;
}

function made(flow: string, ...texts: Texts[]) {
  const parsed = parseFlow(flow, 'flow.yaml');
  if (!parsed.ok) throw new Error(parsed.findings.map(findingLine).join('\n'));
  return makeRelease(parsed.flow, Object.fromEntries(texts.map((one) => [one.language, one])));
}

function releaseOf(flow: string, ...texts: Texts[]) {
  const result = made(flow, ...texts);
  if (!result.ok) throw new Error(result.findings.map(findingLine).join('\n'));
  return result.release;
}

describe('a release', () => {
  const release = releaseOf(FLOW, textsOf(ENGLISH));

  test('comes back from its definition, with the same hash', () => {
    const again = loadRelease(release.definition);
    expect(again.hash).toBe(release.hash);
    expect(again.definition).toBe(release.definition);
    expect(Object.keys(again)).toEqual(Object.keys(release));
  });

  test('has the hash of what it says, however its files are laid out or reviewed', () => {
    const reordered = FLOW.replace(
      'version: 3\npurpose: check_ins',
      'purpose: check_ins\nversion: 3',
    );
    const signed = ENGLISH.replace('null', '{ by: A reader, on: 2027-01-31 }');
    expect(releaseOf(reordered, textsOf(signed)).hash).toBe(release.hash);
    expect(releaseOf(FLOW.replace('1d', '2d'), textsOf(ENGLISH)).hash).not.toBe(release.hash);
    const reworded = textsOf(ENGLISH.replace('Good', 'Great'));
    expect(releaseOf(FLOW, reworded).hash).not.toBe(release.hash);
  });

  test('names what it needs: variables, other flows, a consent', () => {
    expect(release).toMatchObject({
      flow: 'sample',
      version: 3,
      purpose: 'check_ins',
      expiresAfterMs: 86_400_000,
      variables: ['programme'],
      leadsTo: ['other'],
      languages: ['en'],
    });
  });

  test('says which translations nobody has signed', () => {
    const signed = ENGLISH.replace('null', '{ by: A reader, on: 2027-01-31 }');
    const shona = ENGLISH.replace('language: en', 'language: sn');
    expect(made(FLOW, textsOf(signed), textsOf(shona, 'sn'))).toMatchObject({ unreviewed: ['sn'] });
  });

  test.each([
    ['no date', '{ by: A reader }'],
    ['a wrong date', '{ by: A reader, on: soon }'],
    ['no name', 'true'],
  ])('is not signed with %s', (_, signature) => {
    const parsed = parseTexts(ENGLISH.replace('null', signature), 'en.yaml', 'en');
    expect(parsed.ok).toBe(false);
  });

  test.each<[string, string, string, string]>([
    ['a text is missing', 'foot: 9 talk', 'other: 9 talk', 'untranslated'],
    ['a text is left over', 'foot: 9 talk', 'foot: 9 talk, more: x', 'unused'],
    ['an answer has no name', 'low: Low,', '', 'untranslated'],
    ['the way back has no name', ', back: Back', '', 'untranslated'],
    ['words answer what is not asked', 'low: [so so]', 'bad: [so so]', 'unused'],
    ['a word means two things', 'low: [so so]', 'low: [Fine.]', 'ambiguous_answer'],
    ['two answers have one name', 'low: Low', 'low: good', 'ambiguous_answer'],
  ])('is refused when %s', (_, right, wrong, code) => {
    const result = made(FLOW, textsOf(ENGLISH.replace(right, wrong)));
    const findings = result.ok ? [] : result.findings;
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(findings.every(({ file, line }) => file === 'en.yaml' && line > 1)).toBe(true);
  });

  test('is refused without any language', () => {
    expect(made(FLOW)).toMatchObject({ ok: false, findings: [{ code: 'no_language' }] });
  });

  test('is not loaded from what is no definition', () => {
    expect(() => loadRelease('{}')).toThrow();
    expect(() => loadRelease(release.definition.replace('"to":"next"', '"to":"gone"'))).toThrow();
    expect(() => loadRelease(release.definition.replace('"kind":"ask"', '"kind":"run"'))).toThrow();
  });
});

const WORDS = `
spec: 1
flow: words
version: 1
start: how_many
expires: 1d
foot: foot
foot_values: foot_values
memory:
  mood: [good, low]
  step: { text: 40, coded: my_step }
  day: date
steps:
  how_many: { ask: how_many, answer: { date: 14d }, save: day, to: may_we }
  may_we: { ask: may_we, yes: { to: told }, no: { to: end } }
  told: { say: told, to: end }
`;
const WORDS_ENGLISH = `
spec: 1
language: en
name: English
reviewed: null
texts:
  how_many: Which day, {programme}?
  may_we: May we? {reply_cost}
  told: "{day} {mood} {step}"
  foot: 9 talk
  foot_values: 99 talk
  my_step: your step
choices: { yes: "Yes", no: "No", good: Good, low: Low }
`;

describe('texts that name what is remembered', () => {
  test('may name any field and what the programme says', () => {
    const release = releaseOf(WORDS, textsOf(WORDS_ENGLISH));
    expect(release.variables).toEqual(['programme', 'reply_cost']);
    expect(release.footValues).toBe('foot_values');
    expect(release.leadsTo).toEqual([]);
  });

  test.each<[string, string, string, string, string | undefined, number]>([
    ['a variable is misspelt', '{programme}', '{program}', 'no_such_variable', 'programme', 7],
    ['a field is misspelt', '{day}', '{dey}', 'no_such_variable', 'day', 9],
    [
      'a stand-in for own words is missing',
      '  my_step: your step\n',
      '',
      'untranslated',
      undefined,
      6,
    ],
    [
      'the foot below a date is missing',
      '  foot_values: 99 talk\n',
      '',
      'untranslated',
      undefined,
      6,
    ],
    ['a value that is shown has no name', ', low: Low', '', 'untranslated', undefined, 13],
    ['a yes has no name', 'yes: "Yes", ', '', 'untranslated', undefined, 13],
    ['a value has a name and is not shown', '{mood}', '', 'unused', undefined, 13],
  ])('are refused where %s', (_, right, wrong, code, meant, line) => {
    expect(WORDS_ENGLISH).toContain(right);
    const result = made(WORDS, textsOf(WORDS_ENGLISH.replace(right, wrong)));
    const findings = result.ok ? [] : result.findings;
    const found = findings.find((finding) => finding.code === code);
    expect(found).toMatchObject({ code, meant, line, file: 'en.yaml', severity: 'error' });
  });

  test('are refused in the name of an answer, which is shown as it is', () => {
    const named = WORDS_ENGLISH.replace('yes: "Yes"', 'yes: "Yes, {day}"');
    const parsed = parseTexts(named, 'en.yaml', 'en');
    expect(parsed).toMatchObject({ ok: false, findings: [{ code: 'bad_value', line: 13 }] });
  });
});

describe('a language file', () => {
  test.each([
    ['a brace that is no variable', 'foot: "9 {talk me}"'],
    ['a brace alone', 'foot: "9 {"'],
    ['a control character', 'foot: "9\\u0007"'],
    ['half an emoji', 'foot: "9\\ud83d"'],
    ['an empty text', 'foot: ""'],
    ['a number', 'foot: 9'],
    ['one channel without words', 'foot: { sms: x }'],
    ['a channel that is none', 'foot: { text: x, email: y }'],
  ])('with %s is refused', (_, foot) => {
    const parsed = parseTexts(ENGLISH.replace('foot: 9 talk', foot), 'en.yaml', 'en');
    expect(parsed).toMatchObject({ ok: false, findings: [{ file: 'en.yaml', line: 6 }] });
  });

  test('with a digit as a word, or another language in its name, is refused', () => {
    const digit = parseTexts(ENGLISH.replace('[fine]', '["2"]'), 'en.yaml', 'en');
    expect(digit).toMatchObject({ ok: false, findings: [{ code: 'bad_value', line: 8 }] });
    const named = parseTexts(ENGLISH, 'sn.yaml', 'sn');
    expect(named).toMatchObject({ ok: false, findings: [{ code: 'bad_language', line: 3 }] });
  });
});
