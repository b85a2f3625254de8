import { randomBelow } from '../base/ids.ts';

/** No vowels, so that no word of any language comes of them, and nothing that looks like a digit. */
const LETTERS = 'CDFHJKMNPRTVWX';
const FORM = new RegExp(`^[${LETTERS}]{2}[0-9]{3}$`, 'u');
const BESIDE = /[^\p{Letter}\p{Number}]/gu;

/**
 * A word that the new phone of a member says once, such as `TR472`: easy to type on any phone, no answer to any question,
 * and one of 196,000, of which five may be tried.
 */
export function newChangeWord(): string {
  const letter = () => LETTERS.charAt(randomBelow(LETTERS.length));
  const digits = String(randomBelow(1_000)).padStart(3, '0');
  return `${letter()}${letter()}${digits}`;
}

/** The word in what somebody typed, however spaced and in whatever case; undefined where it has not that form. */
export function readChangeWord(text: string): string | undefined {
  const bare = text.normalize('NFKC').replace(BESIDE, '').toUpperCase();
  return FORM.test(bare) ? bare : undefined;
}
