import type { CounsellorPlace } from '../store/request-rows.ts';
import type { Answered } from './offer.ts';
import { asksForDigits } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** What people put between the number and the answer: `12 1`, `12-1`. Not what stands in dates and times. */
const BETWEEN = /[\s.,-]+/gu;
const CODE_DIGITS_MIN = 3;
/** A code of a group has as many; a question of her own that asks for words may be for one. */
const GROUP_CODE_DIGITS = 10;
/** Days and times as texts write them: `3/12 14:00`, `9:30`. Behind a number of a group's prompt they are hers to change. */
const MOMENT = /^(\d{2,3}\s*[26])\s*((?:\d{1,2}[/.-]\d{1,2}\s+)?\d{1,2}[:.]\d{2})$/u;
const LONE_DIGIT = /(?<!\d)\d(?!\d)/gu;
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
  const digits =
    momentOfGroup(counsellor, text) ?? (wanted ? text.trim() : text.replaceAll(BETWEEN, ''));
  if (!/^\d{1,16}$/u.test(digits)) return undefined;
  if (situation.open !== undefined && isGroupCode(counsellor, digits)) return undefined;
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

/** A new time for a meeting, written as texts write it, in digits alone: `126 3/12 14:00` is 12603121400. */
function momentOfGroup({ groupNumbers }: CounsellorPlace, text: string): string | undefined {
  const [, key, moment] = MOMENT.exec(text.trim()) ?? [];
  if (key === undefined || moment === undefined) return undefined;
  const digits = key.replaceAll(BETWEEN, '');
  if (!groupNumbers.includes(Number(digits.slice(0, -1)))) return undefined;
  const padded = moment.replaceAll(LONE_DIGIT, (digit) => `0${digit}`);
  return digits + padded.replaceAll(/\D/gu, '');
}

/** Who works here joins a group, and takes one over, by the same code as everybody. */
function isGroupCode(place: CounsellorPlace, digits: string): boolean {
  return digits.length === GROUP_CODE_DIGITS && !isOfGroup(place, digits);
}

/** Whether it begins with the number of a prompt about a group, which takes more than one digit: heads, a PIN, a vote. */
function isOfGroup({ groupNumbers }: CounsellorPlace, digits: string): boolean {
  return [2, 3].some((n) => digits.length > n && groupNumbers.includes(Number(digits.slice(0, n))));
}

/** `wanted`: a question of her own takes digits, so that only what can be nothing else is for her work. */
function isForWork(place: CounsellorPlace, digits: string, wanted: boolean): boolean {
  const { numbers, open, asks } = place;
  if (digits.length === 1) return open > 0 && /^[1-8]$/u.test(digits);
  if (digits.length < CODE_DIGITS_MIN) return !wanted && numbers.includes(Number(digits));
  const isHers =
    asks !== null ||
    digits.startsWith('0') ||
    numbers.includes(Number(digits.slice(0, -1))) ||
    isOfGroup(place, digits);
  return isHers || !wanted;
}
