import { askedAgain } from '../conversation/ask-again.ts';
import { fitUssd } from '../conversation/fit-ussd.ts';
import { phrase } from '../conversation/phrases.ts';
import { readText, type Reading } from '../conversation/read-text.ts';
import type { UssdHop } from './arrivals.ts';
import { composeTurn } from './compose.ts';
import type { Draft, SessionDraft } from './draft.ts';
import { person, resume } from './answer-sms.ts';
import type { Decision } from './decision.ts';
import { hearHop, inputHash, type Heard } from './hear-hop.ts';
import { answeredTurn, asksForDigits, releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, continueFlow, type Talk } from './talk.ts';
import { pageOf, pagesOf, shownAgain } from './ussd-screen.ts';

/** A session is forgotten by our own timer: the longest an operator keeps one is 180 s, and an end event may not come. */
const SESSION_MS = 5 * 60_000;
const RESUME = 'resume';
const STOPPED = 'stopped:';

export type UssdArrival = {
  hop: UssdHop;
  /** The stop request that this hop's 88 has made, already committed. `stoodBefore`: there was one before. */
  stop?: { seq: string; stoodBefore: boolean };
};

/** Decides one hop of a session. `hashKey` keys the memory of what was typed, which itself is not kept. */
export function decideUssd(
  setting: Setting,
  situation: Situation,
  arrival: UssdArrival,
  hashKey: Buffer,
  heard: Heard = hearHop(situation.row, arrival.hop, hashKey, situation.now),
): Decision {
  if (heard.kind === 'same' || heard.kind === 'lost')
    return { kind: 'nothing', answer: shownAgain(setting, situation) };
  const draft =
    arrival.stop !== undefined
      ? stopping(setting, situation, arrival.stop)
      : heard.kind === 'dial'
        ? dialling(setting, situation, arrival.hop)
        : replying(setting, situation, heard.text);
  if (subscribes(draft) && situation.stopped && situation.row.stopWithdrawnAt === null)
    return { kind: 'not_yet' };
  const session: SessionDraft = {
    id: arrival.hop.sessionId,
    until: new Date(situation.now.getTime() + SESSION_MS),
    length: arrival.hop.input.length,
    hash: inputHash(hashKey, arrival.hop.sessionId, arrival.hop.input),
    offer: draft.offer ?? null,
    screen: fitUssd(draft.screen),
    page: draft.page ?? 0,
    goesOn: draft.goesOn,
  };
  const input = heard.kind === 'reply' ? heard.text : undefined;
  const turn = answeredTurn(setting, situation, { ...draft.turn, input });
  const write = composeTurn(setting, situation, { ...turn, channel: 'ussd', session });
  const language = draft.turn.talk?.language ?? situation.language;
  return { kind: 'save', write, answer: pageOf(setting, language, session) };
}

/** Joining answers a STOP; that waits until the STOP is finished, so that nothing older leaves after it. */
function subscribes({ turn }: ScreenDraft): boolean {
  return (turn.talk?.effects ?? []).some(({ effect }) => effect.type === 'subscribe');
}

type ScreenDraft = {
  turn: Omit<Draft, 'channel' | 'session' | 'input' | 'inbound'>;
  screen: string;
  goesOn: boolean;
  offer?: string;
  page?: number;
};

function dialling(setting: Setting, situation: Situation, hop: UssdHop): ScreenDraft {
  const { open, row } = situation;
  if (open !== undefined && row.trouble === null && !atHome(setting, situation))
    return {
      turn: { event: 'dial' },
      screen: phrase(setting.phrases, situation.language, 'resume_offer', {}),
      goesOn: true,
      offer: RESUME,
    };
  const home = openingHome(setting, situation, 'dial');
  const suffix = hop.dialSuffix ?? lone(hop.input);
  const place = home.turn.talk?.place;
  if (suffix === undefined || place === undefined) return home;
  const { release, step, memory } = place;
  const inside = {
    flow: release.flow,
    version: release.version,
    step,
    memory,
    askedAt: situation.now,
  };
  const reply = { type: 'REPLY' as const, text: suffix, late: false, now: situation.now };
  const talk = continueFlow(setting, situation, inside, reply, 'ussd');
  return talk?.understood === true ? screenOf(talk, 'dial') : home;
}

/** A first hop with one reply in it may be a dialled suffix (form A); with more, the session's memory was lost. */
function lone(input: string): string | undefined {
  return input === '' || input.includes('*') ? undefined : input;
}

function atHome(setting: Setting, { open }: Situation): boolean {
  const home = setting.releases.current(setting.programme.flows.home);
  return open !== undefined && open.flow === home?.flow && open.step === home.start;
}

function openingHome(setting: Setting, situation: Situation, event: string): ScreenDraft {
  const talk = beginFlow(setting, situation, setting.programme.flows.home, 'ussd');
  return talk === undefined ? unavailable(setting, situation) : screenOf(talk, event);
}

function screenOf(talk: Talk, event: string): ScreenDraft {
  return { turn: { event, talk }, screen: talk.said.join('\n'), goesOn: talk.place !== undefined };
}

function unavailable({ phrases }: Setting, { language }: Situation): ScreenDraft {
  const screen = phrase(phrases, language, 'flow_unavailable', {});
  return { turn: { event: 'flow_unavailable' }, screen, goesOn: false };
}

