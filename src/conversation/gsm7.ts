/** GSM 7-bit default alphabet (3GPP TS 23.038 section 6.2.1), without the escape. One septet each. */
const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
  'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
/** Extension table (section 6.2.1.1): an escape and a second septet, never parted. */
const EXTENSION = '\f^{}\\[~]|€';

const SEPTETS: ReadonlyMap<string, number> = new Map([
  ...Array.from(BASIC, (character): [string, number] => [character, 1]),
  ...Array.from(EXTENSION, (character): [string, number] => [character, 2]),
]);

/** Units in a single SMS and in each part of a longer one: 140 octets, of which a part gives 6 to its header. */
const LIMITS = { gsm7: { single: 160, part: 153 }, ucs2: { single: 70, part: 67 } } as const;

/** What a text costs: units are septets (gsm7) or UTF-16 code units (ucs2). */
export type SmsSize = { encoding: 'gsm7' | 'ucs2'; units: number; segments: number };

/** Septets of one character, or undefined where GSM-7 has no such character. */
export function septetsOf(character: string): number | undefined {
  return SEPTETS.get(character);
}

/**
 * Counts a text exactly as it stands. One character outside GSM-7 makes all of it UCS-2; a part ends early rather than
 * split an escape or a surrogate pair (docs/africastalking.md section 5). An empty text has no segment.
 */
export function smsSize(text: string): SmsSize {
  const characters = Array.from(text);
  const septets = characters.map((character) => SEPTETS.get(character));
  const encoding = septets.includes(undefined) ? 'ucs2' : 'gsm7';
  const sizes = characters.map((character, i) =>
    encoding === 'gsm7' ? (septets[i] ?? 0) : character.length,
  );
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { single, part } = LIMITS[encoding];
  if (units <= single) return { encoding, units, segments: units === 0 ? 0 : 1 };
  let segments = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      segments += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, segments };
}
