import { lastChoice, PLACE_MAX } from '../flow/peer-group.ts';
import type { AtWork, GroupsAtWork } from '../engine/groups-port.ts';
import { meetingMoment } from '../engine/group-words.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { groupsLedBy, isLedBy } from '../store/facilitators.ts';
import { type GroupRow, lockGroup } from '../store/groups.ts';
import { countAnswers } from '../store/meeting-answers.ts';
import { type MeetingRow, nextMeeting } from '../store/meetings.ts';
import { confirm, propose, type Wanted } from './change-meeting.ts';
import { confirmedWords } from './confirmed-words.ts';
import { handCode, joinCodeOf, renewJoinCode } from './group-codes.ts';
import { placeOf, placesOf } from './group-key.ts';
import { type GroupPage, pageAt, type PageMove } from './home-pages.ts';
import { isPlain, notNeutral } from './neutral.ts';
import { meetsAfter, reachAfter } from './read-back.ts';
import { partLines, setParts } from './set-parts.ts';
import { typedTime } from './typed-time.ts';

/** The group that she leads; of several the oldest. */
type Led = { group: GroupRow; meeting: MeetingRow | undefined };

async function ledBy({ tx, now, counsellor }: AtWork): Promise<Led | undefined> {
  const [id] = await groupsLedBy(tx, counsellor.id);
  const group = id === undefined ? undefined : await lockGroup(tx, id);
  // She may have handed it on before this lock.
  if (group === undefined || !(await isLedBy(tx, group.id, counsellor.id))) return undefined;
  return { group, meeting: await nextMeeting(tx, group.id, now) };
}

/** A page of the menu that her PIN has opened. */
export const page: GroupsAtWork['page'] = async (at, where) => {
  const led = await ledBy(at);
  const here = pageAt(where);
  if (here.at === 'says') return here.text;
  if (led === undefined) return say(at.setting, at.counsellor, 'group_over', {});
  return pageOf(at, led, here);
};

async function pageOf(at: AtWork, { group, meeting }: Led, here: GroupPage): Promise<string> {
  const { setting, tx, counsellor } = at;
  switch (here.at) {
    case 'group': {
      if (meeting === undefined)
        return say(setting, counsellor, 'home_group_none', { group: group.name });
      const { coming } = await countAnswers(tx, meeting.id);
      return say(setting, counsellor, 'home_group', {
        group: group.name,
        meets: meetingMoment(setting, counsellor.language, meeting.startsAt),
        where: placeOf(setting, group, meeting),
        count: String(coming),
      });
    }
    case 'time':
      return say(setting, counsellor, 'home_group_time', {});
    case 'place': {
      const places = placesOf(setting, group).map((place, index) => `${index + 1} ${place}`);
      return say(setting, counsellor, 'home_group_place', { places: places.join('\n') });
    }
    case 'sure': {
      const { at: _, changeId: __, ...words } = here;
      return say(setting, counsellor, 'home_group_sure', words);
    }
    case 'cancel':
      return say(setting, counsellor, 'home_group_cancel', {
        meets: here.meets,
        count: here.count,
        other: here.other,
      });
    case 'end':
      return say(setting, counsellor, 'home_group_end', {
        group: group.name,
        count: here.count,
        other: here.other,
      });
    case 'more':
      return say(setting, counsellor, 'home_group_more', {});
    case 'vote':
      return say(setting, counsellor, 'home_group_vote', {});
    case 'vote_sure': {
      const last = lastChoice(here.options);
      const { count, other } = here;
      return say(setting, counsellor, 'home_group_vote_sure', { last, count, other });
    }
    case 'parts': {
      const places = partLines(setting, counsellor.language).join('\n');
      return say(setting, counsellor, 'home_group_parts', { places });
    }
    case 'says':
      return here.text;
  }
}

/** What a reply on a page leads to. */
export const hear: GroupsAtWork['hear'] = async (at, where, text) => {
  const led = await ledBy(at);
  const here = pageAt(where);
  if (led === undefined) return {};
  const { to, says } = await moveFrom(at, led, { here, text });
  return {
    ...(to !== undefined && { where: JSON.stringify(to) }),
    ...(says !== undefined && { says }),
  };
};

type Typed = { here: GroupPage; text: string };

async function moveFrom(at: AtWork, led: Led, { here, text }: Typed): Promise<PageMove> {
  switch (here.at) {
    case 'group':
      return fromFirst(at, led, text);
    case 'time':
    case 'place':
    case 'parts':
      return (await typedInto(at, led, { here, text })) ?? again(at, here);
    case 'sure':
    case 'cancel':
    case 'end':
    case 'vote_sure':
      return fromReadBack(at, here, text);
    case 'more':
      return fromMore(at, led, text);
    case 'vote':
      return /^[2-6]$/u.test(text)
        ? readBack(at, led, { what: 'vote', options: Number(text) })
        : { to: here };
    case 'says':
      return { to: { at: 'group' } };
  }
}

