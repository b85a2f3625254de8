/** Marks that look like ASCII to a reader and cost a message its cheap encoding. */
const PLAIN: ReadonlyArray<readonly [RegExp, string]> = [
  [/\r\n?/gu, '\n'],
  [/[\u2028\u2029]/gu, '\n'],
  [/[\t\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/gu, ' '],
  // Zero-width joiners stay: scripts of India and emoji need them.
  [/[\u00ad\u200b\u2060\ufeff]/gu, ''],
  [/[\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9`\u00b4]/gu, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/gu, '"'],
  [/[\u2010-\u2015\u2212]/gu, '-'],
  [/\u2026/gu, '...'],
  [/[\u2022\u00b7]/gu, '-'],
];

/** NFC, well-formed, plain punctuation, no spaces at line ends or around the text. Idempotent. */
export function plainPunctuation(text: string): string {
  let plain = text.toWellFormed().normalize('NFC');
  for (const [mark, ascii] of PLAIN) plain = plain.replace(mark, ascii);
  return plain.replace(/ +(?=\n|$)/gu, '').trim();
}
