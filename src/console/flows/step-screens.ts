import type { ProvedFlow } from '../../proof/rule.ts';
import { measure } from '../../proof/text/measure.ts';

/** One message that a step sends, at its longest, and what it takes. */
export type StepScreen = {
  /** The step whose text comes last in it. */
  step: string;
  language: string;
  channel: 'sms' | 'ussd';
  says: readonly string[];
  /** Characters, as an SMS or a screen counts them. */
  length: number;
  /** SMS that are paid for; pages when dialled. */
  parts: number;
  /** The other alphabet, in which an SMS holds 70 letters. */
  isDear: boolean;
};

/** Every message of a flow, in each language and channel that is played. */
export function stepScreens(flow: ProvedFlow): StepScreen[] {
  return measure(flow).map((one): StepScreen => {
    const { step, says } = one.screen;
    const where = { step, says, language: one.language, channel: one.channel };
    if (one.channel === 'sms') {
      const { units, segments, encoding } = one.sms;
      return {
        ...where,
        length: units,
        parts: segments,
        isDear: encoding === 'ucs2',
      };
    }
    const length = one.pages.reduce((sum, page) => sum + Array.from(page).length, 0);
    return { ...where, length, parts: one.pages.length, isDear: false };
  });
}
