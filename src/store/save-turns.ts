import type { Db } from './transact.ts';
import { turnsAsJson } from './turn-json.ts';
import type { TurnWrite } from './turn-rows.ts';

/**
 * Saves a batch of turns in one statement and returns the phones whose turn was saved. The lock order is fixed: gate
 * rows for share, then conversation rows, both by id; every insert hangs on the row that won. A row that is locked or
 * was beaten (another turn number or epoch) is left out, for the caller to decide anew. With `wait`, for one that is
 * retried alone, a locked row is waited for, as long as the connection's lock_timeout allows.
 */
export async function saveTurns(
  db: Db,
  turns: readonly TurnWrite[],
  wait: boolean,
): Promise<Set<string>> {
  const busy = wait ? db`` : db`skip locked`;
  const saved = await db<{ phoneId: string }[]>`
    with t as materialized (
      select * from json_to_recordset(${turnsAsJson(turns)}::text::json) as t(
        phone_id uuid, epoch int, turn int, at timestamptz, channel text, event text, outcome text,
        late boolean, mac bytea, conversation_id uuid, member_id uuid, flow text, version int, step text,
        language text, place_channel text, asked_at timestamptz, expires_at timestamptz, reasks smallint,
        closed_by bigint, trouble text, timed boolean, neutral_at timestamptz, session_id text, session_until timestamptz,
        session_length int, session_hash bytea, session_offer text, sealed bytea, moved boolean, drop_timers boolean,
        timer_id uuid, provider text, provider_id text, content_hash bytea, sent_at timestamptz,
        fetched boolean, handled_as text, messages json, timers json, consents json, withdrawals json,
        new_member json,
        follow_ups json, answers bigint, undo boolean)
    ), g as materialized (
      select gate.phone_id from gate join t on t.phone_id = gate.phone_id and t.epoch = gate.epoch
      order by gate.phone_id
      for share of gate ${busy}
    ), c as materialized (
      select c.phone_id from conversation c
      join t on t.phone_id = c.phone_id and t.turn = c.turn
      join g on g.phone_id = c.phone_id
      order by c.phone_id
      for no key update of c ${busy}
    ), i as (
      insert into inbound (provider, provider_id, phone_id, received_at, sent_at, content_hash, fetched,
        handled_as, turn)
      select t.provider, t.provider_id, t.phone_id, t.at, t.sent_at, t.content_hash, t.fetched,
        t.handled_as, t.turn + 1
      from t join c using (phone_id)
      where t.provider_id is not null
      order by t.provider, t.provider_id
      on conflict do nothing
      returning phone_id
    ), w as materialized (
      update conversation v
      set turn = t.turn + 1, id = t.conversation_id, member_id = t.member_id, flow = t.flow,
        version = t.version, step = t.step, language = t.language, channel = t.place_channel,
        asked_at = t.asked_at, expires_at = t.expires_at, reasks = t.reasks, closed_by = t.closed_by,
        trouble = t.trouble, timed = t.timed, neutral_at = t.neutral_at,
        asked_turn = case when t.moved then t.turn + 1 else v.asked_turn end, session_id = t.session_id, session_until = t.session_until,
        session_length = t.session_length, session_hash = t.session_hash,
        session_offer = t.session_offer, sealed = t.sealed
      from t join c using (phone_id) left join i using (phone_id)
      where v.phone_id = t.phone_id and (t.provider_id is null or i.phone_id is not null)
      returning v.phone_id, v.turn
    ), turns as (
      insert into turn (phone_id, turn, conversation_id, at, channel, event, flow, version, step, outcome,
        late, sealed, mac)
      select w.phone_id, w.turn, t.conversation_id, t.at, t.channel, t.event, t.flow, t.version, t.step,
        t.outcome, t.late, t.sealed, t.mac
      from w join t using (phone_id)
      order by w.phone_id
    ), gone as (
      delete from timer using w join t using (phone_id)
      where timer.phone_id = w.phone_id and t.drop_timers
        and (timer.turn is not null or timer.id = t.timer_id)
    ), replaced as (
      delete from timer using w join t using (phone_id)
      cross join lateral json_to_recordset(t.timers) as n(kind text, flow text)
      where timer.phone_id = w.phone_id and n.kind = 'start' and timer.kind = 'start'
        and timer.flow = n.flow and timer.stopped_by is null
    ), members as (
      insert into member (id, phone_id, language, shared_phone, wrapped_key, created_at)
      select n.id, t.phone_id, n.language, n.shared_phone, n.wrapped_key, t.at
      from w join t using (phone_id)
      cross join lateral json_to_record(t.new_member) as n(
        id uuid, language text, shared_phone boolean, wrapped_key bytea)
      where t.new_member is not null
      order by t.phone_id
      on conflict (phone_id, slot) do update
      set language = excluded.language,
        shared_phone = coalesce(excluded.shared_phone, member.shared_phone)
    ), restarts as (
      insert into restart (phone_id, answers, at, channel, undo)
      select t.phone_id, t.answers, t.at, t.channel, t.undo
      from w join t using (phone_id)
      where t.answers is not null
      order by t.phone_id
    ), unsuppressed as (
      delete from suppression using w join t using (phone_id) join phone p on p.id = t.phone_id
      where t.answers is not null and suppression.suppress_index = p.suppress_index
    ), restored as (
      insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
      select k.phone_id, k.member_id, k.purpose, 'given', t.at, t.channel, 'self:undo', t.epoch
      from w join t using (phone_id) join consent k on k.phone_id = t.phone_id and k.stop_seq = t.answers
      where t.undo
      order by k.phone_id, k.seq
    ), resumed as (
      update timer set stopped_by = null, epoch = t.epoch
      from w join t using (phone_id)
      where timer.phone_id = t.phone_id and t.undo and timer.stopped_by = t.answers
    ), consents as (
      insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step,
        wording_hash, epoch)
      select t.phone_id, k.member_id, k.purpose, 'given', t.at, t.channel, k.flow, k.version, k.step,
        k.wording_hash, t.epoch
      from w join t using (phone_id)
      cross join lateral json_to_recordset(t.consents) as k(
        member_id uuid, purpose text, flow text, version int, step text, wording_hash text)
      where t.consents is not null
      order by t.phone_id, k.purpose
    ), withdrawals as (
      insert into withdrawal (phone_id, member_id, purpose, after_consent, channel, flow, version, step,
        wording_hash, asked_at)
      select t.phone_id, k.member_id, k.purpose, coalesce((
          select max(x.seq) from consent x where x.phone_id = t.phone_id and x.purpose = k.purpose
        ), 0), t.channel, k.flow, k.version, k.step, k.wording_hash, t.at
      from w join t using (phone_id)
      cross join lateral json_to_recordset(t.withdrawals) as k(
        member_id uuid, purpose text, flow text, version int, step text, wording_hash text)
      where t.withdrawals is not null
      order by t.phone_id, k.purpose
    ), timers as (
      insert into timer (id, phone_id, kind, turn, epoch, flow, due_at, send_by)
      select n.id, t.phone_id, n.kind, case when n.kind = 'silence' then w.turn end, t.epoch, n.flow,
        n.due_at, n.send_by
      from w join t using (phone_id)
      cross join lateral json_to_recordset(t.timers) as n(
        id uuid, kind text, flow text, due_at timestamptz, send_by timestamptz)
      where t.timers is not null
      order by n.id
    ), asked as (
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
      select n.id, t.phone_id, t.member_id, n.reason, t.channel, t.at
      from w join t using (phone_id)
      cross join lateral json_to_recordset(t.follow_ups) as n(id uuid, reason text)
      where t.follow_ups is not null
      order by n.id
    ), queued as (
      insert into message (id, phone_id, class, rank, purpose, thrift, epoch, past_stop, text_sealed,
        segments, turn, heard_at, created_at, send_after, send_by)
      select n.id, t.phone_id, n.class, n.rank, n.purpose, n.thrift, t.epoch, n.past_stop, n.text_sealed,
        n.segments, w.turn, n.heard_at, t.at, n.send_after, n.send_by
      from w join t using (phone_id)
      cross join lateral json_to_recordset(t.messages) as n(
        ord int, id uuid, class text, rank smallint, purpose text, thrift smallint, past_stop boolean,
        text_sealed bytea, segments smallint, heard_at timestamptz, send_after timestamptz,
        send_by timestamptz)
      where t.messages is not null
      order by t.phone_id, n.ord
      returning id
    )
    select w.phone_id, (select pg_notify('mazano_outbox', '') from queued limit 1)
    from w`;
  return new Set(saved.map((row) => row.phoneId));
}
