import { SAME_MESSAGE } from './read-phones.ts';
import type { Tx } from './transact.ts';
import type { InboundWrite } from './turn-rows.ts';

/**
 * Takes a text of a counsellor, once for ever, whether it was called back or fetched. False: it was taken before. Lock her
 * row first.
 */
export async function takeWorkText(
  tx: Tx,
  phoneId: string,
  sms: InboundWrite,
  now: Date,
): Promise<boolean> {
  const sentAt = sms.sentAt ?? null;
  const rows = await tx`
    insert into inbound (provider, provider_id, phone_id, received_at, sent_at, content_hash, fetched, handled_as)
    select ${sms.provider}, ${sms.providerId}, ${phoneId}, ${now}, ${sentAt}, ${sms.contentHash}, ${sms.fetched},
      ${sms.handledAs}
    where not exists (
      select from inbound f
      where f.content_hash = ${sms.contentHash} and f.fetched <> ${sms.fetched}
        and f.sent_at between ${sentAt}::timestamptz - ${SAME_MESSAGE}::interval
          and ${sentAt}::timestamptz + ${SAME_MESSAGE}::interval
    )
    on conflict do nothing
    returning provider_id`;
  return rows.length > 0;
}
