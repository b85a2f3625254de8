import { setAsks } from '../store/counsellors.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Heard } from './take-text.ts';

/** What begins it; the practice member then has the number 00, and no real one ever has. */
export const PRACTICE_CODE = '008';
const ANSWER = /^00([1-7])$/u;

/** Whether she is practising: for a quarter of an hour after the code, or until she has answered to the end. */
export function practises({ counsellor, now }: Heard): boolean {
  const { asks, asksAt } = counsellor;
  return asks === 'practice' && asksAt !== null && now.getTime() - asksAt.getTime() < FOR_MS;
}

/** As long as anything that is asked of her outside a prompt counts, in milliseconds. */
const FOR_MS = 15 * 60_000;

/** The practice member asks for a call. Nothing of it is written down or counted. */
export async function beginPractice({ setting, tx, now, counsellor }: Heard): Promise<string> {
  await setAsks(tx, counsellor.id, { what: 'practice', about: null }, now);
  return say(setting, counsellor, 'practice_asks', {});
}

/** Her answer to the practice member, as it would be said of a real one. Undefined: it is none. */
export async function answerPractice(heard: Heard, digits: string): Promise<string | undefined> {
  const { setting, tx, now, counsellor } = heard;
  const digit = ANSWER.exec(digits)?.[1];
  if (digit === undefined) return undefined;
  if (digit === '1' || digit === '3')
    return say(setting, counsellor, digit === '1' ? 'practice_yours' : 'practice_later', {});
  await setAsks(tx, counsellor.id, null, now);
  return say(setting, counsellor, 'practice_over', {});
}
