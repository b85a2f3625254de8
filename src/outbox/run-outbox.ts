import type { PhoneNumber } from '../base/phone-number.ts';
import type { Pool } from '../store/connect.ts';
import { claimForSend, sweepLeases, type Claimed } from '../store/outbox.ts';
import type { LaterReason } from './port.ts';
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
  const { pool, clock, log } = parts;
  const idle = [...parts.slots];
  /** At most half of the slots; where there is one, the others have to wait for it all the same. */
  const broadcastSlots = Math.max(1, Math.floor(parts.slots.length / 2));
  const busy = new Set<Promise<void>>();
  let broadcasts = 0;
  let holdUntilMs = -Infinity;
  let woken = Promise.withResolvers<void>();
  let closing = false;

  const wake = () => woken.resolve();

  const claim = async (): Promise<Claimed[]> => {
    if (idle.length === 0 || clock.monotonicMs() < holdUntilMs) return [];
    const now = clock.now();
    const limit = Math.min(idle.length, parts.rate.room());
    if (limit === 0) return [];
    const urgent = await pool.run((db) => claimForSend(db, { limit, broadcast: false, now }));
    const room = Math.min(limit - urgent.length, broadcastSlots - broadcasts);
    if (room <= 0) return urgent;
    const rest = await pool.run((db) => claimForSend(db, { limit: room, broadcast: true, now }));
    return [...urgent, ...rest];
  };

  const send = async (slot: Pool, claimed: Claimed): Promise<void> => {
    await parts.pause(parts.rate.take(claimed.segments));
    const { outcome, recorded, to } = await sendOne(parts, slot, claimed);
    if (outcome === undefined || outcome === 'closed') return;
    if (!recorded) await recordLost(parts, pool, claimed, outcome);
    if (outcome.kind === 'opted_out' && to !== undefined) await parts.onOptedOut(to);
    if (outcome.kind !== 'later') return;
    holdUntilMs = Math.max(holdUntilMs, clock.monotonicMs() + (HOLD_MS[outcome.reason] ?? 0));
    log.warn('send_later', { reason: outcome.reason, attention: outcome.attention });
    if (outcome.reason === 'no_credit') await parts.onNoCredit();
  };

  const dispatch = (claimed: Claimed) => {
    const slot = idle.pop();
    if (slot === undefined) return log.error('claimed_without_slot', {});
    const isBroadcast = claimed.class === 'broadcast';
    if (isBroadcast) broadcasts += 1;
    const work = send(slot, claimed)
      .catch((error: unknown) => log.error('send_failed', { attempt: claimed.attemptId }, error))
      .finally(() => {
        idle.push(slot);
        busy.delete(work);
        if (isBroadcast) broadcasts -= 1;
        wake();
      });
    busy.add(work);
  };

  const loop = async (): Promise<void> => {
    let sweptMs = -Infinity;
    while (!closing) {
      woken = Promise.withResolvers<void>();
      let found = 0;
      try {
        if (clock.monotonicMs() - sweptMs > SWEEP_MS) {
          sweptMs = clock.monotonicMs();
          const swept = await pool.run((db) => sweepLeases(db, clock.now()));
          if (swept > 0) log.warn('sends_unknown', { count: swept });
        }
        const claimed = await claim();
        found = claimed.length;
        claimed.forEach(dispatch);
      } catch (error) {
        log.error('outbox_round_failed', {}, error);
      }
      if (found === 0 || idle.length === 0)
        await Promise.race([woken.promise, parts.pause(POLL_MS)]);
    }
  };
  const running = loop();

  return {
    wake,
    async close() {
      closing = true;
      wake();
      await running;
      await Promise.all(busy);
    },
  };
}