/** The page again; after a time that could not be read it is said how one is written. */
function again({ setting, counsellor }: AtWork, here: GroupPage): PageMove {
  if (here.at !== 'time') return { to: here };
  return { to: here, says: say(setting, counsellor, 'home_group_not_time', {}) };
}

/** Undefined: what was typed is none of what the page asks for, which is shown again. */
async function typedInto(
  at: AtWork,
  led: Led,
  { here, text }: Typed,
): Promise<PageMove | undefined> {
  const { setting, counsellor, now } = at;
  const { meeting } = led;
  if (meeting === undefined) return { to: { at: 'group' } };
  if (here.at === 'place') return chosenPlace(at, led, text);
  if (here.at === 'time') {
    const { timeZone } = setting.programme;
    const startsAt = typedTime(text, { startsAt: meeting.startsAt, now, timeZone });
    return startsAt && readBack(at, led, { what: 'time', startsAt });
  }
  const isSet = await setParts(at, meeting.id, text);
  return isSet ? { to: { at: 'group' }, says: say(setting, counsellor, 'thanks', {}) } : undefined;
}

async function fromFirst(at: AtWork, led: Led, text: string): Promise<PageMove> {
  if (text === '4') return { to: { at: 'more' } };
  if (led.meeting === undefined) return { to: { at: 'group' } };
  if (text === '1') return { to: { at: 'time' } };
  if (text === '2') return { to: { at: 'place' } };
  return text === '3' ? readBack(at, led, { what: 'cancel' }) : { to: { at: 'group' } };
}

/** A digit of the list, or words that pass the same lint as what staff enter. */
async function chosenPlace(at: AtWork, led: Led, text: string): Promise<PageMove> {
  const { setting, counsellor } = at;
  const places = placesOf(setting, led.group);
  if (/^\d$/u.test(text))
    return places[Number(text) - 1] === undefined
      ? { to: { at: 'place' } }
      : readBack(at, led, { what: 'place', place: Number(text) });
  const words = text.trim();
  const isPlainHere = isPlain(words) || !isPlain(places.join(' '));
  if (!isPlainHere || notNeutral(words, { max: PLACE_MAX, lint: setting.lint }) !== undefined)
    return { to: { at: 'place' }, says: say(setting, counsellor, 'home_group_not_safe', {}) };
  return readBack(at, led, { what: 'place', words });
}

/** Keeps what she wants, and shows it to her with how many hear it. */
async function readBack(at: AtWork, { group, meeting }: Led, wanted: Wanted): Promise<PageMove> {
  const changeId = await propose(at, group, meeting, wanted);
  const kept = { changeId, ...(await reachAfter(at, { group, meeting }, wanted)) };
  if (wanted.what === 'vote') return { to: { at: 'vote_sure', ...kept, options: wanted.options } };
  if (wanted.what === 'close' || meeting === undefined) return { to: { at: 'end', ...kept } };
  const { meets, where } = meetsAfter(at, { group, meeting }, wanted);
  if (wanted.what === 'cancel') return { to: { at: 'cancel', ...kept, meets } };
  return { to: { at: 'sure', ...kept, meets, where } };
}

async function fromReadBack(
  at: AtWork,
  here: Extract<GroupPage, { changeId: string }>,
  text: string,
): Promise<PageMove> {
  const { setting, counsellor } = at;
  if (text === '2')
    return { to: { at: 'group' }, says: say(setting, counsellor, 'group_not_sent', {}) };
  if (text !== '1') return { to: here };
  return { says: confirmedWords(setting, counsellor, await confirm(at, here.changeId)) };
}

async function fromMore(at: AtWork, led: Led, text: string): Promise<PageMove> {
  const { setting, counsellor } = at;
  const { group } = led;
  const shown = (id: 'group_code' | 'group_hand', join: string): PageMove => ({
    to: { at: 'says', text: say(setting, counsellor, id, { group: group.name, join }) },
  });
  if (text === '1') return shown('group_code', joinCodeOf(at, group));
  if (text === '2') return shown('group_code', await renewJoinCode(at, group));
  if (text === '3') return shown('group_hand', await handCode(at, group, 'screen'));
  if (text === '5' && led.meeting !== undefined) return { to: { at: 'parts' } };
  if (text === '6') return { to: { at: 'vote' } };
  return text === '4' ? readBack(at, led, { what: 'close' }) : { to: { at: 'more' } };
}
