import { phrase } from '../conversation/phrases.ts';
import { cleanText } from '../conversation/read-normal.ts';
import type { Reading } from '../conversation/read-text.ts';
import { understand, type Understood } from '../conversation/understand.ts';
import {
  answering,
  complaint,
  joining,
  opening,
  replyOf,
  type SmsArrival,
  type SmsDraft,
} from './answer-sms.ts';
import { answerStopped } from './answer-stopped.ts';
import { answeredStill, answeredWhen, askedPerson } from './asks-person.ts';
import { askToStop, goingOn } from './ask-to-stop.ts';
import { asVoter, notInBallot, voteOf } from './ballot-vote.ts';
import { caredFor, caring, helpedWithin } from './care.ts';
import { composeTurn } from './compose.ts';
import type { Decision } from './decision.ts';
import { forCounsellor, mayAnswerWork } from './for-counsellor.ts';
import { answeredTurn, asksForDigits } from './open-release.ts';
import { answeredOffer, type Answered } from './offer.ts';
import { passingTurn, textSession, withinTexts } from './session-only.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { whoWeAre } from './who-we-are.ts';

/** The flow of a pause, where a programme has it. */
const PAUSE_FLOW = 'pause';

/** Decides one text. STOP never comes here: it has a path of its own that no flow can block. */
export function decideSms(setting: Setting, outside: Situation, arrival: SmsArrival): Decision {
  const situation = asVoter(setting, withinTexts(outside, setting.keyring), arrival.sms);
  if (situation.row.seen) return { kind: 'nothing', answer: undefined };
  const understood = understoodIn(setting, situation, arrival.sms.text);
  const offered =
    understood.risk === undefined
      ? answeredOffer(setting, situation, understood.reading)
      : undefined;
  const isEither = offered !== undefined && mayAnswerWork(situation, offered, arrival.sms.text);
  const answered = isEither ? undefined : offered;
  const stop = stopMeant(situation, understood, answered);
  if (stop !== undefined) return { kind: 'says_stop', said: stop };
  if (understood.risk === undefined && waitsForStop(situation, understood.reading))
    return { kind: 'not_yet' };
  const work =
    understood.risk === undefined && answered === undefined
      ? forCounsellor(setting, situation, arrival.sms.text, isEither)
      : undefined;
  if (work?.kind === 'work') return { ...work, kind: 'for_counsellor', by: 'text' };
  if (work?.kind === 'own') {
    const own = { ...arrival, sms: { ...arrival.sms, text: work.text } };
    return saved(setting, situation, own, understoodIn(setting, situation, work.text), undefined);
  }
  return saved(setting, situation, arrival, understood, answered);
}

function understoodIn(setting: Setting, { open }: Situation, text: string): Understood {
  const digitsAreAnswers = asksForDigits(setting, open);
  return understand(text, setting.words, setting.risks, { digitsAreAnswers });
}

function saved(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  understood: Understood,
  answered: Answered | undefined,
): Decision {
  const said =
    answered === undefined
      ? understoodAs(setting, situation, arrival, understood)
      : offerAnswered(setting, situation, answered);
  const vote = voteOf(situation, said);
  const decided =
    vote === 'refused' ? { event: 'answered', said: [notInBallot(setting, situation)] } : said;
  const turn = answeredTurn(setting, situation, { ...decided, input: arrival.sms.text });
  const draft = passingTurn(situation, turn);
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    ...draft,
    session: textSession(situation, { channel: 'sms', ...draft }),
    inbound: {
      provider: arrival.sms.provider,
      providerId: arrival.sms.providerId,
      contentHash: arrival.contentHash,
      sentAt: arrival.sms.sentAt,
      fetched: arrival.fetched,
      handledAs: draft.event,
    },
  });
  return { kind: 'save', write, answer: undefined, vote: vote === 'refused' ? undefined : vote };
}

/**
 * The STOP that is meant after all: her yes to "end all texts", or a wrong number that has stopped before, which is not
 * asked again and leads to nobody from then on.
 */
function stopMeant(
  { stopped }: Situation,
  { reading, risk }: Understood,
  answered: Answered | undefined,
): 'stop' | 'wrong' | undefined {
  if (answered?.offer === 'stop_all' && answered.yes) return 'stop';
  if (answered?.offer === 'stop_wrong' && answered.yes) return 'wrong';
  const isWrong = risk === undefined && reading.kind === 'stop_or_go_on' && reading.wrong;
  return stopped && isWrong ? 'wrong' : undefined;
}

/** Danger first, in every state; then what the words ask for. */
function understoodAs(
  setting: Setting,
  situation: Situation,
  arrival: SmsArrival,
  { reading, risk, pause }: Understood,
): SmsDraft {
  const { careAfterStop } = arrival;
  if (risk !== undefined) {
    const { text } = arrival.sms;
    const told = () => answering(setting, situation, arrival, cleanText(text));
    const within = helpedWithin(setting, situation, told);
    if (careAfterStop === undefined && within !== undefined) return within;
    const said = careAfterStop?.said ?? false;
    return caring(setting, situation, risk, { pause: pause && !situation.stopped, said });
  }
  return situation.stopped
    ? answerStopped(setting, situation, arrival, reading)
    : whenOpen(setting, situation, arrival, reading);
}

/** Her answer to what the service itself asked; "end all texts" goes the way of STOP and does not come here. */
function offerAnswered(setting: Setting, situation: Situation, answered: Answered): SmsDraft {
  const { stopped: pastStop } = situation;
  switch (answered.offer) {
    case 'care':
    case 'care_quiet': {
      const { offer, yes } = answered;
      return caredFor(setting, situation, { yes, quiet: offer === 'care_quiet' });
    }
    case 'when':
      return { ...(answeredWhen(setting, situation, answered.when) ?? OVER), pastStop };
    case 'still':
      return { ...(answeredStill(setting, situation, answered.yes) ?? OVER), pastStop };
    case 'stop_all':
    case 'stop_wrong':
      return goingOn(setting, situation);
  }
}

/** What it was about ended between its question and this answer. */
const OVER: SmsDraft = { event: 'request_over', offer: null };

/** A START while the STOP before it still waits for a message on its way: what is older would leave after it. */
function waitsForStop({ row }: Situation, { kind }: Reading): boolean {
  const restarts = kind === 'start' || kind === 'join';
  return restarts && row.stopSeq !== null && row.stopWithdrawnAt === null;
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
      return askedPerson(setting, situation, 'sms');
    case 'home':
    case 'language':
      return opening(setting, situation, setting.programme.flows.home, 'home');
    case 'complaint':
      return complaint(setting, situation) ?? answering(setting, situation, arrival, reading.text);
    case 'stop_or_go_on':
      return askToStop(setting, situation, reading);
    case 'who':
    case 'receipt':
      return { event: 'who', said: [whoWeAre(setting, situation)] };
    case 'pause':
      return pausing(setting, situation);
    default:
      return arrival.returned === true
        ? joining(setting, situation, 'join')
        : answering(setting, situation, arrival, replyOf(reading));
  }
}

/** PAUSE asks every number for how long, as the menu does: else it would tell who takes part. */
function pausing(setting: Setting, situation: Situation): SmsDraft {
  if (setting.releases.current(PAUSE_FLOW, situation.row.phoneId) !== undefined)
    return opening(setting, situation, PAUSE_FLOW, 'pause');
  return { event: 'who', said: [whoWeAre(setting, situation)] };
}
