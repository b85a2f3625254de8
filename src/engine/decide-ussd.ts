import { assert } from '../base/assert.ts';
import { fitUssd } from '../conversation/fit-ussd.ts';
import type { UssdHop } from './arrivals.ts';
import { notInBallot, voteOf } from './ballot-vote.ts';
import { composeTurn } from './compose.ts';
import type { HomeOpened } from './counsellors-port.ts';
import type { Decision } from './decision.ts';
import { dialling } from './dial-ussd.ts';
import type { Draft, SessionDraft } from './draft.ts';
import { hearHop, homeOf, inputHash, type Heard } from './hear-hop.ts';
import { answeredTurn } from './open-release.ts';
import { isLookedAt, type PinCheck, pinToSet, pinTyped, type PinWorked, workPins } from './pin.ts';
import { replying, stopping } from './reply-ussd.ts';
import { passingTurn, withinSession } from './session-only.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow } from './talk.ts';
import { type ScreenDraft, screenOf, unavailable } from './ussd-draft.ts';
import { pageOf, shownAgain } from './ussd-screen.ts';

/** A session is forgotten by our own timer: the longest an operator keeps one is 180 s, and an end event may not come. */
export const SESSION_MS = 5 * 60_000;

export type UssdArrival = PinWorked & {
  hop: UssdHop;
  /** The stop request that this hop's 88 has made, already committed. `stoodBefore`: there was one before. */
  stop?: { seq: string; stoodBefore: boolean };
};

/** Decides one hop of a session. `hashKey` keys the memory of what was typed, which itself is not kept. */
export function decideUssd(
  setting: Setting,
  outside: Situation,
  arrival: UssdArrival,
  hashKey: Buffer,
  heard: Heard = hearHop(outside.row, arrival.hop, hashKey, outside.now),
): Decision {
  if (homeOf(outside.row, arrival.hop) !== undefined) return toHome(outside, undefined);
  const situation = heard.kind === 'dial' ? outside : withinSession(outside, setting.keyring);
  if (heard.kind === 'same' || heard.kind === 'lost')
    return { kind: 'nothing', answer: shownAgain(setting, situation) };
  const hop: Hop = { arrival, heard, hashKey, ...pinOf(setting, situation, arrival, heard) };
  const elsewhere = checkedFirst(situation, hop);
  if (elsewhere !== undefined) return elsewhere;
  const draft = screenFor(setting, situation, hop);
  if (subscribes(draft) && situation.stopped && situation.row.stopWithdrawnAt === null)
    return { kind: 'not_yet' };
  return saved(setting, situation, hop, draft);
}

/** A PIN is looked at before anything is decided; a counsellor's leads to her own menu. */
function checkedFirst(situation: Situation, { looks, pin, digits }: Hop): Decision | undefined {
  if (looks && pin === undefined) {
    const { pins } = situation.row;
    return { kind: 'check_pin', digits: digits ?? '', pins, work: workPins(situation) };
  }
  const isWork = typeof pin === 'object' && 'counsellorId' in pin;
  return isWork ? toHome(situation, pin.by) : undefined;
}

function toHome({ row }: Situation, opened: HomeOpened | undefined): Decision {
  assert(row.counsellor !== null, 'her own menu is hers');
  return { kind: 'for_counsellor', counsellorId: row.counsellor.id, by: 'hop', opened };
}

type Hop = {
  arrival: UssdArrival;
  heard: Heard;
  hashKey: Buffer;
  /** What was typed and may be a PIN, and whether it is looked at. */
  digits: string | undefined;
  looks: boolean;
  pin: PinCheck | undefined;
};

function pinOf(setting: Setting, situation: Situation, arrival: UssdArrival, heard: Heard) {
  const digits = heard.kind === 'reply' ? pinTyped(setting, situation, heard.text) : undefined;
  const looks = digits !== undefined && arrival.stop === undefined && isLookedAt(situation);
  return { digits, looks, pin: looks ? arrival.pin : undefined };
}

