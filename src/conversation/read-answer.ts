import type { Answer } from '../flow/definition.ts';
import { readDate } from './read-date.ts';
import type { Tongue } from './read-tongue.ts';
import { readNumber } from './read-number.ts';
import { cleanText } from './read-normal.ts';
import { readPin } from './read-pin.ts';
import { readOwnWords } from './read-own-words.ts';
import { readTime } from './read-time.ts';

/** Longer texts tell a story; a number, time or date in one would be picked by chance. In characters. */
const VALUE_TEXT_MAX = 80;

/**
 * Reads an answer of a kind: a number, own words, a time (`18:30`) or a date (`2027-01-31`). Undefined where it cannot
 * be read or could mean two things: it is asked once more, never guessed.
 */
export function readAnswer(
  text: string,
  answer: Answer,
  tongue: Tongue,
): string | number | undefined {
  if (answer.kind === 'text') return readOwnWords(text, answer.max);
  const clean = cleanText(text);
  if (clean.length > VALUE_TEXT_MAX) return undefined;
  switch (answer.kind) {
    case 'number':
      return readNumber(clean, answer, tongue);
    case 'time':
      return readTime(clean, tongue, answer.part);
    case 'date':
      return readDate(clean, answer.withinDays, tongue);
    case 'pin':
      return readPin(clean);
  }
}
