import { foldAccents } from './fold-accents.ts';
import { smsSize, type SmsSize } from './gsm7.ts';
import { plainPunctuation } from './fit-punctuation.ts';

/** A text as it is sent, and what that costs. */
export type FittedSms = SmsSize & { text: string };

/** A message in more segments than this is sent as several: handsets of the field show long ones badly. */
export const SEGMENTS_MAX = 2;

/**
 * Makes ready what is sent by SMS: NFC, the punctuation that silently turns a message into UCS-2 made plain, spaces at
 * line ends and around the text dropped. Accents stay unless `fold`, which a programme allows for each language, since
 * without them some words change their meaning (docs/africastalking.md section 5).
 */
export function fitSms(text: string, { fold = false }: { fold?: boolean } = {}): FittedSms {
  const plain = plainPunctuation(text);
  const fitted = fold ? foldAccents(plain) : plain;
  return { text: fitted, ...smsSize(fitted) };
}

/** The texts of a turn as they are sent: together, or each alone where that would be too long. Empty ones are left out. */
export function fitTexts(texts: readonly string[], options: { fold: boolean }): FittedSms[] {
  const said = texts.filter((text) => text.trim() !== '');
  if (said.length === 0) return [];
  const whole = fitSms(said.join('\n'), options);
  return whole.segments <= SEGMENTS_MAX ? [whole] : said.map((text) => fitSms(text, options));
}
