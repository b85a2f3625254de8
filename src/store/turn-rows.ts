/** What a turn reads and writes, as the store knows it. Dates are instants; Buffers are sealed values or keyed hashes. */

import type { MemberWrite } from './member-rows.ts';
import type {
  ComplaintWrite,
  CounsellorPlace,
  FollowUpWrite,
  GroupPlace,
  GroupTaskWrite,
  MatchAct,
  MatchPlace,
  OpenRequests,
  RequestMove,
  TallyWrite,
} from './request-rows.ts';

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
  /** When it is looked up: a yes does not count for ever. */
  now: Date;
};

/** `care_quiet`: its 1 brings no numbers. `when`: when to call. `still`: whether a call is still wanted. */
export type Offer = 'stop_all' | 'stop_wrong' | 'care' | 'care_quiet' | 'when' | 'still';

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
  /** Questions in a row that nobody answered, and when the person last wrote or pressed something. */
  silences: number;
  heardAt: Date | null;
  /** Somebody else may have the phone, until the member proves who she is; and when she last did. */
  doubted: boolean;
  provedAt: Date | null;
  sessionId: string | null;
  sessionUntil: Date | null;
  sessionLength: number | null;
  sessionHash: Buffer | null;
  sessionOffer: string | null;
  /** A talk that ends with its session: the key of that session, wrapped, and what is sealed under it. */
  sessionKey: Buffer | null;
  sessionSealed: Buffer | null;
  /** Wrong PINs since the last right one, and until when none is looked at. */
  pinTries: number;
  pinWaitUntil: Date | null;
  /** What the service itself asked by text, outside every flow, and when: it takes the next 1 or 2. */
  offer: Offer | null;
  offerAt: Date | null;
  sealed: Buffer | null;
};

export type PhoneRow = PlaceRow & {
  ord: number;
  phoneId: string;
  wrappedKey: Buffer;
  epoch: number;
  turn: number;
  /** What no log holds of this phone; null where there is nothing. */
  ownSealed: Buffer | null;
  /** Of the member: null where the phone has none yet. Times of day are `08:00:00`. */
  memberLanguage: string | null;
  memberWrappedKey: Buffer | null;
  sharedPhone: boolean | null;
  traits: string[] | null;
  hoursFrom: string | null;
  hoursTo: string | null;
  pausedUntil: Date | null;
  joinedAt: Date | null;
  language: string | null;
  channel: 'sms' | 'ussd' | null;
  /** The latest STOP that no START has answered. */
  stopSeq: string | null;
  stopAskedAt: Date | null;
  stopSentAt: Date | null;
  /** Null while its withdrawal waits for a message on its way: nothing answers it before. */
  stopWithdrawnAt: Date | null;
  /** That STOP took a consent: a START may give it back. */
  stopTook: boolean;
  purposes: string[];
  /** Those of them whose yes is nearly over; read for timers only. */
  ageing: string[];
  /** What was sealed up to this turn is hidden, since its erasure is pending; null where none is. */
  hiddenTo: number | null;
  /** This inbound message was taken before, from a callback or a fetch. */
  seen: boolean;
  /** The timer of this arrival still stands. */
  timerStands: boolean;
  /** What was last asked unasked; and that no text of it has left: it waits, or was given up. Read for timers only. */
  askedFlow: string | null;
  neverLeft: boolean;
  /** The PINs that open the private part here: one a member of this phone at most. */
  pins: readonly PinRow[];
  /** Requests of this phone for which nobody has been reached: the last 9, and the last that has waited for a day. */
  requests: OpenRequests | null;
  /** Who meets the member of this phone, or could. */
  match: MatchPlace | null;
  /** The peer group of this phone. */
  group: GroupPlace | null;
  /** The role of whoever works with members from this phone, and is at work; null on every other. */
  counsellor: CounsellorPlace | null;
};

/** `hash` as `hashPin` made it, under the member's own key. */
export type PinRow = { memberId: string; hash: Buffer; wrappedKey: Buffer };

export type ConversationWrite = PlaceRow & {
  language: string;
  channel: 'sms' | 'ussd';
  /** Null where it stays as it is. */
  ownSealed: Buffer | null;
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
  pastStop: boolean | 'in_talk';
  textSealed: Buffer;
  /** Under the key of the phone. */
  textHash: Buffer;
  segments: number;
  heardAt: Date | null;
  /** Her own request that it tells about: her asking is the consent to it, while it is open. */
  followUpId?: string | undefined;
  sendAfter: Date;
  sendBy: Date;
  /** The member picked this time: until then it may leave outside the programme's hours. */
  chosenUntil: Date | null;
  /** Its words belong to a session that is not kept: they are deleted once it has left. */
  passing: boolean;
};

/** `late`: nobody has reached her about a request of hers. `group`: something of her peer group is to be told. */
export type TimerKind = 'silence' | 'start' | 'remind' | 'late' | 'group';

export type TimerWrite = {
  id: string;
  kind: TimerKind;
  flow: string | null;
  dueAt: Date;
  sendBy: Date;
  chosenUntil: Date | null;
};

export type ConsentWrite = {
  memberId: string;
  purpose: string;
  flow: string;
  version: number;
  step: string | null;
  wordingHash: string;
  /** The digit that was pressed, and the language of the question; null where no question was answered. */
  pressed: string | null;
  language: string | null;
};

/** What is taken back: a purpose, or hours, a while, texts as they were. */
export type WithdrawalWrite =
  | (Omit<ConsentWrite, 'purpose'> &
      ({ kind: 'purpose'; purpose: string } | { kind: 'hours' | 'pause' | 'texts'; purpose: null }))
  /** A text that may mean STOP pauses, whatever flow is open. */
  | { memberId: string; kind: 'pause'; purpose: null; flow: null };

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
  /** Purposes agreed to, and what is taken back: this is finished under the gate lock after the turn. */
  consents: ConsentWrite[];
  withdrawals: WithdrawalWrite[];
  member: MemberWrite | undefined;
  followUps: FollowUpWrite[];
  requestMove?: RequestMove | undefined;
  matchAct?: MatchAct | undefined;
  groupTasks: GroupTaskWrite[];
  complaints: ComplaintWrite[];
  /** The stop request that this turn answers by START, JOIN or "pressed by mistake" (`undo`). */
  restart: { answers: string; undo: boolean } | undefined;
  /** Takes back what was asked so, once this turn is saved. */
  keepsData?: boolean;
  /** Asks that everything of this phone be erased, and stops it; hidden from the commit of this turn on. */
  erasure?: { id: string; dueAt: Date } | undefined;
  tally?: TallyWrite | undefined;
  /** The talk moved on: this turn puts or closes the question, and timers of earlier ones go. */
  moved: boolean;
  dropTimers: boolean;
  timerId: string | undefined;
  /** Flows whose starts and reminders still to come are dropped; those in `timers` are new. */
  dropFlows: string[];
};

/** An entry of the audit log; its subject is the phone that the same statement writes about. */
export type AuditWrite = { id: string; actor: string; action: string; mac: Buffer };
