import { askedAgain, REASKS_MAX } from '../conversation/ask-again.ts';
import { isLoneNumber } from '../conversation/lone-number.ts';
import { phrase } from '../conversation/phrases.ts';
import { wordsOf } from '../conversation/read-normal.ts';
import type { Reading } from '../conversation/read-text.ts';
import type { InboundSms } from './arrivals.ts';
import type { Draft } from './draft.ts';
import { releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';
import { beginFlow, continueFlow, type Talk } from './talk.ts';
import { whoWeAre } from './who-we-are.ts';

/** The gateway's clock and ours may differ so much; a reply dated further before its question is not its answer. */
const CLOCK_SKEW_MS = 30_000;
/** An answer later than this is marked late: the nudge has gone out by then. */
const LATE_AFTER_MS = 48 * 3_600_000;
/** A text that fits nothing gets one neutral answer a day. */
const NEUTRAL_EVERY_MS = 24 * 3_600_000;

export type SmsArrival = {
  sms: InboundSms;
  contentHash: Buffer;
  fetched: boolean;
  /** The first text after so long a silence that it may be another person's. */
  returned?: boolean;
  /** Its STOP is done, and words of danger stood in it too. `said`: the acknowledgement was the care text. */
  careAfterStop?: { said: boolean };
};

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
    return isLoneNumber(text)
      ? onceADay(situation, {
          event: 'closed',
          said: [phrase(setting.phrases, language, 'closed_question', {})],
        })
      : toNoQuestion(setting, situation, text);
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
  if (reasks >= REASKS_MAX) return { event, reasks: REASKS_MAX + 1, followUps: ['wrote'] };
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

/** Fewer words are a greeting or a thank you, and tell nothing that somebody has to look at. */
const TOLD_WORDS_MIN = 3;

/** What no question takes: the same neutral line for every number; what a member tells is somebody's to look at. */
function toNoQuestion(setting: Setting, situation: Situation, text: string): SmsDraft {
  const tells = situation.purposes.length > 0 && wordsOf(text).length >= TOLD_WORDS_MIN;
  return {
    ...onceADay(situation, { event: 'no_question', said: [whoWeAre(setting, situation)] }),
    ...(tells && { followUps: ['wrote'] }),
  };
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

/** Begins the flow that hears complaints; undefined where the programme has none. */
export function complaint(setting: Setting, situation: Situation): SmsDraft | undefined {
  const flow = setting.programme.flows.complaint;
  return flow === undefined ? undefined : opening(setting, situation, flow, 'complaint');
}

/** Begins what JOIN begins. A START answers a pause that waited for her word. */
export function joining(setting: Setting, situation: Situation, event: string): SmsDraft {
  const draft = opening(setting, situation, setting.programme.flows.join, event);
  return { ...draft, offer: null, pause: 'over' };
}

/** What was answered, as a flow reads it. */
export function replyOf(reading: Reading): string {
  if (reading.kind === 'answer') return reading.text;
  return reading.kind === 'back' ? '0' : '7';
}
