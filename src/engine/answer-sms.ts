import { askedAgain, REASKS_MAX } from '../conversation/ask-again.ts';
import { phrase } from '../conversation/phrases.ts';
import type { InboundSms } from './arrivals.ts';
import type { Draft } from './draft.ts';
import { releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import { isExpired, type OpenConversation, type Situation } from './situation.ts';
import { beginFlow, continueFlow, type Talk } from './talk.ts';

/** The gateway's clock and ours may differ so much; a reply dated further before its question is not its answer. */
const CLOCK_SKEW_MS = 30_000;
/** An answer later than this is marked late: the nudge has gone out by then. */
const LATE_AFTER_MS = 48 * 3_600_000;
/** A text that fits nothing gets one neutral answer a day. */
const NEUTRAL_EVERY_MS = 24 * 3_600_000;

export type SmsArrival = { sms: InboundSms; contentHash: Buffer; fetched: boolean };

export type SmsDraft = Omit<Draft, 'channel' | 'inbound' | 'input'>;

/** A text as an answer to what is open; where nothing is, one neutral answer a day. */
export function answering(
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
  const asked = releaseOf(setting, open)?.steps.get(open.step);
  const gently = askedAgain(setting.phrases, language, asked);
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

/** Begins a flow by text, whatever was open. */
export function opening(
  setting: Setting,
  situation: Situation,
  flow: string,
  event: string,
): SmsDraft {
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

/** Somebody asks for a person. */
export function person(setting: Setting, { language }: Situation): SmsDraft {
  return {
    event: 'person',
    said: [phrase(setting.phrases, language, 'person_noted', {})],
    followUps: ['asked'],
  };
}
