import type { PhoneNumber } from '../base/phone-number.ts';
import type { Pool } from '../store/connect.ts';
import { claimForSend, sweepLeases, type Claimed } from '../store/outbox.ts';
import type { LaterReason, SendOutcome } from './port.ts';
import type { Rate } from './rate.ts';
import { recordLost, sendOne, type SendParts } from './send-one.ts';

/** Looks for due messages so often when nobody says that there are any. */
const POLL_MS = 500;
/** Expired leases are swept so often. */
const SWEEP_MS = 1_000;
/** No claims for so long after a "later" that concerns every message, in milliseconds: no retry storm. */
const HOLD_MS: Readonly<Partial<Record<LaterReason, number>>> = {
  unreachable: 2_000,
  throttled: 2_000,
  bad_key: 30_000,
  no_credit: 60_000,
};

export type OutboxParts = SendParts & {
  /** Waits so many milliseconds. */
  pause: (ms: number) => Promise<void>;
  /** Claims and sweeps. */
  pool: Pool;
  /** One pool of one connection for each send that may be on its way at once. */
  slots: readonly Pool[];
  rate: Rate;
  /** The gateway says that this number opted out: a STOP, in a transaction of its own. */
  onOptedOut: (to: PhoneNumber) => Promise<void>;
  /** The account is empty: unprompted messages wait. */
  onNoCredit: () => Promise<void>;
};

export type Outbox = {
  /** There may be something to send. */
  wake(): void;
  /** Claims no more, waits for what is on its way. */
  close(): Promise<void>;
};

/** Sends what is due: claim, gate, call, record. Any number of processes may do so side by side. */
export function runOutbox(parts: OutboxParts): Outbox {
  const { clock, log } = parts;
  const idle = [...parts.slots];
  const busy = new Set<Promise<void>>();
  const closing = new AbortController();
  let broadcasts = 0;
  let holdUntilMs = -Infinity;
  let woken = Promise.withResolvers<void>();
  const wake = () => woken.resolve();

  const hold = (outcome: SendOutcome) => {
    const holdMs = outcome.kind === 'later' ? (HOLD_MS[outcome.reason] ?? 0) : 0;
    holdUntilMs = Math.max(holdUntilMs, clock.monotonicMs() + holdMs);
  };

  const dispatch = (claimed: Claimed) => {
    const slot = idle.pop();
    if (slot === undefined) return log.error('claimed_without_slot', {});
    const share = claimed.class === 'broadcast' ? 1 : 0;
    broadcasts += share;
    const work = send(parts, slot, claimed, hold)
      .catch((error: unknown) => log.error('send_failed', { attempt: claimed.attemptId }, error))
      .finally(() => {
        idle.push(slot);
        busy.delete(work);
        broadcasts -= share;
        wake();
      });
    busy.add(work);
  };

  const round = async (): Promise<void> => {
    woken = Promise.withResolvers<void>();
    const isHeld = idle.length === 0 || clock.monotonicMs() < holdUntilMs;
    const claimed = isHeld ? [] : await claim(parts, idle.length, broadcasts);
    claimed.forEach(dispatch);
    if (claimed.length === 0 || idle.length === 0)
      await Promise.race([woken.promise, parts.pause(POLL_MS)]);
  };
  const sweeping = createSweeper(parts);
  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted)
      try {
        await sweeping();
        await round();
      } catch (error) {
        log.error('outbox_round_failed', {}, error);
        await parts.pause(POLL_MS);
      }
  };
  const running = loop();

  return {
    wake,
    async close() {
      closing.abort();
      wake();
      await running;
      await Promise.all(busy);
    },
  };
}

/** Claims as many as may go out now: what people wait for first, broadcasts in at most half of the slots. */
async function claim(parts: OutboxParts, idle: number, broadcasts: number): Promise<Claimed[]> {
  const { pool, clock, rate, slots } = parts;
  const now = clock.now();
  const limit = Math.min(idle, rate.room());
  if (limit === 0) return [];
  const urgent = await pool.run((db) => claimForSend(db, { limit, broadcast: false, now }));
  // Where there is one slot, the others have to wait for a broadcast all the same.
  const half = Math.max(1, Math.floor(slots.length / 2));
  const room = Math.min(limit - urgent.length, half - broadcasts);
  if (room <= 0) return urgent;
  const rest = await pool.run((db) => claimForSend(db, { limit: room, broadcast: true, now }));
  return [...urgent, ...rest];
}

async function send(
  parts: OutboxParts,
  slot: Pool,
  claimed: Claimed,
  answered: (outcome: SendOutcome) => void,
): Promise<void> {
  const { pool, log } = parts;
  await parts.pause(parts.rate.take(claimed.segments));
  const { outcome, recorded, to } = await sendOne(parts, slot, claimed, answered);
  if (outcome === 'closed') return;
  if (!recorded) await recordLost(parts, pool, claimed, outcome);
  if (outcome.kind === 'opted_out' && to !== undefined) await parts.onOptedOut(to);
  if (outcome.kind !== 'later') return;
  log.warn('send_later', { reason: outcome.reason, attention: outcome.attention });
  if (outcome.reason === 'no_credit') await parts.onNoCredit();
}

/** Sweeps expired leases, at most every `SWEEP_MS`. */
function createSweeper({ pool, clock, log }: OutboxParts): () => Promise<void> {
  let sweptMs = -Infinity;
  return async () => {
    if (clock.monotonicMs() - sweptMs <= SWEEP_MS) return;
    sweptMs = clock.monotonicMs();
    const count = await pool.run((db) => sweepLeases(db, clock.now()));
    if (count > 0) log.warn('sends_unknown', { count });
  };
}
