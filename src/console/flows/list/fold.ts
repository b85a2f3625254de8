const ASCII = /^[ -~]*$/u;

/**
 * Words as they are looked for: in small letters, without accents and with spaces alone between them. As long as what was
 * given, so that a place in the one is the same place in the other.
 */
export function folded(words: string): string {
  const small = ASCII.test(words) ? words.toLowerCase() : Array.from(words, plainLetter).join('');
  return small.replaceAll(/\s/gu, ' ');
}

/** A letter without its accent; a sign of its own, as in Gujarati, stays. */
function plainLetter(letter: string): string {
  const plain = letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.length === letter.length ? plain : letter;
}
