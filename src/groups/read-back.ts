import { meetingMoment } from '../engine/group-words.ts';
import type { AtWork } from '../engine/groups-port.ts';
import type { GroupRow } from '../store/groups.ts';
import type { MeetingRow } from '../store/meetings.ts';
import type { Wanted } from './change-meeting.ts';
import { closedBy } from './end-group.ts';
import { placeOf, placesOf } from './group-key.ts';
import { ownVoteBy } from './open-ballot.ts';
import { inWords, reachOf } from './reach.ts';

/** A meeting that can be changed, with its group. */
export type About = { group: GroupRow; meeting: MeetingRow };

/** When and where a meeting would be after what she wants. */
export function meetsAfter(
  { setting, counsellor }: AtWork,
  { group, meeting }: About,
  wanted: Wanted,
): { meets: string; where: string } {
  const startsAt = wanted.what === 'time' ? wanted.startsAt : meeting.startsAt;
  return {
    meets: meetingMoment(setting, counsellor.language, startsAt),
    where: placeAfter(setting, { group, meeting }, wanted),
  };
}

function placeAfter(setting: AtWork['setting'], { group, meeting }: About, wanted: Wanted): string {
  if (wanted.what !== 'place') return placeOf(setting, group, meeting);
  return 'words' in wanted ? wanted.words : (placesOf(setting, group)[wanted.place - 1] ?? '');
}

/** Of how many members how many would hear of it in time, as it is read back. */
export async function reachAfter(
  at: AtWork,
  { group, meeting }: { group: GroupRow; meeting: MeetingRow | undefined },
  wanted: Wanted,
): Promise<{ count: string; other: string }> {
  return inWords(await reachOf(at, group.id, toldBy(at.now, meeting, wanted)));
}

function toldBy(now: Date, meeting: MeetingRow | undefined, wanted: Wanted): Date {
  if (wanted.what === 'vote') return ownVoteBy(now);
  if (wanted.what === 'time') return wanted.startsAt;
  return wanted.what === 'close' || meeting === undefined ? closedBy(now) : meeting.startsAt;
}
