import { newId } from '../base/ids.ts';
import { localDate } from '../engine/local-date.ts';
import { dutyNow } from '../flow/duty-hours.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import { noteOnce, toldOf } from '../store/notices.ts';
import { savePrompt } from '../store/prompts.ts';
import { type Watched, watched, type Week, weeksOf } from '../store/supervision.ts';
import { placeInWeek } from './duty-days.ts';
import type { FollowupParts } from './followup-parts.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { tell } from './watch-counsellors.ts';
import { mondayOf, weekBefore } from './week.ts';

/** As many counsellors as two segments hold; the others are in a text of their own. */
const NAMED_MAX = 8;

/**
 * Supervision every week, in codes and counts: on the last day of duty each counsellor is asked how her week was, on the first
 * of the next her supervisor gets what she needs for their talk. No name, no member and no word of anybody is in it
 * (docs/promises.md, req H7).
 */
export async function superviseWeek(parts: FollowupParts): Promise<void> {
  const { programme, clock } = parts.setting;
  const now = clock.now();
  if (!dutyNow(programme, now).open) return;
  const today = localDate(now, programme.timeZone);
  const { first, last } = placeInWeek(programme, today);
  const monday = mondayOf(today);
  if (last) await askCounsellors(parts, monday, now);
  if (first) await tellSupervisors(parts, monday, now);
}

async function askCounsellors(parts: FollowupParts, monday: string, now: Date): Promise<void> {
  const { setting, pool } = parts;
  const ids = (await pool.run(watched))
    .filter(({ told }) => !told.includes(`week ${monday}`))
    .map(({ id }) => id);
  if (ids.length === 0) return;
  const span = { from: instantOf(parts, monday), until: now };
  for (const week of await pool.run((db) => weeksOf(db, ids, span))) {
    // Somebody for whom nothing happened is not asked how it was.
    if (week.asked + week.waiting + week.contacts === 0) continue;
    await pool.transact(async (tx) => {
      const to = await lockCounsellor(tx, week.id);
      if (to?.state !== 'active') return;
      const notice = { counsellorId: to.id, what: 'week', since: monday, now } as const;
      if (!(await noteOnce(tx, notice))) return;
      const prompt = {
        id: newId(now.getTime()),
        counsellorId: to.id,
        kind: 'week',
        followUpId: null,
      };
      const number = String(await savePrompt(tx, { ...prompt, aboutId: null, now }));
      const text = say(setting, to, 'prompt_week', {
        number,
        asked: String(week.asked),
        met: String(week.met),
        waiting: String(week.waiting),
      });
      await tell({ parts, now }, tx, to, text);
    });
  }
}

async function tellSupervisors(parts: FollowupParts, monday: string, now: Date): Promise<void> {
  const { setting, pool } = parts;
  const { from, until } = weekBefore(monday);
  const span = { from: instantOf(parts, from), until: instantOf(parts, until) };
  // Whoever began since has no week behind her.
  const began = (await pool.run(watched)).filter(({ begunAt }) => begunAt < span.until);
  const supervisors = [...new Set(began.flatMap(({ supervisorId }) => supervisorId ?? []))];
  const notice = { what: 'week_of_hers', since: from } as const;
  const told = await pool.run((db) => toldOf(db, supervisors, notice));
  const all = began.filter(({ supervisorId: id }) => id !== null && !told.has(id));
  if (all.length === 0) return;
  const weeks = await pool.run((db) =>
    weeksOf(
      db,
      all.map(({ id }) => id),
      span,
    ),
  );
  for (const [supervisorId, hers] of Map.groupBy(all, (one) => one.supervisorId)) {
    if (supervisorId === null) continue;
    const lines = hers.flatMap((one) => lineOf(one, weeks));
    const noAirtime = weeks
      .filter(({ id }) => hers.some((one) => one.id === id))
      .reduce((sum, week) => sum + week.noAirtime, 0);
    if (lines.length === 0) continue;
    await pool.transact(async (tx) => {
      const to = await lockCounsellor(tx, supervisorId);
      if (to?.state !== 'active') return;
      if (!(await noteOnce(tx, { counsellorId: to.id, ...notice, now }))) return;
      for (let at = 0; at < lines.length; at += NAMED_MAX) {
        const list = lines.slice(at, at + NAMED_MAX).join(', ');
        const text = say(setting, to, 'week_of_hers', { week: list, airtime: String(noAirtime) });
        await tell({ parts, now }, tx, to, text);
      }
    });
  }
}

const SAID = { good: '', hard: '?', talk: '+' } as const;

/** As `12: 8/6/1`: asked, talked, waiting; with `?` her week was hard, with `+` she would like to talk about it. */
function lineOf({ id, code }: Watched, weeks: readonly Week[]): string[] {
  const week = weeks.find((one) => one.id === id);
  if (week === undefined) return [];
  const { asked, met, waiting, said } = week;
  return [`${code}: ${asked}/${met}/${waiting}${said === null ? '' : SAID[said]}`];
}

function instantOf({ setting }: FollowupParts, day: string): Date {
  const there = Temporal.PlainDate.from(day).toZonedDateTime(setting.programme.timeZone);
  return new Date(there.epochMilliseconds);
}
