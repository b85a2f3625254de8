import { cleanText, plainLetters } from './read-normal.ts';

/**
 * A piece of what was written: a word as it is compared, a number of digits, a shape of digits with marks inside (`6:30`,
 * `27/11`, `4.5`), or a mark of doubt (`?`, `>2`, `3+`). `glued`: nothing stood before it, as `pm` in `6pm`; `closed`: a
 * comma or a full stop stands behind it.
 */
export type Token = {
  kind: 'word' | 'digits' | 'shape' | 'doubt';
  text: string;
  glued: boolean;
  closed: boolean;
};

/** Letters and digits told apart; other marks only part words. `h` stands inside a time: `18h30`. */
const PIECE =
  /(?<shape>\d{1,4}(?:[:.,;/\\-]\d{1,4})+|\d{1,2}h(?:\d{2}(?!\d)|(?![\p{L}\d])))|(?<digits>\d+)|(?<doubt>[?<>+~%])|(?<word>[\p{L}\p{M}]+)/gu;

/** The tokens of a text: case, accents of Latin letters, apostrophes and marks do not count. */
export function tokensOf(text: string): Token[] {
  const plain = plainLetters(cleanText(text));
  const tokens: Token[] = [];
  let end = -1;
  for (const { groups = {}, index, 0: piece } of plain.matchAll(PIECE)) {
    const kind = (['shape', 'digits', 'doubt'] as const).find((one) => groups[one] !== undefined);
    const glued = index === end;
    end = index + piece.length;
    const closed = /[,.;!\n]/u.test(plain.charAt(end));
    tokens.push({ kind: kind ?? 'word', text: piece, glued, closed });
  }
  return tokens;
}

/** What a phrase is looked up by. */
export function phraseKey(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join(' ');
}