function saved(setting: Setting, situation: Situation, hop: Hop, said: ScreenDraft): Decision {
  const vote = voteOf(situation, said.turn);
  const draft = vote === 'refused' ? refused(setting, situation) : said;
  const { arrival, pin } = hop;
  const set = pinToSet(setting, situation, draft.turn);
  if (set !== undefined && set.digits !== arrival.hashed?.digits)
    return { kind: 'hash_pin', ...set };
  const session = sessionOf(situation, arrival.hop, draft, hop.hashKey);
  const write = composeTurn(setting, situation, {
    ...loggedTurn(setting, situation, draft.turn, hop),
    ...(pin !== undefined && counted(situation, pin)),
    ...(set !== undefined && { pinHash: arrival.hashed?.hash }),
    channel: 'ussd',
    session,
  });
  const language = draft.turn.talk?.language ?? situation.language;
  const answer = pageOf(setting, language, session);
  return { kind: 'save', write, answer, vote: vote === 'refused' ? undefined : vote };
}

function refused(setting: Setting, situation: Situation): ScreenDraft {
  return { turn: { event: 'answered' }, screen: notInBallot(setting, situation), goesOn: true };
}

function screenFor(
  setting: Setting,
  situation: Situation,
  { arrival, heard, pin }: Hop,
): ScreenDraft {
  if (arrival.stop !== undefined) return stopping(setting, situation, arrival.stop);
  if (heard.kind !== 'reply') return dialling(setting, situation, arrival.hop);
  return typeof pin === 'object' && 'memberId' in pin
    ? letIn(setting, situation, pin.memberId)
    : replying(setting, situation, heard.text);
}

/** Where somebody works from this phone, a member's own PIN allows no new tries at hers. */
function counted({ row }: Situation, pin: PinCheck): Pick<Draft, 'pin'> {
  if (pin === 'wrong') return { pin: 'wrong' };
  return row.counsellor === null ? { pin: 'right' } : {};
}

/** A right PIN begins the private part, and proves who is there. */
function letIn(setting: Setting, situation: Situation, memberId: string): ScreenDraft {
  const { row } = situation;
  const isShown = row.memberId === memberId;
  const known = isShown ? situation : { ...situation, traits: [] };
  const flow = setting.programme.flows.private ?? '';
  const talk = beginFlow(setting, { ...known, doubted: false }, flow, 'ussd');
  if (talk === undefined) return unavailable(setting, situation);
  const draft = screenOf(talk, 'answered');
  return { ...draft, turn: { ...draft.turn, memberId, proved: true } };
}

/** What may be a PIN is no part of the log, whatever it was; nor is anything of a talk that ends with its session. */
function loggedTurn(
  setting: Setting,
  situation: Situation,
  turn: ScreenDraft['turn'],
  { arrival, heard, digits }: Hop,
): Omit<Draft, 'channel'> {
  const isLogged = heard.kind === 'reply' && digits === undefined;
  const input = isLogged ? typedBy(arrival, heard.text) : undefined;
  return passingTurn(situation, answeredTurn(setting, situation, { ...turn, input }));
}

/** In a counsellor's own menu the history of a session begins with her PIN: of a STOP there only the end is kept. */
function typedBy({ stop }: UssdArrival, text: string): string {
  return stop === undefined ? text : text.slice(text.lastIndexOf('*') + 1);
}

function sessionOf(
  { now }: Situation,
  hop: UssdHop,
  draft: ScreenDraft,
  hashKey: Buffer,
): SessionDraft {
  return {
    id: hop.sessionId,
    until: new Date(now.getTime() + SESSION_MS),
    length: hop.input.length,
    hash: inputHash(hashKey, hop.sessionId, hop.input),
    offer: draft.offer ?? null,
    screen: fitUssd(draft.screen),
    page: draft.page ?? 0,
    goesOn: draft.goesOn,
  };
}

/** Joining answers a STOP; that waits until the STOP is finished, so that nothing older leaves after it. */
function subscribes({ turn }: ScreenDraft): boolean {
  return (turn.talk?.effects ?? []).some(({ effect }) => effect.type === 'subscribe');
}
