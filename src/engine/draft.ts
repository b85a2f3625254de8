import type { Purpose } from '../flow/vocabulary.ts';
import type { RequestMove } from '../store/request-rows.ts';
import type { InboundWrite, Offer } from '../store/turn-rows.ts';
import type { Talk } from './talk.ts';

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
  unprompted?:
    | {
        sendBy: Date;
        nudge: boolean;
        chosenUntil: Date | null;
        followUpId?: string;
        /** Of what no flow says; it does not wait when money is short. */
        purpose?: Purpose;
      }
    | undefined;
  followUps?: readonly string[];
  /** What she said about a request of hers that is open. */
  requestMove?: RequestMove;
  restart?: { answers: string; undo: boolean } | undefined;
  /** The PIN that was looked at in this turn, and whose it was. */
  pin?: 'right' | 'wrong';
  memberId?: string;
  /** Of the PIN that a member has chosen. */
  pinHash?: Buffer | undefined;
  /** In this turn the member has proved who she is. */
  proved?: boolean;
  reasks?: number;
  neutral?: boolean;
  /** What the service itself asks with this text; null takes back what it asked. Left out, it stands. */
  offer?: Offer | null;
  /** What is said is for somebody in danger: it leaves before any other reply. */
  safety?: boolean;
  /**
   * A text that may mean STOP pauses until she answers it; `over`: she has. Where words of danger took the place of that
   * question: `until_start`, and `care_over`, her answer to these, does not end it.
   */
  pause?: 'until_answered' | 'until_start' | 'over' | 'care_over';
  /** The session after this turn; left out, it stays as it was. */
  session?: SessionDraft | undefined;
  timerId?: string | undefined;
  /** A stopped number gets this answer to its own request; `in_talk`: as a step of a flow that it may go through. */
  pastStop?: boolean | 'in_talk';
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
