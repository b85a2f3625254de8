import { assert } from '../base/assert.ts';
import type { Setting } from '../engine/setting.ts';
import { openPlace, openPlaces } from '../engine/group-words.ts';
import type { GroupRow } from '../store/groups.ts';
import type { MeetingRow } from '../store/meetings.ts';

/** The group's own key. @throws Error where it has closed */
export function keyOf(
  { keyring }: Pick<Setting, 'keyring'>,
  group: Pick<GroupRow, 'id' | 'wrappedKey'>,
) {
  assert(group.wrappedKey !== null, 'an open group has its key');
  return keyring.openKey(group.id, group.wrappedKey);
}

/** The places that it meets at, in the order of their digits. */
export function placesOf(setting: Pick<Setting, 'keyring'>, group: GroupRow): string[] {
  assert(group.placesSealed !== null, 'an open group has its places');
  return openPlaces(keyOf(setting, group), group.id, group.placesSealed);
}

/** Where a meeting is, in words. */
export function placeOf(
  setting: Pick<Setting, 'keyring'>,
  group: GroupRow,
  { id, place, placeSealed }: Pick<MeetingRow, 'id' | 'place' | 'placeSealed'>,
): string {
  if (placeSealed !== null) return openPlace(keyOf(setting, group), id, placeSealed);
  return placesOf(setting, group)[place - 1] ?? '';
}
