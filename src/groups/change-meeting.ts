import { newId } from '../base/ids.ts';
import { sealPlace } from '../engine/group-words.ts';
import type { AtWork } from '../engine/groups-port.ts';
import { type GroupRow, lockGroup } from '../store/groups.ts';
import {
  type ChangeRow,
  lockChange,
  type NewChange,
  saveChange,
  setChanged,
} from '../store/meeting-changes.ts';
import {
  dropNotices,
  endMeeting,
  lockMeeting,
  type MeetingRow,
  moveMeeting,
  tellMembers,
} from '../store/meetings.ts';
import { isLedBy, mayOpenVote } from '../store/facilitators.ts';
import { dropAnswers } from '../store/meeting-answers.ts';
import { closedBy, endGroup } from './end-group.ts';
import { keyOf } from './group-key.ts';
import { openOwnBallot } from './open-ballot.ts';
import { localDate } from '../engine/local-date.ts';
import { type Reach, reachOf } from './reach.ts';
import { dueTimes, STAGES } from './stages.ts';
import { timesOf } from './step-meeting.ts';

/** What she read back is confirmed within this, or asked for anew: a phone may change hands. In milliseconds. */
const CONFIRM_MS = 30 * 60_000;
/** Who said that she comes hears first; the others so much later. */
const OTHERS_MS = 60_000;
/** How many of the stages were done once members have been asked. */
const ASKED = STAGES.indexOf('ask') + 1;

export type Wanted =
  | { what: 'time'; startsAt: Date }
  | { what: 'place'; place: number }
  /** A place in her own words, which has passed the lint. */
  | { what: 'place'; words: string }
  | { what: 'cancel' }
  | { what: 'close' }
  /** A secret vote between so many choices. */
  | { what: 'vote'; options: number };

/** Keeps what she wants until she has confirmed it; returns its id. */
export async function propose(
  { setting, tx, now, counsellor }: AtWork,
  group: GroupRow,
  meeting: MeetingRow | undefined,
  wanted: Wanted,
): Promise<string> {
  const id = newId(now.getTime());
  const change: NewChange = {
    id,
    groupId: group.id,
    meetingId: meeting?.id ?? null,
    counsellorId: counsellor.id,
    what: wanted.what,
    startsAt: wanted.what === 'time' ? wanted.startsAt : null,
    place: wanted.what === 'place' && 'place' in wanted ? wanted.place : null,
    placeSealed:
      wanted.what === 'place' && 'words' in wanted && meeting !== undefined
        ? sealPlace(keyOf(setting, group), meeting.id, wanted.words)
        : null,
    options: wanted.what === 'vote' ? wanted.options : null,
    now,
  };
  await saveChange(tx, change);
  return id;
}

/** Of how many members how many are told. `over`: it can no longer be done. `no_vote`: too few may vote, or one is open. */
export type Confirmed = Reach | 'over' | 'no_vote';

/** Does what she confirmed. */
export async function confirm(at: AtWork, changeId: string): Promise<Confirmed> {
  const change = await confirmable(at, changeId);
  if (change === undefined) return 'over';
  const group = await lockGroup(at.tx, change.groupId);
  // Whoever has handed the group on since then changes nothing of it any more.
  if (group?.state !== 'open' || !(await mayStill(at, change))) return 'over';
  await setChanged(at.tx, changeId, at.now);
  if (change.what === 'vote') {
    const actor = at.counsellor.id;
    return (await openOwnBallot({ ...at, actor }, group, change.options ?? 0)) ?? 'no_vote';
  }
  return (await done(at, group, change)) ?? 'over';
}

function mayStill({ tx, counsellor }: AtWork, { what, groupId }: ChangeRow): Promise<boolean> {
  return what === 'vote'
    ? mayOpenVote(tx, groupId, counsellor.id)
    : isLedBy(tx, groupId, counsellor.id);
}

/** What she wants, if it is hers, was not done, and was not asked too long ago. */
async function confirmable({ tx, now, counsellor }: AtWork, changeId: string) {
  const change = await lockChange(tx, changeId);
  if (change === undefined || change.counsellorId !== counsellor.id || change.doneAt !== null)
    return undefined;
  return now.getTime() - change.askedAt.getTime() > CONFIRM_MS ? undefined : change;
}

async function done(at: AtWork, group: GroupRow, change: ChangeRow): Promise<Reach | undefined> {
  const { tx, now } = at;
  if (change.what === 'close') {
    const reach = await reachOf(at, group.id, closedBy(now));
    await endGroup(tx, group.id, now);
    return reach;
  }
  const meeting = change.meetingId === null ? undefined : await lockMeeting(tx, change.meetingId);
  if (meeting?.state !== 'planned' || meeting.startsAt <= now) return undefined;
  if (change.what === 'cancel') return cancel(at, group, meeting);
  return move(at, group, meeting, change);
}

/** Told in any case, since everybody knows the rhythm. */
async function cancel(at: AtWork, group: GroupRow, meeting: MeetingRow): Promise<Reach> {
  const { setting, tx, now } = at;
  const { id: meetingId, groupId, startsAt: sendBy } = meeting;
  await dropNotices(tx, { groupId, meetingId, now });
  const told = { notice: 'group_cancelled', who: 'all', ...firstAndOthers(now) } as const;
  await tellMembers(tx, { ...told, groupId, meetingId, now, sendBy });
  // What was answered is still to be forgotten.
  const { forget: dueAt } = dueTimes(timesOf(setting, group, meeting));
  await endMeeting(tx, meetingId, { state: 'cancelled', dueAt });
  return reachOf(at, groupId, sendBy);
}

type Change = { startsAt: Date | null; place: number | null; placeSealed: Buffer | null };

/** Before anybody was asked, the question itself says what is new; after it everybody hears once. */
async function move(
  at: AtWork,
  group: GroupRow,
  meeting: MeetingRow,
  change: Change,
): Promise<Reach> {
  const { setting, tx, now } = at;
  const { id: meetingId, groupId } = meeting;
  const startsAt = change.startsAt ?? meeting.startsAt;
  const isPlace = change.place !== null || change.placeSealed !== null;
  const place = change.place ?? meeting.place;
  const placeSealed = isPlace ? change.placeSealed : meeting.placeSealed;
  const due = dueTimes(timesOf(setting, group, { startsAt }));
  const { timeZone } = setting.programme;
  const isOtherDay = localDate(startsAt, timeZone) !== localDate(meeting.startsAt, timeZone);
  const stage = isOtherDay ? stageOnOtherDay(meeting.stage, due.ask, now) : meeting.stage;
  const next = STAGES[stage];
  const dueAt = next === undefined ? null : due[next];
  await moveMeeting(tx, meetingId, { startsAt, place, placeSealed, now, stage, dueAt });
  if (meeting.stage >= ASKED) {
    await dropNotices(tx, { groupId, meetingId, now });
    const told = { notice: 'group_moved', who: 'all', ...firstAndOthers(now) } as const;
    await tellMembers(tx, { ...told, groupId, meetingId, now, sendBy: startsAt });
    if (isOtherDay) await dropAnswers(tx, meetingId);
  }
  return reachOf(at, groupId, startsAt);
}

/** On another day everybody is asked anew; where it is too late for that, the text about the change asks. */
function stageOnOtherDay(stage: number, askAt: Date, now: Date): number {
  return Math.min(stage, askAt > now ? ASKED - 1 : ASKED);
}

function firstAndOthers(now: Date) {
  return { othersAt: new Date(now.getTime() + OTHERS_MS) };
}
