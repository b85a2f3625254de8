import { dueMeetings, deferMeeting } from '../store/meetings.ts';
import { isLockFault } from '../store/row-fault.ts';
import { countBallots } from './count-ballots.ts';
import type { GroupParts } from './group-parts.ts';
import { planMeetings } from './plan-meetings.ts';
import { stepMeeting } from './step-meeting.ts';
import { takeTasks } from './take-tasks.ts';

/** Meetings looked at in one run; more are looked at a second later. */
const LOOK_MAX = 200;
/** One that failed is looked at again after so long, in milliseconds. */
const FAILED_MS = 5 * 60_000;

/** What is due about peer groups. Two processes may do this at once: each thing is done under its lock. Returns how much. */
export async function runGroups(parts: GroupParts): Promise<number> {
  const { setting, pool } = parts;
  let done = await takeTasks(parts);
  done += await planMeetings(parts);
  for (const due of await pool.run((db) => dueMeetings(db, setting.clock.now(), LOOK_MAX)))
    done += Number(
      await stepMeeting(parts, due).catch((error: unknown) => leave(parts, due.id, error)),
    );
  done += await countBallots(parts);
  return done;
}

/** What fails must not keep the others waiting; a row that somebody holds is looked at in the next run. */
async function leave({ setting, pool }: GroupParts, id: string, error: unknown): Promise<boolean> {
  if (isLockFault(error)) return false;
  setting.log.error('meeting_not_moved', { meeting: id }, error);
  const later = new Date(setting.clock.now().getTime() + FAILED_MS);
  await pool.run((db) => deferMeeting(db, id, later));
  return false;
}
