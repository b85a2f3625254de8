import type { Pool } from '../store/connect.ts';
import { type DeliveryWrite, saveDeliveries } from '../store/deliveries.ts';
import { isLockFault, isRowFault } from '../store/row-fault.ts';
import { createLine, type Waiting } from './line.ts';

type Entry = Waiting<DeliveryWrite, undefined>;

/** Takes one delivery report. Resolves once it is committed. @throws LineFull, or what saving threw */
export type TakeReport = (report: DeliveryWrite) => Promise<void>;

/**
 * Reports that arrive together are saved together, as turns are: there is one of every text that is sent. Those of one
 * message wait for each other.
 */
export function createReports(pool: Pool): TakeReport {
  const line = createLine<DeliveryWrite, undefined>((batch) => save(pool, batch));
  return async (report) => {
    const { provider, providerId, status, reason } = report;
    const message = `${provider}|${providerId}`;
    await line.submit(report, message, `${message}|${status}|${reason ?? ''}`);
  };
}

/** Where one report makes the statement fail, it is halved until that one stands alone. */
async function save(pool: Pool, batch: readonly Entry[]): Promise<void> {
  try {
    await pool.run((db) =>
      saveDeliveries(
        db,
        batch.map(({ arrival }) => arrival),
      ),
    );
    for (const entry of batch) entry.settle({ status: 'fulfilled', value: undefined });
  } catch (reason) {
    if (batch.length > 1 && (isRowFault(reason) || isLockFault(reason))) {
      const half = Math.ceil(batch.length / 2);
      await save(pool, batch.slice(0, half));
      await save(pool, batch.slice(half));
    } else for (const entry of batch) entry.settle({ status: 'rejected', reason });
  }
}
