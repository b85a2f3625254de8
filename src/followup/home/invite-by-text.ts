import { open, seal } from '../../base/seal.ts';
import type { Setting } from '../../engine/setting.ts';
import { askedOf, type CounsellorRow, isAtWork, setAsks } from '../../store/counsellors.ts';
import type { FollowupParts } from '../followup-parts.ts';
import { say } from '../../engine/say-to-counsellor.ts';
import { callingCodeOf } from './calling-code.ts';
import { inviteOne } from './invite-first.ts';
import { numberTyped } from './invite-member.ts';
import { gavePin, isAsked } from './pin-by-text.ts';
import type { AtHome } from './read-home.ts';

/** 0031 and a number; then her PIN; then 0032, she is with me, or 0033, it is not right. */
const NUMBER = /^0031(\d{9,12})$/u;
const SURE = '0032';
const NOT_RIGHT = '0033';
/** Digits of a number that are read back: enough to see a slip of the thumb. */
const READ_BACK = 4;

/**
 * Inviting by text, where there is no dialling: it needs her PIN and two texts, since a lent phone and a mistyped digit would text
 * a stranger. Undefined: it is none of these.
 */
export async function invitesByText(at: AtHome, digits: string): Promise<string[] | undefined> {
  const { setting, tx, now, counsellor } = at;
  if (await gavePin(at, 'invite', digits)) return readBack(at);
  const typed = NUMBER.exec(digits)?.[1];
  if (typed === undefined && digits !== SURE && digits !== NOT_RIGHT) return undefined;
  const { serviceCode, country } = setting.programme;
  if (serviceCode !== undefined)
    return [say(setting, counsellor, 'sms_invite_dial', { service_code: serviceCode })];
  const isSure = digits === SURE && isAsked(counsellor, 'invite_sure', now);
  const phone = typed === undefined ? undefined : numberTyped(typed, callingCodeOf(country));
  if (phone === undefined) {
    await setAsks(tx, counsellor.id, null, now);
    // It was sent before, beside this transaction; the same is said whatever came of it.
    return [say(setting, counsellor, isSure ? 'home_invited' : 'sms_invite', {})];
  }
  const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
  const sealed = seal(key, placeOf(counsellor.id), phone);
  await setAsks(tx, counsellor.id, { what: 'invite', sealed }, now);
  return [say(setting, counsellor, 'sms_invite_pin', {})];
}

async function readBack({ setting, tx, now, counsellor }: AtHome): Promise<string[] | undefined> {
  const phone = typedBy(setting, counsellor.id, counsellor);
  if (phone === undefined || counsellor.asksSealed === null) return undefined;
  await setAsks(tx, counsellor.id, { what: 'invite_sure', sealed: counsellor.asksSealed }, now);
  return [say(setting, counsellor, 'sms_invite_sure', { end: phone.slice(-READ_BACK) })];
}

/**
 * Sends the one invitation that a number ever gets before her text is taken: it has a transaction of its own. Only after her PIN
 * and her word that she is with her; nobody who has not agreed to the work, or is away.
 */
export async function inviteSureByText(
  { setting, pool }: FollowupParts,
  { counsellorId, digits }: { counsellorId: string; digits: string },
  now: Date,
): Promise<void> {
  if (digits !== SURE || setting.programme.serviceCode !== undefined) return;
  const asked = await pool.run((db) => askedOf(db, counsellorId));
  if (asked === undefined || !isAsked(asked, 'invite_sure', now)) return;
  const phone = typedBy(setting, counsellorId, asked);
  if (phone === undefined || !(await pool.run((db) => isAtWork(db, counsellorId)))) return;
  await inviteOne({ setting, pool }, counsellorId, phone, now);
}

/** The number that she typed. */
function typedBy(
  { keyring }: Pick<Setting, 'keyring'>,
  counsellorId: string,
  { phoneId, wrappedKey, asksSealed }: Pick<CounsellorRow, 'phoneId' | 'wrappedKey' | 'asksSealed'>,
): string | undefined {
  if (asksSealed === null) return undefined;
  const key = keyring.openKey(phoneId, wrappedKey);
  return open(key, placeOf(counsellorId), asksSealed).toString('utf8');
}

function placeOf(counsellorId: string): string {
  return `counsellor.asks:${counsellorId}`;
}
