-- What the gate knows beyond consent: loops, what may be spent, long silence, the age of a yes.
-- Some columns that the functions below name are added by later migrations (member.unlinked_at by 0011).
set local check_function_bodies = off;

alter table message
  add column text_hash bytea,
  add column answers bytea;
comment on column message.text_hash is
  'HMAC of the text under the key of its phone: a repetition is known by it, and what was sent once its body is gone.';
comment on column message.answers is 'The content_hash of the text that a reply answers.';
create index message_spent on message (finished_at) include (segments) where state in ('sent', 'unknown');

alter table conversation
  add column doubted boolean not null default false,
  add column proved_at timestamptz;
comment on column conversation.doubted is
  'After a long silence somebody else may have the number: until there is proof, nothing remembered and no own words.';
comment on column conversation.proved_at is 'When the member last proved who she is: by PIN, or by her voice to a counsellor.';

alter table consent
  add column pressed text,
  add column language text;
comment on column consent.pressed is 'The digit that was pressed, or that the word stands for.';
comment on column consent.language is 'The language in which the question was shown; with flow, version and step it gives the words.';
alter table withdrawal
  add column pressed text,
  add column language text;

alter table sending
  add column consent_days smallint not null default 365,
  add column number_month_max integer not null default 300,
  add column day_max bigint,
  add column spent bigint not null default 0,
  add column spent_from timestamptz,
  add column spent_to timestamptz,
  add column held smallint not null default 0 check (held between 0 and 2);
comment on column sending.consent_days is 'A yes counts so long; then only a fresh one does. From the programme file, as all limits here.';
comment on column sending.number_month_max is 'Segments to one number in 30 days.';
comment on column sending.day_max is 'Segments to everybody in a day; null is no bound.';
comment on column sending.spent is 'Segments since spent_from, the start of the day, up to spent_to.';
comment on column sending.held is 'The day''s budget: 1 texts that nobody asked for wait, 2 replies are dropped as well.';

create table brake (
  phone_id uuid not null,
  kind text not null,
  since timestamptz not null,
  held_at timestamptz not null,
  primary key (phone_id, kind)
);
comment on table brake is 'A brake that holds for a phone, so that it is told once: a loop, too many texts, too much spent.';
comment on column brake.held_at is 'When it last held, give or take an hour; a day without is the end of it.';
grant select, delete on brake to mazano_web;

create table tally (
  day date not null,
  name text not null,
  count integer not null,
  primary key (day, name)
);
comment on table tally is 'What is counted and nothing more: who was too young leaves a number here, and no row of a person.';
grant select, insert, update on tally to mazano_web;
grant select on tally to mazano_staff;

-- The same text answered by the same words again and again is a machine, or somebody who holds a key down.
create function is_looped(m message, p_now timestamptz) returns boolean
language sql stable
as $$
  select m.class in ('reply', 'safety') and m.text_hash is not null and m.answers is not null and (
    select count(*) >= 2 from message o
    where o.phone_id = m.phone_id and o.created_at > p_now - interval '1 hour'
      and o.finished_at > p_now - interval '10 minutes' and o.state in ('sent', 'unknown')
      and o.text_hash = m.text_hash and o.answers = m.answers
  )
$$;
comment on function is_looped is 'Whether the same text of a phone got this same answer twice within ten minutes.';

-- What counts is when a text left: what waited for the morning leaves at once with the rest of the morning.
create or replace function is_capped(p_phone uuid, p_class text, p_now timestamptz) returns boolean
language sql stable
as $$
  select case
    when p_class = 'acknowledgement' then false
    when p_class = 'safety' then (
      select count(*) >= 12 from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'safety' and o.state in ('sent', 'unknown')
    )
    when p_class = 'reply' then (
      select count(*) >= 60 or count(*) filter (where o.finished_at > p_now - interval '1 hour') >= 30
      from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'reply' and o.state in ('sent', 'unknown')
    )
    else exists (
      select from sending s, lateral (
        select count(*) as day, count(*) filter (where o.finished_at > greatest(
            p_now - interval '1 hour', (select c.heard_at from conversation c where c.phone_id = p_phone)
          )) as unanswered
        from message o
        where o.phone_id = p_phone and o.created_at > p_now - interval '8 days'
          and o.finished_at > p_now - interval '1 day'
          and o.class in ('timer', 'invitation', 'broadcast') and o.state in ('sent', 'unknown')
      ) n
      where n.unanswered >= s.unprompted_hour_max or n.day >= s.unprompted_day_max
    )
  end
$$;
comment on function is_capped is
  'Whether a phone has had as many texts as it may have for now; an answer begins the hour of unasked ones anew.';

create function is_spent(m message, p_now timestamptz) returns boolean
language sql stable
as $$
  select m.class <> 'safety' and (
    (m.class = 'reply' and s.held = 2) or s.number_month_max < m.segments + (
      select coalesce(sum(o.segments), 0) from message o
      where o.phone_id = m.phone_id and o.created_at > p_now - interval '30 days'
        and o.class <> 'acknowledgement' and o.state in ('sent', 'unknown')
    )
  )
  from sending s
$$;
comment on function is_spent is 'Whether the budget of this number, or for a reply the day''s, is used up. Safety is never too dear.';

