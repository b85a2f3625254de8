import { describe, expect, test } from 'vitest';
import { codesOf, NUDGING, PLAIN, proveTexts } from './text-from.ts';

/** What the proof finds in one text of a language. */
const found = (thanks: string, language = 'en') => codesOf({ texts: { [language]: { thanks } } });

describe('words', () => {
  test.each([
    ['clinical_word', 'Thank you, patients.'],
    ['clinical_word', 'We talk of DEPRESSION'.toLowerCase()],
    ['clinical_word', 'Your treatment goes on.'],
    ['clinical_word', 'Take your pills.'],
    ['blaming_word', 'You failed.'],
    ['blaming_word', "You didn't answer."],
    ['blaming_word', 'You didn’t answer.', 'mended_mark'],
    ['blaming_word', 'Invalid. Say why.'],
    ['order', 'You should come.'],
    ['order', 'Don’t forget us.', 'mended_mark'],
    ['efficacy_claim', 'You will feel better.'],
    ['efficacy_claim', 'It is guaranteed.'],
    ['money_request', 'Send money for it.'],
    ['money_request', 'Please repay the loan.'],
    ['money_request', 'Tell us your PIN.'],
    ['hiding', 'Hide this from others.'],
    ['hiding', 'Delete them so he does not see.'],
    ['empty_promise', 'We are here 24/7.'],
    ['empty_promise', 'You hear from us within minutes.'],
  ])('%s is found in "%s" [req C10]', (code, text, ...more) => {
    expect(found(text).toSorted()).toEqual([code, ...more].toSorted());
  });

  test.each([
    'In that case, come on Friday.',
    'Because you tried, well done.',
    'It is not your fault.',
    'You may have mustard and nomads.',
    'Give us a missed call.',
    'You do not have to answer.',
    'You can stop any time.',
    'You can delete these texts.',
    'Never send your PIN.',
    'The loan can wait.',
    'The deposit came by M-Pesa.',
  ])('nothing is found in "%s"', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('a banned word in the name of an answer is found there', () => {
    const choices = { fine: 'My symptoms', other: 'Another day' };
    const [finding, ...others] = proveTexts({ texts: { en: { choices } } });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'clinical_word', file: 'en.yaml', line: 1 });
  });

  test.each([
    ['sn', 'Murwere anouya.'],
    ['sw', 'Wagonjwa wanakuja.'],
    ['pt', 'A doença vai.'],
    ['es', 'Su depresión pasa.'],
    ['nd', 'Isiguli siyeza.'],
    ['gu', 'દર્દીને મળો.'],
  ])(
    '%s has its own words, accents and case do not hide them, endings belong to them',
    (language, text) => {
      expect(found(text, language)).toContain('clinical_word');
    },
  );

  test('a finding names the better word', () => {
    const [finding] = proveTexts({ texts: { en: { thanks: 'Dear patient.' } } });
    expect(finding?.message).toBe(
      '`patient` stands here: it makes an illness or a case of a member. Write: member.',
    );
  });
});

describe('marks', () => {
  test.each([
    ['link', 'See https://example.org'],
    ['link', 'See bit.ly/abc'],
    ['link', 'Write to help@example.org'],
    ['link', 'Thank you.See you.'],
    ['phone_number', 'Call 116'],
    ['phone_number', 'Call +263 784 845 294'],
    ['phone_number', 'Call 0 7 7 2 1 7 8'],
    ['phone_number', 'Call 07-72-17-85'],
    ['phone_number', 'Dial *384*4040#'],
    ['phone_number', 'Call १४४१६', 'dear_letter'],
    ['exclamation', 'Well done!'],
    ['emoji', 'Well done ❤️'],
    ['emoji', 'Well done 🇿🇼'],
    ['capitals', 'You are WELCOME.'],
  ])('%s is found in "%s"', (code, text, ...more) => {
    expect(new Set(found(text))).toEqual(new Set([code, ...more]));
  });

  test.each([
    'Between 08:00 and 17:00.',
    'Choose 1 or 2. I am here.',
    'Come at 5 p.m. on 12 May.',
    'Choose 1 2 3 4 5',
    'To end, text STOP. To come back, START.',
    'Your SMS is OK.',
  ])('nothing is found in "%s"', (text) => {
    expect(found(text)).toEqual([]);
  });

  test('a number is named whole, with its spaces', () => {
    const numbers = ['0711 000 333', '116', '0 7 7 2 1 7 8', '+263 784 845 294'].map(
      (number) => proveTexts({ texts: { en: { thanks: `Call ${number} now` } } })[0]?.found,
    );
    expect(numbers).toEqual([
      expect.stringContaining('`0711 000 333`'),
      expect.stringContaining('`116`'),
      expect.stringContaining('`0 7 7 2 1 7 8`'),
      expect.stringContaining('`+263 784 845 294`'),
    ]);
  });

  test('helplines and codes are variables, never digits', () => {
    expect(found('You can call {helplines}')).toEqual([]);
  });
});

