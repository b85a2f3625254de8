import type { TurnWrite } from '../store/turn-rows.ts';
import type { UssdAnswer } from './arrivals.ts';
import type { Vote } from './ballot-vote.ts';
import type { HomeOpened } from './counsellors-port.ts';
import type { PinWork } from './pin.ts';
import type { Deferral } from './put-off-timers.ts';

/** What a counsellor typed for her work; taken elsewhere (counsellors-port.ts). */
export type ToCounsellor = { kind: 'for_counsellor'; counsellorId: string } & (
  | { by: 'text'; digits: string; memberAsks: boolean }
  | { by: 'hop'; opened: HomeOpened | undefined }
);

/** What is to be done about one arrival: pure, decided on one reading of the database. */
export type Decision =
  /** A vote goes into its box before the turn is saved. */
  | { kind: 'save'; write: TurnWrite; answer: UssdAnswer | undefined; vote?: Vote | undefined }
  /** Nothing changes: a repetition, which gets the same answer again, or something that is over. */
  | { kind: 'nothing'; answer: UssdAnswer | undefined }
  /** A STOP, which has a path of its own: nothing was done yet. `said`: what its acknowledgement says. */
  | { kind: 'says_stop'; said: 'stop' | 'wrong' }
  /** Decided anew with what comes of it. */
  | PinWork
  /** Meant for the work of whoever has this phone: not a turn, nothing was done yet. */
  | ToCounsellor
  /** The STOP before it is not finished: the gateway is asked to come again. */
  | { kind: 'not_yet' }
  /** The conversation has moved on since this timer was set. */
  | { kind: 'drop_timer' }
  | ({ kind: 'defer_timer' } & Deferral);
