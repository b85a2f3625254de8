import { withoutVariables } from '../../flow/variables.ts';
import { quoted } from '../../flow/finding.ts';
import type { Said } from '../rule.ts';

/** A scheme, `www`, an @, or a dot between two words without a space: a phone makes a link of each. */
const LINK =
  /\p{L}{2,}:\/\/\S*|\bwww\b\S*|[\p{L}\p{N}._-]+@[\p{L}\p{N}.-]+|[\p{L}\p{N}-]{2,}\.\p{L}{2,}(?:\/\S*)?/iu;
/** A code to dial, or five digits and more with at most one mark between them, or three in a row; the longest is named. */
const NUMBER =
  /[+*#]\s?\d[\d\s*#().-]*|\d(?:[().-]{0,2} ?\d){5,}|\d{2}(?:[ ().-]{1,2}\d{2,}){2,}|\d{3,}/u;
/** The same where amounts may stand, since the file that they come from has a source and a last day: six digits and fewer. */
const NUMBER_BESIDE_AMOUNTS = /[+*#]\s?\d[\d\s*#().-]*|\d(?:[().-]{0,2} ?\d){6,}/u;
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3\ufe0f]/u;
const SHOUT = /[!！¡]/u;
const CAPITALS = /(?<![\p{L}\p{M}{_])\p{Lu}[\p{Lu}\p{M}]+(?![\p{L}\p{M}}_])/gu;

/** What may stand all the same. */
export type Allowed = { capitals: ReadonlySet<string>; amounts?: boolean };

/** Marks that alarm, cost, look like fraud or lead somebody elsewhere. */
export function marksIn(text: string, { capitals, amounts = false }: Allowed): Said[] {
  const said: Said[] = [];
  const plain = withoutVariables(text).normalize('NFKC');
  const put = (code: string, found: string | undefined, what: string, mend: string) => {
    if (found !== undefined) said.push({ code, found: `${quoted(found.trim())} ${what}`, mend });
  };
  put(
    'link',
    LINK.exec(plain)?.[0],
    'looks like an address, or becomes a link on a phone',
    'Say it in words, or put a space after the full stop: nobody has to open a page here.',
  );
  put(
    'phone_number',
    (amounts ? NUMBER_BESIDE_AMOUNTS : NUMBER).exec(asciiDigits(plain))?.[0],
    'looks like a phone number, a code or an amount',
    'Use {helplines}, {short_code} or {service_code}: numbers come from files that somebody verifies.',
  );
  put(
    'emoji',
    PICTURE.exec(plain)?.[0],
    'is a picture',
    'Leave it out: many phones show a box, and each part costs more.',
  );
  put('exclamation', SHOUT.exec(plain)?.[0], 'shouts', 'End with a full stop.');
  const loud = (plain.match(CAPITALS) ?? []).filter((word) => !capitals.has(word));
  put(
    'capitals',
    loud[0],
    'is in capitals',
    'Write it small, or name it under `capitals` in the lint file with a reason.',
  );
  return said;
}

/** Digits of any script as 0 to 9. */
function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => String(digitOf(digit)));
}

/** Digits of a script stand ten in a row, from zero up, and begin where the one before is none. */
function digitOf(digit: string): number {
  let code = digit.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    value += 1;
  }
  return value;
}
