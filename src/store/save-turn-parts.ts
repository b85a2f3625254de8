import type { Db } from './transact.ts';

/**
 * The parts of the statement that saves turns which only some turns have, each written from `w t`, the turns that won (what
 * came in: from `c t`, those whose rows are locked, since a text that was taken before must not win).
 */

/** What came in by text, once for ever. */
export function saveTexts(db: Db) {
  return db`, i as (
      insert into inbound (provider, provider_id, phone_id, received_at, sent_at, content_hash, fetched,
        handled_as, turn)
      select t.provider, t.provider_id, t.phone_id, t.at, t.sent_at, t.content_hash, t.fetched,
        t.handled_as, t.turn + 1
      from c t
      where t.provider_id is not null
      order by t.provider, t.provider_id
      on conflict do nothing
      returning phone_id
    )`;
}

/** Timers that this turn drops, replaces and sets. */
export function saveTimers(db: Db) {
  return db`, gone as (
      delete from timer using w t
      where timer.phone_id = t.phone_id and (
        (t.drop_timers and (timer.turn is not null or timer.id = t.timer_id))
        or (t.drop_flows is not null and timer.stopped_by is null and timer.kind <> 'silence'
          and timer.flow in (select json_array_elements_text(t.drop_flows)))
      )
    ), timers as (
      insert into timer (id, phone_id, kind, turn, epoch, flow, due_at, send_by, chosen_until)
      select n.id, t.phone_id, n.kind, case when n.kind = 'silence' then t.turn + 1 end, t.epoch, n.flow,
        n.due_at, n.send_by, n.chosen_until
      from w t
      cross join lateral json_to_recordset(t.timers) as n(
        id uuid, kind text, flow text, due_at timestamptz, send_by timestamptz, chosen_until timestamptz)
      where t.timers is not null
      order by n.id
    )`;
}

/** Members, what they agreed to and took back, whom they asked for, and what the groups have to do. */
export function savePeople(db: Db) {
  return db`, members as (
      insert into member (id, phone_id, language, shared_phone, traits, hours_from, hours_to, paused_until,
        wrapped_key, pin_hash, created_at, call_from, call_to, answered_by, cover_topic, ring_back)
      select n.id, t.phone_id, n.language, n.shared_phone, n.traits, n.hours_from, n.hours_to,
        n.paused_until, n.wrapped_key, n.pin_hash, t.at,
        case when n.says_call_hours then n.call_from else m.call_from end,
        case when n.says_call_hours then n.call_to else m.call_to end,
        coalesce(n.answered_by, m.answered_by),
        case when n.says_cover then n.cover_topic else m.cover_topic end,
        coalesce(n.ring_back, m.ring_back, false)
      from w t
      cross join lateral json_to_record(t.new_member) as n(
        id uuid, language text, shared_phone boolean, traits text[], hours_from time, hours_to time,
        paused_until timestamptz, wrapped_key bytea, pin_hash bytea, says_call_hours boolean, call_from time,
        call_to time, answered_by text, says_cover boolean, cover_topic text, ring_back boolean)
      left join member m on m.id = t.member_id
      where t.new_member is not null
      order by t.phone_id
      on conflict (phone_id, slot) where unlinked_at is null do update
      set call_from = excluded.call_from, call_to = excluded.call_to, answered_by = excluded.answered_by,
        cover_topic = excluded.cover_topic, ring_back = excluded.ring_back, language = excluded.language, shared_phone = excluded.shared_phone, traits = excluded.traits,
        hours_from = excluded.hours_from, hours_to = excluded.hours_to,
        paused_until = excluded.paused_until, pin_hash = coalesce(excluded.pin_hash, member.pin_hash)
    ) ${saveReturns(db)}, consents as (
      insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step,
        wording_hash, pressed, language, epoch)
      select t.phone_id, k.member_id, k.purpose, 'given', t.at, t.channel, k.flow, k.version, k.step,
        k.wording_hash, k.pressed, k.language, t.epoch
      from w t
      cross join lateral json_to_recordset(t.consents) as k(
        member_id uuid, purpose text, flow text, version int, step text, wording_hash text, pressed text,
        language text)
      where t.consents is not null
      order by t.phone_id, k.purpose
    ), withdrawals as (
      insert into withdrawal (phone_id, member_id, kind, purpose, after_consent, channel, flow, version, step,
        wording_hash, pressed, language, asked_at)
      select t.phone_id, k.member_id, k.kind, k.purpose, coalesce((
          select max(x.seq) from consent x where x.phone_id = t.phone_id and x.purpose = k.purpose
        ), 0), t.channel, k.flow, k.version, k.step, k.wording_hash, k.pressed, k.language, t.at
      from w t
      cross join lateral json_to_recordset(t.withdrawals) as k(
        member_id uuid, kind text, purpose text, flow text, version int, step text, wording_hash text,
        pressed text, language text)
      where t.withdrawals is not null
      order by t.phone_id, k.kind, k.purpose
    ), tasks as (
      insert into group_task (id, phone_id, member_id, act, code_sealed, about_id, channel, asked_at)
      select n.id, t.phone_id, t.member_id, n.act, n.code_sealed, n.about_id, t.channel, t.at
      from w t
      cross join lateral json_to_recordset(t.group_tasks) as n(id uuid, act text, code_sealed bytea, about_id uuid)
      where t.group_tasks is not null
      order by n.id
    ), asked as (
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at, due_at)
      select n.id, t.phone_id, t.member_id, n.reason, t.channel, t.at, n.due_at
      from w t
      cross join lateral json_to_recordset(t.follow_ups) as n(
        id uuid, reason text, once boolean, due_at timestamptz)
      where t.follow_ups is not null and not (n.once and exists (
        select from follow_up f
        where f.phone_id = t.phone_id and f.reason = n.reason and f.state = 'open'
          -- One that rests is asked of nobody any more: the new one lets it begin again.
          and not (f.stage in ('accepted', 'top') and f.due_at is null)
      ))
      order by n.id
    )`;
}

