import { newId } from '../base/ids.ts';
import { localDate } from '../engine/local-date.ts';
import { dutyNow } from '../flow/duty-hours.ts';
import { hearers, noteTick, noteTold, takeHolds, untaken } from '../store/complaint-line.ts';
import { codeOf } from '../store/counsellor-list.ts';
import { addresseeOf, lockCounsellor } from '../store/counsellors.ts';
import { savePrompt } from '../store/prompts.ts';
import { endWork } from './end-work.ts';
import type { FollowupParts } from './followup-parts.ts';
import { askCounsellor, say } from '../engine/say-to-counsellor.ts';
import { WATCH_WORTH_MS } from './watch-counsellors.ts';

/**
 * Urgent complaints are told of at the next half hour, and then to the next person at each: within the hour two were told.
 * A complaint keeps no time of day, and which half hour it was says little of who wrote.
 */
const TICK_MS = 30 * 60_000;
/** So long after a half hour it is still told at it: a process may have been down. */
const TICK_LASTS_MS = 5 * 60_000;
/** A human has to have spoken with whoever complained within so many days (72 hours). */
const HUMAN_WITHIN_DAYS = 3;

/**
 * Counsellors of whom a member says that they touched or threatened her get nothing for work from the next second on.
 * Whoever stands outside the line decides; nobody in it is told why.
 */
export async function holdCounsellors({ setting, pool }: FollowupParts): Promise<number> {
  const now = setting.clock.now();
  return pool.transact(async (tx) => {
    const held = await takeHolds(tx);
    for (const id of held) await endWork({ setting, tx, now, actor: 'complaint' }, id, 'suspended');
    const [first] = held.length === 0 ? [] : await hearers(tx);
    for (const id of held) {
      if (first === undefined) break;
      const to = await addresseeOf(tx, first.id);
      const code = String((await codeOf(tx, id)) ?? 0);
      const text = say(setting, to, 'counsellor_held', { code });
      const sendBy = new Date(now.getTime() + WATCH_WORTH_MS);
      await askCounsellor(setting, tx, to, { text, urgent: true, sendBy, now });
    }
    return held.length;
  });
}

/** Tells whoever stands outside the line that complaints wait: urgent ones at each half hour, others once a duty day. */
export async function watchComplaints(parts: FollowupParts): Promise<void> {
  const { setting } = parts;
  const now = setting.clock.now();
  const tick = new Date(Math.floor(now.getTime() / TICK_MS) * TICK_MS);
  if (now.getTime() - tick.getTime() < TICK_LASTS_MS)
    await tellOf(parts, { urgent: true, tick, now });
  if (dutyNow(setting.programme, now).open) await tellOf(parts, { urgent: false, tick, now });
}

type Telling = { urgent: boolean; tick: Date; now: Date };

async function tellOf({ setting, pool }: FollowupParts, { urgent, tick, now }: Telling) {
  const today = localDate(now, setting.programme.timeZone);
  const { count, oldest, toldOn } = await pool.run((db) => untaken(db, urgent));
  if (count === 0 || oldest === null) return;
  if (!urgent && toldOn === today) return;
  const days = Temporal.PlainDate.from(oldest).until(Temporal.PlainDate.from(today)).days;
  if (days >= HUMAN_WITHIN_DAYS) setting.log.error('complaint_late', { days });
  const [first] = await pool.run(hearers);
  if (first === undefined) return setting.log.error('complaint_unheard', { count });
  await pool.transact(async (tx) => {
    const to = await lockCounsellor(tx, first.id);
    if (to === undefined) return;
    if (urgent && !(await noteTick(tx, tick, to.id))) return;
    // Another process may have told her while this one waited for her row.
    if (!urgent && (await untaken(tx, urgent)).toldOn === today) return;
    const prompt = {
      id: newId(now.getTime()),
      counsellorId: to.id,
      kind: 'complaint',
      followUpId: null,
    };
    const number = String(await savePrompt(tx, { ...prompt, aboutId: null, now }));
    const text = say(setting, to, urgent ? 'complaint_urgent' : 'complaint_waits', {
      number,
      count: String(count),
    });
    const sendBy = new Date(now.getTime() + WATCH_WORTH_MS);
    await askCounsellor(setting, tx, to, { text, urgent, sendBy, now });
    await noteTold(tx, urgent, today);
  });
}
