import { say } from '../engine/say-to-counsellor.ts';
import { lockGroup, lockLeaders } from '../store/groups.ts';
import { membershipOf } from '../store/memberships.ts';
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

/** What a member reports goes to the moderator, who leads no group: what it is about, and not who said it. */
export async function reported({ setting, tx, now, task }: TaskAt): Promise<void> {
  const what = WHAT[task.act];
  const membership = await membershipOf(tx, task.phoneId);
  if (what === undefined || membership === undefined) return;
  await lockLeaders(tx, membership.groupId);
  const group = await lockGroup(tx, membership.groupId);
  if (group === undefined) return;
  const { id: aboutId, name, moderatorId } = group;
  await askOne({ setting, tx, now }, moderatorId, {
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
