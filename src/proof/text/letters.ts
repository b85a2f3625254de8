import { plainPunctuation } from '../../conversation/fit-punctuation.ts';
import { fitUssd } from '../../conversation/fit-ussd.ts';
import { foldAccents } from '../../conversation/fold-accents.ts';
import { septetsOf } from '../../conversation/gsm7.ts';

/**
 * A letter that a text has and GSM-7 has not. `plain` is the cheaper spelling; undefined where there is none. `folds`:
 * it becomes that by itself where a programme folds accents.
 */
export type DearLetter = { letter: string; plain: string | undefined; folds: boolean };

/** Pictures are refused in every text, whatever they cost. */
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3\ufe0f\u200d]/u;

/** Each letter outside GSM-7 once, in the order of the text, as it would be sent; pictures are no letters. */
export function dearLetters(text: string): DearLetter[] {
  const letters = [...new Set(Array.from(plainPunctuation(text)))];
  return letters
    .filter((letter) => septetsOf(letter) === undefined && !PICTURE.test(letter))
    .map((letter) => ({ letter, plain: plainOf(letter), folds: foldAccents(letter) !== letter }));
}

/** Marks that are made plain when the text is sent, each once: they cost nothing, and the file says what is not sent. */
export function mendedMarks(text: string): { mark: string; plain: string }[] {
  const normal = text.normalize('NFC');
  if (plainPunctuation(normal) === normal) return [];
  return [...new Set(Array.from(normal))]
    .map((mark) => ({ mark, plain: plainPunctuation(`x${mark}x`).slice(1, -1) }))
    .filter(({ mark, plain }) => plain !== mark && mark !== ' ' && mark !== '\n');
}

function plainOf(letter: string): string | undefined {
  const folded = foldAccents(letter);
  const plain = folded === letter ? fitUssd(letter) : folded;
  const isCheaper =
    plain !== letter && Array.from(plain).every((one) => septetsOf(one) !== undefined);
  return isCheaper ? plain : undefined;
}
