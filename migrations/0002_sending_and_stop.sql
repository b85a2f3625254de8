-- The outbox, the gate and STOP. The functions are several statements each, lock first: in one statement the snapshot
-- would be older than the lock it waits for, and a withdrawal that committed meanwhile would not be seen.

create table message (
  id uuid primary key,
  seq bigint generated always as identity unique,
  phone_id uuid not null,
  class text not null check (class in ('acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast')),
  rank smallint not null,
  purpose text,
  thrift smallint,
  epoch integer not null,
  past_stop boolean not null default false,
  state text not null default 'queued'
    check (state in ('queued', 'sending', 'sent', 'failed', 'cancelled', 'expired', 'unknown')),
  reason text,
  text_sealed bytea not null,
  segments smallint not null,
  turn integer,
  heard_at timestamptz,
  created_at timestamptz not null,
  send_after timestamptz not null,
  send_by timestamptz not null,
  finished_at timestamptz,
  tries integer not null default 0,
  provider text,
  provider_id text,
  delivery text check (delivery in ('on_its_way', 'delivered', 'failed', 'absent')),
  delivery_reason text,
  delivery_at timestamptz
);
comment on table message is 'The outbox: what is to be sent, and what became of it. Committed with the turn that said it.';
comment on column message.rank is 'Order of sending: 1 acknowledgement, 2 safety, 3 reply, 4 timer, 5 invitation, 6 broadcast.';
comment on column message.thrift is 'What stops first when money is short: 1 nudge, 2 group reminder, 3 check-in; null never.';
comment on column message.past_stop is 'A reply that a stopped number gets for its own START, HELP or 9 (at most 3 a day).';
comment on column message.heard_at is 'When the text came in that a reply answers; a reply is only one for ten minutes.';
comment on column message.state is 'unknown: it may have gone out; final, never sent again.';
create index message_due on message (rank, seq) where state = 'queued';
create index message_open on message (phone_id, seq) where state in ('queued', 'sending');
create index message_provider on message (provider, provider_id) where provider_id is not null;
create index message_phone on message (phone_id, created_at);
create index message_past_stop on message (phone_id, created_at) where past_stop;

create table attempt (
  id uuid primary key,
  token uuid not null,
  message_id uuid not null,
  phone_id uuid not null,
  started_at timestamptz not null,
  call_until timestamptz not null,
  gate_at timestamptz,
  ended_at timestamptz,
  outcome text,
  reason text,
  provider_id text,
  cost text,
  parts smallint
);
comment on table attempt is 'Each try to send a message, written before the call.';
comment on column attempt.call_until is 'The lease, by the database''s own clock.';
create index attempt_message on attempt (message_id);
create index attempt_live on attempt (phone_id, call_until) where ended_at is null;
create index attempt_unknown on attempt (phone_id, call_until) where outcome = 'unknown';

create table stop_request (
  seq bigint generated always as identity primary key,
  phone_id uuid not null,
  provider text not null,
  provider_id text not null,
  channel text not null check (channel in ('sms', 'ussd', 'gateway', 'operator')),
  sent_at timestamptz,
  asked_at timestamptz not null,
  acknowledge boolean not null,
  withdrawn_at timestamptz,
  stopped_at timestamptz,
  unique (provider, provider_id)
);
comment on table stop_request is 'A STOP. asked: this row is committed, no gate passes from then on. stopped: stopped_at is set.';
comment on column stop_request.withdrawn_at is 'When consent went out under the gate lock; stopped_at may wait for a live lease.';
create index stop_request_phone on stop_request (phone_id, seq);
create index stop_request_open on stop_request (seq) where stopped_at is null;

create table restart (
  seq bigint generated always as identity primary key,
  phone_id uuid not null,
  answers bigint not null,
  at timestamptz not null,
  channel text not null,
  undo boolean not null default false
);
comment on table restart is 'START, JOIN or "pressed by mistake": the stop request it answers. The gate refuses a higher one.';
create index restart_phone on restart (phone_id, answers);

create table withdrawal (
  seq bigint generated always as identity primary key,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text not null,
  after_consent bigint not null,
  channel text not null,
  flow text not null,
  version integer not null,
  step text,
  wording_hash text not null,
  asked_at timestamptz not null,
  finished_at timestamptz
);
comment on table withdrawal is 'One purpose taken back. From its commit on the gate refuses that purpose; then the epoch is raised.';
comment on column withdrawal.after_consent is 'The last consent it takes back: a later one for this purpose stands.';
create index withdrawal_open on withdrawal (phone_id, purpose) where finished_at is null;

