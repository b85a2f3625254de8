import { newId } from '../base/ids.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { seal } from '../base/seal.ts';
import { fitSms } from '../conversation/fit-sms.ts';
import { phrase } from '../conversation/phrases.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { newChangeWord } from '../engine/change-word.ts';
import { changeWordHash } from '../engine/confirm-number.ts';
import { makePhones, phoneOfNumber } from '../engine/new-phone.ts';
import type { Setting } from '../engine/setting.ts';
import { writeAudit } from '../store/audit.ts';
import { saveNumberChange } from '../store/number-changes.ts';
import type { PhoneKey } from '../store/phones.ts';
import { theMember, type PeopleParts, type Whom } from './the-member.ts';

/** Until then the new phone may say its word: she may have to charge it, or wait for a signal. */
const CONFIRM_WITHIN_MS = 72 * 3_600_000;
/** A number gets one text for this in so long, whoever enters it how often. */
const TEXT_EVERY_MS = 30 * 24 * 3_600_000;

/** One answer for whatever stands against it, so that nobody learns of a number whether it takes part or has stopped. */
const CANNOT =
  'This cannot be done with these two numbers. Check the old one. If it is right: let her text START from the new ' +
  'phone, and ask there for her counsellor. Nothing was done.';

/**
 * A member, who is present, has another number. Nothing moves yet: the new phone has to say the word, which is told to her
 * and stands nowhere. It gets one neutral text; the old one none, now or later. @throws Refusal in words
 */
export async function beginNumberChange(
  parts: Pick<PeopleParts, 'setting' | 'pool'>,
  { to, ...whom }: Whom & { to: PhoneNumber },
  actor: string,
): Promise<{ word: string; texted: boolean; hours: number }> {
  const { setting, pool } = parts;
  const { keyring, clock } = setting;
  const { memberId, phoneId, numberIndex } = await theMember(parts, whom);
  if (to === whom.number) throw new Refusal('conflict', CANNOT);
  const now = clock.now();
  await makePhones(pool, keyring, [to], now);
  const fresh = await phoneOfNumber(pool, keyring, to);
  if (fresh === undefined) throw new Error('impossible: a phone just made is not there');
  const [id, word] = [newId(now.getTime()), newChangeWord()];
  const key = keyring.openKey(fresh.phoneId, fresh.wrappedKey);
  const act = { actor, action: 'number_change_begun', detail: id, numberIndex, now } as const;
  const outcome = await pool.transact(async (tx) => {
    const saved = await saveNumberChange(tx, {
      id,
      memberId,
      oldPhoneId: phoneId,
      newPhoneId: fresh.phoneId,
      wordHash: changeWordHash(key, id, word),
      enteredBy: actor,
      now,
      confirmBy: new Date(now.getTime() + CONFIRM_WITHIN_MS),
      text: textTo(setting, fresh),
      textedSince: new Date(now.getTime() - TEXT_EVERY_MS),
    });
    if (saved !== 'refused') await writeAudit(tx, auditEntry(keyring, act), { now, phoneId });
    return saved;
  });
  if (outcome === 'refused') throw new Refusal('conflict', CANNOT);
  return { word, texted: outcome === 'texted', hours: CONFIRM_WITHIN_MS / 3_600_000 };
}

/** In the programme's usual language: the language of a member would tell that there is one. */
function textTo({ programme, phrases, keyring }: Setting, { phoneId, wrappedKey }: PhoneKey) {
  if (programme.channels === 'ussd_only') return undefined;
  const id = newId();
  const { name, defaultLanguage: language, foldAccents } = programme;
  const text = phrase(phrases, language, 'number_check', { programme: name });
  const fitted = fitSms(text, { fold: foldAccents.includes(language) });
  const key = keyring.openKey(phoneId, wrappedKey);
  return { id, sealed: seal(key, `message.text:${id}`, fitted.text), segments: fitted.segments };
}
