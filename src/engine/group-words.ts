import { z } from 'zod';
import { open, seal } from '../base/seal.ts';
import { phrase } from '../conversation/phrases.ts';
import { lastChoice, PARTS, PLACES_MAX } from '../flow/peer-group.ts';
import type { GroupPlace } from '../store/request-rows.ts';
import type { Setting } from './setting.ts';

/** What the texts of a group say, by the names of their variables. */
type GroupWords = Record<
  'group' | 'meets' | 'where' | 'at_place' | 'parts' | 'last_choice' | 'vote_until',
  string
>;

type Words = Pick<Setting, 'keyring' | 'phrases' | 'formats' | 'programme'>;

/**
 * What may be said of her group in a language. `openTexts`: the place may stand in a text that nobody asked for; in what she
 * asks for herself it always does, unless it is `doubted` who has the phone.
 */
export function groupWords(
  setting: Words,
  group: GroupPlace,
  { language, openTexts, doubted }: { language: string; openTexts: boolean; doubted: boolean },
): GroupWords {
  const { name, meeting, ballot } = group;
  const moment = (at: Date) => meetingMoment(setting, language, at);
  const hidden = meeting?.elsewhere === true ? 'place_new' : 'place_known';
  const place = doubted ? '' : placeIn(setting, group);
  const coded = phrase(setting.phrases, language, hidden, {});
  return {
    group: name,
    meets: meeting === null ? '' : moment(meeting.startsAt),
    where: openTexts && place !== '' ? place : coded,
    at_place: meeting !== null && place === '' ? coded : place,
    parts: partsIn(setting, language, meeting?.agenda ?? []),
    last_choice: ballot === null ? '' : lastChoice(ballot.options),
    vote_until: ballot === null ? '' : moment(ballot.closesAt),
  };
}

/** What a meeting is made of, in words. */
export function partsIn(
  { phrases }: Pick<Words, 'phrases'>,
  language: string,
  agenda: readonly string[],
): string {
  const known = PARTS.filter((part) => agenda.includes(part));
  return known
    .toSorted((a, b) => agenda.indexOf(a) - agenda.indexOf(b))
    .map((part) => phrase(phrases, language, `part_${part}`, {}))
    .join(', ');
}

/** A moment with its date, since a group may meet once a month: `Sat 5/12 14:00`. */
export function meetingMoment(
  { formats, programme }: Pick<Words, 'formats' | 'programme'>,
  language: string,
  at: Date,
): string {
  const there = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(
    programme.timeZone,
  );
  const weekday = formats.get(language)?.weekdays_short[there.dayOfWeek - 1] ?? '';
  const time = there.toPlainTime().toString({ smallestUnit: 'minute' });
  return `${weekday} ${there.day}/${there.month} ${time}`.trim();
}

function placeIn(
  { keyring }: Words,
  { id, wrappedKey, placesSealed, meeting }: GroupPlace,
): string {
  if (wrappedKey === null || placesSealed === null || meeting === null) return '';
  const key = keyring.openKey(id, wrappedKey);
  if (meeting.placeSealed !== null) return openPlace(key, meeting.id, meeting.placeSealed);
  return openPlaces(key, id, placesSealed)[meeting.place - 1] ?? '';
}

const Places = z.array(z.string()).min(1).max(PLACES_MAX);

/** The places of a group, in the order of their digits. @throws Unsealable */
export function openPlaces(key: Buffer, groupId: string, sealed: Buffer): string[] {
  return Places.parse(
    JSON.parse(open(key, `peer_group.places:${groupId}`, sealed).toString('utf8')),
  );
}

export function sealPlaces(key: Buffer, groupId: string, places: readonly string[]): Buffer {
  return seal(key, `peer_group.places:${groupId}`, JSON.stringify(Places.parse(places)));
}

/** A place of one meeting alone. @throws Unsealable */
export function openPlace(key: Buffer, meetingId: string, sealed: Buffer): string {
  return open(key, `meeting.place:${meetingId}`, sealed).toString('utf8');
}

export function sealPlace(key: Buffer, meetingId: string, place: string): Buffer {
  return seal(key, `meeting.place:${meetingId}`, place);
}
