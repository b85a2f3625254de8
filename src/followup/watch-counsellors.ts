import { newId } from '../base/ids.ts';
import { localDate } from '../engine/local-date.ts';
import { dutyNow } from '../flow/duty-hours.ts';
import { addresseeOf, lockCounsellor } from '../store/counsellors.ts';
import { noteOnce } from '../store/notices.ts';
import { savePrompt } from '../store/prompts.ts';
import { type Unanswered, unanswered, type Watched, watched } from '../store/supervision.ts';
import type { Tx } from '../store/transact.ts';
import { dutyDaysWithin } from './duty-days.ts';
import type { FollowupParts } from './followup-parts.ts';
import { askCounsellor, say } from '../engine/say-to-counsellor.ts';
import { WAITED_FOR } from './prompt-answers.ts';
import { isRefresherOver, isRefresherSoon } from './refresher-due.ts';

/**
 * After so many duty days on which somebody waited for her answer and no key came, her supervisor asks how she is: she may be
 * ill, or her phone with somebody else. Of whom nothing is asked nothing is told: no key is what she was asked for.
 */
const SILENT_DUTY_DAYS = 5;
/** So many days of duty are no less than this, in milliseconds: whoever pressed a key since is not looked at. */
const SILENT_MS = SILENT_DUTY_DAYS * 24 * 3_600_000;
/** What is told about somebody's work is true for days; in milliseconds. */
export const WATCH_WORTH_MS = 48 * 3_600_000;

type Told = { parts: FollowupParts; now: Date; today: string };

/** Tells supervisors, in duty hours and once each, who has been silent for days and whose training ends. */
export async function watchCounsellors(parts: FollowupParts): Promise<void> {
  const { programme, clock } = parts.setting;
  const now = clock.now();
  if (!dutyNow(programme, now).open) return;
  const told = { parts, now, today: localDate(now, programme.timeZone) };
  const all = await parts.pool.run(watched);
  for (const one of all) await watchTraining(told, one);
  const quiet = all.filter(({ sinceAt }) => now.getTime() - sinceAt.getTime() > SILENT_MS);
  if (quiet.length === 0) return;
  const ids = quiet.map(({ id }) => id);
  const waits = await parts.pool.run((db) => unanswered(db, ids, WAITED_FOR));
  for (const one of quiet) {
    const hers = waits.filter(({ id }) => id === one.id);
    if (hers.length > 0) await watchSilence(told, one, hers);
  }
}

async function watchSilence(
  { parts, now, today }: Told,
  one: Watched,
  waits: readonly Unanswered[],
): Promise<void> {
  const { setting, pool } = parts;
  const { supervisorId } = one;
  const day = (at: Date) => localDate(at, setting.programme.timeZone);
  const since = day(one.sinceAt);
  if (one.told.includes(`silent ${since}`)) return;
  const spans = waits.map(({ from, until }) => ({ from: day(from), until: day(until ?? now) }));
  const between = { after: since, before: today };
  if (dutyDaysWithin(setting.programme, between, spans) < SILENT_DUTY_DAYS) return;
  await pool.transact(async (tx) => {
    const to = supervisorId === null ? undefined : await lockCounsellor(tx, supervisorId);
    if (!(await noteOnce(tx, { counsellorId: one.id, what: 'silent', since, now }))) return;
    if (to === undefined) return setting.log.error('counsellor_silent', { code: one.code });
    const prompt = {
      id: newId(now.getTime()),
      counsellorId: to.id,
      kind: 'silent',
      followUpId: null,
    };
    const number = String(await savePrompt(tx, { ...prompt, aboutId: one.id, now }));
    const text = say(setting, to, 'prompt_silent', { number, code: String(one.code) });
    await tell({ parts, now }, tx, to, text);
  });
}

async function watchTraining({ parts, now, today }: Told, one: Watched): Promise<void> {
  const { setting, pool } = parts;
  const { refresherBy: by, supervisorId } = one;
  if (by === null || !isRefresherSoon(by, today)) return;
  const over = isRefresherOver(by, today);
  const what = over ? 'refresher_over' : 'refresher_soon';
  if (one.told.includes(`${what} ${by}`)) return;
  await pool.transact(async (tx) => {
    if (!(await noteOnce(tx, { counsellorId: one.id, what, since: by, now }))) return;
    const own = await addresseeOf(tx, one.id);
    const day = { date: dayIn(by) };
    await tell({ parts, now }, tx, own, say(setting, own, what, day));
    if (supervisorId === null) return;
    const to = await addresseeOf(tx, supervisorId);
    const about = { code: String(one.code), ...day };
    const text = over
      ? say(setting, to, 'refresher_over_of', about)
      : say(setting, to, 'refresher_soon_of', about);
    await tell({ parts, now }, tx, to, text);
  });
}

/** A date in digits, which every language reads: `31/12/2027`. */
function dayIn(date: string): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** Says it in the hours of the programme, within two days. */
export function tell(
  { parts: { setting }, now }: Pick<Told, 'parts' | 'now'>,
  tx: Tx,
  to: Parameters<typeof askCounsellor>[2],
  text: string,
): Promise<void> {
  const sendBy = new Date(now.getTime() + WATCH_WORTH_MS);
  return askCounsellor(setting, tx, to, { text, urgent: false, sendBy, now });
}
