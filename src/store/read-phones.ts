import type { Db } from './transact.ts';
import { askedLast } from './asked-last.ts';
import { groupHere, groupOf, type StoredGroup } from './read-group.ts';
import { matchHere, matchOf, type StoredMatch } from './read-match.ts';
import type { CounsellorPlace } from './request-rows.ts';
import type { Lookup, PhoneRow, PinRow } from './turn-rows.ts';

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/** A fetched message and its callback carry the same date, give or take the seconds the gateway rounds. */
export const SAME_MESSAGE = '2 seconds';

/** Where a STOP of the ledger comes from that outlives a database (src/store/ledger.ts). */
export const REPLAYED = 'replay';

/** A yes is asked for again so long before it ends: the time in which a question stays open. */
const ASKED_BEFORE = '336 hours';

/** Reads in one statement all that a batch of turns is decided on. Numbers never seen before are missing. */
export async function readPhones(db: Db, lookups: readonly Lookup[]): Promise<PhoneRow[]> {
  const rows = lookups.map(lookupRow);
  const found = await db<StoredRow[]>`
    with a as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::text::json) as a(
        ord int, number_index bytea, provider text, provider_id text, content_hash bytea,
        sent_at timestamptz, fetched boolean, timer_id uuid, now timestamptz)
    )
    select
      a.ord, p.id as phone_id, p.wrapped_key, g.epoch, c.turn,
      c.id as conversation_id, c.member_id, m.language as member_language,
      m.wrapped_key as member_wrapped_key,
      c.flow, c.version, c.step, c.language, c.channel, c.asked_at, c.expires_at, c.reasks,
      c.closed_by::text, c.trouble, c.timed, c.neutral_at, c.silences, c.heard_at, c.doubted, c.proved_at, c.own_sealed,
      m.shared_phone, m.traits, m.hours_from, m.hours_to, m.paused_until, m.created_at as joined_at,
      c.session_id, c.session_until, c.session_length, c.session_hash, c.session_offer, c.sealed,
      c.session_key, c.session_sealed, c.pin_tries, c.pin_wait_until,
      c.offer, c.offer_at,
      s.seq::text as stop_seq, s.asked_at as stop_asked_at, s.sent_at as stop_sent_at,
      s.withdrawn_at as stop_withdrawn_at, coalesce(s.took, false) as stop_took,
      array(
        select k.purpose
        from (
          select distinct on (purpose) purpose, act, at from consent
          where consent.phone_id = p.id order by purpose, seq desc
        ) k
        where k.act = 'given'
          and k.at > a.now - (select make_interval(hours => 24 * consent_days) from sending)
          and not exists (
          select from withdrawal w
          where w.phone_id = p.id and w.purpose = k.purpose and w.finished_at is null
        )
      ) as purposes,
      ${pinsHere(db)},
      case when a.timer_id is null then '{}'::text[] else array(
        select k.purpose
        from (
          select distinct on (purpose) purpose, act, at from consent
          where consent.phone_id = p.id order by purpose, seq desc
        ) k
        where k.act = 'given'
          and k.at < a.now - (select make_interval(hours => 24 * consent_days) from sending) + ${ASKED_BEFORE}::interval
      ) end as ageing,
      e.hidden_to,
      ${requestsHere(db)},
      ${matchHere(db)},
      ${counsellorHere(db)},
      ${groupHere(db)},
      b.flow as asked_flow, coalesce(b.never_left, false) as never_left,
      ${takenBefore(db)}
    from a
    cross join lateral (
      select id, wrapped_key from phone where number_index = a.number_index limit 1
    ) p
    join gate g on g.phone_id = p.id
    join conversation c on c.phone_id = p.id
    left join erasure e on e.phone_id = p.id and e.state = 'pending'
    left join member m on m.id = c.member_id
    ${askedLast(db)}
    ${stopThere(db)}`;
  return found.map((row) => ({
    ...row,
    pins: (row.pins ?? []).map(pinOf),
    counsellor: row.counsellor && placeOf(row.counsellor),
    group: groupOf(row.group),
    match: matchOf(row.match),
  }));
}

function lookupRow(a: Lookup) {
  return {
    ord: a.ord,
    number_index: hex(a.numberIndex),
    provider: a.provider,
    provider_id: a.providerId,
    content_hash: a.contentHash === undefined ? undefined : hex(a.contentHash),
    sent_at: a.sentAt,
    fetched: a.fetched,
    timer_id: a.timerId,
    now: a.now,
  };
}

/** Whether the text of `a` was taken before, from a callback or a fetch, and whether its timer still stands. */
function takenBefore(db: Db) {
  return db`(a.provider_id is not null and (
        exists (
          select from inbound i where i.provider = a.provider and i.provider_id = a.provider_id
        ) or exists (
          select from inbound f
          where f.content_hash = a.content_hash and f.fetched <> a.fetched and (f.fetched or a.fetched)
            and f.sent_at between a.sent_at - ${SAME_MESSAGE}::interval and a.sent_at + ${SAME_MESSAGE}::interval
        )
      )) as seen,
      (a.timer_id is not null and exists (
        select from timer t where t.id = a.timer_id and t.stopped_by is null and t.epoch = g.epoch
          and (t.turn is null or t.turn = c.asked_turn)
      )) as timer_stands`;
}

