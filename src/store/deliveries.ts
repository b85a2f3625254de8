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

/** Reports that came while the answer to their send was being committed find their message here. Returns how many. */
export async function matchParkedReports(db: Db): Promise<number> {
  const rows = await db`
    with best as (
      select distinct on (r.provider, r.provider_id) r.provider, r.provider_id, r.status, r.reason, r.received_at
      from parked_report r
      join message m on m.provider = r.provider and m.provider_id = r.provider_id
      order by r.provider, r.provider_id, (r.status in ('delivered', 'failed')) desc, r.received_at desc
    ), moved as (
      update message m
      set delivery = b.status, delivery_reason = b.reason, delivery_at = b.received_at
      from best b
      where m.provider = b.provider and m.provider_id = b.provider_id
        and (m.delivery is null or m.delivery not in ('delivered', 'failed'))
    )
    delete from parked_report r using best b
    where r.provider = b.provider and r.provider_id = b.provider_id
    returning 1`;
  return rows.length;
}

/** Reports whose message never turned up go after a day: ids of another service, or forged. */
export async function dropParkedReports(db: Db, before: Date): Promise<number> {
  const rows = await db`delete from parked_report where received_at < ${before} returning 1`;
  return rows.length;
}
