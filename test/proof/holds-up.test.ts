import { describe, expect, test } from 'vitest';
import { holdsUp, isHeardCopy } from '../../src/proof/holds-up.ts';

type Said = Parameters<typeof holdsUp>[0];
const HEARD = ['en', 'sw'];
const found = (code: string, file = 'check-in/gu.yaml'): Said => ({
  code,
  severity: 'error',
  file,
});

/** Rules that hold up in any language: of safety, and of what a machine needs. */
const ALWAYS = (
  'shared_phone telling_name preview hiding money_request efficacy_claim link phone_number no_such_variable other_variables ' +
  'ambiguous_answer untranslated yaml missing bad_value unknown_key digit_changes no_before_yes a_rule_that_is_new'
).split(' ');
const OF_WORDS = [
  'sms_too_long',
  'ussd_pages',
  'value_paged',
  'copied_words',
  'dear_letter',
  'order',
];

type Rule = typeof holdsUp;

/** What a rule gets wrong: nothing that is heard or dangerous is let through, and no word that nobody hears holds up. */
function wrongOf(rule: Rule): string[] {
  return [
    ...ALWAYS.filter((code) => !rule(found(code), HEARD)),
    ...[...ALWAYS, ...OF_WORDS].filter((code) => !rule(found(code, 'check-in/sw.yaml'), HEARD)),
    ...OF_WORDS.filter((code) => !rule(found(code, 'check-in/flow.yaml'), HEARD)),
    ...OF_WORDS.filter((code) => rule(found(code), HEARD)).map((code) => `unheard ${code}`),
    ...(rule({ ...found('sms_too_long', 'check-in/en.yaml'), severity: 'warning' }, HEARD)
      ? ['warning']
      : []),
  ];
}

describe('what holds up a release', () => {
  test('is whatever is heard, and whatever is of safety or of the machine; no words that nobody of the programme hears', () => {
    expect(wrongOf(holdsUp)).toEqual([]);
  });

  const isError = ({ severity }: Said) => severity === 'error';
  const isOther = ({ file }: Said) => file.endsWith('/gu.yaml');
  test.each<[string, Rule]>([
    ['lets all pass that nobody hears', (one) => isError(one) && !isOther(one)],
    ['holds up for words that nobody hears', isError],
    ['lets words pass that are heard', (one) => isError(one) && !OF_WORDS.includes(one.code)],
    [
      'takes a safety rule for one of words',
      (one, heard) => holdsUp(one, heard) && one.code !== 'hiding',
    ],
  ])('a rule that %s is found (mutant)', (_, mutant) => {
    expect(wrongOf(mutant)).not.toEqual([]);
  });

  test('a copy is told of whoever hears it alone', () => {
    expect(isHeardCopy(found('copied_words', 'check-in/sw.yaml'), HEARD)).toBe(true);
    expect(isHeardCopy(found('copied_words'), HEARD)).toBe(false);
    expect(isHeardCopy(found('sms_too_long', 'check-in/sw.yaml'), HEARD)).toBe(false);
  });
});
