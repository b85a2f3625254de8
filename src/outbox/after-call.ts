import { never } from '../base/assert.ts';
import type { AttemptResult, Opened } from '../store/outbox.ts';
import type { LaterReason, SendOutcome } from './port.ts';

/**
 * When a message is due again after "later": nothing was accepted then, so trying again doubles nothing. What became
 * worthless meanwhile is dropped by its `send_by` at the gate. In milliseconds.
 */
const AGAIN_AFTER_MS: Readonly<Record<LaterReason, number>> = {
  not_called: 1_000,
  unreachable: 5_000,
  throttled: 10_000,
  no_credit: 10 * 60_000,
  bad_key: 3 * 60_000, // a new key needs about three minutes (docs/africastalking.md section 2.3)
  daytime_only: 60 * 60_000,
  gateway_busy: 30_000,
  no_route: 15 * 60_000,
};

const PLAIN = {
  reason: undefined,
  provider: undefined,
  providerId: undefined,
  cost: undefined,
  parts: undefined,
  sendAfter: undefined,
};

/** What is written for each way a call can end. */
export function resultOfCall(outcome: SendOutcome, provider: string, now: Date): AttemptResult {
  switch (outcome.kind) {
    case 'accepted':
      return {
        ...PLAIN,
        state: 'sent',
        outcome: 'accepted',
        provider,
        providerId: outcome.providerId,
        cost: outcome.cost,
        parts: outcome.parts,
      };
    case 'later':
      return {
        ...PLAIN,
        state: 'queued',
        outcome: 'later',
        reason: outcome.reason,
        sendAfter: new Date(now.getTime() + AGAIN_AFTER_MS[outcome.reason]),
      };
    case 'rejected':
      return { ...PLAIN, state: 'failed', outcome: 'rejected', reason: outcome.reason };
    case 'opted_out':
      return { ...PLAIN, state: 'failed', outcome: 'opted_out' };
    case 'unknown':
      return { ...PLAIN, state: 'unknown', outcome: 'unknown', reason: outcome.reason };
    default:
      return never(outcome, 'outcome of a call');
  }
}

type Closed = Exclude<Opened['verdict'], 'open' | 'lease'>;

/** What becomes of a message whose gate stayed closed. What is queued again waits for the hours, or for all to go on. */
const STATE_WHEN_CLOSED: Readonly<Record<Closed, 'cancelled' | 'expired' | 'queued'>> = {
  stopped: 'cancelled',
  epoch: 'cancelled',
  no_consent: 'cancelled',
  looped: 'cancelled',
  capped: 'cancelled',
  spent: 'cancelled',
  lapsed: 'cancelled',
  member_paused: 'cancelled',
  dial_only: 'cancelled',
  off_duty: 'cancelled',
  heard: 'cancelled',
  late: 'expired',
  reply_old: 'expired',
  hours: 'queued',
  paused: 'queued',
};

/** What is asked of a counsellor is asked as soon as her phone may get one more, in milliseconds; its `send_by` ends that. */
const CAPPED_AGAIN_MS = 5 * 60_000;

/**
 * What is written when the gate stayed closed. `opensAt` is when texts nobody asked for may be sent again. A member's text
 * that is too much is gone; a counsellor's prompt waits, since somebody waits for her answer.
 */
export function resultOfGate(
  verdict: Closed,
  { messageClass, opensAt, now }: { messageClass: string; opensAt: Date | undefined; now: Date },
): AttemptResult {
  if (verdict === 'capped' && messageClass === 'prompt')
    return {
      ...PLAIN,
      outcome: 'closed',
      reason: verdict,
      state: 'queued',
      sendAfter: new Date(now.getTime() + CAPPED_AGAIN_MS),
    };
  return {
    ...PLAIN,
    outcome: 'closed',
    reason: verdict,
    state: STATE_WHEN_CLOSED[verdict],
    sendAfter: verdict === 'hours' ? opensAt : undefined,
  };
}
