import { newId } from '../base/ids.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { sealPlaces } from '../engine/group-words.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { addFacilitator } from '../store/facilitators.ts';
import { addGroup } from '../store/groups.ts';
import type { Tx } from '../store/transact.ts';
import { newCode, sealCode } from './join-code.ts';
import type { Rhythm } from './rhythm.ts';
import type { Reminds } from './stages.ts';

export type GroupWanted = {
  name: string;
  language: string;
  /** The first is the usual one. */
  places: readonly string[];
  rhythm: Rhythm;
  /** `14:00` */
  meetsAt: string;
  reminds: Reminds;
  onHoliday: 'skip' | 'later';
  moderatorId: string;
  facilitatorIds: readonly string[];
};

type Doing = { setting: Setting; tx: Tx; now: Date; actor: string };

/** Makes a group with its own key and code. Names and places were looked at before (notNeutral). Returns id and code to join. */
export async function createGroup(
  { setting, tx, now, actor }: Doing,
  wanted: GroupWanted,
): Promise<{ id: string; code: number; joinCode: string }> {
  const id = newId(now.getTime());
  const { key, wrapped: wrappedKey } = setting.keyring.newKey(id);
  const joinCode = newCode();
  const { places, facilitatorIds, ...rest } = wanted;
  const code = await addGroup(tx, {
    ...rest,
    id,
    wrappedKey,
    joinSealed: sealCode(key, id, 'join', joinCode),
    placesSealed: sealPlaces(key, id, places),
    place: 1,
    agenda: [],
    now,
  });
  for (const counsellorId of facilitatorIds)
    await addFacilitator(tx, { groupId: id, counsellorId, termUntil: null, now });
  const act = { actor, action: 'group_made', detail: id, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { id, code, joinCode };
}
