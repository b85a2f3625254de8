import { newId } from '../base/ids.ts';
import { localDate } from '../engine/local-date.ts';
import type { Setting } from '../engine/setting.ts';
import { type GroupRow, holidays, lockGroup } from '../store/groups.ts';
import { addMeeting, groupsToPlan } from '../store/meetings.ts';
import type { GroupParts } from './group-parts.ts';
import { meetingInstant, nextMeetingDay, Rhythm } from './rhythm.ts';
import { dueTimes, Reminds } from './stages.ts';

/** Plans the next meeting of each group that has none ahead. Returns how many were planned. */
export async function planMeetings({ setting, pool }: GroupParts): Promise<number> {
  const now = setting.clock.now();
  const today = localDate(now, setting.programme.timeZone);
  const toPlan = await pool.run(groupsToPlan);
  if (toPlan.length === 0) return 0;
  const off = new Set(await pool.run(holidays));
  let planned = 0;
  for (const { id, last } of toPlan)
    planned += Number(
      await pool
        .transact(async (tx) => {
          const group = await lockGroup(tx, id);
          if (group?.state !== 'open') return false;
          // Another process may have planned it since: then there is one ahead, and this one is not kept (addMeeting).
          const meeting = nextOf(setting, group, { last, today, off, now });
          return meeting !== undefined && addMeeting(tx, meeting);
        })
        .catch((error: unknown) => {
          setting.log.error('meeting_not_moved', { group: id }, error);
          return false;
        }),
    );
  return planned;
}

type Known = { last: string | null; today: string; off: ReadonlySet<string>; now: Date };

function nextOf(setting: Setting, group: GroupRow, { last, today, off, now }: Known) {
  const { timeZone } = setting.programme;
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
  let after = last !== null && last > yesterday ? last : yesterday;
  for (;;) {
    const next = nextMeetingDay(Rhythm.parse(group.rhythm), after, {
      days: off,
      onHoliday: group.onHoliday,
    });
    if (next === undefined) return undefined;
    const startsAt = meetingInstant(next.on, group.meetsAt, timeZone);
    if (startsAt > now) {
      const { id: groupId, place, agenda } = group;
      const reminds = Reminds.parse(group.reminds);
      const { plan: dueAt } = dueTimes({ startsAt, reminds, timeZone });
      return {
        id: newId(now.getTime()),
        groupId,
        day: next.day,
        startsAt,
        place,
        agenda,
        dueAt,
        now,
      };
    }
    after = next.day;
  }
}
