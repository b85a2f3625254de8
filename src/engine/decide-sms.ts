import { never } from '../base/assert.ts';
import { phrase } from '../conversation/phrases.ts';
import { cleanText } from '../conversation/read-normal.ts';
import { readText, type Reading } from '../conversation/read-text.ts';
import { answering, opening, person, type SmsArrival, type SmsDraft } from './answer-sms.ts';
import type { InboundSms } from './arrivals.ts';
import { composeTurn } from './compose.ts';
import type { Decision } from './decision.ts';
import { answeredTurn, asksForDigits, releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Decides one text. STOP never comes here: it has a path of its own that no flow can block. */
export function decideSms(setting: Setting, situation: Situation, arrival: SmsArrival): Decision {
  if (situation.row.seen) return { kind: 'nothing', answer: undefined };
  const reading = readText(arrival.sms.text, setting.words, {
    digitsAreAnswers: asksForDigits(setting, situation.open),
  });
  if (waitsForStop(situation, reading)) return { kind: 'not_yet' };
  const decided = situation.stopped
    ? whenStopped(setting, situation, arrival, reading)
    : whenOpen(setting, situation, arrival, reading);
  const draft = answeredTurn(setting, situation, { ...decided, input: arrival.sms.text });
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    ...draft,
    inbound: {
      provider: arrival.sms.provider,
      providerId: arrival.sms.providerId,
      contentHash: arrival.contentHash,
      sentAt: arrival.sms.sentAt,
      fetched: arrival.fetched,
      handledAs: draft.event,
    },
  });
  return { kind: 'save', write, answer: undefined };
}

/** A START while the STOP before it still waits for a message on its way: what is older would leave after it. */
function waitsForStop({ row }: Situation, { kind }: Reading): boolean {
  const restarts = kind === 'start' || kind === 'join';
  return restarts && row.stopSeq !== null && row.stopWithdrawnAt === null;
}

/** After a STOP a number hears from us only on its own START, JOIN, HELP, 9 or complaint, and these subscribe nothing. */
function whenStopped(
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
      return welcomedBack(setting, situation, joining(setting, situation, 'start'));
    case 'help':
      return {
        event: 'help',
        said: [phrase(setting.phrases, language, 'help', {})],
        pastStop: true,
      };
    case 'person':
      return { ...person(setting, situation), pastStop: true };
    case 'complaint':
      return complaintPastStop(setting, situation, arrival, reading.text);
    case 'back':
    case 'more':
    case 'answer':
      return complaining(setting, situation, arrival, replyOf(reading));
    case 'home':
    case 'language':
    case 'stop':
    case 'stop_digits':
    case 'stop_or_go_on':
    case 'who':
    case 'delete':
    case 'pause':
    case 'receipt':
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

/** What a stopped number hears never subscribes. */
function pastStop(draft: SmsDraft): SmsDraft {
  const joins = draft.talk?.effects.some(({ effect }) => effect.type === 'subscribe') ?? false;
  return joins ? IGNORED : { ...draft, pastStop: true };
}

/** Begins the flow that hears complaints; undefined where the programme has none. */
function complaint(setting: Setting, situation: Situation): SmsDraft | undefined {
  const flow = setting.programme.flows.complaint;
  return flow === undefined ? undefined : opening(setting, situation, flow, 'complaint');
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

function whenOpen(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  reading: Reading,
): SmsDraft {
  switch (reading.kind) {
    case 'start':
    case 'join':
      return joining(setting, situation, 'join');
    case 'help':
      return { event: 'help', said: [phrase(setting.phrases, situation.language, 'help', {})] };
    case 'person':
      return person(setting, situation);
    case 'home':
    case 'language':
      return opening(setting, situation, setting.programme.flows.home, 'home');
    case 'complaint':
      return complaint(setting, situation) ?? answering(setting, situation, arrival, reading.text);
    case 'back':
    case 'more':
    case 'answer':
    case 'stop':
    case 'stop_digits':
      return answering(setting, situation, arrival, replyOf(reading));
    case 'stop_or_go_on':
    case 'who':
    case 'delete':
    case 'pause':
    case 'receipt':
      return answering(setting, situation, arrival, cleanText(arrival.sms.text));
    default:
      return never(reading, 'reading');
  }
}

function replyOf(reading: Reading): string {
  if (reading.kind === 'answer') return reading.text;
  return reading.kind === 'back' ? '0' : '7';
}

function joining(setting: Setting, situation: Situation, event: string): SmsDraft {
  return opening(setting, situation, setting.programme.flows.join, event);
}
