import { dutyWindow, liesWithin } from '../../flow/duty-window.ts';
import { agreeInPerson } from '../../followup/agree-in-person.ts';
import { comeBack } from '../../followup/come-back.ts';
import { type Doing, type EndedBy, endWork } from '../../followup/end-work.ts';
import { setDuty } from '../../followup/set-duty.ts';
import { trainCounsellor } from '../../followup/train-counsellor.ts';
import type { BoardCounsellor } from '../../store/counsellor-board.ts';
import { type Answer, notFound, refused, see } from '../frame/answer.ts';
import type { Mistake } from '../frame/forms.ts';
import type { Ask } from '../frame/route.ts';
import { todayOf } from '../frame/moments.ts';
import { counsellorOf, counsellorPage, ENDS } from './one-page.ts';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;

/** One act about her in one transaction, in the name of whoever is signed in. */
export function inOne<T>(
  { parts, staff, now }: Ask,
  act: (doing: Doing) => Promise<T>,
): Promise<T> {
  const { setting, pool } = parts;
  return pool.transact((tx) => act({ setting, tx, now, actor: staff.id }));
}

/** Does `deed` about whom the path names, and goes back to her page, which says `said`. */
export async function about(
  ask: Ask,
  said: string,
  deed: (her: BoardCounsellor) => Promise<Answer | undefined | void>,
): Promise<Answer> {
  const her = await counsellorOf(ask);
  if (her === undefined) return notFound();
  return (await deed(her)) ?? see(`/console/counsellors/${her.code}`, said);
}

export function wrongIn(ask: Ask, ...wrong: Mistake[]): Promise<Answer> {
  return counsellorPage(ask, wrong, 422);
}

/** A day as `2027-01-31`; undefined where it is none. */
function dayIn({ form }: Ask, name: string): string | undefined {
  try {
    return Temporal.PlainDate.from(form.get(name) ?? '').toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** She is here with her phone and has said yes. */
export function agreeHere(ask: Ask): Promise<Answer> {
  return about(ask, 'counsellors.did_agree', async ({ id }) => {
    const outcome = await inOne(ask, (doing) => agreeInPerson(doing, id));
    return outcome === 'agreed' ? undefined : refused(409, `counsellors.agrees_${outcome}`);
  });
}

/** The day of her training, and until when it counts. */
export function setTrained(ask: Ask): Promise<Answer> {
  const { w, form } = ask;
  return about(ask, 'counsellors.did_train', ({ id }) => {
    const trainedOn = dayIn(ask, 'trained_on');
    const hasEnd = (form.get('refresher_by') ?? '') !== '';
    const refresherBy = hasEnd ? dayIn(ask, 'refresher_by') : undefined;
    if (trainedOn === undefined || trainedOn > todayOf(ask))
      return wrongIn(ask, { name: 'trained_on', says: w('counsellors.wrong_trained') });
    if (hasEnd && (refresherBy === undefined || refresherBy <= trainedOn))
      return wrongIn(ask, { name: 'refresher_by', says: w('counsellors.wrong_refresher') });
    return inOne(ask, async (doing) => {
      await trainCounsellor(doing, id, { trainedOn, refresherBy });
    });
  });
}

/** Her hours on the list of her place, within those in which texts about the work go out. */
export function setHours(ask: Ask): Promise<Answer> {
  const { w, form, parts } = ask;
  return about(ask, 'counsellors.did_duty', ({ id, place }) => {
    const window = dutyWindow(parts.programme);
    const [from, to] = [form.get('from') ?? '', form.get('to') ?? ''];
    const days = window.days.filter((day) => form.getAll('days').includes(day));
    if (days.length === 0) return wrongIn(ask, { name: 'days', says: w('counsellors.wrong_days') });
    if (!TIME.test(from) || !TIME.test(to) || from >= to || !liesWithin({ from, to, days }, window))
      return wrongIn(ask, {
        name: 'from',
        says: w('counsellors.wrong_hours', { from: window.from, to: window.to }),
      });
    return inOne(ask, async (doing) => {
      await setDuty(doing, { place, counsellorId: id, days, from, to });
    });
  });
}

/** She is away, until a day or until somebody says that she is back. */
export function setAway(ask: Ask): Promise<Answer> {
  const { w, form, parts, now } = ask;
  return about(ask, 'counsellors.did_away', ({ id }) => {
    const hasDay = (form.get('back_on') ?? '') !== '';
    const day = hasDay ? dayIn(ask, 'back_on') : undefined;
    const until =
      day === undefined
        ? null
        : new Date(
            Temporal.PlainDate.from(day).toZonedDateTime(parts.programme.timeZone)
              .epochMilliseconds,
          );
    if (hasDay && (until === null || until <= now))
      return wrongIn(ask, { name: 'back_on', says: w('counsellors.wrong_back') });
    return inOne(ask, async (doing) => {
      await endWork(doing, id, 'away', until);
    });
  });
}

/** She works again. */
export function setBack(ask: Ask): Promise<Answer> {
  return about(ask, 'counsellors.did_back', async ({ id }) => {
    const outcome = await inOne(ask, (doing) => comeBack(doing, id));
    return outcome === 'back' ? undefined : refused(409, `counsellors.not_back_${outcome}`);
  });
}

/** Her work ends, for a while or for good; said twice, since a list changes hands by it. */
export function endHerWork(ask: Ask): Promise<Answer> {
  const { w, form } = ask;
  return about(ask, 'counsellors.did_end', ({ id }) => {
    const as: EndedBy | undefined = ENDS.find((one) => one === form.get('ends_as'));
    if (as === undefined)
      return wrongIn(ask, { name: 'ends_as', says: w('counsellors.wrong_end') });
    if (form.get('sure') !== 'yes')
      return wrongIn(ask, { name: 'sure', says: w('counsellors.wrong_sure') });
    return inOne(ask, async (doing) => {
      await endWork(doing, id, as);
    });
  });
}