create function note_brake(p_phone uuid, p_kind text, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
declare
  v_fresh boolean;
begin
  insert into brake as b (phone_id, kind, since, held_at) values (p_phone, p_kind, p_now, p_now)
  on conflict (phone_id, kind) do update
  set held_at = p_now, since = case when b.held_at < p_now - interval '1 day' then p_now else b.since end
  where b.held_at < p_now - interval '1 hour'
  returning b.since = p_now into v_fresh;
  return coalesce(v_fresh, false);
end
$$;
comment on function note_brake is 'Writes that a brake held. True the first time, and again after a day in which it did not.';

-- Safaricom gives a number away after 120 days; a yes stands for half a year of silence, and is not acted on after 90.
create function is_silent(p_phone uuid, p_now timestamptz, p_span interval) returns boolean
language sql stable
as $$
  select coalesce(bool_or(coalesce(greatest(c.heard_at, c.proved_at), m.created_at) < p_now - p_span), false)
  from conversation c
  join member m on m.phone_id = c.phone_id and m.unlinked_at is null
  where c.phone_id = p_phone
$$;
comment on function is_silent is 'Whether nobody of this phone''s members was heard, or proved who she is, for longer than this.';

create function is_lapsed(p_phone uuid, p_now timestamptz) returns boolean
language sql stable
as $$
  select is_silent(p_phone, p_now, interval '2160 hours')
$$;
comment on function is_lapsed is 'Whether 90 days passed so: nothing unasked leaves, and whoever writes is somebody new.';

create or replace function unwanted(
  p_phone uuid, p_now timestamptz, p_hours_open boolean, p_local time, p_day_open boolean, p_chosen_until timestamptz
) returns text
language sql stable
as $$
  select case
    when is_lapsed(p_phone, p_now) then 'lapsed'
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
  where m.phone_id = p_phone and m.unlinked_at is null
$$;
comment on function unwanted is
  'Whether 90 days of silence, a pause, dialling only, or the hours stand against a text that nobody asked for, now.';

drop function has_consent(uuid, text);
create function has_consent(p_phone uuid, p_purpose text, p_now timestamptz default null) returns boolean
language sql stable
as $$
  select exists (
    select from (
      select distinct on (member_id) act, at
      from consent
      where phone_id = p_phone and purpose = p_purpose
      order by member_id, seq desc
    ) latest
    where act = 'given' and (
      p_now is null or at > p_now - (select make_interval(hours => 24 * s.consent_days) from sending s)
    )
  ) and not exists (
    select from withdrawal w where w.phone_id = p_phone and w.purpose = p_purpose and w.finished_at is null
  )
$$;
comment on function has_consent is
  'Whether a member of this phone agreed to this purpose, not too long before p_now, and has not withdrawn.';

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
      -- The limit keeps this a look at one phone; as a join it can read the whole queue each time.
      and (
        select true from message o
        where o.phone_id = m.phone_id
          and o.seq < m.seq
          and (o.state = 'sending'
            or (o.state = 'queued' and (o.thrift is null or o.thrift > s.saving)
              and (o.rank < 4 or s.held = 0)
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

-- The gate. Locks the phone's gate row, then reads; alone returns the number and the text.
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
    when m.class = 'acknowledgement' then 'open'
    when m.epoch <> v_epoch then 'epoch'
    when m.class in ('reply', 'safety') and m.heard_at < p_now - interval '10 minutes' then 'reply_old'
    when v_stopped and not m.past_stop then 'stopped'
    when v_stopped and (
      select count(*) from message o
      where o.phone_id = a.phone_id and o.past_stop and o.state in ('sent', 'unknown')
        and o.created_at > p_now - interval '1 day'
    ) >= 3 then 'stopped'
    when is_looped(m, p_now) then 'looped'
    when is_capped(a.phone_id, m.class, p_now) then 'capped'
    when is_spent(m, p_now) then 'spent'
    when m.class in ('reply', 'safety') then 'open'
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
        else 'open'
      end
    when m.purpose is null or not has_consent(a.phone_id, m.purpose, p_now) then 'no_consent'
    else 'open'
  end;
  if verdict = 'hours' then
    return query
      select 'hours'::text, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, o.hours_from, o.hours_to
      from (select 1) one left join lateral (
        select e.hours_from, e.hours_to from member e
        where e.phone_id = a.phone_id and e.hours_from is not null and e.unlinked_at is null
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
  'The gate (design: sending and STOP): lock, then consent, epoch, stop requests, brakes, wishes, hours and send_by, then the ciphertexts.';

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
    (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, pressed, language, epoch)
  select w.phone_id, w.member_id, w.purpose, 'withdrawn', w.asked_at, w.channel, w.flow, w.version, w.step,
    w.wording_hash, w.pressed, w.language, v_epoch
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

-- Half a year without a word: every yes of this phone ends. Lock first, then look whether it is still so.
create function finish_lapse(p_phone uuid, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  v_epoch integer;
begin
  perform from gate where phone_id = p_phone for no key update;
  if not is_silent(p_phone, p_now, interval '4320 hours') then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = p_phone returning epoch into v_epoch;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select p_phone, c.member_id, c.purpose, 'withdrawn', p_now, 'operator', 'lapse', v_epoch
  from (
    select distinct on (member_id, purpose) member_id, purpose, act from consent
    where phone_id = p_phone order by member_id, purpose, seq desc
  ) c
  where c.act = 'given'
  order by c.member_id, c.purpose;
  update message set state = 'cancelled', reason = 'lapsed', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and class <> 'acknowledgement';
  delete from timer where phone_id = p_phone;
  return true;
end
$$;
comment on function finish_lapse is 'Withdraws every consent of a phone from which nobody was heard for 180 days.';

revoke execute on function has_consent, is_looped, is_spent, is_silent, is_lapsed, note_brake, finish_lapse from public;
grant execute on function has_consent, finish_lapse to mazano_web;
grant execute on function note_brake to mazano_sender;
