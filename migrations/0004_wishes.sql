-- What a member wants beyond consent: hours of her own, a pause, no texts at all, no own words on a shared phone. Each is
-- a wish that narrows, so each is a withdrawal: it holds from the commit of its turn, and raises the epoch under the gate.

alter table member
  add column traits text[] not null default '{}',
  add column hours_from time,
  add column hours_to time,
  add column paused_until timestamptz,
  add constraint member_hours check ((hours_from is null) = (hours_to is null) and hours_from < hours_to);
comment on column member.traits is 'What is noted of her, each yes or no: the words of the flow vocabulary.';
comment on column member.hours_from is 'Hours of her own for texts that nobody asked for; null is the programme''s.';
comment on column member.paused_until is 'Until then nothing that nobody asked for is sent.';

alter table conversation
  add column silences smallint not null default 0,
  add column heard_at timestamptz,
  add column own_sealed bytea;
comment on column conversation.silences is 'Questions in a row that nobody answered; whatever the person does takes it to 0.';
comment on column conversation.heard_at is 'When the person last wrote or pressed something.';
comment on column conversation.own_sealed is
  'What no log holds: secret answers, and fields that outlive the conversation. Sealed apart, written when it changes.';

alter table timer
  drop constraint timer_kind_check,
  add constraint timer_kind_check check (kind in ('silence', 'start', 'remind')),
  add column chosen_until timestamptz;
comment on column timer.kind is 'silence: nobody answered; start: a flow is due; remind: a flow is due on a date of its own.';
comment on column timer.chosen_until is
  'The member picked this time of day: until then her text may leave outside the programme''s hours.';

alter table message add column chosen_until timestamptz;
comment on column message.chosen_until is 'As in timer: until then it may leave outside the programme''s hours.';

alter table withdrawal
  add column kind text not null default 'purpose' check (kind in ('purpose', 'hours', 'pause', 'texts')),
  alter column purpose drop not null,
  add constraint withdrawal_purpose check ((kind = 'purpose') = (purpose is not null));
comment on table withdrawal is
  'One thing taken back: a purpose, hours, a while (pause), or texts as they were. It holds from its commit; then the epoch is raised.';

create table group_task (
  id uuid primary key,
  phone_id uuid not null,
  member_id uuid,
  act text not null check (act in ('join', 'leave')),
  code_sealed bytea,
  channel text not null,
  state text not null default 'open',
  asked_at timestamptz not null
);
comment on table group_task is 'Somebody asked to join a peer group by its code, or to leave hers. Opened by a turn, for the groups.';
create index group_task_open on group_task (asked_at) where state = 'open';
create index group_task_phone on group_task (phone_id);
grant select, insert on group_task to mazano_web;

-- What stands against a text that nobody asked for, in the words of the gate; null is nothing.
create function unwanted(
  p_phone uuid, p_now timestamptz, p_hours_open boolean, p_local time, p_day_open boolean, p_chosen_until timestamptz
) returns text
language sql stable
as $$
  select case
    when bool_or(m.paused_until > p_now) then 'member_paused'
    when bool_or('dial_only' = any(m.traits)) then 'dial_only'
    -- Texts as they were are taken back from the commit on, before the epoch says so.
    when exists (
      select from withdrawal w where w.phone_id = p_phone and w.kind = 'texts' and w.finished_at is null
    ) then 'epoch'
    when not coalesce(
      bool_and(case
        when m.hours_from is null then p_hours_open or coalesce(p_now < p_chosen_until, false)
        else coalesce(p_day_open and p_local >= m.hours_from and p_local < m.hours_to, false)
      end),
      p_hours_open
    ) then 'hours'
  end
  from member m
  where m.phone_id = p_phone
$$;
comment on function unwanted is 'Whether a pause, dialling only, or the hours stand against a text that nobody asked for, now.';

drop function open_for_send(uuid, uuid, timestamptz, boolean);

-- The gate. Locks the phone's gate row, then reads; alone returns the number and the text.
create function open_for_send(
  p_attempt uuid, p_token uuid, p_now timestamptz, p_hours_open boolean,
  p_local time default null, p_day_open boolean default false
) returns table (
  verdict text, phone_id uuid, message_id uuid, number_sealed bytea, wrapped_key bytea, text_sealed bytea,
  hours_from time, hours_to time
)
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  a attempt%rowtype;
  m message%rowtype;
  v_epoch integer;
  v_stopped boolean;
  v_unwanted text;
