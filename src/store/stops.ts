import { SAME_MESSAGE } from './read-phones.ts';
import type { Db } from './transact.ts';
import type { AuditWrite } from './turn-rows.ts';

/** What its one acknowledgement says. `wrong`: the number's holder is somebody else; `care`: it held words of danger. */
export type StopSaid = 'stop' | 'wait' | 'wrong' | 'care';

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
  said: StopSaid;
  audit: AuditWrite;
};

export type StopPlace = {
  seq: string;
  phoneId: string;
  wrappedKey: Buffer;
  language: string | null;
  said: StopSaid;
  stopped: boolean;
  /** Another STOP stood before this one: undoing this one alone changes nothing. */
  stoodBefore: boolean;
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
    ), known as materialized (
      -- The hash covers the number, and finds it also where the phone it came from is erased.
      select f.provider, f.provider_id from inbound f
      where f.content_hash = ${ask.contentHash} and f.fetched <> ${ask.fetched}
        and f.sent_at between ${ask.sentAt ?? null}::timestamptz - ${SAME_MESSAGE}::interval
          and ${ask.sentAt ?? null}::timestamptz + ${SAME_MESSAGE}::interval
    ), i as (
      insert into inbound (provider, provider_id, phone_id, received_at, sent_at, content_hash, fetched,
        handled_as)
      select ${ask.provider}, ${ask.providerId}, p.id, ${ask.now}, ${ask.sentAt ?? null}, ${ask.contentHash},
        ${ask.fetched}, 'stop'
      from p
      where not exists (select from known)
      on conflict do nothing
    ), s as (
      insert into stop_request (phone_id, provider, provider_id, channel, sent_at, asked_at, acknowledge,
        said)
      select p.id, ${ask.provider}, ${ask.providerId}, ${ask.channel}, ${ask.sentAt ?? null}, ${ask.now},
        ${ask.acknowledge}, ${ask.said}
      from p
      where not exists (select from known)
      on conflict do nothing
      returning seq, said, stopped_at
    ), n as (
      insert into wrong_number (stop_seq, phone_id, at)
      select s.seq, p.id, ${ask.now} from p, s where s.said = 'wrong'
    ), a as (
      insert into audit (id, at, actor, action, subject, mac)
      select ${ask.audit.id}, ${ask.now}, ${ask.audit.actor}, ${ask.audit.action}, p.id, ${ask.audit.mac}
      from p, s
    ), r as (
      select s.seq, s.said, s.stopped_at from s
      union all
      select q.seq, q.said, q.stopped_at from stop_request q
      where not exists (select from s) and ((q.provider, q.provider_id) in (select provider, provider_id from known)
        or (q.provider = ${ask.provider} and q.provider_id = ${ask.providerId}))
    )
    select p.id as phone_id, p.wrapped_key, p.language, r.seq::text, r.said,
      r.stopped_at is not null as stopped,
      exists (
        select from stop_request e
        where e.phone_id = p.id and e.seq < r.seq
          and e.seq > coalesce((select max(x.answers) from restart x where x.phone_id = p.id), 0)
      ) as stood_before
    from p, r
    limit 1`;
  return row;
}

export type Acknowledgement = { id: string; sealed: Buffer; segments: number };

/**
 * STOP, second moment. `withdrawn`: consent is out, but a send may still be on its way; ask again. Where no
 * acknowledgement could be sealed, it stops without one.
 */
export async function finishStop(
  db: Db,
  seq: string,
  now: Date,
  acknowledgement: Acknowledgement | undefined,
): Promise<'withdrawn' | 'stopped'> {
  const { id = null, sealed = null, segments = null } = acknowledgement ?? {};
  const [row] = await db<{ outcome: 'withdrawn' | 'stopped' }[]>`
    select finish_stop(${seq}::bigint, ${now}, ${id}::uuid, ${sealed}, ${segments}::smallint) as outcome`;
  return row?.outcome ?? 'withdrawn';
}

/** Stop requests that nobody has finished, oldest first: what a crash or a slow send left behind. */
export function openStops(db: Db, limit: number): Promise<StopPlace[]> {
  return db<StopPlace[]>`
    select s.seq::text, s.said, p.id as phone_id, p.wrapped_key, c.language, false as stopped, false as stood_before
    from stop_request s
    join phone p on p.id = s.phone_id
    join conversation c on c.phone_id = p.id
    where s.stopped_at is null
    order by s.seq
    limit ${limit}`;
}
