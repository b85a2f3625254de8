import { newId } from '../base/ids.ts';
import { keyedHash, seal } from '../base/seal.ts';
import { fitTexts } from '../conversation/fit-sms.ts';
import { promptText, type PromptId, type PromptVariables } from '../conversation/prompts.ts';
import type { Setting } from './setting.ts';
import type { Tx } from '../store/transact.ts';
import { queueForCounsellors, type WorkMessage } from '../store/work-messages.ts';

/** How long an answer is worth sending, in milliseconds. */
const REPLY_WORTH_MS = 10 * 60_000;

/** Whom a text goes to. */
export type Addressee = { id: string; phoneId: string; wrappedKey: Buffer; language: string };

/** A text of her own language, its variables filled in. */
export function say<Id extends PromptId>(
  { prompts }: Pick<Setting, 'prompts'>,
  { language }: Pick<Addressee, 'language'>,
  id: Id,
  variables: PromptVariables<Id>,
): string {
  return promptText(prompts, language, id, variables);
}

/** Answers what a counsellor has just written, in the transaction that does it. */
export function answerCounsellor(
  setting: Setting,
  tx: Tx,
  to: Addressee,
  texts: readonly string[],
  now: Date,
): Promise<void> {
  const made = workMessages(setting, to, texts, {
    class: 'reply',
    urgent: false,
    heardAt: now,
    sendAfter: now,
    sendBy: new Date(now.getTime() + REPLY_WORTH_MS),
  });
  return queueForCounsellors(tx, made, now);
}

/** Asks something of a counsellor, until `sendBy`. `urgent` waits for no hours. */
export function askCounsellor(
  setting: Setting,
  tx: Tx,
  to: Addressee,
  { text, urgent, sendBy, now }: { text: string; urgent: boolean; sendBy: Date; now: Date },
): Promise<void> {
  const made = workMessages(setting, to, [text], {
    class: 'prompt',
    urgent,
    heardAt: null,
    sendAfter: now,
    sendBy,
  });
  return queueForCounsellors(tx, made, now);
}

function workMessages(
  { keyring, programme }: Setting,
  to: Addressee,
  texts: readonly string[],
  rest: Pick<WorkMessage, 'class' | 'urgent' | 'heardAt' | 'sendAfter' | 'sendBy'>,
): WorkMessage[] {
  const key = keyring.openKey(to.phoneId, to.wrappedKey);
  const fold = programme.foldAccents.includes(to.language);
  return fitTexts(texts, { fold }).map(({ text, segments }) => {
    const id = newId(rest.sendAfter.getTime());
    return {
      id,
      phoneId: to.phoneId,
      counsellorId: to.id,
      textSealed: seal(key, `message.text:${id}`, text),
      textHash: keyedHash(key, `message.text:${text}`),
      segments,
      ...rest,
    };
  });
}
