import { say } from '../engine/say-to-counsellor.ts';
import { lockGroup, lockLeaders } from '../store/groups.ts';
import { listenerOf } from '../store/facilitators.ts';
import { reportedGroup } from '../store/memberships.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import type { TaskAt } from './take-tasks.ts';
import { askOne } from './tell-facilitators.ts';

/** That something is wrong in a group is worth telling for three days. */
const REPORT_WORTH_MS = 72 * 3_600_000;

const WHAT: Readonly<
  Record<string, 'group_unkind' | 'group_told' | 'group_money' | 'group_leader' | 'group_vote_due'>
> = {
  report_unkind: 'group_unkind',
  report_told: 'group_told',
  report_money: 'group_money',
  report_leader: 'group_leader',
  report_vote: 'group_vote_due',
};

/**
 * What a member reports goes to the moderator, who does not lead the group: what it is about, and not who said it. Where she is
 * away or has stopped, a supervisor or the lead hears it.
 */
export async function reported({ setting, tx, now, task }: TaskAt): Promise<void> {
  const what = WHAT[task.act];
  const groupId = await reportedGroup(tx, task.phoneId, task.askedAt);
  if (what === undefined || groupId === undefined) return;
  const listenerId = await listenerOf(tx, groupId);
  if (listenerId !== undefined) await lockCounsellor(tx, listenerId);
  await lockLeaders(tx, groupId);
  const group = await lockGroup(tx, groupId);
  if (group === undefined) return;
  const { id: aboutId, name, moderatorId } = group;
  await askOne({ setting, tx, now }, listenerId ?? moderatorId, {
    kind: 'group_report',
    aboutId,
    words: (to, number) =>
      say(setting, to, 'prompt_group_report', {
        number,
        group: name,
        what: say(setting, to, what, {}),
      }),
    sendBy: new Date(now.getTime() + REPORT_WORTH_MS),
  });
}
