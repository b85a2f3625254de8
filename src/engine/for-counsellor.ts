import type { CounsellorPlace } from '../store/request-rows.ts';
import type { Answered } from './offer.ts';
import { asksForDigits } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** What people put between the number and the answer: `12 1`, `12-1`. Not what stands in dates and times. */
const BETWEEN = /[\s.,-]+/gu;
const CODE_DIGITS_MIN = 3;
/** The answer to a question of her own, where prompts are open too: 01 for 1. */
const OWN_ANSWER = /^0([1-5])$/u;

export type ForCounsellor =
  | { kind: 'work'; counsellorId: string; digits: string; memberAsks: boolean }
  /** For her own conversation, as this text. */
  | { kind: 'own'; text: string };

/**
 * Whether a text is meant for the work of whoever has this phone. STOP, danger and the service's own questions were read
 * before. Codes are digits; a code that cannot be hers is left to a question of her own that asks for digits. `callAsks`: a
 * question about a call of her own waits too.
 */
export function forCounsellor(
  setting: Setting,
  situation: Situation,
  text: string,
  callAsks = false,
): ForCounsellor | undefined {
  const { counsellor } = situation.row;
  if (counsellor === null || situation.stopped) return undefined;
  // A question of her own that asks for a date or a number may be answered by 3.12 or 3-12.
  const wanted = asksForDigits(setting, situation.open);
  const digits = wanted ? text.trim() : text.replaceAll(BETWEEN, '');
  if (!/^\d{1,16}$/u.test(digits)) return undefined;
  const { id: counsellorId } = counsellor;
  const memberAsks = situation.open !== undefined || callAsks;
  const own = OWN_ANSWER.exec(digits)?.[1];
  if (own !== undefined && memberAsks) return { kind: 'own', text: own };
  const work = { kind: 'work', counsellorId, digits, memberAsks } as const;
  return isForWork(counsellor, digits, wanted) ? work : undefined;
}

/**
 * Whether a digit that could answer a question about a call of her own could as well answer a prompt: one alone is applied
 * to neither. Danger, and ending all texts, are never in doubt.
 */
export function mayAnswerWork(
  { row: { counsellor }, stopped }: Situation,
  { offer }: Answered,
  text: string,
): boolean {
  const isCall = offer === 'when' || offer === 'still';
  return isCall && !stopped && (counsellor?.open ?? 0) > 0 && /^[1-8]$/u.test(text.trim());
}

/** `wanted`: a question of her own takes digits, so that only what can be nothing else is for her work. */
function isForWork(
  { numbers, open, asks }: CounsellorPlace,
  digits: string,
  wanted: boolean,
): boolean {
  if (digits.length === 1) return open > 0 && /^[1-8]$/u.test(digits);
  if (digits.length < CODE_DIGITS_MIN) return !wanted && numbers.includes(Number(digits));
  const isHers =
    asks !== null || digits.startsWith('0') || numbers.includes(Number(digits.slice(0, -1)));
  return isHers || !wanted;
}
