import { createRecall } from '../base/recall.ts';
import { septetsOf } from './gsm7.ts';
import { plainPunctuation } from './fit-punctuation.ts';

/** Letters and signs that decomposition does not bring to ASCII, with what a phone user writes instead. */
const SPELLED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  þ: 'th',
  ŋ: 'ng',
  Ŋ: 'Ng',
  ɓ: 'b',
  ɗ: 'd',
  ƙ: 'k',
  ı: 'i',
  '€': 'EUR ',
  '£': 'GBP ',
  '¥': 'JPY ',
  '¿': '',
  '⁄': '/',
  '¡': '',
};

/** Screens of the releases in use, in each language, are a few hundred; 1,000 take about 500 kB. */
const SCREENS_MAX = 1_000;
const recallFitted = createRecall<string>(SCREENS_MAX);

/**
 * Makes ready what a USSD screen shows: ASCII wherever the script allows, since operators cannot draw the rest
 * (docs/africastalking.md section 6). Accents fold, pictures go; letters of other scripts stay. Idempotent.
 */
export function fitUssd(text: string): string {
  return recallFitted(text, () => fitted(text));
}

function fitted(text: string): string {
  const folded = Array.from(plainPunctuation(text).normalize('NFKC'), foldCharacter).join('');
  return plainPunctuation(folded.replace(/(?<=\S) {2,}/gu, ' '));
}

/**
 * Room a text takes on a screen: septets; where a character is outside GSM-7 two a UTF-16 unit, since the same 160
 * octets then hold 80 (3GPP TS 23.038 section 6.1.2.3).
 */
export function ussdUnits(text: string): number {
  let septets = 0;
  for (const character of text) {
    const size = septetsOf(character);
    if (size === undefined) return text.length * 2;
    septets += size;
  }
  return septets;
}

function foldCharacter(character: string): string {
  if (/[\n -~]/u.test(character)) return character;
  const spelled = SPELLED[character];
  if (spelled !== undefined) return spelled;
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (/^[ -~]+$/u.test(base)) return base;
  return /[\p{L}\p{M}\p{N}\p{P}\u200c\u200d]/u.test(character) ? character : '';
}
