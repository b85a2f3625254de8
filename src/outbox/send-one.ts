import { parsePhoneNumber, type PhoneNumber } from '../base/phone-number.ts';
import { assert } from '../base/assert.ts';
import type { Clock } from '../base/clock.ts';
import type { Keyring } from '../base/keyring.ts';
import type { Log } from '../base/log.ts';
import { open, Unsealable } from '../base/seal.ts';
import { hoursNow, opening, ownHoursOf } from '../engine/own-hours.ts';
import type { Programme } from '../flow/programme.ts';
import type { Pool } from '../store/connect.ts';
import { BRAKES, noteBrake } from '../store/brakes.ts';
import { finishAttempt, openForSend, type Claimed, type Opened } from '../store/outbox.ts';
import type { Tx } from '../store/transact.ts';
import { resultOfCall, resultOfGate } from './after-call.ts';
import type { OutgoingSms, SendOutcome, SmsGateway } from './port.ts';

/** A gate older than this is asked again before the call: what it read may have changed (ARCHITECTURE.md). */
const GATE_FRESH_MS = 1_000;
/** Gate, call (8 s) and record in one transaction, inside the lease of 10 s and a margin. */
const TRANSACTION_LIMIT_MS = 12_000;
/** A gate that is asked more often than this is on a machine too slow to send. */
const GATES_MAX = 5;

const TAMPERED: SendOutcome = { kind: 'rejected', reason: 'defect', attention: true };
/** The transaction broke before the call: nothing was handed over, and the message keeps its place. */
const NOT_CALLED: SendOutcome = { kind: 'later', reason: 'not_called', attention: false };

export type SendParts = {
  gateway: SmsGateway;
  provider: string;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  /** Its hours: when texts that nobody asked for may leave, unless the member chose hours of her own. */
  programme: Pick<Programme, 'contactHours' | 'timeZone'>;
  /** Called between the gate and the call; the world's tests freeze the process here. */
  beforeCall?: () => void;
};

/** What one claimed message came to. `opted_out` is a STOP, run by the caller in its own transaction. */
export type Sent = {
  /** `closed`: the gate refused. */
  outcome: SendOutcome | 'closed';
  /** False when the result could not be written in the transaction: `recordLost` does it outside. */
  recorded: boolean;
  to: PhoneNumber | undefined;
};

/**
 * Sends one claimed message: gate, call, record in one transaction, so that the gate row is held while the gateway is
 * called. Losing the database connection resets the call, since the lock is gone with it. `answered` hears how the call
 * ended before anybody can see it in the database.
 */
export async function sendOne(
  parts: SendParts,
  pool: Pool,
  claimed: Claimed,
  answered: (outcome: SendOutcome) => void,
): Promise<Sent> {
  let calling: Promise<SendOutcome> | undefined;
  let to: PhoneNumber | undefined;
  try {
    return await pool.transact(
      async (tx, lost) => {
        const passed = await pass(parts, tx, claimed);
        to = passed.message?.to;
        if (passed.message === undefined) return { outcome: 'closed', recorded: true, to };
        calling = parts.gateway.send(passed.message, lost);
        const called = await calling;
        answered(called);
        const result = resultOfCall(called, parts.provider, parts.clock.now());
        const written = await finishAttempt(tx, claimed, parts.clock.now(), result);
        if (!written) parts.log.warn('attempt_overtaken', { attempt: claimed.attemptId });
        return { outcome: called, recorded: true, to };
      },
      { deadlineMs: TRANSACTION_LIMIT_MS },
    );
  } catch (error) {
    // The call never rejects, and ends at once when the connection is lost; none at all is a message not yet sent.
    const outcome = error instanceof Unsealable ? TAMPERED : ((await calling) ?? NOT_CALLED);
    parts.log.error('send_broken', { attempt: claimed.attemptId, called: outcome.kind }, error);
    return { outcome, recorded: false, to };
  }
}

/** Writes outside the transaction what its loss has left open. The token makes a second writing harmless. */
export async function recordLost(
  parts: SendParts,
  pool: Pool,
  claimed: Claimed,
  outcome: SendOutcome,
): Promise<void> {
  const now = parts.clock.now();
  await pool.run((db) =>
    finishAttempt(db, claimed, now, resultOfCall(outcome, parts.provider, now)),
  );
}

type Passed = { message: OutgoingSms | undefined };

/** The gate, asked again as long as its answer is not fresh when the call could begin. */
async function pass(parts: SendParts, tx: Tx, claimed: Claimed): Promise<Passed> {
  for (let count = 0; count < GATES_MAX; count += 1) {
    const askedMs = parts.clock.monotonicMs();
    const now = parts.clock.now();
    const opened = await openForSend(tx, claimed, now, hoursNow(parts.programme, now));
    if (opened.verdict !== 'open') {
      await writeClosed(parts, tx, claimed, opened, now);
      return { message: undefined };
    }
    const message = reveal(parts.keyring, opened);
    parts.beforeCall?.();
    if (parts.clock.monotonicMs() - askedMs < GATE_FRESH_MS) return { message };
  }
  throw new Error('the gate is never fresh');
}

async function writeClosed(
  parts: SendParts,
  tx: Tx,
  claimed: Claimed,
  opened: Opened,
  now: Date,
): Promise<void> {
  const { verdict } = opened;
  assert(verdict !== 'open', 'only a closed gate is written as closed');
  parts.log.info('gate_closed', { attempt: claimed.attemptId, verdict });
  if (verdict === 'lease') return;
  const opensAt = opened.verdict === 'hours' ? opensNext(parts, opened, now) : undefined;
  const closed = resultOfGate(verdict, { messageClass: claimed.class, opensAt, now });
  await finishAttempt(tx, claimed, parts.clock.now(), closed);
  await sayBraked(parts, tx, opened, now);
}

/** A brake that holds for a phone is told once: somebody has to look why. */
async function sayBraked({ log }: SendParts, tx: Tx, opened: Opened, now: Date): Promise<void> {
  const brake = BRAKES.find((one) => one === opened.verdict);
  const { phoneId } = opened;
  if (brake === undefined || phoneId === null) return;
  if (await noteBrake(tx, phoneId, brake, now)) log.warn('brake_held', { phone: phoneId, brake });
}

/** The gate reads a clock, and hours here are instants: should the two differ, it is asked again, but not at once. */
const ASK_AGAIN_MS = 15 * 60_000;

function opensNext(
  { programme }: SendParts,
  opened: Opened & { verdict: 'hours' },
  now: Date,
): Date {
  const next = opening(programme, ownHoursOf(opened), now);
  return next.open ? new Date(now.getTime() + ASK_AGAIN_MS) : next.opensAt;
}

function reveal(keyring: Keyring, opened: Opened & { verdict: 'open' }): OutgoingSms {
  const key = keyring.openKey(opened.phoneId, opened.wrappedKey);
  const number = open(key, `phone.number:${opened.phoneId}`, opened.numberSealed).toString('utf8');
  const text = open(key, `message.text:${opened.messageId}`, opened.textSealed).toString('utf8');
  const to = parsePhoneNumber(number);
  assert(to !== undefined, 'only numbers that were checked are stored');
  return { to, text };
}