describe('sentences', () => {
  const twelve = 'You can come and sit with us on the day you like.';
  test('twelve words pass, thirteen are told', () => {
    expect(found(twelve)).toEqual([]);
    expect(found(twelve.replace('like', 'like best'))).toEqual(['long_sentence']);
  });

  test('greetings and keys are no sentences; the third sentence is told', () => {
    const two = 'Hello from {programme}. That is a good day. We sit and we eat.';
    expect(found(`${two} 9 to talk, 88 to stop.`)).toEqual([]);
    expect(found(`${two} We go home then.`)).toEqual(['many_sentences']);
  });

  test('a language has limits of its own', () => {
    const eleven = 'aa bb cc dd ee ff gg hh ii jj kk.';
    expect(found(eleven, 'nd')).toContain('long_sentence');
    expect(found(eleven, 'sw')).toEqual([]);
  });

  test('letters are counted as they are seen', () => {
    expect(found('નિષ્ઠાવાનોને મળો.', 'gu')).toEqual([]);
  });

  test('a grade above 5 is told, above 7 refused', () => {
    const grades = (text: string) =>
      proveTexts({ texts: { en: { thanks: text } } }).flatMap(({ code, severity }) =>
        code === 'reading_grade' ? [severity] : [],
      );
    expect(grades('Last time you chose a small step. How good was that?')).toEqual([]);
    expect(grades('Last Monday you decided together on a little activity today.')).toEqual([
      'error',
    ]);
    expect(grades('On Monday you decided on a little step for the next evening.')).toEqual([
      'warning',
    ]);
  });
});

test('a text that a lint file excuses from a rule is left alone in that rule only', () => {
  const thanks = 'You must know what you and your people bring to all of us.';
  const excused = (text: string, rule: 'long_sentence' | 'capitals' = 'long_sentence') =>
    codesOf({ texts: { en: { thanks } }, exceptions: [{ text, rule, reason: 'the law says so' }] });
  expect(excused('visit/thanks')).toEqual(['order']);
  expect(excused('visit/suits')).toEqual(['order', 'long_sentence']);
  expect(excused('other/thanks')).toEqual(['order', 'long_sentence']);
  expect(excused('visit/thanks', 'capitals')).toEqual(['order', 'long_sentence']);
});

describe('questions', () => {
  test('one in a message', () => {
    expect(codesOf({ texts: { en: { suits: 'Well? Does it suit?' } } })).toEqual(['two_questions']);
    const flow = PLAIN.replace('start: suits', 'start: first').replace(
      'steps:\n',
      'steps:\n  first: { say: first, to: suits }\n',
    );
    expect(codesOf({ flow, texts: { en: { first: 'How are you?' } } })).toEqual(['two_questions']);
    expect(codesOf({ flow, texts: { en: { first: 'Good day.' } } })).toEqual([]);
  });

  test('who is asked for a language may be asked in two', () => {
    const flow = PLAIN.replace(
      /choices:\n.*\n.*\n {2}thanks/u,
      'choices: languages\n    to: thanks\n  thanks',
    );
    const texts = { en: { suits: 'Which language? Mutauro upi?', choices: {} } };
    expect(codesOf({ flow, texts })).toEqual([]);
  });
});

test('the wordings of docs/wording.md pass as they are', () => {
  const nudge = 'Hello from {programme}. Only if you like: how is your small step going?';
  const texts = {
    suits: 'Last time you chose a small step. How is it going?',
    thanks: 'Well done for trying. That took effort. 9 to talk, 88 to stop.',
    nudge,
  };
  expect(codesOf({ flow: NUDGING(), texts: { en: texts } })).toEqual([]);
});
