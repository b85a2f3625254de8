import { newId } from '../base/ids.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { counsellorOfPhone, isPhoneStopped } from '../store/counsellor-list.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import {
  addFacilitator,
  endFacilitator,
  enterFacilitator,
  facilitatorsOf,
} from '../store/facilitators.ts';
import { lockGroup, lockLeaders, setHandCode } from '../store/groups.ts';
import { isHandCode } from './join-code.ts';
import type { TaskAt } from './take-tasks.ts';
import { tellOne } from './tell-facilitators.ts';

/** That the role has gone to somebody is worth telling for two days. */
const TOLD_WORTH_MS = 48 * 3_600_000;

/**
 * Somebody typed the code with which a facilitator hands her role on: that is her own yes. Whoever led hands over, and says
 * nothing of who it is; the code counts once.
 */
export async function takeOver(at: TaskAt, groupId: string, typed: string): Promise<void> {
  const { setting, tx, now, task } = at;
  // A number that has stopped leads nothing, and hears of nothing.
  if (await isPhoneStopped(tx, task.phoneId)) return;
  const counsellorId = await workerOf(at);
  if (counsellorId === undefined) return;
  await lockLeaders(tx, groupId);
  const group = await lockGroup(tx, groupId);
  // Of two who type it at the same time the second finds it gone.
  if (group?.state !== 'open' || !(await isHandCode(setting, tx, { groupId, typed, now }))) return;
  const before = await facilitatorsOf(tx, groupId);
  const added = await addFacilitator(tx, { groupId, counsellorId, termUntil: null, now });
  if (!added) return;
  await setHandCode(tx, groupId, null);
  const sendBy = new Date(now.getTime() + TOLD_WORTH_MS);
  const variables = { group: group.name };
  for (const one of before) {
    await endFacilitator(tx, { groupId, counsellorId: one.counsellorId, as: 'handed_on', now });
    await tellOne({ setting, tx, now }, one.counsellorId, {
      words: (to) => say(setting, to, 'group_leads_no_more', variables),
      sendBy,
    });
  }
  await tellOne({ setting, tx, now }, counsellorId, {
    words: (to) => say(setting, to, 'group_leads_now', variables),
    sendBy,
  });
}

/** Her role on this phone: the one she has, or that of a facilitator alone. */
async function workerOf({ setting, tx, now, task }: TaskAt): Promise<string | undefined> {
  const { phoneId, language } = task;
  const known = await counsellorOfPhone(tx, phoneId);
  if (known !== undefined) {
    const row = await lockCounsellor(tx, known.id);
    return row?.state === 'active' || row?.state === 'away' ? known.id : undefined;
  }
  const id = newId(now.getTime());
  const usual = setting.programme.defaultLanguage;
  await enterFacilitator(tx, { id, phoneId, language: language ?? usual, now });
  return id;
}
