-- Quiet: one press of one person stops everything that goes out, except the answers that nobody may be left without.

alter table sending add column quiet boolean not null default false;
comment on column sending.quiet is
  'Nothing leaves but answers to STOP, HELP, 9 and words of danger, and what goes to those who help a person in danger.';

create table quiet_act (
  seq bigint generated always as identity primary key,
  act text not null check (act in ('pressed', 'release_asked', 'released')),
  actor text not null,
  at timestamptz not null
);
comment on table quiet_act is 'Who made sending quiet, and which two opened it again, one after the other.';
grant select, insert on quiet_act to mazano_web;

create function is_answer_in_quiet(m message) returns boolean
language sql stable
as $$
  select case
    when m.class in ('acknowledgement', 'safety') or m.urgent then true
    when m.class <> 'reply' then false
    -- Whoever has taken a request of somebody in danger, or is asked about it, hears what she needs for it.
    when m.counsellor_id is not null then exists (
      select from follow_up f
      where f.counsellor_id = m.counsellor_id and f.state = 'open' and f.kind = 'urgent'
    )
    else exists (
      select from turn t
      where t.phone_id = m.phone_id and t.turn = m.turn and t.event in (
        'help', 'person', 'person_when', 'person_off', 'person_still', 'request_over', 'may_mean_stop', 'goes_on'
      )
    )
  end
$$;
comment on function is_answer_in_quiet is
  'Whether a message leaves while sending is quiet: it answers STOP, HELP, 9 or words of danger, or helps who helps there.';
revoke execute on function is_answer_in_quiet from public;

-- The head of each phone's queue, marked as being sent, with a lease. Never waits for anybody.
create or replace function claim_for_send(
  p_limit integer, p_broadcast boolean, p_now timestamptz, p_lease interval, p_silence interval
) returns table (attempt_id uuid, token uuid, message_id uuid, class text, segments smallint)
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
begin
  if exists (
    select from sending s where s.paused or s.heard_at is null or s.heard_at < p_now - p_silence
  ) then
    return;
  end if;
  return query
  with head as materialized (
    select m.id, m.phone_id
    from message m, sending s
    where m.state = 'queued'
      and m.rank between case when p_broadcast then 6 else 1 end
        and case when p_broadcast then 6 when s.held > 0 then 3 else 5 end
      and not (p_broadcast and s.held > 0)
      and m.send_after <= p_now
      and (m.thrift is null or m.thrift > s.saving)
      -- What is worthless by now is claimed all the same, so that the gate lets it lapse and nothing piles up.
      and (not s.quiet or m.send_by < p_now or is_answer_in_quiet(m))
      -- The limit keeps this a look at one phone; as a join it can read the whole queue each time.
      and (
        select true from message o
        where o.phone_id = m.phone_id
          and o.seq < m.seq
          and (o.state = 'sending'
            or (o.state = 'queued' and (o.thrift is null or o.thrift > s.saving)
              and (o.rank < 4 or s.held = 0)
              and (not s.quiet or is_answer_in_quiet(o))
              and (o.send_after <= p_now
                or (o.rank <= m.rank and o.reason <> 'hours' and o.send_by >= p_now))))
        limit 1
      ) is null
    order by m.rank, m.seq
    limit p_limit
    for update of m skip locked
  ), claimed as (
    update message m
    set state = 'sending', tries = m.tries + 1
    from head
    where m.id = head.id and m.state = 'queued'
    returning m.id, m.phone_id, m.class, m.segments
  )
  insert into attempt (id, token, message_id, phone_id, started_at, call_until)
  select gen_random_uuid(), gen_random_uuid(), c.id, c.phone_id, p_now, clock_timestamp() + p_lease
  from claimed c
  returning attempt.id, attempt.token, attempt.message_id,
    (select c.class from claimed c where c.id = attempt.message_id),
    (select c.segments from claimed c where c.id = attempt.message_id);
end
$$;

create or replace function open_for_send(
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
    when (select s.quiet from sending s) and not is_answer_in_quiet(m) then 'paused'
    when m.class = 'acknowledgement' then 'open'
    when m.epoch <> v_epoch then 'epoch'
    when m.class in ('reply', 'safety') and m.heard_at < p_now - interval '10 minutes' then 'reply_old'
    when v_stopped and not m.past_stop then 'stopped'
    when v_stopped and (
      -- A complaint is five answers, each to a text of her own; what was answered otherwise takes none of them.
      select count(*) >= case when m.in_talk then 6 else 3 end from message o
      where o.phone_id = a.phone_id and o.past_stop and o.in_talk = m.in_talk and o.state in ('sent', 'unknown')
        and o.created_at > p_now - interval '1 day'
    ) then 'stopped'
    when is_looped(m, p_now) then 'looped'
    when not m.urgent and is_capped(a.phone_id, m.class, p_now) then 'capped'
    when is_spent(m, p_now) then 'spent'
    -- An answer may hold a member's number, and her phone be in another hand by now.
    when m.class = 'reply' and exists (
      select from counsellor c where c.id = m.counsellor_id and c.state in ('suspended', 'dead')
    ) then 'off_duty'
    when m.class in ('reply', 'safety') then 'open'
    when m.class = 'prompt' then prompt_verdict(m, p_hours_open)
    when (select s.held from sending s) > 0 then 'paused'
    when v_unwanted is not null then v_unwanted
    when m.class = 'invitation' then
      case
        when exists (
          select from suppression s join phone p on p.suppress_index = s.suppress_index where p.id = a.phone_id
        ) then 'stopped'
        -- Whoever has written since knows of us, and may have said that it is the wrong number.
        when exists (
          select from conversation c
          where c.phone_id = a.phone_id and (c.offer is not null or c.heard_at >= m.created_at)
        ) then 'heard'
        when m.counsellor_id is not null and not is_asked_to_work(m) then 'off_duty'
        else 'open'
      end
    when m.follow_up_id is not null then
      case
        when is_asked_whether_to_stop(a.phone_id) then 'member_paused'
        when exists (
          select from follow_up f where f.id = m.follow_up_id and f.phone_id = a.phone_id and f.state = 'open'
        ) then 'open'
        else 'no_consent'
      end
    when m.purpose is null or not has_consent(a.phone_id, m.purpose, p_now) then 'no_consent'
    else 'open'
  end;
  if verdict = 'hours' then
    return query
      select 'hours'::text, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, o.hours_from, o.hours_to
      from (select 1) one left join lateral (
        select e.hours_from, e.hours_to from member e
        where e.phone_id = a.phone_id and e.hours_from is not null and e.unlinked_at is null and m.class <> 'prompt'
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
