import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { addDuty, lockCounsellor } from '../store/counsellors.ts';
import { dutyPlaces } from '../store/duty-places.ts';
import type { Doing } from './end-work.ts';

type Duty = {
  place: string;
  counsellorId: string;
  days: readonly string[];
  from: string;
  to: string;
};

/** She takes what comes from nobody's members at a place, in these hours. Returns how many are on the list of that place. */
export async function setDuty({ setting, tx, now, actor }: Doing, duty: Duty): Promise<number> {
  await lockCounsellor(tx, duty.counsellorId);
  await addDuty(tx, duty);
  const detail = `${duty.counsellorId} ${duty.days.join(',')} ${duty.from}-${duty.to}`;
  const act = { actor, action: 'duty_set', detail, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  const places = await dutyPlaces(tx);
  return places.find(({ place }) => place === duty.place)?.names ?? 0;
}
