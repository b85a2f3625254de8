import { newId } from '../base/ids.ts';
import { open } from '../base/seal.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import { lockGroup, lockLeaders } from '../store/groups.ts';
import { saveAnswer } from '../store/meeting-answers.ts';
import {
  askMembership,
  blockGroup,
  endMembership,
  endTask,
  failTask,
  type GroupTask,
  lockGate,
  lockTask,
  membershipOf,
  openTasks,
} from '../store/memberships.ts';
import { isLockFault } from '../store/row-fault.ts';
import type { Tx } from '../store/transact.ts';
import type { GroupParts } from './group-parts.ts';
import { groupOfCode, isJoinCode } from './join-code.ts';
import { reported } from './reported.ts';
import { takeOver } from './take-over.ts';
import { askFacilitators } from './tell-facilitators.ts';

/** Tasks taken up at once; more are taken a second later. */
const TASKS_MAX = 200;
/** Whether somebody may come is worth asking for two days. */
const JOIN_WORTH_MS = 48 * 3_600_000;

export type TaskAt = { setting: Setting; tx: Tx; now: Date; task: GroupTask };

/** Does what people said to their groups, each in a transaction of its own. Returns how many were done. */
export async function takeTasks({ setting, pool }: GroupParts): Promise<number> {
  const now = setting.clock.now();
  let done = 0;
  for (const id of await pool.run((db) => openTasks(db, TASKS_MAX)))
    done += Number(
      await pool
        .transact(async (tx) => {
          const task = await lockTask(tx, id);
          if (task === undefined) return false;
          await takeTask({ setting, tx, now, task });
          await endTask(tx, id);
          return true;
        })
        .catch((error: unknown) => leave({ setting, pool }, id, error)),
    );
  return done;
}

/** What somebody holds is taken in the next run; what cannot be done must not keep the others waiting. */
async function leave({ setting, pool }: GroupParts, id: string, error: unknown): Promise<boolean> {
  if (isLockFault(error)) return false;
  setting.log.error('group_task_not_taken', { task: id }, error);
  await pool.transact((tx) => failTask(tx, id));
  return false;
}

async function takeTask(at: TaskAt): Promise<void> {
  const { tx, now, task } = at;
  // Whatever a STOP ends is locked before what it hangs on.
  await lockGate(tx, task.phoneId);
  switch (task.act) {
    case 'join':
      return join(at);
    case 'leave':
      return endMembership(tx, task.phoneId, 'left', now);
    case 'block':
      return block(at);
    case 'coming':
    case 'not_coming': {
      const { aboutId, phoneId, askedAt } = task;
      if (aboutId === null) return;
      const coming = task.act === 'coming';
      return saveAnswer(tx, { meetingId: aboutId, phoneId, coming, at: askedAt });
    }
    default:
      return reported(at);
  }
}

/** A code that is none gets no answer of its own: whoever guesses learns nothing. */
async function join(at: TaskAt): Promise<void> {
  const { setting, tx, now, task } = at;
  const { phoneId, memberId, codeSealed } = task;
  if (codeSealed === null) return;
  const key = setting.keyring.openKey(phoneId, task.wrappedKey);
  const typed = open(key, `group_task.code:${task.id}`, codeSealed).toString('utf8');
  const found = await groupOfCode(setting, tx, typed, now);
  if (found === undefined) return;
  if (found.kind === 'hand') return takeOver(at, found.groupId, typed);
  await lockLeaders(tx, found.groupId);
  const group = await lockGroup(tx, found.groupId);
  // A code that was exchanged for another since it was found is none.
  if (group?.state !== 'open' || !isJoinCode(setting, group, typed)) return;
  const { id: groupId, name } = group;
  const asked = await askMembership(tx, {
    id: newId(now.getTime()),
    groupId,
    phoneId,
    memberId,
    now,
  });
  if (asked === undefined) return;
  await askFacilitators({ setting, tx, now }, groupId, {
    kind: 'group_join',
    aboutId: asked,
    words: (to, number) => say(setting, to, 'prompt_group_join', { number, group: name }),
    sendBy: new Date(now.getTime() + JOIN_WORTH_MS),
  });
}

async function block({ tx, now, task }: TaskAt): Promise<void> {
  const { phoneId, memberId } = task;
  const membership = await membershipOf(tx, phoneId);
  if (membership === undefined) return;
  await endMembership(tx, phoneId, 'blocked', now);
  const { groupId } = membership;
  await blockGroup(tx, { id: newId(now.getTime()), groupId, phoneId, memberId, now });
}