create table suppression (
  suppress_index bytea primary key,
  since timestamptz not null
);
comment on table suppression is 'Numbers that said STOP, as keyed hashes; outlives erasure.';

create table invitation (
  phone_id uuid primary key,
  message_id uuid not null,
  entered_by text not null,
  at timestamptz not null
);
comment on table invitation is 'One invitation a number, ever. Only the person''s own reply makes anything of it.';

create table parked_report (
  provider text not null,
  provider_id text not null,
  status text not null,
  reason text,
  received_at timestamptz not null,
  primary key (provider, provider_id, status)
);
comment on table parked_report is 'Delivery reports for ids not known yet: a report can be faster than the answer to the send.';

create table sending (
  one boolean primary key default true check (one),
  paused boolean not null default false,
  saving smallint not null default 0,
  heard_at timestamptz,
  fetched_id text not null default '0',
  balance text,
  balance_at timestamptz,
  balance_top numeric,
  unprompted_hour_max smallint not null default 6,
  unprompted_day_max smallint not null default 20,
  clock_offset_ms bigint not null default 0
);
comment on table sending is 'The state of sending as a whole.';
comment on column sending.saving is 'Messages whose thrift is at or under this wait: 0 none, 3 all unprompted ones.';
comment on column sending.heard_at is 'When anything last came in or was fetched; older than 10 minutes closes sending.';
comment on column sending.balance_top is 'The highest balance seen since it last rose: the reserve is a share of it.';
comment on column sending.unprompted_hour_max is 'Texts that nobody asked for, to one phone within an hour; from the programme file.';
comment on column sending.clock_offset_ms is 'How far the demo''s clock was moved.';
insert into sending default values;

create function is_stopped(p_phone uuid) returns boolean
language sql stable
as $$
  select exists (
    select from stop_request s
    where s.phone_id = p_phone
      and s.seq > coalesce((select max(r.answers) from restart r where r.phone_id = p_phone), 0)
  )
$$;
comment on function is_stopped is 'Whether a STOP stands that no START has answered.';

create function has_consent(p_phone uuid, p_purpose text) returns boolean
language sql stable
as $$
  select exists (
    select from (
      select distinct on (member_id) act
      from consent
      where phone_id = p_phone and purpose = p_purpose
      order by member_id, seq desc
    ) latest
    where act = 'given'
  ) and not exists (
    select from withdrawal w where w.phone_id = p_phone and w.purpose = p_purpose and w.finished_at is null
  )
$$;
comment on function has_consent is 'Whether a member of this phone agreed to this purpose, and has not withdrawn.';

