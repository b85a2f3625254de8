import { assert, never } from '../base/assert.ts';
import { meetingMoment } from '../engine/group-words.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import { type GroupRow, lockGroup, lockLeaders } from '../store/groups.ts';
import { countAnswers, countSilences, forgetAnswers, wakeHeard } from '../store/meeting-answers.ts';
import {
  askMembers,
  endMeeting,
  lockMeeting,
  type MeetingRow,
  setStage,
  tellMembers,
} from '../store/meetings.ts';
import { closePromptsAbout } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';
import { placeOf } from './group-key.ts';
import type { GroupParts } from './group-parts.ts';
import { isWorth, look, Reminds, type Stage, type Times } from './stages.ts';
import { askFacilitators, tellFacilitators } from './tell-facilitators.ts';

/** Questions in a row that nobody answered, after which they rest until the member is heard (req C3). */
const UNANSWERED_MAX = 3;
/** A question about a meeting is worth sending until so long before it; a head count so long after. In milliseconds. */
const ASK_UNTIL_MS = 30 * 60_000;
const HEADS_WORTH_MS = 24 * 3_600_000;

type MeetingAt = {
  setting: Setting;
  tx: Tx;
  now: Date;
  group: GroupRow;
  meeting: MeetingRow;
};

/** Does what is due about a meeting, one thing after the other. Two processes may do this: its group is locked. */
export async function stepMeeting(
  { setting, pool }: GroupParts,
  due: { id: string; groupId: string },
): Promise<boolean> {
  const now = setting.clock.now();
  return pool.transact(async (tx) => {
    await lockLeaders(tx, due.groupId);
    const group = await lockGroup(tx, due.groupId);
    const meeting = await lockMeeting(tx, due.id);
    if (group === undefined || meeting === undefined || group.state !== 'open') return false;
    const times = timesOf(setting, group, meeting);
    let { stage: done } = meeting;
    for (;;) {
      const next = look(times, done, now);
      if (next.stage === undefined) {
        await setStage(tx, meeting.id, { stage: done, dueAt: next.dueAt ?? null });
        return done > meeting.stage;
      }
      if (isDone({ setting, tx, now, group, meeting }, next.stage))
        await doStage({ setting, tx, now, group, meeting }, next.stage);
      done += 1;
    }
  });
}

export function timesOf(
  setting: Setting,
  group: GroupRow,
  { startsAt }: Pick<MeetingRow, 'startsAt'>,
): Times {
  return {
    startsAt,
    reminds: Reminds.parse(group.reminds),
    timeZone: setting.programme.timeZone,
  };
}

/** A meeting that is cancelled is only forgotten; one whose time has come is asked about no more. */
function isDone({ now, meeting, group }: MeetingAt, stage: Stage): boolean {
  if (stage === 'forget') return true;
  if (meeting.state !== 'planned') return false;
  if (stage === 'again' && Reminds.parse(group.reminds).length < 2) return false;
  return isWorth(stage, meeting.startsAt, now);
}

async function doStage(at: MeetingAt, stage: Stage): Promise<void> {
  const { setting, tx, now, group, meeting } = at;
  const { id: meetingId, groupId, startsAt } = meeting;
  const sendBy = new Date(startsAt.getTime() - ASK_UNTIL_MS);
  switch (stage) {
    case 'plan':
      return plan(at);
    case 'ask':
      await wakeHeard(tx, groupId);
      return askMembers(tx, { meetingId, groupId, unansweredMax: UNANSWERED_MAX, now, sendBy });
    case 'again': {
      const told = {
        notice: 'group_again',
        who: 'coming',
        othersAt: now,
        sendBy: startsAt,
      } as const;
      await tellMembers(tx, { ...told, groupId, meetingId, now });
      return;
    }
    case 'count':
      return tellCounts(at);
    case 'heads':
      return askFacilitators({ setting, tx, now }, groupId, {
        kind: 'group_heads',
        aboutId: meetingId,
        words: (to, number) =>
          say(setting, to, 'prompt_group_heads', { number, group: group.name }),
        sendBy: new Date(now.getTime() + HEADS_WORTH_MS),
      });
    case 'over':
      await countSilences(tx, meetingId);
      await closePromptsAbout(tx, meetingId, ['group_plan'], now);
      return endMeeting(tx, meetingId, { state: 'over', dueAt: null });
    case 'forget':
      await closePromptsAbout(tx, meetingId, ['group_plan', 'group_heads'], now);
      return forgetAnswers(tx, meetingId);
    default:
      return never(stage, 'stage of a meeting');
  }
}

/** Facilitators hear when and where, a day before anybody is asked, and can change it with that number. */
async function plan({ setting, tx, now, group, meeting }: MeetingAt): Promise<void> {
  const { id: groupId, name } = group;
  assert(meeting.groupId === groupId, "a meeting is its own group's");
  await askFacilitators({ setting, tx, now }, groupId, {
    kind: 'group_plan',
    aboutId: meeting.id,
    words: (to, number) =>
      say(setting, to, 'prompt_group_plan', {
        number,
        group: name,
        meets: meetingMoment(setting, to.language, meeting.startsAt),
        where: placeOf(setting, group, meeting),
      }),
    sendBy: meeting.startsAt,
  });
}

/** Numbers, never who. */
async function tellCounts({ setting, tx, now, group, meeting }: MeetingAt): Promise<void> {
  const { coming, notComing, members } = await countAnswers(tx, meeting.id);
  await tellFacilitators({ setting, tx, now }, group.id, {
    words: (to) =>
      say(setting, to, 'group_counts', {
        group: group.name,
        meets: meetingMoment(setting, to.language, meeting.startsAt),
        count: String(coming),
        other: String(notComing),
        more: String(Math.max(0, members - coming - notComing)),
      }),
    sendBy: meeting.startsAt,
  });
}
