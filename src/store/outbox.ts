import type { Brake } from './brakes.ts';
import type { Db, Tx } from './transact.ts';

export type Claimed = {
  attemptId: string;
  token: string;
  messageId: string;
  class: string;
  segments: number;
};

/** How long a claim may last, by the database's clock: gate, call (8 s) and record (ARCHITECTURE.md). */
const LEASE = '10 seconds';
/** After so long without anything coming in, a STOP may have been missed: sending is closed until fetched. */
export const INBOUND_GAP_MS = 10 * 60_000;

/** Claims the oldest due message of up to `limit` phones. */
export function claimForSend(
  db: Db,
  claim: { limit: number; broadcast: boolean; now: Date },
): Promise<Claimed[]> {
  return db<Claimed[]>`
    select attempt_id, token, message_id, class, segments
    from claim_for_send(${claim.limit}, ${claim.broadcast}, ${claim.now}, ${LEASE}::interval,
      ${`${INBOUND_GAP_MS} milliseconds`}::interval)`;
}

/** Why a gate stayed closed, or what it opened. */
export type Opened =
  | {
      verdict: 'open';
      phoneId: string;
      messageId: string;
      numberSealed: Buffer;
      wrappedKey: Buffer;
      textSealed: Buffer;
    }
  | {
      verdict: /** What opens next are the hours that the member chose herself, where she did: `08:00:00`. */
      'hours';
      phoneId: string;
      messageId: string;
      hoursFrom: string | null;
      hoursTo: string | null;
    }
  | {
      verdict:
        | 'lease'
        | 'paused'
        | 'epoch'
        | 'late'
        | 'reply_old'
        | 'stopped'
        | Brake
        | 'lapsed'
        | 'member_paused'
        | 'dial_only'
        /** It is about the work of somebody who does not work with this phone now. */
        | 'off_duty'
        | 'heard'
        | 'no_consent';
      phoneId: string | null;
      messageId: string | null;
    };

/** Where the programme is: whether its hours are open, whether it is one of its days and in no pause, and the time, `08:00`. */
export type HoursNow = { open: boolean; dayOpen: boolean; time: string };

/** The gate: holds the phone's gate row until the transaction ends. */
export async function openForSend(
  tx: Tx,
  claimed: Claimed,
  now: Date,
  { open, time, dayOpen }: HoursNow,
): Promise<Opened> {
  const [row] = await tx<Opened[]>`
    select * from open_for_send(${claimed.attemptId}::uuid, ${claimed.token}::uuid, ${now}, ${open},
      ${time}::time, ${dayOpen})`;
  return row ?? { verdict: 'lease', phoneId: null, messageId: null };
}

export type AttemptResult = {
  state: 'sent' | 'failed' | 'cancelled' | 'expired' | 'unknown' | 'queued';
  outcome: string;
  reason: string | undefined;
  provider: string | undefined;
  providerId: string | undefined;
  cost: string | undefined;
  parts: number | undefined;
  /** When a message that goes back to the queue is due again. */
  sendAfter: Date | undefined;
};

/** Writes what became of an attempt. False when its token is not the live one: somebody else has decided. */
export async function finishAttempt(
  db: Db,
  claimed: Claimed,
  now: Date,
  result: AttemptResult,
): Promise<boolean> {
  const [row] = await db<{ written: boolean }[]>`
    select finish_attempt(${claimed.attemptId}::uuid, ${claimed.token}::uuid, ${now}, ${result.state},
      ${result.outcome}, ${result.reason ?? null}, ${result.provider ?? null}, ${result.providerId ?? null},
      ${result.cost ?? null}, ${result.parts ?? null}::int, ${result.sendAfter ?? null}::timestamptz) as written`;
  return row?.written ?? false;
}

/** Sends whose lease is over become `unknown`. Returns how many. */
export async function sweepLeases(db: Db, now: Date): Promise<number> {
  const [row] = await db<{ swept: number }[]>`select sweep_leases(${now}) as swept`;
  return row?.swept ?? 0;
}
