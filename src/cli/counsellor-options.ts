import { Refusal } from '../base/refusal.ts';
import { WEEKDAYS } from '../flow/programme-times.ts';
import { COUNSELLOR_ROLES, type CounsellorRole } from '../store/counsellors.ts';

type Weekday = (typeof WEEKDAYS)[number];

/** @throws Refusal: no such role */
export function roleFrom(text: string): CounsellorRole {
  const role = COUNSELLOR_ROLES.find((one) => one === text);
  if (role !== undefined) return role;
  throw new Refusal(
    'invalid',
    `--role is one of ${COUNSELLOR_ROLES.join(', ')}. Nothing was done.`,
  );
}

/** A day as `2027-01-31`. @throws Refusal */
export function dayFrom(text: string | undefined, option: string): string {
  try {
    if (text !== undefined) return Temporal.PlainDate.from(text).toString();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new Refusal('invalid', `${option} is a day such as 2027-01-31. Nothing was done.`);
}

/** A time of day as `08:00`. @throws Refusal */
export function timeFrom(text: string | undefined, option: string): string {
  if (text !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/u.test(text)) return text;
  throw new Refusal('invalid', `${option} is a time such as 08:00. Nothing was done.`);
}

/** Days such as `mon,tue`; `usual` where none are said. @throws Refusal */
export function daysFrom(text: string | undefined, usual: readonly Weekday[]): Weekday[] {
  if (text === undefined) return [...usual];
  const said = text.split(',').map((day) => day.trim());
  const days = WEEKDAYS.filter((day) => said.includes(day));
  if (days.length === new Set(said).size) return days;
  throw new Refusal('invalid', `--days are some of ${WEEKDAYS.join(',')}. Nothing was done.`);
}
