import { assert } from '../base/assert.ts';
import { DATE_WORDS } from './definition.ts';

/** How many days ahead a word of `DATE_WORDS` is. */
const DAYS: Readonly<Record<(typeof DATE_WORDS)[number], number>> = {
  today: 0,
  tomorrow: 1,
  in_2_days: 2,
  in_3_days: 3,
  in_4_days: 4,
  in_5_days: 5,
  in_6_days: 6,
  in_a_week: 7,
  in_2_weeks: 14,
  in_a_month: 30,
};

/** The date that a word means on a day, both as `2027-01-31`. @throws Error for any other word: the flow was not checked. */
export function dateOfWord(word: string, today: string): string {
  const known = DATE_WORDS.find((one) => one === word);
  assert(known !== undefined, 'dates are named by the words of DATE_WORDS');
  return Temporal.PlainDate.from(today).add({ days: DAYS[known] }).toString();
}
