import type { Db } from './transact.ts';

export type DeliveryWrite = {
  provider: string;
  providerId: string;
  status: 'on_its_way' | 'delivered' | 'failed' | 'absent';
  reason: string | undefined;
  now: Date;
};

/**
 * Writes delivery reports, one of each message, in one statement. A final state (delivered, failed) never goes back; an id
 * not known yet is parked. Rows are found by key, whatever the planner believes of the table, and locked by id, so that two
 * processes never wait for each other.
 */
export async function saveDeliveries(db: Db, reports: readonly DeliveryWrite[]): Promise<void> {
  const rows = reports.map(({ providerId, ...report }, ord) => ({
    ord,
    provider_id: providerId,
    ...report,
  }));
  await db`
    with r as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as r(
        ord int, provider text, provider_id text, status text, reason text, now timestamptz)
    ), found as materialized (
      select m.id, r.* from r
      cross join lateral (
        select id from message where provider = r.provider and provider_id = r.provider_id offset 0
      ) m
    ), known as materialized (
      select f.* from (select * from found order by id) f
      cross join lateral (select from message m where m.id = f.id for no key update) locked
    ), moved as (
      update message m
      set delivery = known.status, delivery_reason = known.reason, delivery_at = known.now
      from known
      where m.id = known.id and (m.delivery is null or m.delivery not in ('delivered', 'failed'))
    )
    insert into parked_report (provider, provider_id, status, reason, received_at)
    select r.provider, r.provider_id, r.status, r.reason, r.now from r
    where r.ord not in (select ord from known)
    order by r.provider, r.provider_id, r.status
    on conflict do nothing`;
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
