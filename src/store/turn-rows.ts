/** What a turn reads and writes, as the store knows it. Dates are instants; Buffers are sealed values or keyed hashes. */

/** What is looked up for one arrival. Timers are looked up by their phone's index too. */
export type Lookup = {
  ord: number;
  numberIndex: Buffer;
  provider: string | undefined;
  providerId: string | undefined;
  contentHash: Buffer | undefined;
  sentAt: Date | undefined;
  fetched: boolean;
  timerId: string | undefined;
};

/** Where the talk with a phone stands: read before a turn, written by it. */
type PlaceRow = {
  conversationId: string | null;
  memberId: string | null;
  flow: string | null;
  version: number | null;
  step: string | null;
  askedAt: Date | null;
  expiresAt: Date | null;
  reasks: number;
  closedBy: string | null;
  trouble: string | null;
  timed: boolean;
  neutralAt: Date | null;
  sessionId: string | null;
  sessionUntil: Date | null;
  sessionLength: number | null;
  sessionHash: Buffer | null;
  sessionOffer: string | null;
  sealed: Buffer | null;
};

export type PhoneRow = PlaceRow & {
  ord: number;
  phoneId: string;
  wrappedKey: Buffer;
  epoch: number;
  turn: number;
  memberLanguage: string | null;
  language: string | null;
  channel: 'sms' | 'ussd' | null;
  /** The latest STOP that no START has answered. */
  stopSeq: string | null;
  stopAskedAt: Date | null;
  stopSentAt: Date | null;
  /** Null while its withdrawal waits for a message on its way: nothing answers it before. */
  stopWithdrawnAt: Date | null;
  purposes: string[];
  /** This inbound message was taken before, from a callback or a fetch. */
  seen: boolean;
  /** The timer of this arrival still stands. */
  timerStands: boolean;
};

export type ConversationWrite = PlaceRow & {
  language: string;
  channel: 'sms' | 'ussd';
};

export type InboundWrite = {
  provider: string;
  providerId: string;
  contentHash: Buffer;
  sentAt: Date | undefined;
  fetched: boolean;
  handledAs: string;
};

export type MessageClass =
  | 'acknowledgement'
  | 'safety'
  | 'reply'
  | 'timer'
  | 'invitation'
  | 'broadcast';

export type MessageWrite = {
  id: string;
  class: MessageClass;
  purpose: string | null;
  thrift: number | null;
  pastStop: boolean;
  textSealed: Buffer;
  segments: number;
  heardAt: Date | null;
  sendAfter: Date;
  sendBy: Date;
};

export type TimerWrite = {
  id: string;
  kind: 'silence' | 'start';
  flow: string | null;
  dueAt: Date;
  sendBy: Date;
};

export type ConsentWrite = {
  memberId: string;
  purpose: string;
  flow: string;
  version: number;
  step: string | null;
  wordingHash: string;
};

export type MemberWrite = {
  id: string;
  language: string;
  sharedPhone: boolean | null;
  wrappedKey: Buffer;
};

/** One decided turn. It is saved whole, or not at all: everything hangs on its conversation row. */
export type TurnWrite = {
  phoneId: string;
  /** The epoch and turn number it was decided on; both are compared. */
  epoch: number;
  turn: number;
  at: Date;
  channel: 'sms' | 'ussd';
  event: string;
  outcome: string | null;
  late: boolean;
  mac: Buffer;
  conversation: ConversationWrite;
  inbound: InboundWrite | undefined;
  messages: MessageWrite[];
  timers: TimerWrite[];
  /** Purposes agreed to, and purposes taken back: these are finished under the gate lock after the turn. */
  consents: ConsentWrite[];
  withdrawals: ConsentWrite[];
  member: MemberWrite | undefined;
  followUps: { id: string; reason: string }[];
  /** The stop request that this turn answers by START, JOIN or "pressed by mistake" (`undo`). */
  restart: { answers: string; undo: boolean } | undefined;
  /** The talk moved on: this turn puts or closes the question, and timers of earlier ones go. */
  moved: boolean;
  dropTimers: boolean;
  timerId: string | undefined;
};

/** An entry of the audit log; its subject is the phone that the same statement writes about. */
export type AuditWrite = { id: string; actor: string; action: string; mac: Buffer };
