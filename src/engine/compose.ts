import { newId } from '../base/ids.ts';
import { seal } from '../base/seal.ts';
import { fitSms } from '../conversation/fit-sms.ts';
import type {
  ConsentWrite,
  ConversationWrite,
  InboundWrite,
  MemberWrite,
  MessageWrite,
  TimerWrite,
  TurnWrite,
} from '../store/turn-rows.ts';
import type { Setting } from './setting.ts';
import { sealPlace, type Kept, type Situation } from './situation.ts';
import type { Talk } from './talk.ts';

/** A text in more parts than this is sent as several: handsets of the field show long ones badly. */
const SEGMENTS_MAX = 2;
/** How long a reply or a nudge is worth sending, in milliseconds. */
const REPLY_WORTH_MS = 10 * 60_000;
const NUDGE_WORTH_MS = 24 * 3_600_000;
/** What waits first when money is short (design.md; table message, column thrift). */
const THRIFT_OF_PURPOSE: Readonly<Record<string, number>> = {
  check_ins: 3,
  group_reminders: 2,
  benefit_info: 2,
};
const THRIFT_OF_NUDGE = 1;

/** What was decided, in our words; `composeTurn` makes the rows of it. */
export type Draft = {
  channel: 'sms' | 'ussd';
  event: string;
  input?: string | undefined;
  late?: boolean;
  inbound?: InboundWrite | undefined;
  /** The talk with the flows, when they had a part. */
  talk?: Talk | undefined;
  /** Texts to be sent; a USSD screen is in `session`. */
  said?: readonly string[];
  /** Unprompted: what a timer caused, worth sending until then. */
  unprompted?: { sendBy: Date; nudge: boolean } | undefined;
  followUps?: readonly string[];
  restart?: { answers: string; undo: boolean } | undefined;
  reasks?: number;
  neutral?: boolean;
  /** The session after this turn; left out, it stays as it was. */
  session?: SessionDraft | undefined;
  timerId?: string | undefined;
  /** A stopped number gets this answer to its own request. */
  pastStop?: boolean;
};

export type SessionDraft = {
  id: string;
  until: Date;
  length: number;
  hash: Buffer;
  offer: string | null;
  screen: string;
  page: number;
  goesOn: boolean;
};

export function composeTurn(setting: Setting, situation: Situation, draft: Draft): TurnWrite {
  const { row, now } = situation;
  const member = memberOf(setting, situation, draft);
  const memberId = row.memberId ?? member?.id ?? null;
  const conversation = conversationOf(situation, draft, memberId);
  const moved = draft.talk !== undefined && draft.talk.understood;
  return {
    phoneId: row.phoneId,
    epoch: row.epoch,
    turn: row.turn,
    at: now,
    channel: draft.channel,
    event: draft.event,
    outcome: outcomeOf(draft),
    late: draft.late ?? false,
    mac: setting.keyring.auditMac(
      `turn|${row.phoneId}|${row.turn + 1}|${now.toISOString()}|${draft.event}|${conversation.flow}|` +
        `${conversation.version}|${conversation.step}|${conversation.sealed?.toString('base64')}`,
    ),
    conversation,
    inbound: draft.inbound,
    messages: messagesOf(setting, situation, draft),
    timers: timersOf(situation, draft),
    consents: memberId === null ? [] : consentsOf(draft, memberId),
    member,
    followUps: followUpsOf(draft).map((reason) => ({ id: newId(now.getTime()), reason })),
    restart: draft.restart ?? restartBySubscribing(situation, draft),
    moved,
    dropTimers: (moved && row.timed) || draft.timerId !== undefined,
    timerId: draft.timerId,
  };
}

function conversationOf(
  situation: Situation,
  draft: Draft,
  memberId: string | null,
): ConversationWrite {
  const { row, now, kept } = situation;
  const { talk, session } = draft;
  const moved = talk !== undefined && talk.understood;
  const place = talk?.place;
  const stays = !moved && { ...row };
  const after = {
    conversationId: place === undefined ? null : continuedId(situation, draft),
    flow: place?.release.flow ?? null,
    version: place?.release.version ?? null,
    step: place?.step ?? null,
    askedAt: place === undefined ? null : now,
    expiresAt: place === undefined ? null : new Date(now.getTime() + (talk?.expiresAfterMs ?? 0)),
    closedBy: null,
    timed: talk?.silenceAfterMs !== undefined,
    trouble: null,
  };
  const { conversationId, flow, version, step, askedAt, expiresAt, closedBy, timed, trouble } =
    stays === false ? after : stays;
  return {
    conversationId,
    memberId,
    flow,
    version,
    step,
    language: talk?.language ?? situation.language,
    channel: draft.channel,
    askedAt,
    expiresAt,
    reasks: draft.reasks ?? (moved ? 0 : row.reasks),
    closedBy: draft.restart?.undo === true ? null : closedBy,
    trouble,
    timed,
    neutralAt: draft.neutral === true ? now : row.neutralAt,
    ...sessionColumns(situation, session),
    sealed: sealKept(
      situation,
      keptAfter(situation, draft, moved ? (place?.memory ?? {}) : kept.memory),
    ),
  };
}

/** A begun flow is a new conversation; the open one, and one handed over, keep their id. */
function continuedId({ row, now }: Situation, { talk }: Draft): string {
  const same = row.flow === talk?.place?.release.flow && row.closedBy === null;
  return same && row.conversationId !== null ? row.conversationId : newId(now.getTime());
}

