import { cleanText } from './read-normal.ts';

/** A digit alone is a choice that this question does not have, no word. */
const LONE_DIGIT = /^[^\p{L}\p{N}]*\d[^\p{L}\p{N}]*$/u;

/**
 * A person's own words: what cannot be seen dropped, single spaces, all else as written. Undefined where there is no
 * word, or more than `max` characters: cutting could turn the meaning round, so a few words are asked for instead.
 */
export function readOwnWords(text: string, max: number): string | undefined {
  const words = cleanText(text);
  if (!/[\p{L}\p{N}]/u.test(words) || LONE_DIGIT.test(words)) return undefined;
  return charactersOf(words) > max ? undefined : words;
}

/** Characters as Unicode counts them: a letter of any script or a picture is one. */
export function charactersOf(text: string): number {
  return Array.from(text).length;
}
