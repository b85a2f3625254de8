/** What a text costs on the air. The stand-in counts for itself, so that the service's own count has a second opinion. */
export type Measure = {
  encoding: 'GSM-7' | 'UCS-2';
  /** Septets or UTF-16 code units. */
  units: number;
  segments: number;
};

/** 3GPP TS 23.038 section 6.2.1: the default alphabet, and the characters that take an escape and so two septets. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡' +
    'ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENSION = new Set('\f^{}\\[~]|€');

/** Units in a text that is alone, and in each part of a longer one (140 octets, less 6 of header). */
const ROOM = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } } as const;

export function measureText(text: string): Measure {
  const characters = Array.from(text);
  const gsm = characters.every((each) => BASIC.has(each) || EXTENSION.has(each));
  const encoding = gsm ? 'GSM-7' : 'UCS-2';
  const widths = characters.map((each) => (gsm ? (EXTENSION.has(each) ? 2 : 1) : each.length));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { alone, part } = ROOM[encoding];
  return { encoding, units, segments: units <= alone ? 1 : countParts(widths, part) };
}

/** An escape pair or a surrogate pair is never split, which can cost a part. */
function countParts(widths: readonly number[], room: number): number {
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > room) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
