import { describe, expect, test } from 'vitest';
import { codesOf, PLAIN, programmeOf, proveTexts } from './text-from.ts';

/** Words of so many letters, none a long word. */
const letters = (count: number) => 'aaaa '.repeat(count).slice(0, count).replace(/ $/u, 'a');
/** What closes a question of the plain flow in English, with the line breaks: answers and foot. */
const BELOW = '\n1 It does\n2 Another day\n9 88'.length;
/** Rules of style, which such letters break. */
const STYLE = new Set(['long_sentence', 'many_sentences', 'reading_grade', 'long_word']);
const codes = (given: Parameters<typeof codesOf>[0]) =>
  codesOf(given).filter((code) => !STYLE.has(code));

const sms = (text: string) => ({ sms: text, ussd: 'Good day.' });
const ussd = (text: string) => ({ sms: 'Good day.', ussd: text });

describe('SMS', () => {
  test('a question of 160 letters with choices and foot is quiet, one more is told, 307 are refused', () => {
    const suits = (count: number) => ({ texts: { en: { suits: sms(letters(count - BELOW)) } } });
    expect(codes(suits(160))).toEqual([]);
    expect(codes(suits(161))).toEqual(['sms_two_segments']);
    expect(codes(suits(306))).toEqual(['sms_two_segments']);
    expect(codes(suits(307))).toEqual(['sms_too_long']);
  });

  test('what is no question may take two parts', () => {
    const thanks = (count: number) => ({ texts: { en: { thanks: sms(letters(count)) } } });
    expect(codes(thanks(306))).toEqual([]);
    expect(codes(thanks(307))).toEqual(['sms_too_long']);
  });

  test('texts that are said in a row are one message', () => {
    const flow = PLAIN.replace('thanks, to: end', 'thanks, to: more').concat(
      '  more: { say: more, to: end }\n',
    );
    const texts = { en: { thanks: sms(letters(200)), more: sms(letters(107)) } };
    const [finding] = proveTexts({ flow, texts }).filter(({ code }) => code === 'sms_too_long');
    expect(finding?.found).toBe('the SMS behind `thanks` has up to 308 letters: 3 parts');
  });

  test('variables count with their longest value', () => {
    const thanks = (count: number) => ({
      texts: { en: { thanks: sms(`{programme} ${letters(count - 21)}`) } },
    });
    expect(codes(thanks(306))).toEqual([]);
    expect(codes(thanks(307))).toEqual(['sms_too_long']);
  });

  test('hours on duty count with their days: those of the programmes, else the longest choice of days', () => {
    const thanks = (count: number, hours: string, programmes: string[]) =>
      codes({
        texts: { en: { thanks: sms(`{duty_hours} ${letters(count - hours.length - 1)}`) } },
        programmes,
      });
    const escalation =
      "{ duty: { from: '08:00', to: '17:00', days: [mon, tue, wed, thu, fri] }, urgent_within: 30m, call_within: 4h, then: [counsellor, lead], complaints_to: lead }";
    const some = [programmeOf({ languages: '[en]', escalation })];
    for (const [hours, programmes] of [
      ['Mon, Tue, Thu, Sat 08:00-17:00', []],
      ['Mon-Fri 08:00-17:00', some],
    ] as const) {
      expect(thanks(306, hours, [...programmes])).not.toContain('sms_too_long');
      expect(thanks(307, hours, [...programmes])).toContain('sms_too_long');
    }
  });

  test('own words and dates of memory count with theirs, in the language', () => {
    const flow = PLAIN.replace('steps:', 'memory: { words: { text: 40, coded: coded } }\nsteps:')
      .replace('start: suits', 'start: what')
      .concat('  what: { ask: what, answer: { text: 40 }, save: words, to: suits }\n');
    const texts = (count: number) => ({
      en: {
        what: 'What is it?',
        coded: 'your words',
        thanks: sms(`{words} ${letters(count - 41)}`),
      },
    });
    expect(codes({ flow, texts: texts(306) })).toEqual([]);
    expect(codes({ flow, texts: texts(307) })).toEqual(['sms_too_long']);
  });

  test('a dear script has 70 and 67 letters, and no warning of letters or of a second part', () => {
    const suits = (count: number) => ({
      texts: { gu: { suits: { sms: 'ક'.repeat(count), ussd: 'ક' } } },
      programmes: [programmeOf({ languages: '[gu]', channels: 'sms_only' })],
    });
    expect(codes(suits(80)).filter((code) => code.startsWith('sms'))).toEqual([]);
    expect(codes(suits(140)).filter((code) => code.startsWith('sms'))).toEqual(['sms_too_long']);
  });
});

