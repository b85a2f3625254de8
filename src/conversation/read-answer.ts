import type { Answer } from '../flow/definition.ts';
import type { Formats } from '../flow/formats.ts';

/** In which language somebody answers, on which day (`2027-01-31`). */
export type Tongue = { language: string; today: string; formats: Formats };

/**
 * Reads an answer of a kind: a number, own words, a time (`18:30`) or a date (`2027-01-31`). Undefined where it cannot
 * be read or could mean two things: it is asked once more, never guessed.
 */
export function readAnswer(
  text: string,
  answer: Answer,
  _tongue: Tongue,
): string | number | undefined {
  const clean = text.trim();
  switch (answer.kind) {
    case 'number': {
      const number = /^\d{1,9}$/u.test(clean) ? Number(clean) : Number.NaN;
      return number >= answer.from && number <= answer.to ? number : undefined;
    }
    case 'text':
      return clean === '' || clean.length > answer.max ? undefined : clean;
    case 'time':
      return /^([01]\d|2[0-3]):[0-5]\d$/u.test(clean) ? clean : undefined;
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/u.test(clean) ? clean : undefined;
  }
}
