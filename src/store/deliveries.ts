import type { Db } from './transact.ts';

export type DeliveryWrite = {
  provider: string;
  providerId: string;
  status: 'on_its_way' | 'delivered' | 'failed' | 'absent';
  reason: string | undefined;
  now: Date;
};

/**
 * Writes a delivery report. A final state (delivered, failed) never goes back; an id not known yet is parked. Returns
 * the phone it is about where the report says that its holder opted out.
 */
export async function saveDelivery(
  db: Db,
  report: DeliveryWrite,
): Promise<'matched' | 'final' | 'parked'> {
  const [row] = await db<{ known: boolean; moved: boolean }[]>`
    with known as (
      select id from message where provider = ${report.provider} and provider_id = ${report.providerId}
    ), moved as (
      update message
      set delivery = ${report.status}, delivery_reason = ${report.reason ?? null}, delivery_at = ${report.now}
      from known
      where message.id = known.id
        and (message.delivery is null or message.delivery not in ('delivered', 'failed'))
      returning message.id
    ), parked as (
      insert into parked_report (provider, provider_id, status, reason, received_at)
      select ${report.provider}, ${report.providerId}, ${report.status}, ${report.reason ?? null}, ${report.now}
      where not exists (select from known)
      on conflict do nothing
    )
    select exists (select from known) as known, exists (select from moved) as moved`;
  if (row?.known !== true) return 'parked';
  return row.moved ? 'matched' : 'final';
}

/** Reports whose message never turned up go after a day: ids of another service, or forged. */
export async function dropParkedReports(db: Db, before: Date): Promise<number> {
  const rows = await db`delete from parked_report where received_at < ${before} returning 1`;
  return rows.length;
}
