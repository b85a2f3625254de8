import { auditEntry } from '../engine/audit-entry.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { addHolidays, removeHoliday } from '../store/groups.ts';
import type { Tx } from '../store/transact.ts';

type Doing = { setting: Pick<Setting, 'keyring'>; tx: Tx; now: Date; actor: string };

/** Days, written `2027-01-31`, on which no group meets. A meeting that is planned already stays: its facilitator moves it. */
export async function keepHolidays(doing: Doing, days: readonly string[]): Promise<void> {
  await addHolidays(doing.tx, days);
  await note(doing, `kept ${days.join(' ')}`);
}

/** Groups meet on that day again. */
export async function dropHoliday(doing: Doing, day: string): Promise<void> {
  await removeHoliday(doing.tx, day);
  await note(doing, `dropped ${day}`);
}

async function note({ setting, tx, now, actor }: Doing, detail: string): Promise<void> {
  const act = { actor, action: 'holidays_changed', detail, now } as const;
  await writeAudit(tx, auditEntry(setting.keyring, act), { now });
}
