import { describe, expect, test } from 'vitest';
import { codesOf, NUDGING, PLAIN, proveTexts } from './text-from.ts';

const nudged = (nudge: string, language = 'en') =>
  codesOf({ flow: NUDGING(), texts: { [language]: { nudge } } });

describe('a text that comes unasked', () => {
  test.each([
    'Hello from {programme}. Is your heart heavy with worry?',
    'Hello from {programme}. Your session is near.',
    'Hello from {programme}. Does he hurt you?',
    'Hello from {programme}. Your grant is here.',
    'Hello from {programme}. Your test result is here.',
    'Hello from {programme}. How do you feel?',
  ])('says nothing that tells others: "%s" [req P9, P10]', (text) => {
    expect(new Set(nudged(text))).toEqual(new Set(['shared_phone']));
  });

  test.each([
    ['sn', 'Mhoro kubva ku{programme}. Muri kufungisisa here?'],
    ['sw', 'Habari kutoka {programme}. Je, una msongo wa mawazo?'],
    ['pt', 'Bom dia, {programme}. O posto da saúde fica perto?'],
    ['es', 'Hola de {programme}. Su sesión es hoy?'],
    ['nd', 'Salibonani, ngu{programme}. Uyakhathazeka na?'],
    ['gu', '{programme} તરફથી નમસ્તે. ચિંતા છે?'],
  ])('in %s too', (language, text) => {
    expect(nudged(text, language)).toContain('shared_phone');
  });

  test('the same words may answer somebody who asked', () => {
    expect(codesOf({ texts: { en: { thanks: 'The clinic is open on Friday.' } } })).toEqual([]);
  });

  test('the names of its answers pass the same list', () => {
    const texts = {
      nudge: 'Hello from {programme}. What suits you?',
      choices: { fine: 'A session', other: 'Another day' },
    };
    expect(codesOf({ flow: NUDGING(), texts: { en: texts } })).toEqual(['shared_phone']);
  });

  test('begins with who writes', () => {
    expect(nudged('Good day. How is your step going?')).toEqual(['preview']);
    expect(nudged('Only if you like, and only when you like: {programme}.')).toEqual(['preview']);
    expect(nudged('{programme}. How is your step going?')).toEqual([]);
  });

  test('by USSD nothing comes unasked', () => {
    const nudge = { sms: '{programme}. Does it suit?', ussd: 'Is the clinic near?' };
    expect(codesOf({ flow: NUDGING(), texts: { en: { nudge } } })).toEqual([]);
  });
});

describe('the first text of a flow', () => {
  const begun = (rest: string) => PLAIN.replace('start: suits', `${rest}start: suits`);
  const first = (flow: string) =>
    codesOf({ flow, texts: { en: { suits: 'Does market day suit you?' } } });

  test('comes unasked where it has a purpose and nothing hands over to it', () => {
    expect(first(begun(''))).not.toContain('preview');
    expect(first(begun('purpose: check_ins\n'))).toContain('preview');
  });

  test('comes unasked where a flow starts it later', () => {
    const again = PLAIN.replace(
      'thanks, to: end',
      'thanks, to: end, do: { start: { flow: visit, in: 7d, send_within: 48h } }',
    );
    expect(first(again)).toContain('preview');
  });
});

describe('members who want open texts', () => {
  const branch = `  which:
    branch:
      - { when: { member: open_texts }, to: open }
    else: nudge
  open:
    ask: open
    choices:
      1: { means: fine, to: thanks }
      2: { means: other, to: thanks }
    silence: { 48h: quiet }
`;
  const given = (open: string) => ({
    flow: NUDGING(branch),
    texts: { en: { nudge: 'Hello from {programme}. Does it suit?', open } },
  });

  test('get words that others do not, but not in the preview', () => {
    const greeting = 'Hello from {programme}, and a good day to you.';
    expect(codesOf(given(`${greeting} Your session is near.`))).toEqual([]);
    expect(codesOf(given('Hello from {programme}. The session is near.'))).toEqual([
      'shared_phone',
    ]);
  });
});

describe('own words', () => {
  const flow = NUDGING()
    .replace('steps:', 'memory: { words: { text: 40, coded: my_step } }\nsteps:')
    .replace('start: suits', 'start: what')
    .concat('  what: { ask: what, answer: { text: 40 }, save: words, to: suits }\n');
  const given = (nudge: string) => ({
    flow,
    texts: { en: { what: 'What is it?', my_step: 'your step', nudge } },
  });

  test('stand behind the preview, or nowhere', () => {
    expect(codesOf(given('Hello from {programme}. How is it: {words}?'))).toEqual(['preview']);
    expect(
      codesOf(given('Hello from {programme}. Only if you like: how is it going? {words}')),
    ).toEqual([]);
  });

  test('are shown as another text, which is as safe', () => {
    const nudge = 'Hello from {programme}. Only if you like: how is it going? {words}';
    const texts = { en: { what: 'What is it?', my_step: 'your clinic day', nudge } };
    expect(codesOf({ flow, texts })).toEqual(['shared_phone']);
  });
});

test('the finding says where and what', () => {
  const [finding] = proveTexts({
    flow: NUDGING(),
    texts: { en: { nudge: 'Hello from {programme}. Is the clinic near?' } },
  });
  expect(finding).toMatchObject({ code: 'shared_phone', severity: 'error', file: 'en.yaml' });
  expect(finding?.found).toBe('`clinic` in a text that comes unasked tells others of health');
});
