import { newId } from '../base/ids.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { seal } from '../base/seal.ts';
import { fitSms } from '../conversation/fit-sms.ts';
import { phrase } from '../conversation/phrases.ts';
import type { Pool } from '../store/connect.ts';
import { type InvitationWrite, saveInvitation } from '../store/invitations.ts';
import type { PhoneKey } from '../store/phones.ts';
import { auditEntry } from './audit-entry.ts';
import { makePhones, phoneOfNumber } from './new-phone.ts';
import type { Setting } from './setting.ts';

/** An invitation is worth sending for two days; it waits for contact hours. */
const WORTH_MS = 48 * 3_600_000;

/**
 * Somebody else entered this number: it gets one neutral text, ever, and nothing more unless its holder answers JOIN
 * (docs/promises.md, req C5). `stopped`: it said STOP once; nothing is sent.
 */
export async function invite(
  setting: Setting,
  pool: Pool,
  number: PhoneNumber,
  enteredBy: string,
): Promise<'invited' | 'already' | 'stopped'> {
  const phone = await phoneToInvite(setting, pool, number);
  const invitation = invitationTo(setting, phone, { number, enteredBy });
  return pool.run((db) => saveInvitation(db, invitation));
}

/** The phone of this number, which is known from now on. */
export async function phoneToInvite(
  { keyring, clock }: Setting,
  pool: Pool,
  number: PhoneNumber,
): Promise<PhoneKey> {
  await makePhones(pool, keyring, [number], clock.now());
  const phone = await phoneOfNumber(pool, keyring, number);
  if (phone === undefined) throw new Error('impossible: a phone just made is not there');
  return phone;
}

/** What every number is told that somebody else has entered, and how many SMS it is. */
export function invitationText({ phrases, programme }: Pick<Setting, 'phrases' | 'programme'>): {
  text: string;
  segments: number;
} {
  const { name, defaultLanguage: language, foldAccents } = programme;
  const text = phrase(phrases, language, 'invitation', { programme: name });
  return fitSms(text, { fold: foldAccents.includes(language) });
}

/** The one text for this number, to be saved. @throws Unsealable where the keys of its phone are broken */
export function invitationTo(
  setting: Setting,
  phone: PhoneKey,
  { number, enteredBy }: { number: PhoneNumber; enteredBy: string },
): InvitationWrite {
  const { keyring, clock } = setting;
  const now = clock.now();
  const numberIndex = keyring.numberIndex(number);
  const messageId = newId();
  const fitted = invitationText(setting);
  const key = keyring.openKey(phone.phoneId, phone.wrappedKey);
  return {
    phoneId: phone.phoneId,
    messageId,
    textSealed: seal(key, `message.text:${messageId}`, fitted.text),
    segments: fitted.segments,
    enteredBy,
    counsellorId: null,
    now,
    sendBy: new Date(now.getTime() + WORTH_MS),
    audit: auditEntry(keyring, { actor: enteredBy, action: 'invited', numberIndex, now }),
  };
}
