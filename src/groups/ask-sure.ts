import { meetingMoment } from '../engine/group-words.ts';
import type { AtWork } from '../engine/groups-port.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { GroupRow } from '../store/groups.ts';
import type { MeetingRow } from '../store/meetings.ts';
import { countMembers } from '../store/memberships.ts';
import { closePromptsOf } from '../store/prompts.ts';
import { propose, type Wanted } from './change-meeting.ts';
import { lastChoice } from './confirmed-words.ts';
import { placeOf, placesOf } from './group-key.ts';
import { numberFor } from './tell-facilitators.ts';

/** A meeting that can be changed, with its group. */
export type About = { group: GroupRow; meeting: MeetingRow };

/** Reads back what she wants, under a number of its own. */
export async function askSure(
  at: AtWork,
  { group, meeting }: About,
  wanted: Wanted,
): Promise<string> {
  const { setting, tx, now, counsellor } = at;
  await closePromptsOf(tx, counsellor.id, 'group_sure', now);
  const aboutId = await propose(at, group, meeting, wanted);
  const number = String(await numberFor(tx, counsellor.id, { kind: 'group_sure', aboutId }, now));
  const count = String(await countMembers(tx, group.id));
  const startsAt = wanted.what === 'time' ? wanted.startsAt : meeting.startsAt;
  const meets = meetingMoment(setting, counsellor.language, startsAt);
  const common = { number, group: group.name, count };
  if (wanted.what === 'close') return say(setting, counsellor, 'group_end_sure', common);
  if (wanted.what === 'cancel')
    return say(setting, counsellor, 'group_cancel_sure', { ...common, meets });
  const where = placeWanted(at, { group, meeting }, wanted);
  return say(setting, counsellor, 'group_sure', { ...common, meets, where });
}

/** The same of a vote, which is about no meeting. */
export async function askVote(at: AtWork, group: GroupRow, options: number): Promise<string> {
  const { setting, tx, now, counsellor } = at;
  await closePromptsOf(tx, counsellor.id, 'group_sure', now);
  const aboutId = await propose(at, group, undefined, { what: 'vote', options });
  const number = String(await numberFor(tx, counsellor.id, { kind: 'group_sure', aboutId }, now));
  const count = String(await countMembers(tx, group.id));
  const last = lastChoice(options);
  return say(setting, counsellor, 'group_vote_sure', { number, group: group.name, last, count });
}

function placeWanted({ setting }: AtWork, { group, meeting }: About, wanted: Wanted): string {
  if (wanted.what !== 'place') return placeOf(setting, group, meeting);
  return 'words' in wanted ? wanted.words : (placesOf(setting, group)[wanted.place - 1] ?? '');
}