/** Complaints. One without a name gets no id of the phone, and its own says nothing of the time. */
export function saveComplaints(db: Db) {
  return db`, complaints as (
      insert into complaint (id, received_on, phone_id, language, wrapped_key, words_sealed, kind, receipt)
      select n.id, n.received_on, case when n.named then t.phone_id end, n.language, n.wrapped_key,
        n.words_sealed, n.kind, n.receipt
      from w t
      cross join lateral json_to_recordset(t.complaints) as n(
        id uuid, named boolean, received_on date, language text, wrapped_key bytea, words_sealed bytea,
        kind text, receipt smallint)
      where t.complaints is not null
      order by n.id
    ), holds as (
      insert into complaint_hold (id, phone_id)
      select n.hold_id, t.phone_id
      from w t cross join lateral json_to_recordset(t.complaints) as n(hold_id uuid)
      where t.complaints is not null and n.hold_id is not null
      order by n.hold_id
    )`;
}

/** Erasures asked for by the phone itself, each with the STOP that goes with it; its screen has said so. */
export function saveErasures(db: Db) {
  return db`, erasures as (
      insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at, hidden_to, member_id,
        sealed, own_sealed)
      select t.erasure_id, t.phone_id, p.suppress_index, t.channel, t.at, t.erase_at, t.turn + 1, t.member_id,
        t.sealed, coalesce(t.own_sealed, v.own_sealed)
      from w t join phone p on p.id = t.phone_id join conversation v on v.phone_id = t.phone_id
      where t.erasure_id is not null
      order by t.phone_id
      on conflict (phone_id) where state = 'pending'
        do update set due_at = least(erasure.due_at, excluded.due_at)
    ), erasure_stops as (
      insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
      select t.phone_id, 'erasure', t.erasure_id::text, t.channel, t.at, false
      from w t
      where t.erasure_id is not null
      order by t.phone_id
      on conflict do nothing
    )`;
}

/** The STOPs that people answered, and what a STOP undone brings back. */
function saveReturns(db: Db) {
  return db`, restarts as (
      insert into restart (phone_id, answers, at, channel, undo)
      select t.phone_id, t.answers, t.at, t.channel, t.undo
      from w t
      where t.answers is not null
      order by t.phone_id
    ), unsuppressed as (
      delete from suppression using w t join phone p on p.id = t.phone_id
      where (t.answers is not null or t.consents is not null)
        and suppression.suppress_index = p.suppress_index
    ), restored as (
      insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
      select k.phone_id, k.member_id, k.purpose, 'given', yes.at, t.channel, 'self:undo', t.epoch
      from w t
      join consent k on k.phone_id = t.phone_id and k.stop_seq = t.answers
      join lateral (
        -- A yes that is given back is as old as it was.
        select b.at from consent b
        where b.phone_id = k.phone_id and b.member_id = k.member_id and b.purpose = k.purpose
          and b.act = 'given' and b.seq < k.seq
        order by b.seq desc limit 1
      ) yes on true
      join member m on m.id = k.member_id and m.unlinked_at is null
      where t.undo
      order by k.phone_id, k.seq
    ), resumed as (
      update timer set stopped_by = null, epoch = t.epoch
      from w t
      where timer.phone_id = t.phone_id and t.undo and timer.stopped_by = t.answers
    )`;
}

/** What is only counted. */
export function saveTallies(db: Db) {
  return db`, tallies as (
      insert into tally (day, name, count)
      select t.tally_day, t.tally_name, count(*) from w t
      where t.tally_name is not null
      group by t.tally_day, t.tally_name
      order by t.tally_day, t.tally_name
      on conflict (day, name) do update set count = tally.count + excluded.count
    )`;
}

/** Texts to be sent. */
export function saveMessages(db: Db) {
  return db`, queued as (
      insert into message (id, phone_id, class, rank, purpose, thrift, epoch, past_stop, in_talk, text_sealed,
        text_hash, answers, segments, turn, heard_at, created_at, send_after, send_by, chosen_until, follow_up_id,
        passing, in_quiet)
      select n.id, t.phone_id, n.class, n.rank, n.purpose, n.thrift, t.epoch, n.past_stop, n.in_talk, n.text_sealed,
        n.text_hash, t.content_hash, n.segments, t.turn + 1, n.heard_at, t.at, n.send_after, n.send_by, n.chosen_until,
        n.follow_up_id, n.passing, case when n.class = 'reply' then is_heard_in_quiet(t.event) end
      from w t
      cross join lateral json_to_recordset(t.messages) as n(
        ord int, id uuid, class text, rank smallint, purpose text, thrift smallint, past_stop boolean, in_talk boolean,
        text_sealed bytea, text_hash bytea, segments smallint, heard_at timestamptz, send_after timestamptz,
        send_by timestamptz, chosen_until timestamptz, follow_up_id uuid, passing boolean)
      where t.messages is not null
      order by t.phone_id, n.ord
      returning id
    )`;
}
