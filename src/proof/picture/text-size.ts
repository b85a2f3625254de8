/**
 * Widths are those of the widest usual system font, in parts of the font size, since nobody knows which one draws the
 * picture: a text may leave room, and is never cut. Where no font has a script, its vowel signs stand by themselves.
 */
const NARROW = /[iljtfr.,:;'!|()[\]\s]/u;
const WIDE = /[mwMW@%…—]/u;
const CAPITAL = /[A-Z]/u;
const PLAIN = /[ -~]/u;
const LATIN_MARK = /[\u0300-\u036f]/gu;
const PARTS = { narrow: 0.42, wide: 1, capital: 0.74, plain: 0.65, other: 0.85 } as const;

/** The room that a text takes on one line, in pixels. */
export function textWidth(text: string, fontSize: number): number {
  let parts = 0;
  for (const character of text.normalize('NFC').replaceAll(LATIN_MARK, ''))
    parts += partOf(character);
  return Math.ceil(parts * fontSize);
}

function partOf(character: string): number {
  if (NARROW.test(character)) return PARTS.narrow;
  if (WIDE.test(character)) return PARTS.wide;
  if (CAPITAL.test(character)) return PARTS.capital;
  return PLAIN.test(character) ? PARTS.plain : PARTS.other;
}

/** The text in lines that fit; a word that is too long for any line is cut. */
export function wrapText(text: string, width: number, fontSize: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ').flatMap((one) => pieces(one, width, fontSize))) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || textWidth(longer, fontSize) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function pieces(word: string, width: number, fontSize: number): string[] {
  if (textWidth(word, fontSize) <= width) return [word];
  const parts = [''];
  for (const character of word) {
    const longer = `${parts.at(-1) ?? ''}${character}`;
    if (textWidth(longer, fontSize) <= width) parts[parts.length - 1] = longer;
    else parts.push(character);
  }
  return parts;
}
