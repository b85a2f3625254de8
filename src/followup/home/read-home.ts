import { phrase } from '../../conversation/phrases.ts';
import { linesNow } from '../../engine/care.ts';
import { localDate } from '../../engine/local-date.ts';
import type { GroupsAtWork } from '../../engine/groups-port.ts';
import type { Setting } from '../../engine/setting.ts';
import { awayUntil, dutyOf } from '../../store/counsellor-times.ts';
import type { CounsellorRow } from '../../store/counsellors.ts';
import type { Tx } from '../../store/transact.ts';
import { windowIn } from '../../engine/moment-words.ts';
import { say } from '../../engine/say-to-counsellor.ts';
import { callingCodeOf } from './calling-code.ts';
import type { HomePlace } from './place.ts';
import { readPeople } from './read-people.ts';
import type { Home } from './screen.ts';

export type AtHome = {
  setting: Setting;
  tx: Tx;
  now: Date;
  counsellor: CounsellorRow;
  channel: 'sms' | 'ussd';
  groups?: GroupsAtWork | undefined;
};

/** Reads all that her screens are made from. Her row is locked. */
export async function readHome(at: AtHome, place?: HomePlace): Promise<Home> {
  const { setting, tx, now, counsellor } = at;
  const { programme, formats } = setting;
  const { timeZone, escalation } = programme;
  const format = formats.get(counsellor.language);
  const until = counsellor.state === 'away' ? await awayUntil(tx, counsellor.id) : undefined;
  return {
    say: (id, variables) => say(setting, counsellor, id, variables),
    window: (from, to) => windowIn(setting, counsellor.language, { from, to }, now),
    day: (date) => shortDay(date, format?.weekdays_short),
    today: localDate(now, timeZone),
    callingCode: callingCodeOf(programme.country),
    people: await readPeople(at),
    leads: (await at.groups?.leads(at)) === true,
    leadsOnly: counsellor.role === 'facilitator',
    groupPage: place?.at === 'group' ? ((await at.groups?.page(at, place.where)) ?? '') : '',
    awayUntil: until && localDate(until, timeZone),
    duty: await dutyOf(tx, counsellor.id),
    dutyHours: escalation.duty,
    topic: (name) => {
      const id = TOPICS[name];
      return id === undefined ? name : say(setting, counsellor, id, {});
    },
    ...careOf(at),
  };
}

/** Numbers that somebody called of late, where they may be named; else the words that name none. */
function careOf({
  setting,
  now,
  counsellor: { language },
}: AtHome): Pick<Home, 'care' | 'afterCare'> {
  const { phrases } = setting;
  const lines = linesNow(setting, now, language);
  return {
    care: (quiet) =>
      quiet || lines === ''
        ? phrase(phrases, language, 'care', {})
        : phrase(phrases, language, 'care_open', { helplines: lines }),
    afterCare: (quiet) =>
      quiet || lines === ''
        ? phrase(phrases, language, 'person_until', {})
        : phrase(phrases, language, 'person_until_line', { helplines: lines }),
  };
}

/** Words for the cover topics that ship; any other is shown as its programme writes it. */
const TOPICS: Readonly<
  Record<string, 'home_topic_garden' | 'home_topic_market' | 'home_topic_sewing'>
> = {
  garden: 'home_topic_garden',
  market: 'home_topic_market',
  sewing: 'home_topic_sewing',
};

/** `Tue 1/12`: the day comes first in every language that ships. */
function shortDay(date: string, weekdays: readonly string[] | undefined): string {
  const { dayOfWeek, day, month } = Temporal.PlainDate.from(date);
  return [weekdays?.[dayOfWeek - 1] ?? '', `${day}/${month}`].join(' ').trim();
}
