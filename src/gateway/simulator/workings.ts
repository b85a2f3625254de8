import type { Clock } from '../../base/clock.ts';
import type { CallbackPath, Posted } from './post-callback.ts';
import type { Faults } from './faults.ts';
import type { Identifiers } from './identifiers.ts';
import type { Ledger, NoteKind } from './ledger.ts';
import type { OptOuts } from './opt-outs.ts';

/** Real time, in milliseconds. Tests shorten it; the ratios are those of the real gateway. */
export type Timing = {
  /** The service must answer a USSD hop within this (docs/africastalking.md section 3.4). */
  ussdAnswerMs: number;
  /** A screen without an answer ends the session (section 6, Safaricom). */
  ussdIdleMs: number;
  /** A session ends after this, whatever happens (section 6). */
  ussdTotalMs: number;
  /** An inbound text is repeated until a 200: first pause, longest pause, and when it is given up (section 3.1). */
  repeatFirstMs: number;
  repeatLongestMs: number;
  repeatForMs: number;
  /** Longest wait for the answer to a callback other than USSD: our choice, unknown of the real one. */
  callbackMs: number;
  /** Between the delivery reports of one message, where a rule names no pause. */
  reportGapMs: number;
  /** A `late` end event: longer than the 77 s after which none had come in a trial (section 3.5). */
  lateEventMs: number;
};

export const REAL_TIMING: Timing = {
  ussdAnswerMs: 10_000,
  ussdIdleMs: 30_000,
  ussdTotalMs: 180_000,
  repeatFirstMs: 1_000,
  repeatLongestMs: 300_000,
  repeatForMs: 43_200_000,
  callbackMs: 30_000,
  reportGapMs: 400,
  lateEventMs: 80_000,
};

export type Account = {
  username: string;
  apiKey: string;
  shortCode: string;
  /** Such as `*384*77#`; none where the gateway has no USSD. */
  serviceCode: string | undefined;
  networkCode: string;
  currency: string;
  pricePerSegment: number;
};

/** What the parts of the stand-in share. */
export type Workings = {
  account: Account;
  clock: Clock;
  timing: Timing;
  ids: Identifiers;
  faults: Faults;
  ledger: Ledger;
  optOuts: OptOuts;
  /** Aborted when the stand-in closes: nothing may outlive it. */
  closing: AbortSignal;
  post(path: CallbackPath, fields: Record<string, string>, options?: PostOptions): Promise<Posted>;
  note(what: NoteKind, id: string, result: string, tookMs?: number): void;
};

type PostOptions = { limitMs?: number; headers?: Record<string, string> };
