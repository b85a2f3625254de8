import { WEEKDAYS } from '../../flow/programme-times.ts';
import { GROUP_NAME_MAX, PLACE_MAX, PLACES_MAX } from '../../flow/peer-group.ts';
import type { GroupWanted } from '../../groups/create-group.ts';
import { notNeutral } from '../../groups/neutral.ts';
import { Rhythm } from '../../groups/rhythm.ts';
import { Reminds } from '../../groups/stages.ts';
import type { Mistake } from '../frame/forms.ts';
import type { Ask } from '../frame/route.ts';

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/u;
const WEEK_DAYS = 7;
/** In a month a weekday comes four or five times; the last is written as fifth. */
const LAST = 5;

/** What a form for a new group says, but for the people; `wrong` where something in it cannot be. */
export type GroupForm = Omit<GroupWanted, 'moderatorId' | 'facilitatorIds'>;

export function readGroupForm(ask: Ask): { wanted?: GroupForm; wrong: Mistake[] } {
  const { w, form, parts } = ask;
  const wrong: Mistake[] = [];
  const typed = (name: string) => (form.get(name) ?? '').trim();
  const { lint } = parts.setting;
  const neutral = (name: string, text: string, max: number) => {
    const why = notNeutral(text, { max, lint });
    if (why !== undefined) wrong.push({ name, says: w(`groups.not_${why}`, { most: max }) });
  };
  neutral('name', typed('name'), GROUP_NAME_MAX);
  const places = placesIn(ask);
  if (places.length === 0) wrong.push({ name: 'place1', says: w('groups.no_place') });
  places.forEach(({ name, text }) => neutral(name, text, PLACE_MAX));
  const language = parts.programme.languages.find((one) => one === typed('language'));
  if (language === undefined) wrong.push({ name: 'language', says: w('groups.wrong_language') });
  const rhythm = rhythmIn(typed);
  if (rhythm === undefined) wrong.push({ name: 'from', says: w('groups.wrong_rhythm') });
  if (!TIME.test(typed('at'))) wrong.push({ name: 'at', says: w('groups.wrong_time') });
  const reminds = Reminds.safeParse([{ days: Number(typed('days')), at: typed('remind_at') }]);
  if (!reminds.success) wrong.push({ name: 'remind_at', says: w('groups.wrong_remind') });
  if (wrong.length > 0 || language === undefined || rhythm === undefined || !reminds.success)
    return { wrong };
  const wanted: GroupForm = {
    name: typed('name'),
    language,
    places: places.map(({ text }) => text),
    rhythm,
    meetsAt: typed('at'),
    reminds: reminds.data,
    onHoliday: typed('holidays') === 'later' ? 'later' : 'skip',
  };
  return { wanted, wrong };
}

function placesIn({ form }: Ask): { name: string; text: string }[] {
  return Array.from({ length: PLACES_MAX }, (_, at) => `place${at + 1}`)
    .map((name) => ({ name, text: (form.get(name) ?? '').trim() }))
    .filter(({ text }) => text !== '');
}

/** The first day says which weekday, and of a monthly rhythm which of that weekday in its month. */
function rhythmIn(typed: (name: string) => string): Rhythm | undefined {
  const [every, many, from] = [typed('every'), Number(typed('many')), typed('from')];
  if (every === 'dates') {
    const dates = typed('dates')
      .split(/[\s,;]+/u)
      .filter((day) => day !== '');
    return parsed({ every, dates });
  }
  if (every === 'weeks') return parsed({ every, weeks: many, from });
  const first = plainDate(from);
  if (first === undefined) return undefined;
  const nth = Math.ceil(first.day / WEEK_DAYS);
  const isLast = first.day + WEEK_DAYS > first.daysInMonth;
  const weekday = WEEKDAYS[first.dayOfWeek - 1];
  return parsed({ every: 'months', months: many, nth: isLast ? LAST : nth, weekday, from });
}

function parsed(written: unknown): Rhythm | undefined {
  const rhythm = Rhythm.safeParse(written);
  return rhythm.success ? rhythm.data : undefined;
}

function plainDate(text: string): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