begin
  select * into a from attempt where id = p_attempt and token = p_token;
  if not found then
    return query select 'lease', null::uuid, null::uuid, null::bytea, null::bytea, null::bytea, null::time, null::time;
    return;
  end if;
  select g.epoch into v_epoch from gate g where g.phone_id = a.phone_id for share;
  select * into m from message where id = a.message_id;
  select is_stopped(a.phone_id) into v_stopped;
  if m.class in ('timer', 'invitation', 'broadcast') then
    select unwanted(a.phone_id, p_now, p_hours_open, p_local, p_day_open, m.chosen_until) into v_unwanted;
  end if;
  verdict := case
    when m.state <> 'sending' or a.ended_at is not null or clock_timestamp() >= a.call_until then 'lease'
    when (select s.paused from sending s) then 'paused'
    when m.send_by < p_now then 'late'
    when m.class = 'acknowledgement' then 'open'
    when m.epoch <> v_epoch then 'epoch'
    when m.class in ('reply', 'safety') and m.heard_at < p_now - interval '10 minutes' then 'reply_old'
    when v_stopped and not m.past_stop then 'stopped'
    when v_stopped and (
      select count(*) from message o
      where o.phone_id = a.phone_id and o.past_stop and o.state in ('sent', 'unknown')
        and o.created_at > p_now - interval '1 day'
    ) >= 3 then 'stopped'
    when is_capped(a.phone_id, m.class, p_now) then 'capped'
    when m.class in ('reply', 'safety') then 'open'
    when v_unwanted is not null then v_unwanted
    when m.class = 'invitation' then
      case when exists (
        select from suppression s join phone p on p.suppress_index = s.suppress_index where p.id = a.phone_id
      ) then 'stopped' else 'open' end
    when m.purpose is null or not has_consent(a.phone_id, m.purpose) then 'no_consent'
    else 'open'
  end;
  if verdict = 'hours' then
    return query
      select 'hours'::text, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, o.hours_from, o.hours_to
      from (select 1) one left join lateral (
        select e.hours_from, e.hours_to from member e
        where e.phone_id = a.phone_id and e.hours_from is not null
        order by coalesce(p_day_open and p_local >= e.hours_from and p_local < e.hours_to, false), e.slot
        limit 1
      ) o on true;
    return;
  end if;
  if verdict <> 'open' then
    return query select verdict, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, null::time, null::time;
    return;
  end if;
  update attempt set gate_at = clock_timestamp() where id = p_attempt;
  return query
    select 'open'::text, p.id, m.id, p.number_sealed, p.wrapped_key, m.text_sealed, null::time, null::time
    from phone p where p.id = a.phone_id;
end
$$;
comment on function open_for_send is
  'The gate (design: sending and STOP): lock, then consent, epoch, stop requests, wishes, hours and send_by, then the ciphertexts.';

create function is_withdrawn(w withdrawal, m message) returns boolean
language sql immutable
as $$
  select case w.kind
    when 'purpose' then coalesce(m.purpose = w.purpose, false)
    when 'hours' then false
    else m.class in ('timer', 'broadcast')
  end
$$;
comment on function is_withdrawn is
  'Whether a message goes with what was taken back. Narrower hours cancel nothing: the gate lets it wait for them.';

-- One thing out, the others stay. Lock first, as in finish_stop.
create or replace function finish_withdrawal(p_seq bigint, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  w withdrawal%rowtype;
  v_epoch integer;
begin
  select * into w from withdrawal where seq = p_seq;
  if not found or w.finished_at is not null then
    return false;
  end if;
  perform from gate where phone_id = w.phone_id for no key update;
  select * into w from withdrawal where seq = p_seq;
  if w.finished_at is not null then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = w.phone_id returning epoch into v_epoch;
  insert into consent
    (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, epoch)
  select w.phone_id, w.member_id, w.purpose, 'withdrawn', w.asked_at, w.channel, w.flow, w.version, w.step,
    w.wording_hash, v_epoch
  from consent c
  where c.seq = (
    select max(l.seq) from consent l
    where l.phone_id = w.phone_id and l.member_id = w.member_id and l.purpose = w.purpose
  ) and c.act = 'given' and c.seq <= w.after_consent;
  update message set state = 'cancelled', reason = 'withdrawn', finished_at = p_now
  where phone_id = w.phone_id and state = 'queued' and is_withdrawn(w, message);
  update message set epoch = v_epoch
  where phone_id = w.phone_id and state in ('queued', 'sending') and epoch = v_epoch - 1
    and not is_withdrawn(w, message);
  delete from timer t using release r
  where t.phone_id = w.phone_id and t.kind in ('start', 'remind') and t.stopped_by is null and r.flow = t.flow
    and r.definition::json -> 'flow' ->> 'purpose' = w.purpose;
  update timer set epoch = v_epoch
  where phone_id = w.phone_id and stopped_by is null and epoch = v_epoch - 1;
  update withdrawal set finished_at = p_now where seq = p_seq;
  return true;
end
$$;
comment on function finish_withdrawal is
  'Takes one thing back under the gate lock: what was made for it goes, everything else moves to the new epoch.';
revoke execute on function open_for_send, unwanted, is_withdrawn from public;
grant execute on function open_for_send to mazano_sender;
