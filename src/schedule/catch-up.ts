import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { InboundSms } from '../engine/arrivals.ts';
import type { Pool } from '../store/connect.ts';
import { noteFetched, readSending } from '../store/sending-state.ts';

/** Quiet for so long, and it is asked whether something was missed: half of the gap that closes sending. */
const ASK_AFTER_MS = 5 * 60_000;
/** A fetched message this old opens nothing any more; a STOP of any age still counts (docs/operate.md). */
const OLD_MS = 24 * 3_600_000;
/** Pages fetched in one go: a bound, the rest follows at the next round; sending stays closed until then. */
const PAGES_MAX = 50;

export type CatchUpParts = {
  pool: Pool;
  clock: Clock;
  log: Log;
  fetchMessages: (
    lastReceivedId: string,
  ) => Promise<{ messages: InboundSms[]; lastReceivedId: string }>;
  receive: (sms: InboundSms) => Promise<'done' | 'retry'>;
  saysStop: (text: string) => boolean;
};

/**
 * After a gap in what comes in, fetches what the gateway holds and applies it, before sending opens again: a STOP may
 * be among it (ARCHITECTURE.md, "Sending, and STOP").
 */
export async function catchUp(parts: CatchUpParts): Promise<void> {
  const { pool, clock, log } = parts;
  const state = await pool.run(readSending);
  const now = clock.now();
  if (state.heardAt !== null && now.getTime() - state.heardAt.getTime() < ASK_AFTER_MS) return;
  let lastId = state.fetchedId;
  let complete = false;
  for (let page = 0; page < PAGES_MAX && !complete; page += 1) {
    const { messages, lastReceivedId } = await parts.fetchMessages(lastId);
    for (const sms of messages) if (!(await applied(parts, sms, now))) return;
    if (messages.length > 0) log.info('messages_fetched', { count: messages.length });
    complete = messages.length === 0 || lastReceivedId === lastId;
    lastId = lastReceivedId;
  }
  await pool.run((db) => noteFetched(db, { at: now, lastId, complete }));
}

async function applied(parts: CatchUpParts, sms: InboundSms, now: Date): Promise<boolean> {
  const isOld = sms.sentAt === undefined || now.getTime() - sms.sentAt.getTime() > OLD_MS;
  if (isOld && !parts.saysStop(sms.text)) return true;
  return (await parts.receive(sms)) === 'done';
}
