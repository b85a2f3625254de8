import { newId } from './base/ids.ts';
import { parsePhoneNumber } from './base/phone-number.ts';
import { localDate } from './engine/local-date.ts';
import { makePhones, phoneOfNumber } from './engine/new-phone.ts';
import { hashPin } from './engine/pin-hash.ts';
import type { Setting } from './engine/setting.ts';
import type { Pool } from './store/connect.ts';
import { savePin } from './store/counsellor-pins.ts';
import { counsellorOfPhone } from './store/counsellor-list.ts';
import { addCounsellor, addDuty, agreeCounsellor, MAIN_PLACE } from './store/counsellors.ts';

/** What opens the menu of the demo's counsellor: in the open on its page, and only there. */
const DEMO_PIN = '2719';

export type DemoRole = { number: string; role: 'counsellor' | 'supervisor'; pin: string };

/** Who works from which of the demo's phones: the second is a counsellor's too, the third her supervisor's. */
export function demoRoles([, second, third]: readonly string[]): DemoRole[] {
  return [
    ...(second === undefined
      ? []
      : [{ number: second, role: 'counsellor' as const, pin: DEMO_PIN }]),
    ...(third === undefined ? [] : [{ number: third, role: 'supervisor' as const, pin: DEMO_PIN }]),
  ];
}

type Staffed = { setting: Setting; pool: Pool };

/** Enters them, trained and agreed, so that whoever tries the demo can play both sides. Done once in a database. */
export async function staffDemo(parts: Staffed, roles: readonly DemoRole[]): Promise<void> {
  let supervisorId: string | null = null;
  for (const one of roles.toReversed()) {
    const id = await enter(parts, one, supervisorId);
    if (one.role === 'supervisor') supervisorId = id;
  }
}

async function enter(
  { setting, pool }: Staffed,
  { number, role, pin }: DemoRole,
  supervisorId: string | null,
): Promise<string | null> {
  const { keyring, clock, programme } = setting;
  const now = clock.now();
  const parsed = parsePhoneNumber(number);
  if (parsed === undefined) return null;
  await makePhones(pool, keyring, [parsed], now);
  const phone = await phoneOfNumber(pool, keyring, parsed);
  if (phone === undefined) return null;
  const { phoneId, wrappedKey } = phone;
  const id = newId(now.getTime());
  const key = keyring.openKey(phoneId, wrappedKey);
  const hash = await hashPin(pin, { counsellorId: id, key });
  const { days, from, to } = programme.escalation.duty;
  return pool.transact(async (tx) => {
    const before = await counsellorOfPhone(tx, phoneId);
    if (before !== undefined) return null;
    await addCounsellor(tx, {
      id,
      phoneId,
      role,
      place: MAIN_PLACE,
      language: programme.defaultLanguage,
      backupId: null,
      supervisorId,
      trainedOn: localDate(now, programme.timeZone),
      refresherBy: null,
      now,
    });
    await agreeCounsellor(tx, id, now);
    await savePin(tx, id, hash);
    if (role === 'counsellor')
      await addDuty(tx, { place: MAIN_PLACE, counsellorId: id, days, from, to });
    return id;
  });
}
