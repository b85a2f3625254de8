/** Zeros of the scripts whose digits people here may type; each script's ten digits follow its zero. */
const ZEROS = [0x660, 0x6f0, 0x966, 0xae6] as const;
/** Digits written for letters (`st0p`), read so only inside a word that has letters too. */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
};
/** Accents and enclosing marks on Latin letters and digits; vowel signs of other scripts are letters to us. */
const LATIN_MARKS = /(?=\p{M})\p{Script=Inherited}/gu;
const INVISIBLE = /(?![\t\n\v\f\r])[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** The frame of a keycap picture (9 in a box). */
const KEYCAP = /\u20e3/gu;
const PLAIN = /^[ -~]*$/u;
const QUOTES = /['\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9`\u00b4]/gu;
/** So many letters standing alone are one word spelled out (`s t o p`); two can be words (`I a`). */
const SPELLED_OUT_MIN = 3;
/** `$top`: before a letter it is no money. */
const DOLLAR_LETTER = /\$(?=\p{L})/gu;
/** What ends a sentence or a part of one, in any script. */
const SENTENCE_END = /[.,;:!?…。、।॥|/–—•]|-\s|\s-/u;

/** What a person wrote, without what cannot be seen; NFKC, single spaces. This is what an answer is kept as. */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text.replace(/ {2,}/gu, ' ').trim();
  const visible = text.normalize('NFKC').replace(INVISIBLE, '').replace(KEYCAP, '');
  return visible
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/\s+/gu, ' ')
    .trim();
}

/**
 * The words of a clean text as they are compared: no case, no accents, no punctuation, spelled-out letters joined,
 * look-alike digits read as letters. `stoooop` stays for `squeeze`.
 */
export function wordsOf(clean: string): string[] {
  return tokensOf(clean).words;
}

/** These words, and whether a sentence or a part of one ends before each: always before the first and behind the last. */
export function tokensOf(clean: string): { words: string[]; ends: boolean[] } {
  const bare = plainLetters(clean).replace(DOLLAR_LETTER, 's');
  const tokens = [...bare.matchAll(/[\p{L}\p{M}\p{N}]+/gu)];
  const words: string[] = [];
  const ends: boolean[] = [];
  let before = 0;
  for (let i = 0; i < tokens.length;) {
    let end = i;
    while (/^\p{L}\p{M}*$/u.test(tokens[end]?.[0] ?? '')) end += 1;
    const step = end - i >= SPELLED_OUT_MIN ? end - i : 1;
    const group = tokens.slice(i, i + step);
    const start = group[0]?.index ?? 0;
    words.push(asLetters(group.map(([token]) => token).join('')));
    ends.push(SENTENCE_END.test(bare.slice(before, start)));
    const last = group.at(-1);
    before = (last?.index ?? 0) + (last?.[0].length ?? 0);
    i += step;
  }
  ends[0] = true;
  ends[words.length] = true;
  return { words, ends };
}

/** A clean text in small letters, without apostrophes and without the accents of Latin letters. */
export function plainLetters(clean: string): string {
  const plain = clean.replace(QUOTES, '').toUpperCase().toLowerCase();
  return PLAIN.test(plain)
    ? plain
    : plain.normalize('NFD').replace(LATIN_MARKS, '').normalize('NFC');
}

/** How words are compared: repeated letters squeezed, but for ordinary words that have them by right. */
export function squeezeWords(words: readonly string[], ordinary: ReadonlySet<string>): string[] {
  return words.map((word) => (ordinary.has(word) ? word : squeeze(word)));
}

/** One of each letter that is repeated: `stoooopp` is `stop`. Digits stay: 88 is not 8. */
export function squeeze(word: string): string {
  if (!/(\p{L})\1/u.test(word)) return word;
  return word.replace(/(\p{L})\1+/gu, '$1');
}

function asLetters(word: string): string {
  if (!/\d/u.test(word)) return word;
  if (!/^[a-z0-9]*[a-z][a-z0-9]*$/u.test(word) || !/[a-z].*[a-z]/u.test(word)) return word;
  return word.replace(/[013457]/gu, (digit) => LOOK_ALIKE[digit] ?? digit);
}

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((start) => code >= start && code < start + 10);
  return zero === undefined ? digit : String(code - zero);
}
