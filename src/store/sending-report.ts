import { INBOUND_GAP_MS } from './outbox.ts';
import { readSending, type SendingState } from './sending-state.ts';
import type { Db } from './transact.ts';

/** What the person who runs the service wants to know of sending. Counts only. */
export type SendingReport = SendingState & {
  /** Nothing came in, and nothing could be fetched, for so long that a STOP may have been missed. */
  closed: boolean;
  waiting: number;
  /** Of the last day: nobody can know whether these left. */
  unknown: number;
  /** Conversations that need attention. */
  parked: number;
};

export async function sendingReport(db: Db, now: Date): Promise<SendingReport> {
  const state = await readSending(db);
  const [counts] = await db<{ waiting: number; unknown: number; parked: number }[]>`
    select
      (select count(*)::int from message where state = 'queued') as waiting,
      (select count(*)::int from message
        where state = 'unknown' and finished_at > ${now}::timestamptz - interval '1 day') as unknown,
      (select count(*)::int from conversation where trouble is not null) as parked`;
  const { waiting = 0, unknown = 0, parked = 0 } = counts ?? {};
  const heardMs = state.heardAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  return { ...state, closed: now.getTime() - heardMs > INBOUND_GAP_MS, waiting, unknown, parked };
}
