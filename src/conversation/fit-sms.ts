import { smsSize, type SmsSize } from './gsm7.ts';
import { plainPunctuation } from './fit-punctuation.ts';

/** A text as it is sent, and what that costs. */
export type FittedSms = SmsSize & { text: string };

/**
 * Makes ready what is sent by SMS: NFC, the punctuation that silently turns a message into UCS-2 made plain, spaces at
 * line ends and around the text dropped. Accents stay: folding them changes words (docs/africastalking.md section 5).
 */
export function fitSms(text: string): FittedSms {
  const fitted = plainPunctuation(text);
  return { text: fitted, ...smsSize(fitted) };
}
