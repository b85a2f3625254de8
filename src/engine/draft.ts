import type { InboundWrite } from '../store/turn-rows.ts';
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
  unprompted?: { sendBy: Date; nudge: boolean; chosenUntil: Date | null } | undefined;
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
