import type { ConsentWrite, TurnWrite } from './turn-rows.ts';

const hex = (bytes: Buffer | null | undefined) =>
  bytes === null || bytes === undefined ? null : `\\x${bytes.toString('hex')}`;

/** Order of sending by class (migrations/0002, column rank). */
const RANK = { acknowledgement: 1, safety: 2, reply: 3, timer: 4, invitation: 5, broadcast: 6 };

/** The turns as the statement's one parameter: a JSON array, one element a turn, children nested. */
export function turnsAsJson(turns: readonly TurnWrite[]): string {
  const written = new Map<number, string>();
  const instant = (date: Date | null) => date && instantText(date, written);
  return JSON.stringify(turns.map((turn) => turnRow(turn, instant)));
}

/** Most dates of a batch are the same few instants, and writing one takes a microsecond. */
function instantText(date: Date, written: Map<number, string>): string {
  const ms = date.getTime();
  let text = written.get(ms);
  if (text === undefined) written.set(ms, (text = date.toISOString()));
  return text;
}

function turnRow(w: TurnWrite, instant: (date: Date | null) => string | null) {
  const v = w.conversation;
  return {
    phone_id: w.phoneId,
    epoch: w.epoch,
    turn: w.turn,
    at: instant(w.at),
    channel: w.channel,
    event: w.event,
    outcome: w.outcome,
    late: w.late,
    mac: hex(w.mac),
    conversation_id: v.conversationId,
    member_id: v.memberId,
    flow: v.flow,
    version: v.version,
    step: v.step,
    language: v.language,
    place_channel: v.channel,
    asked_at: instant(v.askedAt),
    expires_at: instant(v.expiresAt),
    reasks: v.reasks,
    closed_by: v.closedBy,
    trouble: v.trouble,
    timed: v.timed,
    neutral_at: instant(v.neutralAt),
    session_id: v.sessionId,
    session_until: instant(v.sessionUntil),
    session_length: v.sessionLength,
    session_hash: hex(v.sessionHash),
    session_offer: v.sessionOffer,
    sealed: hex(v.sealed),
    moved: w.moved,
    drop_timers: w.dropTimers,
    timer_id: w.timerId,
    ...inboundColumns(w),
    ...children(w),
  };
}

function inboundColumns({ inbound }: TurnWrite) {
  if (inbound === undefined) return {};
  return {
    provider: inbound.provider,
    provider_id: inbound.providerId,
    content_hash: hex(inbound.contentHash),
    sent_at: inbound.sentAt,
    fetched: inbound.fetched,
    handled_as: inbound.handledAs,
  };
}

/** Children are left out where there are none: the statement then skips them. */
function children(w: TurnWrite) {
  return {
    ...(w.messages.length > 0 && { messages: w.messages.map(messageRow) }),
    ...(w.timers.length > 0 && {
      timers: w.timers.map((t) => ({
        id: t.id,
        kind: t.kind,
        flow: t.flow,
        due_at: t.dueAt,
        send_by: t.sendBy,
      })),
    }),
    ...(w.consents.length > 0 && { consents: w.consents.map(consentRow) }),
    ...(w.withdrawals.length > 0 && { withdrawals: w.withdrawals.map(consentRow) }),
    ...(w.member !== undefined && {
      new_member: {
        id: w.member.id,
        language: w.member.language,
        shared_phone: w.member.sharedPhone,
        wrapped_key: hex(w.member.wrappedKey),
      },
    }),
    ...(w.followUps.length > 0 && { follow_ups: w.followUps }),
    ...(w.restart !== undefined && { answers: w.restart.answers, undo: w.restart.undo }),
  };
}

function consentRow(k: ConsentWrite) {
  return {
    member_id: k.memberId,
    purpose: k.purpose,
    flow: k.flow,
    version: k.version,
    step: k.step,
    wording_hash: k.wordingHash,
  };
}

function messageRow(m: TurnWrite['messages'][number], ord: number) {
  return {
    ord,
    id: m.id,
    class: m.class,
    rank: RANK[m.class],
    purpose: m.purpose,
    thrift: m.thrift,
    past_stop: m.pastStop,
    text_sealed: hex(m.textSealed),
    segments: m.segments,
    heard_at: m.heardAt,
    send_after: m.sendAfter,
    send_by: m.sendBy,
  };
}
