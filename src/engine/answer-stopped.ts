import { phrase } from '../conversation/phrases.ts';
import type { Reading } from '../conversation/read-text.ts';
import {
  answering,
  complaint,
  joining,
  replyOf,
  type SmsArrival,
  type SmsDraft,
} from './answer-sms.ts';
import type { InboundSms } from './arrivals.ts';
import { askedPerson } from './asks-person.ts';
import { releaseOf } from './open-release.ts';
import { restoring } from './restore.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** After a STOP a number hears from us only on its own START, JOIN, HELP, 9, complaint or words of danger. */
export function answerStopped(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  reading: Reading,
): SmsDraft {
  const { language } = situation;
  const { sms } = arrival;
  switch (reading.kind) {
    case 'start':
    case 'join':
      if (!isAfterStop(situation, sms)) return { event: 'start_before_stop' };
      return (
        restoring(setting, situation) ??
        welcomedBack(setting, situation, joining(setting, situation, 'start'))
      );
    case 'help':
      return {
        event: 'help',
        said: [phrase(setting.phrases, language, 'help', {})],
        pastStop: true,
      };
    case 'person':
      return { ...askedPerson(setting, situation, 'sms'), pastStop: true };
    case 'complaint':
      return complaintPastStop(setting, situation, arrival, reading.text);
    case 'back':
    case 'more':
    case 'answer':
      return complaining(setting, situation, arrival, replyOf(reading));
    default:
      // Whatever else is said gets silence, from every number alike.
      return IGNORED;
  }
}

const IGNORED: SmsDraft = { event: 'ignored_after_stop' };

/** An answer within a flow that a stopped number may go through: heard, and answered as often as the gate allows. */
function complaining(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  text: string,
): SmsDraft {
  if (releaseOf(setting, situation.open)?.afterStop !== true) return IGNORED;
  return pastStop(answering(setting, situation, arrival, text));
}

/** The word for a complaint, from a stopped number. Nothing else than a flow that is answered after a STOP begins. */
function complaintPastStop(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  text: string,
): SmsDraft {
  const draft = complaint(setting, situation);
  if (draft === undefined) return complaining(setting, situation, arrival, text);
  return draft.talk?.place?.release.afterStop === true ? pastStop(draft) : IGNORED;
}

/** What a stopped number hears never subscribes. Its steps are counted apart: with three a day no complaint came to its end. */
function pastStop(draft: SmsDraft): SmsDraft {
  const joins = draft.talk?.effects.some(({ effect }) => effect.type === 'subscribe') ?? false;
  return joins ? IGNORED : { ...draft, pastStop: 'in_talk' };
}

/** START counts only if the gateway's date and our receipt are after the STOP; a tie is a STOP (ARCHITECTURE.md). */
function isAfterStop({ row, now }: Situation, sms: InboundSms): boolean {
  if (row.stopAskedAt !== null && now <= row.stopAskedAt) return false;
  if (row.stopSentAt === null || sms.sentAt === undefined) return true;
  return sms.sentAt > row.stopSentAt;
}

/** The STOP is answered; what follows begins anew, with the way out in its first line. */
function welcomedBack(
  { phrases, programme }: Setting,
  { row, language }: Situation,
  draft: SmsDraft,
): SmsDraft {
  if (row.stopSeq === null) return draft;
  const welcome = phrase(phrases, language, 'welcome_back', { programme: programme.name });
  const restart = { answers: row.stopSeq, undo: false };
  return { ...draft, said: [welcome, ...(draft.said ?? [])], restart };
}