/** The way back is offered only where it leads back: not to somebody who had stopped before. */
function stopping(
  { phrases }: Setting,
  { language }: Situation,
  { seq, stoodBefore }: { seq: string; stoodBefore: boolean },
): ScreenDraft {
  const turn = { event: 'stop' };
  if (stoodBefore)
    return { turn, screen: phrase(phrases, language, 'stop_acknowledged', {}), goesOn: false };
  const screen = phrase(phrases, language, 'stop_screen', {});
  return { turn, screen, goesOn: true, offer: `${STOPPED}${seq}` };
}

function replying(setting: Setting, situation: Situation, text: string): ScreenDraft {
  const { row, open } = situation;
  const offer = row.sessionOffer;
  if (offer?.startsWith(STOPPED) === true) return afterStop(setting, situation, offer, text);
  const reading = readText(text, setting.words, { digitsAreAnswers: asksForDigits(setting, open) });
  switch (reading.kind) {
    // Whoever dials has a menu before her, so the word for a complaint is an answer there.
    case 'answer':
    case 'complaint':
      return toQuestion(setting, situation, reading.text);
    case 'back':
      return toQuestion(setting, situation, '0');
    case 'stop':
    case 'stop_digits':
    case 'stop_or_go_on':
    case 'who':
    case 'delete':
    case 'pause':
    case 'receipt':
      return toQuestion(setting, situation, text);
    default:
      return commanding(setting, situation, reading);
  }
}

type Typed =
  | 'answer'
  | 'complaint'
  | 'back'
  | 'stop'
  | 'stop_digits'
  | 'stop_or_go_on'
  | 'who'
  | 'delete'
  | 'pause'
  | 'receipt';
type Command = Exclude<Reading, { kind: Typed }>;

function commanding(setting: Setting, situation: Situation, { kind }: Command): ScreenDraft {
  const { language } = situation;
  switch (kind) {
    case 'person':
      return ending(setting, { ...person(setting, situation), said: [] }, language, 'person_noted');
    case 'help':
      return ending(setting, { event: 'help' }, language, 'help');
    case 'home':
    case 'language':
      return openingHome(setting, situation, 'home');
    case 'more':
      return turningPage(setting, situation) ?? answering(setting, situation, '7');
    case 'start':
    case 'join': {
      const talk = beginFlow(setting, situation, setting.programme.flows.join, 'ussd');
      return talk === undefined ? unavailable(setting, situation) : screenOf(talk, 'join');
    }
  }
}

function toQuestion(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  return situation.row.sessionOffer === RESUME
    ? afterOffer(setting, situation, reply)
    : answering(setting, situation, reply);
}

function ending(
  { phrases }: Setting,
  turn: ScreenDraft['turn'],
  language: string,
  id: 'person_noted' | 'help' | 'left' | 'stop_undone',
): ScreenDraft {
  return { turn, screen: phrase(phrases, language, id, {}), goesOn: false };
}

/** "1 I pressed by mistake", in that session only: the person's own act, and it answers that one STOP. */
function afterStop(
  setting: Setting,
  situation: Situation,
  offer: string,
  text: string,
): ScreenDraft {
  const seq = offer.slice(STOPPED.length);
  const stands = situation.row.stopSeq === seq;
  if (text.trim() !== '1' || !stands)
    return ending(setting, { event: 'left' }, situation.language, 'left');
  const turn = { event: 'stop_undone', restart: { answers: seq, undo: true } };
  return ending(setting, turn, situation.language, 'stop_undone');
}

function afterOffer(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  if (reply === '2') return openingHome(setting, situation, 'start_again');
  if (reply === '0') return ending(setting, { event: 'left' }, situation.language, 'left');
  if (reply === '1' && situation.open !== undefined) {
    const talk = resume(setting, situation, situation.open, 'ussd');
    if (talk !== undefined) return screenOf(talk, 'resume');
  }
  if (situation.open === undefined) return openingHome(setting, situation, 'start_again');
  return {
    turn: { event: 'offer_again' },
    screen: phrase(setting.phrases, situation.language, 'resume_offer', {}),
    goesOn: true,
    offer: RESUME,
  };
}

function answering(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  const { open, row, now, language } = situation;
  if (row.trouble !== null) return unavailable(setting, situation);
  if (open === undefined) return ending(setting, { event: 'left' }, language, 'left');
  const event = { type: 'REPLY' as const, text: reply, late: false, now };
  const talk = continueFlow(setting, situation, open, event, 'ussd');
  if (talk === undefined) return unavailable(setting, situation);
  if (talk.understood) return screenOf(talk, 'reply');
  if (reply === '0') return ending(setting, { event: 'left' }, language, 'left');
  const again = resume(setting, situation, open, 'ussd');
  if (again === undefined) return unavailable(setting, situation);
  const asked = releaseOf(setting, open)?.steps.get(open.step);
  const gently = askedAgain(setting.phrases, language, asked);
  return { ...screenOf(again, 'not_understood'), screen: [gently, ...again.said].join('\n') };
}

/** 7 shows the next page of the screen; on the last page there is nothing to turn. */
function turningPage(setting: Setting, situation: Situation): ScreenDraft | undefined {
  const { kept, language } = situation;
  const page = (kept.page ?? 0) + 1;
  if (kept.screen === undefined || page >= pagesOf(setting, language, kept.screen).length)
    return undefined;
  return { turn: { event: 'more' }, screen: kept.screen, page, goesOn: kept.goesOn ?? false };
}