function sessionColumns({ row }: Situation, session: SessionDraft | undefined) {
  if (session === undefined) {
    const { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer } = row;
    return { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer };
  }
  return {
    sessionId: session.id,
    sessionUntil: session.until,
    sessionLength: session.length,
    sessionHash: session.hash,
    sessionOffer: session.offer,
  };
}

function keptAfter({ row, kept, now }: Situation, draft: Draft, memory: Kept['memory']): Kept {
  const input = draft.input === undefined ? {} : { input: draft.input };
  if (draft.session !== undefined) {
    const { screen, page, goesOn } = draft.session;
    return { memory, ...input, screen, page, goesOn };
  }
  const alive = row.sessionUntil !== null && row.sessionUntil > now && kept.screen !== undefined;
  if (!alive) return { memory, ...input };
  return { memory, ...input, screen: kept.screen, page: kept.page, goesOn: kept.goesOn };
}

function sealKept({ row, key }: Situation, kept: Kept): Buffer {
  return seal(key, sealPlace(row.phoneId, row.turn + 1), JSON.stringify(kept));
}

function messagesOf(setting: Setting, situation: Situation, draft: Draft): MessageWrite[] {
  const said = (draft.said ?? []).filter((text) => text.trim() !== '');
  if (said.length === 0) return [];
  const whole = fitSms(said.join('\n'));
  const parts = whole.segments <= SEGMENTS_MAX ? [whole] : said.map((text) => fitSms(text));
  return parts.map(({ text, segments }) => messageOf(situation, draft, text, segments));
}

function messageOf(
  situation: Situation,
  draft: Draft,
  text: string,
  segments: number,
): MessageWrite {
  const { now, key } = situation;
  const id = newId(now.getTime());
  const { unprompted, talk } = draft;
  return {
    id,
    class: unprompted === undefined ? 'reply' : 'timer',
    purpose: unprompted === undefined ? null : (talk?.purpose ?? null),
    thrift: unprompted === undefined ? null : thriftOf(unprompted.nudge, talk?.purpose),
    pastStop: draft.pastStop ?? false,
    textSealed: seal(key, `message.text:${id}`, text),
    segments,
    heardAt: unprompted === undefined ? now : null,
    sendAfter: now,
    sendBy: unprompted?.sendBy ?? new Date(now.getTime() + REPLY_WORTH_MS),
  };
}

function thriftOf(nudge: boolean, purpose: string | undefined): number | null {
  if (nudge) return THRIFT_OF_NUDGE;
  return purpose === undefined ? null : (THRIFT_OF_PURPOSE[purpose] ?? null);
}

function timersOf({ now }: Situation, { talk }: Draft): TimerWrite[] {
  if (talk === undefined || !talk.understood) return [];
  const timers: TimerWrite[] = [];
  const at = (ms: number) => new Date(now.getTime() + ms);
  if (talk.silenceAfterMs !== undefined)
    timers.push({
      id: newId(now.getTime()),
      kind: 'silence',
      flow: null,
      dueAt: at(talk.silenceAfterMs),
      sendBy: at(talk.silenceAfterMs + NUDGE_WORTH_MS),
    });
  for (const { effect } of talk.effects)
    if (effect.type === 'start')
      timers.push({
        id: newId(now.getTime()),
        kind: 'start',
        flow: effect.flow,
        dueAt: at(effect.afterMs),
        sendBy: at(effect.afterMs + effect.sendWithinMs),
      });
  return timers;
}

function memberOf(
  setting: Setting,
  situation: Situation,
  { talk }: Draft,
): MemberWrite | undefined {
  if (talk === undefined) return undefined;
  const { row, now } = situation;
  let shared: boolean | null = null;
  let wanted = false;
  for (const { effect } of talk.effects) {
    if (effect.type === 'set_shared') shared = effect.shared;
    if (effect.type === 'subscribe' && row.memberId === null) wanted = true;
    if (row.memberId !== null && (effect.type === 'set_shared' || effect.type === 'set_language'))
      wanted = true;
  }
  if (!wanted) return undefined;
  const id = row.memberId ?? newId(now.getTime());
  const { wrapped } = setting.keyring.newKey(id);
  return { id, language: talk.language, sharedPhone: shared, wrappedKey: wrapped };
}

function consentsOf({ talk }: Draft, memberId: string): ConsentWrite[] {
  const consents: ConsentWrite[] = [];
  for (const { effect, release, step } of talk?.effects ?? []) {
    if (effect.type !== 'subscribe' && effect.type !== 'unsubscribe') continue;
    consents.push({
      memberId,
      purpose: effect.purpose,
      act: effect.type === 'subscribe' ? 'given' : 'withdrawn',
      flow: release.flow,
      version: release.version,
      step,
      wordingHash: release.hash,
    });
  }
  return consents;
}

function followUpsOf({ talk, followUps = [] }: Draft): string[] {
  const asked = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'follow_up' ? [effect.reason] : [],
  );
  return [...asked, ...followUps];
}

function outcomeOf({ talk }: Draft): string | null {
  const recorded = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'record' ? [effect.outcome] : [],
  );
  return recorded.at(-1) ?? null;
}

/** Somebody who stopped and now joins by dialling has come back by their own act, as by JOIN. */
function restartBySubscribing({ row }: Situation, { talk }: Draft): TurnWrite['restart'] {
  const joins = (talk?.effects ?? []).some(({ effect }) => effect.type === 'subscribe');
  return joins && row.stopSeq !== null ? { answers: row.stopSeq, undo: false } : undefined;
}
