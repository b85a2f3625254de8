import { localDate } from '../engine/local-date.ts';
import { CONTACT_KINDS, type ContactKind, contactsSince, saveContact } from '../store/contacts.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Heard } from './take-text.ts';
import { mondayOf } from './week.ts';

/** 02, the kind from 1 to 4, and how many: 02103 or 0213 are three home visits. */
const CODE = /^02([1-4])(\d{1,2})$/u;

export function readContacts(digits: string): { kind: ContactKind; number: number } | undefined {
  const [, digit, count] = CODE.exec(digits) ?? [];
  const kind = CONTACT_KINDS[Number(digit) - 1];
  const number = Number(count);
  return kind === undefined || number === 0 ? undefined : { kind, number };
}

/** Counts contacts outside every request: home visits, groups, campaigns, calls. Nobody is named. */
export async function countContacts(
  { setting, tx, now, counsellor }: Heard,
  { kind, number }: { kind: ContactKind; number: number },
): Promise<string> {
  const day = localDate(now, setting.programme.timeZone);
  await saveContact(tx, { counsellorId: counsellor.id, kind, number, day, now });
  const count = String(await contactsSince(tx, counsellor.id, kind, mondayOf(day)));
  return say(setting, counsellor, `contacts_${kind}`, { count });
}
