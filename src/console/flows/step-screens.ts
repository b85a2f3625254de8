import type { ProvedFlow } from '../../proof/rule.ts';
import { measure } from '../../proof/text/measure.ts';

/** One message that a step sends, at its longest, and what it takes. */
export type StepScreen = {
  /** The step whose text comes last in it. */
  step: string;
  language: string;
  channel: 'sms' | 'ussd';
  says: readonly string[];
  /** Characters, as sent. */
  length: number;
  /** Parts that are paid for by SMS; pages when dialled. */
  parts: number;
  /** The other alphabet, in which a part holds 70 letters. */
  isDear: boolean;
};

/** Every message of a flow, in each language and channel that is played. */
export function stepScreens(flow: ProvedFlow): StepScreen[] {
  return measure(flow).map((one): StepScreen => {
    const { step, says } = one.screen;
    const where = { step, says, language: one.language, channel: one.channel };
    if (one.channel === 'sms') {
      const { text, segments, encoding } = one.sms;
      return {
        ...where,
        length: Array.from(text).length,
        parts: segments,
        isDear: encoding === 'ucs2',
      };
    }
    const length = one.pages.reduce((sum, page) => sum + Array.from(page).length, 0);
    return { ...where, length, parts: one.pages.length, isDear: false };
  });
}