-- The head of each phone's queue, marked as being sent, with a lease. Never waits for anybody.
create function claim_for_send(
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
      and m.rank between case when p_broadcast then 6 else 1 end and case when p_broadcast then 6 else 5 end
      and m.send_after <= p_now
      and (m.thrift is null or m.thrift > s.saving)
      -- The limit keeps this a look at one phone; as a join it can read the whole queue each time.
      and (
        select true from message o
        where o.phone_id = m.phone_id
          and o.seq < m.seq
          and (o.state = 'sending'
            or (o.state = 'queued' and (o.thrift is null or o.thrift > s.saving)
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
comment on function claim_for_send is 'Claims the oldest due message of each phone for sending, with an attempt and a lease.';

-- The brake on loops: a programme that errs, or a machine that answers our answers, reaches these and no further.
create function is_capped(p_phone uuid, p_class text, p_now timestamptz) returns boolean
language sql stable
as $$
  select case
    when p_class in ('acknowledgement', 'safety') then false
    when p_class = 'reply' then (
      select count(*) >= 30 from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '1 hour'
        and o.class = 'reply' and o.state in ('sent', 'unknown')
    )
    else exists (
      select from sending s, lateral (
        select count(*) as day, count(*) filter (where o.created_at > p_now - interval '1 hour') as hour
        from message o
        where o.phone_id = p_phone and o.created_at > p_now - interval '1 day'
          and o.class in ('timer', 'invitation', 'broadcast') and o.state in ('sent', 'unknown')
      ) n
      where n.hour >= s.unprompted_hour_max or n.day >= s.unprompted_day_max
    )
  end
$$;
comment on function is_capped is 'Whether a phone has had as many texts as it may have for now.';

-- The gate. Locks the phone's gate row, then reads; alone returns the number and the text.
create function open_for_send(p_attempt uuid, p_token uuid, p_now timestamptz, p_hours_open boolean)
returns table (
  verdict text, phone_id uuid, message_id uuid, number_sealed bytea, wrapped_key bytea, text_sealed bytea
)
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  a attempt%rowtype;
  m message%rowtype;
  v_epoch integer;
  v_stopped boolean;
begin
  select * into a from attempt where id = p_attempt and token = p_token;
  if not found then
    return query select 'lease', null::uuid, null::uuid, null::bytea, null::bytea, null::bytea;
    return;
  end if;
  select g.epoch into v_epoch from gate g where g.phone_id = a.phone_id for share;
  select * into m from message where id = a.message_id;
  select is_stopped(a.phone_id) into v_stopped;
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
    when not p_hours_open then 'hours'
    when m.class = 'invitation' then
      case when exists (
        select from suppression s join phone p on p.suppress_index = s.suppress_index where p.id = a.phone_id
      ) then 'stopped' else 'open' end
    when m.purpose is null or not has_consent(a.phone_id, m.purpose) then 'no_consent'
    else 'open'
  end;
  if verdict <> 'open' then
    return query select verdict, a.phone_id, m.id, null::bytea, null::bytea, null::bytea;
    return;
  end if;
  update attempt set gate_at = clock_timestamp() where id = p_attempt;
  return query
    select 'open'::text, p.id, m.id, p.number_sealed, p.wrapped_key, m.text_sealed
    from phone p where p.id = a.phone_id;
end
$$;
comment on function open_for_send is
  'The gate (design: sending and STOP): lock, then consent, epoch, stop requests, hours and send_by, then the ciphertexts.';

-- What came of an attempt. A late result of a swept attempt still says what happened.
create function finish_attempt(
  p_attempt uuid, p_token uuid, p_now timestamptz, p_state text, p_outcome text, p_reason text,
  p_provider text, p_provider_id text, p_cost text, p_parts integer, p_send_after timestamptz
) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  a attempt%rowtype;
  v_state text := p_state;
begin
  -- What goes back to the queue may have lost its own gate lock: a STOP that came meanwhile must not leave it standing.
  if p_state = 'queued' then
    perform from gate g join attempt t on t.phone_id = g.phone_id where t.id = p_attempt for share of g;
    select case when m.epoch = g.epoch then 'queued' else 'cancelled' end into v_state
    from attempt t join message m on m.id = t.message_id join gate g on g.phone_id = t.phone_id
    where t.id = p_attempt;
  end if;
  update attempt
  set ended_at = clock_timestamp(), outcome = p_outcome, reason = p_reason,
    provider_id = p_provider_id, cost = p_cost, parts = p_parts
  where id = p_attempt and token = p_token and (ended_at is null or outcome = 'lease_over')
  returning * into a;
  if not found then
    return false;
  end if;
  update message
  set state = v_state, reason = p_reason, send_after = coalesce(p_send_after, send_after),
    finished_at = case when v_state = 'queued' then null else p_now end,
    provider = p_provider, provider_id = p_provider_id
  where id = a.message_id and (state = 'sending' or (state = 'unknown' and p_state = 'sent'));
  if not found then
    return false;
  end if;
  if p_provider_id is not null then
    -- One statement: a report that is parked between two would be deleted unread.
    with parked as (
      delete from parked_report where provider = p_provider and provider_id = p_provider_id
      returning status, reason, received_at
    ), r as (
      select status, reason, received_at from parked
      order by (status in ('delivered', 'failed')) desc, received_at desc
      limit 1
    )
    update message m
    set delivery = r.status, delivery_reason = r.reason, delivery_at = r.received_at
    from r
    where m.id = a.message_id;
  end if;
  return true;
end
$$;
comment on function finish_attempt is 'Writes what became of an attempt and its message; false when the token is not the live one.';

create function sweep_leases(p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  n integer;
begin
  with over as (
    update attempt set ended_at = clock_timestamp(), outcome = 'lease_over'
    where id in (
      select id from attempt
      where ended_at is null and call_until < clock_timestamp() - interval '1 second'
      order by id limit 500 for update skip locked
    )
    returning message_id
  )
  update message m set state = 'unknown', reason = 'lease_over', finished_at = p_now
  from over where m.id = over.message_id and m.state = 'sending';
  get diagnostics n = row_count;
  return n;
end
$$;
comment on function sweep_leases is 'A send whose lease is over may have gone out: unknown, final. Uses the database''s clock.';

-- STOP, second moment. Lock first; then everything of this phone goes out; stopped once no send has a live lease.
create function finish_stop(p_seq bigint, p_now timestamptz, p_ack_id uuid, p_ack_sealed bytea, p_ack_segments smallint)
returns text
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  s stop_request%rowtype;
  v_epoch integer;
  v_changed boolean;
begin
  select * into s from stop_request where seq = p_seq;
  if not found or s.stopped_at is not null then
    return 'stopped';
  end if;
  perform from gate where phone_id = s.phone_id for no key update;
  select * into s from stop_request where seq = p_seq;
  if s.stopped_at is not null then
    return 'stopped';
  end if;
  -- Only "pressed by mistake" answers a request that has not withdrawn yet: a START waits for it.
  if exists (select from restart r where r.phone_id = s.phone_id and r.answers >= p_seq) then
    update stop_request set stopped_at = p_now, withdrawn_at = coalesce(withdrawn_at, p_now) where seq = p_seq;
    return 'stopped';
  end if;
  if s.withdrawn_at is null then
    update gate set epoch = epoch + 1 where phone_id = s.phone_id returning epoch into v_epoch;
    insert into consent (phone_id, member_id, purpose, act, at, channel, epoch, stop_seq)
    select s.phone_id, c.member_id, c.purpose, 'withdrawn', p_now, s.channel, v_epoch, p_seq
    from (
      select distinct on (member_id, purpose) member_id, purpose, act from consent
      where phone_id = s.phone_id order by member_id, purpose, seq desc
    ) c
    where c.act = 'given'
    order by c.member_id, c.purpose;
    update message set state = 'cancelled', reason = 'stopped', finished_at = p_now
    where phone_id = s.phone_id and state = 'queued' and class <> 'acknowledgement';
    update timer set stopped_by = p_seq where phone_id = s.phone_id and stopped_by is null;
    update conversation set closed_by = p_seq
    where phone_id = s.phone_id and flow is not null and closed_by is null;
    insert into suppression (suppress_index, since)
    select suppress_index, p_now from phone where id = s.phone_id
    on conflict do nothing;
    update stop_request set withdrawn_at = p_now where seq = p_seq;
  end if;
  -- What a call that was cut had already sent may be on its way still: its lease counts to its end.
  if exists (
    select from attempt a join message m on m.id = a.message_id
    where a.phone_id = s.phone_id and a.ended_at is null
      and a.call_until > clock_timestamp() and m.state = 'sending'
  ) or exists (
    select from attempt a
    where a.phone_id = s.phone_id and a.outcome = 'unknown' and a.reason in ('limit', 'aborted', 'cut')
      and a.call_until > clock_timestamp()
  ) then
    return 'withdrawn';
  end if;
  v_changed := not exists (
    select from stop_request e
    where e.phone_id = s.phone_id and e.seq < p_seq
      and e.seq > coalesce((select max(r.answers) from restart r where r.phone_id = s.phone_id), 0)
  );
  if s.acknowledge and v_changed and p_ack_id is not null then
    insert into message
      (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by)
    select p_ack_id, s.phone_id, 'acknowledgement', 1, g.epoch, p_ack_sealed, p_ack_segments,
      p_now, p_now, p_now + interval '1 day'
    from gate g where g.phone_id = s.phone_id
    on conflict do nothing;
    perform pg_notify('mazano_outbox', '');
  end if;
  update stop_request set stopped_at = p_now where seq = p_seq;
  return 'stopped';
end
$$;
comment on function finish_stop is
  'Withdraws everything of the phone under its gate lock. Answers withdrawn while a send may still be on its way.';

-- One purpose out, the others stay. Lock first, as in finish_stop.
create function finish_withdrawal(p_seq bigint, p_now timestamptz) returns boolean
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
  where phone_id = w.phone_id and state = 'queued' and purpose = w.purpose;
  update message set epoch = v_epoch
  where phone_id = w.phone_id and state in ('queued', 'sending') and epoch = v_epoch - 1
    and purpose is distinct from w.purpose;
  delete from timer t using release r
  where t.phone_id = w.phone_id and t.kind = 'start' and t.stopped_by is null and r.flow = t.flow
    and r.definition::json -> 'flow' ->> 'purpose' = w.purpose;
  update timer set epoch = v_epoch
  where phone_id = w.phone_id and stopped_by is null and epoch = v_epoch - 1;
  update withdrawal set finished_at = p_now where seq = p_seq;
  return true;
end
$$;
comment on function finish_withdrawal is
  'Takes one purpose back under the gate lock: what was made for it goes, everything else moves to the new epoch.';
