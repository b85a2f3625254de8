import { dropHoliday, keepHolidays } from '../../groups/set-holidays.ts';
import { type Answer, see } from '../frame/answer.ts';
import { todayOf } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { groupsPage } from './list-page.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/u;
/** Years ahead: holidays of one year are known when the next begins. */
const YEARS_AHEAD = 2;

/** A day on which no group meets. */
export async function addHoliday(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const day = ask.form.get('day') ?? '';
  if (!isToCome(ask, day))
    return groupsPage(ask, [{ name: 'day', says: w('groups.wrong_day_off') }], 422);
  const { setting, pool } = parts;
  await pool.transact((tx) => keepHolidays({ setting, tx, now, actor: staff.id }, [day]));
  return see('/console/groups#holidays', 'groups.did_day_off');
}

/** Groups meet on it again. */
export async function endHoliday(ask: Ask): Promise<Answer> {
  const { parts, staff, now } = ask;
  const day = ask.form.get('day') ?? '';
  const { setting, pool } = parts;
  if (isToCome(ask, day))
    await pool.transact((tx) => dropHoliday({ setting, tx, now, actor: staff.id }, day));
  return see('/console/groups#holidays', 'groups.did_day_on');
}

function isToCome(ask: Ask, day: string): boolean {
  if (!DAY.test(day)) return false;
  try {
    const asked = Temporal.PlainDate.from(day, { overflow: 'reject' });
    const today = Temporal.PlainDate.from(todayOf(ask));
    const isAhead = Temporal.PlainDate.compare(asked, today) >= 0;
    return isAhead && Temporal.PlainDate.compare(asked, today.add({ years: YEARS_AHEAD })) <= 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