describe('letters', () => {
  const thanks = 'Obrigado, irmão.';
  test('one that GSM-7 lacks is refused with its plain spelling, a letter it has is not', () => {
    const [finding] = proveTexts({ texts: { pt: { thanks } } });
    expect(finding).toMatchObject({ code: 'dear_letter', severity: 'error' });
    expect(finding?.message).toContain('for instance `a`');
    expect(codes({ texts: { es: { thanks: 'Mañana, señora.' } } })).toEqual([]);
  });

  test('what it costs is told', () => {
    const [finding] = proveTexts({ texts: { pt: { thanks: `Não ${letters(120)}` } } });
    expect(finding?.found).toMatch(/: 2 parts instead of 1$/u);
  });

  test('not where every programme of the language folds it, and then the length is that of what is sent', () => {
    const given = (fold: string) => ({
      texts: { pt: { thanks: sms(`Não ${letters(150)}`) } },
      programmes: [programmeOf({ languages: '[pt]', fold_accents: fold })],
    });
    expect(codes(given('[pt]'))).not.toContain('dear_letter');
    expect(codes(given('[pt]'))).not.toContain('sms_too_long');
    expect(codes(given('[]'))).toContain('dear_letter');
  });

  test('in a flow that no programme has in this language, as those that speak the language send it', () => {
    const given = (fold: string) => ({
      texts: { pt: { thanks } },
      programmes: [
        programmeOf({ languages: '[en]' }),
        programmeOf({
          programme: 'p1',
          languages: '[pt]',
          fold_accents: fold,
          flows: '{ home: elsewhere, join: elsewhere }',
        }),
      ],
    });
    expect(codes(given('[pt]'))).not.toContain('dear_letter');
    expect(codes(given('[]'))).toContain('dear_letter');
  });

  test('not in a wording for USSD alone, where accents are folded anyway', () => {
    expect(codes({ texts: { pt: { thanks: ussd('Obrigado, irmão.') } } })).toEqual([]);
  });
});

describe('USSD', () => {
  const pages = (count: number) => ({ texts: { en: { thanks: ussd(letters(count)) } } });
  const severities = (count: number) =>
    proveTexts(pages(count)).flatMap(({ code, severity }) =>
      code === 'ussd_pages' ? [severity] : [],
    );

  test('two pages pass, three are told with their breaks, four are refused; a last screen too', () => {
    expect(severities(300)).toEqual([]);
    expect(severities(400)).toEqual(['warning']);
    expect(severities(560)).toEqual(['error']);
    const [finding] = proveTexts(pages(400)).filter(({ code }) => code === 'ussd_pages');
    expect(finding?.found).toMatch(/takes 3 pages; new ones begin at `aaaa/u);
  });

  test('no screen is measured where no programme has USSD', () => {
    const programmes = [programmeOf({ languages: '[en]', channels: 'sms_only' })];
    expect(codes({ ...pages(560), programmes })).not.toContain('ussd_pages');
  });

  test('a question for a number fits one screen, also when it is asked again', () => {
    const flow = PLAIN.replace('steps:', 'memory: { eggs: { number: 1 to 7 } }\nsteps:')
      .replace('foot: ways_out', 'foot: ways_out\nfoot_values: values')
      .replace('start: suits', 'start: many')
      .concat('  many: { ask: many, answer: { number: 1 to 7 }, save: eggs, to: suits }\n');
    const many = (count: number) => ({
      flow,
      texts: { en: { many: ussd(letters(count)), values: '99', thanks: 'Thank you, {eggs}.' } },
    });
    expect(codes(many(90))).toEqual([]);
    expect(codes(many(150))).toEqual(['value_paged']);
    expect(codes(many(170))).toEqual(['value_paged']);
  });
});
