import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import { setTraining } from '../store/counsellor-list.ts';
import { lockCounsellor } from '../store/counsellors.ts';
import type { Doing } from './end-work.ts';

/** A refresher is due so long after a training where nobody says when (docs/promises.md, req H10: every 2-3 years). */
const REFRESHER_YEARS = 2;

/**
 * Notes that she was trained on a day, and by when she has to be again. Without it nobody new comes to her.
 * @throws RangeError for a day that is none
 */
export async function trainCounsellor(
  { setting, tx, now, actor }: Doing,
  id: string,
  { trainedOn, refresherBy }: { trainedOn: string; refresherBy?: string | undefined },
): Promise<{ refresherBy: string } | undefined> {
  if ((await lockCounsellor(tx, id)) === undefined) return undefined;
  const by =
    refresherBy ?? Temporal.PlainDate.from(trainedOn).add({ years: REFRESHER_YEARS }).toString();
  await setTraining(tx, id, { trainedOn, refresherBy: by });
  const act = {
    actor,
    action: 'counsellor_trained',
    detail: `${id} ${trainedOn} ${by}`,
    now,
  } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
  return { refresherBy: by };
}
