import { cleanText, plainLetters } from './read-normal.ts';

/**
 * A piece of what was written: a word as it is compared, a number of digits, a shape of digits with marks inside (`6:30`,
 * `27/11`, `4.5`), or a question mark. `glued`: nothing stood before it, as `pm` in `6pm`.
 */
export type Token = {
  kind: 'word' | 'digits' | 'shape' | 'question';
  text: string;
  glued: boolean;
};

/** Letters and digits told apart; other marks only part words. `h` stands inside a time: `18h30`. */
const PIECE =
  /(?<shape>\d{1,4}(?:[:.,;/\\-]\d{1,4})+|\d{1,2}h\d{2}(?!\d))|(?<digits>\d+)|(?<question>\?)|(?<word>[\p{L}\p{M}]+)/gu;

/** The tokens of a text: case, accents of Latin letters, apostrophes and marks do not count. */
export function tokensOf(text: string): Token[] {
  const plain = plainLetters(cleanText(text));
  const tokens: Token[] = [];
  let end = -1;
  for (const { groups = {}, index, 0: piece } of plain.matchAll(PIECE)) {
    const kind = (['shape', 'digits', 'question'] as const).find(
      (one) => groups[one] !== undefined,
    );
    tokens.push({ kind: kind ?? 'word', text: piece, glued: index === end });
    end = index + piece.length;
  }
  return tokens;
}

/** What a phrase is looked up by. */
export function phraseKey(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}
