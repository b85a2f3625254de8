import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import { fitUssd, ussdUnits } from '../../src/conversation/fit-ussd.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

describe('a text for SMS', () => {
  test.each([
    ['don’t', "don't"],
    ['“yes” – or ‘no’', '"yes" - or \'no\''],
    ['wait… a\tb\u00a0c', 'wait... a b c'],
    ['  spaces  \n at ends \r\n', 'spaces\n at ends'],
    ['cafe\u0301', 'café'],
    ['zero\u200bwidth\ufeff\u2060', 'zerowidth'],
    ['n`anga, l\u00b4eau, \u201eja\u201c', 'n\'anga, l\'eau, "ja"'],
    ['6\u20137 \u2212 8 \u2014 9\u20119', '6-7 - 8 - 9-9'],
    ['a\u2003b\u202fc\u3000d\u00ade', 'a b c de'],
    ['\u2022 one \u00b7 two', '- one - two'],
  ])('%j becomes %j and stays GSM-7', (text, fitted) => {
    expect(fitSms(text)).toMatchObject({ text: fitted, encoding: 'gsm7', segments: 1 });
  });

  test('keeps its accents, which are parts of words', () => {
    expect(fitSms('avó e avô').text).toBe('avó e avô');
  });

  test('keeps what scripts of India need to be read', () => {
    expect(fitSms('क्\u200dष').text).toBe('क्\u200dष');
  });

  test('changes nothing the second time, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fitSms(fitSms(text).text)).toEqual(fitSms(text));
      }),
    );
  });
});

describe('a text for USSD', () => {
  test.each([
    ['Olá, não é cedo', 'Ola, nao e cedo'],
    ['¿Está bien?', 'Esta bien?'],
    ['œuvre straße ŋ', 'oeuvre strasse ng'],
    ['Thank you 🙏 all', 'Thank you all'],
    ['€5', 'EUR 5'],
    ['1 Yes\n2 No', '1 Yes\n2 No'],
    ['½ kg', '1/2 kg'],
  ])('%j becomes %j', (text, fitted) => expect(fitUssd(text)).toBe(fitted));

  test('of another script stays, and counts double', () => {
    expect(fitUssd('ሰላም')).toBe('ሰላም');
    expect(ussdUnits('ሰላም')).toBe(6);
    expect(ussdUnits('{a}')).toBe(5);
  });

  test('is plain ASCII for any Latin text, and changes nothing the second time', () => {
    const latin = fc.string({
      unit: fc.constantFrom(...Array.from('aéñãçõœßŵṱḓ’“– \n1€')),
      maxLength: 100,
    });
    fc.assert(
      fc.property(latin, (text) => {
        expect(fitUssd(text)).toMatch(/^[\n -~]*$/);
      }),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        expect(fitUssd(fitUssd(text))).toBe(fitUssd(text));
      }),
    );
  });
});
