import { newId } from '../base/ids.ts';
import type { PhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { seal } from '../base/seal.ts';
import { fitSms } from '../conversation/fit-sms.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { makePhones, phoneOfNumber } from '../engine/new-phone.ts';
import { writeAudit } from '../store/audit.ts';
import {
  closeOpenPrompts,
  codeOf,
  counsellorOfPhone,
  reenterCounsellor,
} from '../store/counsellor-list.ts';
import { addCounsellor, type NewCounsellor } from '../store/counsellors.ts';
import { saveInvitation } from '../store/invitations.ts';
import type { PhoneKey } from '../store/phones.ts';
import { openPrompts, savePrompt } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';
import type { FollowupParts } from './followup-parts.ts';
import { say } from '../engine/say-to-counsellor.ts';

/** Her answer counts for as long as its number does; the text itself is worth sending for two days, in contact hours. */
const WORTH_MS = 48 * 3_600_000;
const ASKS_TO_WORK = 'join_work';

/** Whoever has said STOP, left, or not answered yet, is asked anew; others come back by `back`. */
const ENTERED_ANEW: ReadonlySet<string> = new Set(['invited', 'stopped', 'left']);

export type Entered = {
  code: number;
  /** What she answers: this number and 1 for yes, 2 for no. */
  number: number;
  /** invited: a text goes to her. Else none ever goes to this number unasked, and she writes first. */
  text: 'invited' | 'already' | 'stopped';
};

export type NewWorker = Omit<NewCounsellor, 'id' | 'phoneId' | 'now'> & { number: PhoneNumber };

/**
 * Enters somebody who is to work with members. She gets one neutral text, and nothing of the work before she has answered it
 * from that phone: whoever entered a wrong number has told nobody anything. @throws Refusal: the number has this role already
 */
export async function enterCounsellor(
  { setting, pool }: FollowupParts,
  { number, ...rest }: NewWorker,
  actor: string,
): Promise<Entered> {
  const { keyring, clock } = setting;
  const now = clock.now();
  await makePhones(pool, keyring, [number], now);
  const phone = await phoneOfNumber(pool, keyring, number);
  if (phone === undefined) throw new Error('impossible: a phone just made is not there');
  const { phoneId } = phone;
  return pool.transact(async (tx) => {
    const before = await counsellorOfPhone(tx, phoneId);
    if (before !== undefined && !ENTERED_ANEW.has(before.state))
      throw new Refusal('conflict', 'Somebody works from this number already. Nothing was done.');
    const id = before?.id ?? newId(now.getTime());
    if (before === undefined) await addCounsellor(tx, { ...rest, id, phoneId, now });
    else await reenterCounsellor(tx, { ...rest, id, phoneId, now });
    const asked = await askedBy(tx, id, { again: before?.state === 'invited', now });
    const code = await codeOf(tx, id);
    if (code === undefined) throw new Error('impossible: a row just made is not there');
    const act = { actor, action: 'counsellor_invited', detail: `${id} ${rest.role}`, now } as const;
    await writeAudit(
      tx,
      auditEntry(keyring, { ...act, numberIndex: keyring.numberIndex(number) }),
      {
        now,
        phoneId,
      },
    );
    const language = rest.language;
    const text = say(setting, { language }, 'join_work', {
      programme: setting.programme.name,
      number: String(asked),
    });
    const sealed = sealedText({ setting }, phone, language, text);
    const audit = auditEntry(keyring, {
      actor,
      action: 'invited',
      numberIndex: keyring.numberIndex(number),
      now,
    });
    const sendBy = new Date(now.getTime() + WORTH_MS);
    const invitation = {
      phoneId,
      ...sealed,
      enteredBy: actor,
      counsellorId: id,
      now,
      sendBy,
      audit,
    };
    return { code, number: asked, text: await saveInvitation(tx, invitation) };
  });
}

/** The number that her one text names; entered again before she has answered, she is asked by the same. */
async function askedBy(
  tx: Tx,
  counsellorId: string,
  { again, now }: { again: boolean; now: Date },
): Promise<number> {
  const open = again ? await openPrompts(tx, counsellorId) : [];
  const asked = open.find(({ kind }) => kind === ASKS_TO_WORK);
  if (asked !== undefined) return asked.number;
  await closeOpenPrompts(tx, counsellorId, now);
  const prompt = { id: newId(now.getTime()), counsellorId, kind: ASKS_TO_WORK } as const;
  return savePrompt(tx, { ...prompt, followUpId: null, aboutId: null, now });
}

function sealedText(
  { setting: { keyring, programme } }: Pick<FollowupParts, 'setting'>,
  { phoneId, wrappedKey }: PhoneKey,
  language: string,
  text: string,
) {
  const messageId = newId();
  const fitted = fitSms(text, { fold: programme.foldAccents.includes(language) });
  const key = keyring.openKey(phoneId, wrappedKey);
  const textSealed = seal(key, `message.text:${messageId}`, fitted.text);
  return { messageId, textSealed, segments: fitted.segments };
}
