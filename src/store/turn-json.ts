import type { CallWishes } from './member-rows.ts';
import type { ComplaintWrite } from './request-rows.ts';
import type { ConsentWrite, TurnWrite, WithdrawalWrite } from './turn-rows.ts';

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
    silences: v.silences,
    heard_at: instant(v.heardAt),
    doubted: v.doubted,
    proved_at: instant(v.provedAt),
    session_id: v.sessionId,
    session_until: instant(v.sessionUntil),
    session_length: v.sessionLength,
    session_hash: hex(v.sessionHash),
    session_offer: v.sessionOffer,
    session_key: hex(v.sessionKey),
    session_sealed: hex(v.sessionSealed),
    pin_tries: v.pinTries,
    pin_wait_until: instant(v.pinWaitUntil),
    offer: v.offer,
    offer_at: instant(v.offerAt),
    sealed: hex(v.sealed),
    ...(v.ownSealed !== null && { own_sealed: hex(v.ownSealed) }),
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
        chosen_until: t.chosenUntil,
      })),
    }),
    ...(w.consents.length > 0 && { consents: w.consents.map(consentRow) }),
    ...(w.withdrawals.length > 0 && { withdrawals: w.withdrawals.map(withdrawalRow) }),
    ...(w.dropFlows.length > 0 && { drop_flows: w.dropFlows }),
    ...(w.member !== undefined && { new_member: memberRow(w.member) }),
    ...(w.followUps.length > 0 && {
      follow_ups: w.followUps.map(({ id, reason, once, dueAt }) => ({
        id,
        reason,
        once,
        due_at: dueAt,
      })),
    }),
    ...(w.requestMove !== undefined && requestColumns(w.requestMove)),
    ...(w.matchAct !== undefined && { match_act: w.matchAct }),
    ...(w.groupTasks.length > 0 && {
      group_tasks: w.groupTasks.map(({ id, act, codeSealed, aboutId }) => ({
        id,
        act,
        code_sealed: hex(codeSealed),
        about_id: aboutId,
      })),
    }),
    ...(w.complaints.length > 0 && { complaints: w.complaints.map(complaintRow) }),
    ...(w.tally !== undefined && { tally_day: w.tally.day, tally_name: w.tally.name }),
    ...endColumns(w),
  };
}

function endColumns({ erasure, restart }: TurnWrite) {
  return {
    ...(erasure !== undefined && { erasure_id: erasure.id, erase_at: erasure.dueAt }),
    ...(restart !== undefined && { answers: restart.answers, undo: restart.undo }),
  };
}

function requestColumns({ id, window, endedAs }: NonNullable<TurnWrite['requestMove']>) {
  return {
    request_id: id,
    request_ended: endedAs,
    window_from: window?.from,
    window_to: window?.to,
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
    pressed: k.pressed,
    language: k.language,
  };
}

function withdrawalRow(k: WithdrawalWrite) {
  const { kind, purpose } = k;
  if (k.flow === null) return { member_id: k.memberId, kind, purpose };
  return { ...consentRow({ ...k, purpose: purpose ?? '' }), kind, purpose };
}

function complaintRow(k: ComplaintWrite) {
  return {
    id: k.id,
    named: k.named,
    received_on: k.receivedOn,
    language: k.language,
    wrapped_key: hex(k.wrappedKey),
    words_sealed: hex(k.wordsSealed),
    kind: k.kind,
    receipt: k.receipt,
    hold_id: k.holdId,
  };
}

function memberRow(m: NonNullable<TurnWrite['member']>) {
  return {
    id: m.id,
    language: m.language,
    shared_phone: m.sharedPhone,
    traits: m.traits,
    hours_from: m.hours?.from,
    hours_to: m.hours?.to,
    paused_until: m.pausedUntil,
    wrapped_key: hex(m.wrappedKey),
    pin_hash: hex(m.pinHash),
    ...(m.calls !== undefined && callColumns(m.calls)),
  };
}

/** `says_…`: whether this turn says something of it, since no hours and no topic are said too. */
function callColumns({ hours, answeredBy, cover, ringBack }: CallWishes) {
  return {
    says_call_hours: hours !== undefined,
    call_from: hours?.from,
    call_to: hours?.to,
    answered_by: answeredBy,
    says_cover: cover !== undefined,
    cover_topic: cover,
    ring_back: ringBack,
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
    past_stop: m.pastStop !== false,
    in_talk: m.pastStop === 'in_talk',
    text_sealed: hex(m.textSealed),
    text_hash: hex(m.textHash),
    segments: m.segments,
    heard_at: m.heardAt,
    send_after: m.sendAfter,
    send_by: m.sendBy,
    chosen_until: m.chosenUntil,
    follow_up_id: m.followUpId,
    passing: m.passing,
  };
}
