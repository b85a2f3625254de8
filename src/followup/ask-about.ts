import { newId } from '../base/ids.ts';
import type { Setting } from '../engine/setting.ts';
import { dutyNow } from '../flow/duty-hours.ts';
import { addresseeOf } from '../store/counsellors.ts';
import type { LadderRequest } from '../store/ladder-requests.ts';
import { savePrompt } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';
import { momentIn, windowIn } from '../engine/moment-words.ts';
import type { RequestPrompt } from './prompt-answers.ts';
import { type Addressee, askCounsellor, say } from '../engine/say-to-counsellor.ts';

type About = { request: LadderRequest; person: string; look: { now: Date } };

/** Gives a request its number with her and asks her, by a text that says neither who nor why. Her row is locked. */
export async function askAbout(
  setting: Setting,
  tx: Tx,
  { request, person, look: { now } }: About,
  { prompt, dueAt }: { prompt: RequestPrompt; dueAt: Date },
): Promise<void> {
  const to = await addresseeOf(tx, person);
  const number = String(
    await savePrompt(tx, {
      id: newId(now.getTime()),
      counsellorId: person,
      kind: prompt,
      followUpId: request.id,
      aboutId: null,
      now,
    }),
  );
  const text = textOf(setting, to, { request, prompt, number, dueAt, now });
  const urgent = request.kind === 'urgent';
  const sendBy = urgent ? withinDuty(setting, now, dueAt) : dueAt;
  await askCounsellor(setting, tx, to, { text, urgent, sendBy, now });
}

/** What waits for no hours leaves while somebody is on duty, or not at all: never at night, however long it was stuck. */
function withinDuty({ programme }: Setting, now: Date, dueAt: Date): Date {
  const duty = dutyNow(programme, now);
  return duty.open && duty.closesAt < dueAt ? duty.closesAt : dueAt;
}

/** Somebody who works here asks for a call herself. */
const SUPPORT = 'counsellor_support';

type Asked = {
  request: LadderRequest;
  prompt: RequestPrompt;
  number: string;
  dueAt: Date;
  now: Date;
};

function textOf(setting: Setting, to: Addressee, asked: Asked): string {
  const { request, prompt, number, dueAt, now } = asked;
  const { windowFrom: from, windowTo } = request;
  const moment = (at: Date) => momentIn(setting, to.language, at, now);
  switch (prompt) {
    case 'urgent':
      return say(setting, to, 'prompt_urgent', { number, by: moment(dueAt) });
    case 'next':
      return say(setting, to, 'prompt_next', { number, by: moment(dueAt) });
    case 'escalated':
      if (request.reason === SUPPORT) return say(setting, to, 'prompt_support', { number });
      return say(setting, to, 'prompt_escalated', { number, since: moment(request.openedAt) });
    case 'outcome':
      return say(setting, to, 'prompt_outcome', { number });
    case 'talk':
    case 'digest': {
      if (from === null) return say(setting, to, 'prompt_talk_soon', { number });
      const when = windowIn(setting, to.language, { from, to: windowTo }, now);
      return say(setting, to, 'prompt_talk', { number, when });
    }
  }
}
