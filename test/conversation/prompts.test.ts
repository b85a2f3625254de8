import { beforeAll, describe, expect, test } from 'vitest';
import { fitUssd } from '../../src/conversation/fit-ussd.ts';
import { PROMPTS } from '../../src/conversation/prompt-ids.ts';
import { parsePrompts, type Prompts, promptText } from '../../src/conversation/prompts.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadPrompts } from '../../src/store/word-files.ts';

let prompts: Prompts;
beforeAll(async () => {
  const loaded = await loadPrompts('flows');
  if (!loaded.ok) throw new Error(loaded.findings.map(findingLine).join('\n'));
  prompts = loaded.value;
});

/** Who leads or moderates a group hears its neutral name, when and where it meets, and which of five things was reported. */
const OF_A_GROUP = ['group', 'meets', 'where', 'what'];
/** All that the text of a prompt may be given: its number, times and counts. */
const HARMLESS = [
  'asked',
  'met',
  'waiting',
  'number',
  'when',
  'by',
  'since',
  'count',
  'list',
  'more',
  'numbers',
  'code',
  'date',
];

describe('what counsellors are told', () => {
  test('is there in every language of the shipped programmes', () => {
    const ids = Object.keys(PROMPTS);
    for (const language of ['en', 'sn', 'sw', 'pt', 'es', 'nd', 'gu']) {
      const there = Object.keys(prompts.get(language) ?? {});
      expect([language, ids.filter((id) => !there.includes(id))]).toEqual([language, []]);
    }
  });

  test('asks by numbers and times alone: no name, no phone number, no content can stand in it', () => {
    const asking = Object.entries(PROMPTS).filter(([id]) => /^(prompt_|digest)/u.test(id));
    expect(asking.length).toBeGreaterThan(8);
    for (const [id, variables] of asking) {
      const may = id.startsWith('prompt_group_') ? [...HARMLESS, ...OF_A_GROUP] : HARMLESS;
      expect([id, variables.filter((name) => !may.includes(name))]).toEqual([id, []]);
    }
  });

  test('tells the digits of its answers with the number before them', () => {
    const said = promptText(prompts, 'en', 'prompt_talk', { number: '12', when: '14:00-16:00' });
    expect(said).toBe(
      '12 asks for a call: 14:00-16:00. Answer 121 I will call, 122 give to another, 123 later, 124 no airtime, ' +
        '125 I know the family.',
    );
  });

  test('whoever invites is told in every language what to say of STOP, on one screen with its foot', () => {
    for (const language of ['en', 'sn', 'sw', 'pt', 'es', 'nd', 'gu']) {
      const said = promptText(prompts, language, 'home_invited', {});
      expect([language, said]).toEqual([language, expect.stringContaining('STOP')]);
      const screen = fitUssd(`${said}\n${promptText(prompts, language, 'home_ways', {})}`);
      // Gujarati has pages, as everywhere.
      if (language !== 'gu') expect([language, screen.length <= 160]).toEqual([language, true]);
    }
  });

  test('falls back to English where a language lacks it', () => {
    expect(promptText(prompts, 'fr', 'passed', { number: '12' })).toContain('somebody else');
  });

  const parse = (lines: string) => {
    const source = `spec: 1\nlanguage: sw\nreviewed: null\nprompts:\n${lines}`;
    const parsed = parsePrompts([{ file: 'sw.yaml', source }]);
    return parsed.ok ? [] : parsed.findings;
  };
  test.each([
    ['  pased: "{number}"', { code: 'unknown_key', line: 5, meant: 'passed' }],
    ['  passed: "{number} {name}"', { code: 'bad_value', line: 5 }],
    // What it is given has to stand in it: an answer without its number is about nothing.
    ['  passed: "Thank you."', { code: 'bad_value', line: 5 }],
    [`  passed: "{number} ${'a'.repeat(158)}"`, { code: 'bad_value', line: 5 }],
  ])('a mistake is found at its place: %s', (lines, expected) => {
    expect(parse(lines)[0]).toMatchObject(expected);
  });
});
