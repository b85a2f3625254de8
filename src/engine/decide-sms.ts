import { never } from '../base/assert.ts';
import { phrase } from '../conversation/phrases.ts';
import { readText, type Reading } from '../conversation/read-text.ts';
import type { InboundSms } from './arrivals.ts';
import { composeTurn } from './compose.ts';
import type { Draft } from './draft.ts';
import type { Decision } from './decision.ts';
import { answeredTurn, asksForDigits, releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import { isExpired, type OpenConversation, type Situation } from './situation.ts';
import { beginFlow, continueFlow, type Talk } from './talk.ts';

/** The gateway's clock and ours may differ so much; a reply dated further before its question is not its answer. */
const CLOCK_SKEW_MS = 30_000;
/** An answer later than this is marked late: the nudge has gone out by then. */
const LATE_AFTER_MS = 48 * 3_600_000;
/** A question is asked again once; then a person looks (docs/flows.md). */
const REASKS_MAX = 1;
/** A text that fits nothing gets one neutral answer a day. */
const NEUTRAL_EVERY_MS = 24 * 3_600_000;

export type SmsArrival = { sms: InboundSms; contentHash: Buffer; fetched: boolean };

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

type SmsDraft = Omit<Draft, 'channel' | 'inbound' | 'input'>;

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
    case 'back':
    case 'more':
    case 'answer':
      return complaining(setting, situation, arrival, replyOf(reading));
    case 'home':
    case 'language':
    case 'stop':
    case 'stop_digits':
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
  const draft = answering(setting, situation, arrival, text);
  const joins = draft.talk?.effects.some(({ effect }) => effect.type === 'subscribe') ?? false;
  return joins ? IGNORED : { ...draft, pastStop: true };
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
    case 'back':
    case 'more':
    case 'answer':
    case 'stop':
    case 'stop_digits':
      return answering(setting, situation, arrival, replyOf(reading));
    default:
      return never(reading, 'reading');
  }
}

function replyOf(reading: Reading): string {
  if (reading.kind === 'answer') return reading.text;
  return reading.kind === 'back' ? '0' : '7';
}

export function person(setting: Setting, { language }: Situation): SmsDraft {
  return {
    event: 'person',
    said: [phrase(setting.phrases, language, 'person_noted', {})],
    followUps: ['asked'],
  };
}

function joining(setting: Setting, situation: Situation, event: string): SmsDraft {
  return opening(setting, situation, setting.programme.flows.join, event);
}

function opening(setting: Setting, situation: Situation, flow: string, event: string): SmsDraft {
  const talk = beginFlow(setting, situation, flow, 'sms');
  return talk === undefined ? unavailable(setting, situation) : { event, talk, said: talk.said };
}

/** A flow that is not there: said neutrally, once a day, and seen by staff as trouble. */
function unavailable(setting: Setting, situation: Situation): SmsDraft {
  return onceADay(situation, {
    event: 'flow_unavailable',
    said: [phrase(setting.phrases, situation.language, 'flow_unavailable', {})],
  });
}

function answering(
  setting: Setting,
  situation: Situation,
  { sms }: SmsArrival,
  text: string,
): SmsDraft {
  const { open, row, now, language } = situation;
  if (row.trouble !== null) return unavailable(setting, situation);
  if (open === undefined) {
    if (isExpired(situation) || situation.purposes.length > 0)
      return onceADay(situation, {
        event: 'closed',
        said: [phrase(setting.phrases, language, 'closed_question', {})],
      });
    return stranger(setting, situation);
  }
  const isEarlier =
    sms.sentAt !== undefined && sms.sentAt.getTime() + CLOCK_SKEW_MS < open.askedAt.getTime();
  if (isEarlier) return askAgain(setting, situation, open, 'earlier_reply', []);
  const late = now.getTime() - open.askedAt.getTime() > LATE_AFTER_MS;
  const talk = continueFlow(setting, situation, open, { type: 'REPLY', text, late, now }, 'sms');
  if (talk === undefined) return unavailable(setting, situation);
  if (talk.understood) return { event: 'reply', late, talk, said: talk.said };
  const gently = phrase(setting.phrases, language, 'not_understood', {});
  return askAgain(setting, situation, open, 'not_understood', [gently]);
}

/** The question once more, at most once in a row; after that a person is asked to look, and nothing more is sent. */
function askAgain(
  setting: Setting,
  situation: Situation,
  open: OpenConversation,
  event: string,
  before: readonly string[],
): SmsDraft {
  const { reasks } = situation.row;
  if (reasks > REASKS_MAX) return { event };
  if (reasks === REASKS_MAX) return { event, reasks: reasks + 1, followUps: ['not_understood'] };
  const again = resume(setting, situation, open, 'sms');
  if (again === undefined) return unavailable(setting, situation);
  return { event, reasks: reasks + 1, talk: again, said: [...before, ...again.said] };
}

/** The open step says itself again. */
export function resume(
  setting: Setting,
  situation: Situation,
  open: OpenConversation,
  channel: 'sms' | 'ussd',
): Talk | undefined {
  return continueFlow(setting, situation, open, { type: 'RESUMED', now: situation.now }, channel);
}

function stranger(setting: Setting, situation: Situation): SmsDraft {
  const { programme, phrases } = setting;
  return onceADay(situation, {
    event: 'no_question',
    said: [phrase(phrases, situation.language, 'stranger', { programme: programme.name })],
  });
}

function onceADay({ row, now }: Situation, draft: SmsDraft): SmsDraft {
  const recent =
    row.neutralAt !== null && now.getTime() - row.neutralAt.getTime() < NEUTRAL_EVERY_MS;
  return recent ? { event: draft.event } : { ...draft, neutral: true };
}
