/** Crockford's alphabet: no letter that is taken for a digit. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const HALF = 4;
const BITS = 5n;
/** The end of an id that is random in all its digits, in hexadecimal digits: of 50,000 people hardly two share 40 bits. */
const HEX = 10;

/** What staff call a person: `K7QM-2X9A`, from the end of her id. It leads to no number and no name. */
export function pseudonymOf(id: string): string {
  let rest = BigInt(`0x${id.replaceAll('-', '').slice(-HEX)}`);
  let text = '';
  for (let at = 0; at < LENGTH; at += 1) {
    text = `${LETTERS[Number(rest & 31n)] ?? ''}${text}`;
    rest >>= BITS;
  }
  return `${text.slice(0, HALF)}-${text.slice(HALF)}`;
}

/** The ends of ids, from the first to the last, that a pseudonym or its beginning may stand for; undefined: it is none. */
export function readPseudonym(typed: string): { from: string; to: string } | undefined {
  const bare = typed.toUpperCase().replaceAll(/[\s-]/gu, '');
  if (bare.length < 2 || bare.length > LENGTH) return undefined;
  const letters = bare.replaceAll(/[IL]/gu, '1').replaceAll('O', '0');
  const digits = Array.from(letters, (letter) => LETTERS.indexOf(letter));
  if (digits.includes(-1)) return undefined;
  const value = (fill: number) =>
    [...digits, ...Array<number>(LENGTH - digits.length).fill(fill)]
      .reduce((sum, digit) => (sum << BITS) | BigInt(digit), 0n)
      .toString(16)
      .padStart(HEX, '0');
  return { from: value(0), to: value(31) };
}
