import { asksForDigits } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Spaces and what people put between digits. */
const BETWEEN = /[\s.,:;*#/-]+/gu;
const CODE_DIGITS_MIN = 3;
/** The answer to a question of her own, where prompts are open too: 01 for 1. */
const OWN_ANSWER = /^0([1-5])$/u;

export type ForCounsellor =
  | { kind: 'work'; counsellorId: string; digits: string; memberAsks: boolean }
  /** For her own conversation, as this text. */
  | { kind: 'own'; text: string };

/**
 * Whether a text is meant for the work of whoever has this phone. STOP, danger and the service's own questions were read
 * before. Codes are digits; a code that cannot be hers is left to a question of her own that asks for digits.
 */
export function forCounsellor(
  setting: Setting,
  situation: Situation,
  text: string,
): ForCounsellor | undefined {
  const { counsellor } = situation.row;
  if (counsellor === null || situation.stopped) return undefined;
  const digits = text.replaceAll(BETWEEN, '');
  if (!/^\d{1,12}$/u.test(digits)) return undefined;
  const { id: counsellorId, numbers, open, asks } = counsellor;
  const memberAsks = situation.open !== undefined;
  const work = { kind: 'work', counsellorId, digits, memberAsks } as const;
  if (digits.length >= CODE_DIGITS_MIN) {
    const isHers = asks !== null || numbers.includes(Number(digits.slice(0, -1)));
    return !isHers && asksForDigits(setting, situation.open) ? undefined : work;
  }
  const own = OWN_ANSWER.exec(digits)?.[1];
  if (own !== undefined && memberAsks) return { kind: 'own', text: own };
  if (digits.length === 2)
    return numbers.includes(Number(digits)) && !asksForDigits(setting, situation.open)
      ? work
      : undefined;
  return open > 0 && /^[1-8]$/u.test(digits) ? work : undefined;
}
