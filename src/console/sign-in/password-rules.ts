/** What NIST SP 800-63B asks of a password at least, in characters. */
export const PASSWORD_MIN = 15;
/** More than anybody types, and little enough to hash. */
export const PASSWORD_MAX = 128;
/** So many characters must be left where what everybody tries first is taken out. */
const LEFT_MIN = 6;
/** Words of a name or a programme count from this length on: shorter ones are in every sentence. */
const WORD_MIN = 4;

export type PasswordFault = 'short' | 'long' | 'common';

/**
 * What is wrong with a new password. No rules on kinds of characters, which make passwords worse. `common`: without the
 * words that everybody tries, the words of her own name and of the programme, rows of keys and repetitions, little is left.
 */
export function passwordFault(
  password: string,
  { common, own }: { common: readonly string[]; own: readonly string[] },
): PasswordFault | undefined {
  const length = Array.from(password).length;
  if (length < PASSWORD_MIN) return 'short';
  if (length > PASSWORD_MAX) return 'long';
  const words = [...common, ...own.flatMap(wordsOf)].toSorted(
    (one, other) => other.length - one.length,
  );
  const spelled = plain(password);
  const left = words.reduce((rest, word) => rest.replaceAll(word, ' '), spelled);
  return ownLetters(left) < LEFT_MIN ? 'common' : undefined;
}

/** What a list for people holds: one word a line, `#` before a remark. */
export function readCommon(text: string): string[] {
  return text
    .split('\n')
    .map((line) => plain(line.trim()))
    .filter((line) => line !== '' && !line.startsWith('#'));
}

const LOOKS_LIKE: Readonly<Record<string, string>> = {
  '@': 'a',
  $: 's',
  '!': 'i',
  '0': 'o',
  '3': 'e',
};

/** Small letters without accents; signs that are written for letters are read as these. */
function plain(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return bare.replace(/[@$!03]/gu, (sign) => LOOKS_LIKE[sign] ?? sign);
}

function wordsOf(text: string): string[] {
  return plain(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= WORD_MIN);
}

/** How many characters are none that follow from the one before: the same, or the next of the alphabet or of the digits. */
function ownLetters(text: string): number {
  const letters = text.replace(/[^\p{L}\p{N}]+/gu, '');
  const seen = new Set<string>();
  let own = 0;
  for (const [index, letter] of Array.from(letters).entries()) {
    const step = letter.charCodeAt(0) - letters.charCodeAt(index - 1);
    if (index > 0 && Math.abs(step) <= 1) continue;
    if (!seen.has(letter)) own += 1;
    seen.add(letter);
  }
  return own;
}
