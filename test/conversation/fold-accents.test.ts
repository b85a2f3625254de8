import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSms } from '../../src/conversation/fit-sms.ts';
import { foldAccents } from '../../src/conversation/fold-accents.ts';
import { septetsOf } from '../../src/conversation/gsm7.ts';

describe('accents that would double the price', () => {
  test.each([
    ['Olá, não é amanhã às 6? Já começou.', 'Ola, nao é amanha às 6? Ja comecou.'],
    ['Avó e avô, pôr e país', 'Avo e avo, por e pais'],
    ['¿Está bien? Mañana sábado, güero, ÍNDICE', '¿Esta bien? Mañana sabado, güero, INDICE'],
    ['Où êtes-vous ? Ça va, l’œuvre, août, Noël', "Où etes-vous ? Ça va, l'oeuvre, aout, Noel"],
    ['2ª feira, nº 3 ã', '2a feira, no 3 a'],
  ])('%j becomes %j where the programme allows it', (text, folded) => {
    expect(fitSms(text, { fold: true })).toMatchObject({ text: folded, encoding: 'gsm7' });
  });

  test('stay where it does not', () => {
    expect(fitSms('avó').text).toBe('avó');
    expect(fitSms('avó', { fold: false }).encoding).toBe('ucs2');
  });

  test.each(['é à ù ì ò ñ ü ö ä Ç É å ø æ ß', 'Mañana é às 6', '€ [x] ~'])(
    'a text that is GSM-7 anyway is not touched: %j',
    (text) => expect(foldAccents(text)).toBe(text),
  );

  test.each(['આવતીકાલે sábado', 'कल मिलेंगे é ã', 'ሰላም ã', 'amanhã 🙏'])(
    'a text that needs UCS-2 anyway keeps every accent: %j',
    (text) => expect(foldAccents(text)).toBe(text),
  );

  test('folding never costs more, never touches what GSM-7 has, and changes nothing the second time', () => {
    const unit = fc.constantFrom(...Array.from('aeo ã á ç é ñ ü Ç œ º ẽ ŵ € 🙏 ક .'));
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
        const plain = fitSms(text);
        const folded = fitSms(text, { fold: true });
        expect(folded.segments).toBeLessThanOrEqual(plain.segments);
        expect(foldAccents(folded.text)).toBe(folded.text);
        const ofGsm = (one: string) => Array.from(one).filter((letter) => /[éñüÇ€]/u.test(letter));
        expect(ofGsm(folded.text)).toEqual(ofGsm(plain.text));
        if (folded.text !== plain.text)
          expect(Array.from(folded.text).every((letter) => septetsOf(letter) !== undefined)).toBe(
            true,
          );
      }),
    );
  });
});
