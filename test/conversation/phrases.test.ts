import { beforeAll, describe, expect, test } from 'vitest';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import { PHRASES, parsePhrases, phrase, type Phrases } from '../../src/conversation/phrases.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadPhrases } from '../../src/store/word-files.ts';

/** What would give the service away on a phone that somebody else reads (docs/wording.md sections 3 and 4). */
const TELLING =
  /health|mental|bench|hiv|clinic|counsel|stress|distress|sad|care|therapy|problem|session|check-in|patient|invalid|wrong|error/i;
const longestName = 'X'.repeat(20);
let phrases: Phrases;

beforeAll(async () => {
  const loaded = await loadPhrases('flows');
  if (!loaded.ok) throw new Error(loaded.findings.map(findingLine).join('\n'));
  phrases = loaded.value;
});

const ids = ['en', 'sn'].flatMap((language) =>
  Object.keys(PHRASES).map((id) => ({ language, id })),
);

describe('the phrases of the service', () => {
  test.each(ids)('$language $id is there, one cheap SMS, and safe to be read by others', (row) => {
    const texts = new Map<string, string>(Object.entries(phrases.get(row.language) ?? {}));
    const text = texts.get(row.id);
    expect(text).toBeDefined();
    const filled = (text ?? '').replaceAll('{programme}', longestName);
    expect(fitSms(filled)).toMatchObject({ text: filled, encoding: 'gsm7', segments: 1 });
    // Said only to whoever has just asked for help with her own 1.
    expect(filled.replace('go to the nearest clinic', '')).not.toMatch(TELLING);
    expect(filled).not.toContain('!');
  });

  test('the acknowledgement of a STOP is the same for every number', () => {
    expect(PHRASES.stop_acknowledged).toEqual([]);
    expect(phrase(phrases, 'en', 'stop_acknowledged', {})).toBe(
      'OK. No more texts. To come back, text START.',
    );
  });

  test('a language without the phrase falls back to English', () => {
    expect(phrase(phrases, 'fr', 'left', {})).toBe('Thank you. Goodbye.');
  });

  test('a value is put in as it is, and never read as a text', () => {
    const text = phrase(phrases, 'en', 'who', { programme: '{programme} $&' });
    expect(text).toMatch(/^\{programme\} \$&: community/);
  });

  const parse = (lines: string) => {
    const source = `spec: 1\nlanguage: sw\nreviewed: null\nphrases:\n${lines}`;
    const parsed = parsePhrases([{ file: 'sw.yaml', source }]);
    return parsed.ok ? [] : parsed.findings;
  };

  test.each([
    ['  lef: Kwaheri', { code: 'unknown_key', line: 5, column: 3, meant: 'left' }],
    ['  left: Kwaheri {name}', { code: 'bad_value', line: 5, column: 9 }],
    [`  left: ${'a'.repeat(161)}`, { code: 'bad_value', line: 5 }],
    ['  left: 5', { code: 'bad_value', line: 5 }],
  ])('%j is refused with its place', (line, finding) => {
    expect(parse(line)[0]).toMatchObject({ file: 'sw.yaml', ...finding });
  });

  test('a phrase is counted without the accents that it is sent without, and a script at its price', () => {
    expect(parse(`  left: ${'ã'.repeat(160)}`)[0]?.file).toBe('en.yaml');
    expect(parse(`  left: ${'ã'.repeat(161)}`)[0]).toMatchObject({ code: 'bad_value', line: 5 });
    expect(parse(`  left: ${'અ'.repeat(134)}`)[0]?.file).toBe('en.yaml');
    expect(parse(`  left: ${'અ'.repeat(135)}`)[0]).toMatchObject({ code: 'bad_value', line: 5 });
  });

  test('English has to be complete', () => {
    expect(parse('  left: Kwaheri')[0]).toMatchObject({ code: 'missing', file: 'en.yaml' });
  });
});