/**
 * The last STOP of the phone `p` that nothing has answered, as `s`. It is not withdrawn while the phone still leads to
 * members whose number it is not; one that was replayed after a restore has a date of its own, and gives nothing back.
 */
function stopThere(db: Db) {
  return db`left join lateral (
      select q.seq, q.asked_at, q.sent_at, case when not exists (
          select from wrong_number n where n.phone_id = p.id and n.unlinked_at is null
        ) then q.withdrawn_at end as withdrawn_at,
        q.provider <> ${REPLAYED} and exists (
          select from consent k where k.phone_id = p.id and k.stop_seq = q.seq
        ) as took
      from stop_request q
      where q.phone_id = p.id
        and q.seq > coalesce((select max(r.answers) from restart r where r.phone_id = p.id), 0)
      order by q.seq desc
      limit 1
    ) s on true`;
}

/** Requests of the phone `p` for which nobody has been reached. */
function requestsHere(db: Db) {
  return db`(
        select json_build_object(
          'asked', (array_agg(f.id order by f.opened_at desc) filter (where f.reason = 'asked'))[1],
          'late', (array_agg(f.id order by f.opened_at desc) filter (where f.late_told_at is not null))[1])
        from follow_up f
        where f.phone_id = p.id and f.state = 'open' and f.reached_at is null
        having count(*) > 0
      ) as requests`;
}

/** The PINs of the phone `p`. */
function pinsHere(db: Db) {
  return db`(
        select json_agg(json_build_object('memberId', o.id, 'hash', encode(o.pin_hash, 'base64'),
          'wrappedKey', encode(o.wrapped_key, 'base64')) order by o.slot)
        from member o
        where o.phone_id = p.id and o.pin_hash is not null and o.unlinked_at is null
      ) as pins`;
}

/** So long a number of a prompt means the same thing. */
export const NUMBER_HELD = '720 hours';
/** What a text asked of her is answered within this, or it was not asked. */
const ASKS_FOR = '15 minutes';

/** The role of the phone `p`, where somebody works from it. */
function counsellorHere(db: Db) {
  return db`(
        select json_build_object('id', o.id, 'state', o.state,
          'open', (select count(*) from prompt q where q.counsellor_id = o.id and q.closed_at is null
            and (q.follow_up_id is null or exists (
              select from follow_up u where u.id = q.follow_up_id and u.state = 'open'))),
          'numbers', array(
            select q.number from prompt q
            where q.counsellor_id = o.id and q.sent_at > a.now - ${NUMBER_HELD}::interval),
          'groupNumbers', array(
            select q.number from prompt q
            where q.counsellor_id = o.id and q.sent_at > a.now - ${NUMBER_HELD}::interval and q.closed_at is null
              and q.kind in ('group_plan', 'group_heads', 'group_sure', 'group_report')),
          'asks', case when o.asks_at > a.now - ${ASKS_FOR}::interval then o.asks end,
          'home', (
            select json_build_object('sessionId', h.session_id, 'sessionUntil', h.until, 'sessionLength', h.length,
              'sessionHash', encode(h.hash, 'base64'))
            from home_session h where h.counsellor_id = o.id and h.until > a.now),
          'pinHash', encode(o.pin_hash, 'base64'), 'pinWaitUntil', o.pin_wait_until,
          'codeHash', case when o.code_until > a.now then encode(o.code_hash, 'base64') end)
        from counsellor o join staff f on f.id = o.id
        where o.phone_id = p.id and o.state in ('invited', 'active', 'away') and f.left_at is null
      ) as counsellor`;
}

/** JSON has neither bytes nor dates. */
type StoredPin = { memberId: string; hash: string; wrappedKey: string };
type StoredPlace = Pick<
  CounsellorPlace,
  'id' | 'state' | 'open' | 'numbers' | 'groupNumbers' | 'asks'
> & {
  home: {
    sessionId: string;
    sessionUntil: string;
    sessionLength: number;
    sessionHash: string;
  } | null;
  pinHash: string | null;
  codeHash: string | null;
  pinWaitUntil: string | null;
};
type StoredRow = Omit<PhoneRow, 'pins' | 'counsellor' | 'match' | 'group'> & {
  group: StoredGroup | null;
  match: StoredMatch | null;
  pins: StoredPin[] | null;
  counsellor: StoredPlace | null;
};

function placeOf({
  home,
  pinHash,
  codeHash,
  pinWaitUntil,
  ...place
}: StoredPlace): CounsellorPlace {
  return {
    ...place,
    home: home && {
      ...home,
      sessionUntil: new Date(home.sessionUntil),
      sessionHash: fromBase64(home.sessionHash),
    },
    pinHash: pinHash === null ? null : fromBase64(pinHash),
    codeHash: codeHash === null ? null : fromBase64(codeHash),
    pinWaitUntil: pinWaitUntil === null ? null : new Date(pinWaitUntil),
  };
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

function pinOf({ memberId, hash, wrappedKey }: StoredPin): PinRow {
  return { memberId, hash: fromBase64(hash), wrappedKey: fromBase64(wrappedKey) };
}
