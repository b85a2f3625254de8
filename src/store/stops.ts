import type { Db } from './transact.ts';

export type StopAsk = {
  numberIndex: Buffer;
  provider: string;
  providerId: string;
  channel: 'sms' | 'ussd' | 'gateway' | 'operator';
  sentAt: Date | undefined;
  now: Date;
  contentHash: Buffer;
  fetched: boolean;
  /** Whether a text confirms it: not where a screen already did, or where no text can arrive. */
  acknowledge: boolean;
};

export type StopPlace = {
  seq: string;
  phoneId: string;
  wrappedKey: Buffer;
  language: string | null;
  stopped: boolean;
};

/**
 * STOP, first moment: commits the request without any lock; from then on no gate passes. The same key again finds the
 * same request. Undefined when the phone has no row yet, or a copy commits at this moment.
 */
export async function askStop(db: Db, ask: StopAsk): Promise<StopPlace | undefined> {
  const [row] = await db<StopPlace[]>`
    with p as (
      select p.id, p.wrapped_key, c.language from phone p join conversation c on c.phone_id = p.id
      where p.number_index = ${ask.numberIndex}
    ), i as (
      insert into inbound (provider, provider_id, phone_id, received_at, sent_at, content_hash, fetched,
        handled_as)
      select ${ask.provider}, ${ask.providerId}, p.id, ${ask.now}, ${ask.sentAt ?? null}, ${ask.contentHash},
        ${ask.fetched}, 'stop'
      from p
      on conflict do nothing
    ), s as (
      insert into stop_request (phone_id, provider, provider_id, channel, sent_at, asked_at, acknowledge)
      select p.id, ${ask.provider}, ${ask.providerId}, ${ask.channel}, ${ask.sentAt ?? null}, ${ask.now},
        ${ask.acknowledge}
      from p
      on conflict do nothing
      returning seq, stopped_at
    )
    select p.id as phone_id, p.wrapped_key, p.language, s.seq::text, s.stopped_at is not null as stopped
    from p, s
    union all
    select p.id, p.wrapped_key, p.language, r.seq::text, r.stopped_at is not null
    from p join stop_request r on r.provider = ${ask.provider} and r.provider_id = ${ask.providerId}
    where not exists (select from s)`;
  return row;
}

export type Acknowledgement = { id: string; sealed: Buffer; segments: number };

/** STOP, second moment. `withdrawn`: consent is out, but a send may still be on its way; ask again. */
export async function finishStop(
  db: Db,
  seq: string,
  now: Date,
  acknowledgement: Acknowledgement,
): Promise<'withdrawn' | 'stopped'> {
  const { id, sealed, segments } = acknowledgement;
  const [row] = await db<{ outcome: 'withdrawn' | 'stopped' }[]>`
    select finish_stop(${seq}::bigint, ${now}, ${id}::uuid, ${sealed}, ${segments}::smallint) as outcome`;
  return row?.outcome ?? 'withdrawn';
}

/** Stop requests that nobody has finished, oldest first: what a crash or a slow send left behind. */
export function openStops(db: Db, limit: number): Promise<StopPlace[]> {
  return db<StopPlace[]>`
    select s.seq::text, p.id as phone_id, p.wrapped_key, c.language, false as stopped
    from stop_request s
    join phone p on p.id = s.phone_id
    join conversation c on c.phone_id = p.id
    where s.stopped_at is null
    order by s.seq
    limit ${limit}`;
}
