import { septetsOf, smsSize } from './gsm7.ts';

/** Latin letters that do not come apart into a letter and an accent, as they are written without. */
const SPELLED: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  ª: 'a',
  º: 'o',
};

/**
 * Takes off the accents that would make an SMS cost double: `ã á ç í` go, what GSM-7 has stays (`é à ù ñ ü Ç`). A text
 * that would be UCS-2 all the same, for its script or a picture, stays as it is, since nothing would be won.
 */
export function foldAccents(text: string): string {
  if (smsSize(text).encoding === 'gsm7') return text;
  const folded = Array.from(text.normalize('NFC'), foldLetter).join('');
  return smsSize(folded).encoding === 'gsm7' ? folded : text;
}

function foldLetter(letter: string): string {
  if (septetsOf(letter) !== undefined) return letter;
  const bare = SPELLED[letter] ?? letter.normalize('NFD').replace(/\p{M}/gu, '');
  return Array.from(bare).every((one) => septetsOf(one) !== undefined) ? bare : letter;
}
