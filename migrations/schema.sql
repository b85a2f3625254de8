-- Made from the migrations, for review; nothing runs it. UPDATE_SCHEMA=1 npm run test:fast -- schema writes it.

create table attempt (
  id uuid not null,
  token uuid not null,
  message_id uuid not null,
  phone_id uuid not null,
  started_at timestamp with time zone not null,
  call_until timestamp with time zone not null,
  gate_at timestamp with time zone,
  ended_at timestamp with time zone,
  outcome text,
  reason text,
  provider_id text,
  cost text,
  parts smallint,
  PRIMARY KEY (id)
);

create table audit (
  seq bigint not null generated always as identity,
  id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject uuid,
  detail text not null default ''::text,
  mac bytea not null,
  UNIQUE (id),
  PRIMARY KEY (seq)
);

create table complaint (
  id uuid not null,
  received_on date not null,
  phone_id uuid,
  language text not null,
  wrapped_key bytea not null,
  words_sealed bytea not null,
  state text not null default 'open'::text,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);

create table consent (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text not null,
  act text not null,
  at timestamp with time zone not null,
  channel text not null,
  flow text,
  version integer,
  step text,
  wording_hash text,
  entered_by text not null default 'self'::text,
  epoch integer not null,
  stop_seq bigint,
  PRIMARY KEY (seq),
  CHECK ((act = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);

create table conversation (
  phone_id uuid not null,
  turn integer not null default 0,
  id uuid,
  member_id uuid,
  flow text,
  version integer,
  step text,
  language text,
  channel text,
  asked_at timestamp with time zone,
  expires_at timestamp with time zone,
  reasks smallint not null default 0,
  closed_by bigint,
  trouble text,
  asked_turn integer not null default 0,
  timed boolean not null default false,
  neutral_at timestamp with time zone,
  session_id text,
  session_until timestamp with time zone,
  session_length integer,
  session_hash bytea,
  session_offer text,
  sealed bytea,
  silences smallint not null default 0,
  heard_at timestamp with time zone,
  own_sealed bytea,
  PRIMARY KEY (phone_id),
  FOREIGN KEY (phone_id) REFERENCES phone(id),
  CHECK ((channel = ANY (ARRAY['sms'::text, 'ussd'::text])))
);

create table follow_up (
  id uuid not null,
  phone_id uuid not null,
  member_id uuid,
  reason text not null,
  channel text not null,
  state text not null default 'open'::text,
  opened_at timestamp with time zone not null,
  PRIMARY KEY (id)
);

create table gate (
  phone_id uuid not null,
  epoch integer not null default 0,
  PRIMARY KEY (phone_id),
  FOREIGN KEY (phone_id) REFERENCES phone(id)
);

create table group_task (
  id uuid not null,
  phone_id uuid not null,
  member_id uuid,
  act text not null,
  code_sealed bytea,
  channel text not null,
  state text not null default 'open'::text,
  asked_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK ((act = ANY (ARRAY['join'::text, 'leave'::text])))
);

create table inbound (
  provider text not null,
  provider_id text not null,
  phone_id uuid not null,
  received_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  content_hash bytea not null,
  fetched boolean not null default false,
  handled_as text not null,
  turn integer,
  PRIMARY KEY (provider, provider_id)
);

create table invitation (
  phone_id uuid not null,
  message_id uuid not null,
  entered_by text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (phone_id)
);

create table member (
  id uuid not null,
  phone_id uuid not null,
  slot smallint not null default 1,
  language text not null,
  shared_phone boolean,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  traits text[] not null default '{}'::text[],
  hours_from time without time zone,
  hours_to time without time zone,
  paused_until timestamp with time zone,
  UNIQUE (phone_id, slot),
  PRIMARY KEY (id),
  FOREIGN KEY (phone_id) REFERENCES phone(id),
  CHECK ((((hours_from IS NULL) = (hours_to IS NULL)) AND (hours_from < hours_to))),
  CHECK (((slot >= 1) AND (slot <= 4)))
);

create table message (
  id uuid not null,
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  class text not null,
  rank smallint not null,
  purpose text,
  thrift smallint,
  epoch integer not null,
  past_stop boolean not null default false,
  state text not null default 'queued'::text,
  reason text,
  text_sealed bytea not null,
  segments smallint not null,
  turn integer,
  heard_at timestamp with time zone,
  created_at timestamp with time zone not null,
  send_after timestamp with time zone not null,
  send_by timestamp with time zone not null,
  finished_at timestamp with time zone,
  tries integer not null default 0,
  provider text,
  provider_id text,
  delivery text,
  delivery_reason text,
  delivery_at timestamp with time zone,
  chosen_until timestamp with time zone,
  UNIQUE (seq),
  PRIMARY KEY (id),
  CHECK ((class = ANY (ARRAY['acknowledgement'::text, 'safety'::text, 'reply'::text, 'timer'::text, 'invitation'::text, 'broadcast'::text]))),
  CHECK ((delivery = ANY (ARRAY['on_its_way'::text, 'delivered'::text, 'failed'::text, 'absent'::text]))),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text, 'expired'::text, 'unknown'::text])))
);

create table parked_report (
  provider text not null,
  provider_id text not null,
  status text not null,
  reason text,
  received_at timestamp with time zone not null,
  PRIMARY KEY (provider, provider_id, status)
);

create table phone (
  id uuid not null,
  number_index bytea not null,
  suppress_index bytea not null,
  number_sealed bytea not null,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  UNIQUE (number_index),
  PRIMARY KEY (id)
);

create table release (
  flow text not null,
  version integer not null,
  hash text not null,
  definition text not null,
  registered_at timestamp with time zone not null,
  PRIMARY KEY (flow, version)
);

create table restart (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  answers bigint not null,
  at timestamp with time zone not null,
  channel text not null,
  undo boolean not null default false,
  PRIMARY KEY (seq)
);

create table sending (
  one boolean not null default true,
  paused boolean not null default false,
  saving smallint not null default 0,
  heard_at timestamp with time zone,
  fetched_id text not null default '0'::text,
  balance text,
  balance_at timestamp with time zone,
  balance_top numeric,
  unprompted_hour_max smallint not null default 6,
  unprompted_day_max smallint not null default 20,
  clock_offset_ms bigint not null default 0,
  PRIMARY KEY (one),
  CHECK (one)
);

create table stop_request (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  provider text not null,
  provider_id text not null,
  channel text not null,
  sent_at timestamp with time zone,
  asked_at timestamp with time zone not null,
  acknowledge boolean not null,
  withdrawn_at timestamp with time zone,
  stopped_at timestamp with time zone,
  UNIQUE (provider, provider_id),
  PRIMARY KEY (seq),
  CHECK ((channel = ANY (ARRAY['sms'::text, 'ussd'::text, 'gateway'::text, 'operator'::text])))
);

create table suppression (
  suppress_index bytea not null,
  since timestamp with time zone not null,
  PRIMARY KEY (suppress_index)
);

create table timer (
  id uuid not null,
  phone_id uuid not null,
  kind text not null,
  turn integer,
  epoch integer not null,
  flow text,
  due_at timestamp with time zone not null,
  send_by timestamp with time zone not null,
  stopped_by bigint,
  chosen_until timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['silence'::text, 'start'::text, 'remind'::text])))
);

create table turn (
  phone_id uuid not null,
  turn integer not null,
  conversation_id uuid,
  at timestamp with time zone not null,
  channel text not null,
  event text not null,
  flow text,
  version integer,
  step text,
  outcome text,
  late boolean not null default false,
  sealed bytea,
  mac bytea not null,
  PRIMARY KEY (phone_id, turn)
);

create table withdrawal (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text,
  after_consent bigint not null,
  channel text not null,
  flow text not null,
  version integer not null,
  step text,
  wording_hash text not null,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  kind text not null default 'purpose'::text,
  PRIMARY KEY (seq),
  CHECK (((kind = 'purpose'::text) = (purpose IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['purpose'::text, 'hours'::text, 'pause'::text, 'texts'::text])))
);

CREATE INDEX attempt_live ON attempt USING btree (phone_id, call_until) WHERE (ended_at IS NULL);
CREATE INDEX attempt_message ON attempt USING btree (message_id);
CREATE INDEX attempt_unknown ON attempt USING btree (phone_id, call_until) WHERE (outcome = 'unknown'::text);
CREATE INDEX complaint_open ON complaint USING btree (received_on) WHERE (state = 'open'::text);
CREATE INDEX consent_latest ON consent USING btree (phone_id, purpose, seq DESC);
CREATE INDEX conversation_session ON conversation USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX follow_up_open ON follow_up USING btree (opened_at) WHERE (state = 'open'::text);
CREATE INDEX follow_up_phone ON follow_up USING btree (phone_id);
CREATE INDEX group_task_open ON group_task USING btree (asked_at) WHERE (state = 'open'::text);
CREATE INDEX group_task_phone ON group_task USING btree (phone_id);
CREATE INDEX inbound_content ON inbound USING btree (content_hash, received_at);
CREATE INDEX inbound_fetched ON inbound USING btree (content_hash) WHERE fetched;
CREATE INDEX inbound_recent ON inbound USING btree (received_at);
CREATE INDEX message_due ON message USING btree (rank, seq) WHERE (state = 'queued'::text);
CREATE INDEX message_open ON message USING btree (phone_id, seq) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX message_past_stop ON message USING btree (phone_id, created_at) WHERE past_stop;
CREATE INDEX message_phone ON message USING btree (phone_id, created_at);
CREATE INDEX message_provider ON message USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX restart_phone ON restart USING btree (phone_id, answers);
CREATE INDEX stop_request_open ON stop_request USING btree (seq) WHERE (stopped_at IS NULL);
CREATE INDEX stop_request_phone ON stop_request USING btree (phone_id, seq);
CREATE INDEX timer_due ON timer USING btree (due_at) WHERE (stopped_by IS NULL);
CREATE INDEX timer_phone ON timer USING btree (phone_id);
CREATE INDEX withdrawal_open ON withdrawal USING btree (phone_id, purpose) WHERE (finished_at IS NULL);

CREATE OR REPLACE FUNCTION claim_for_send(p_limit integer, p_broadcast boolean, p_now timestamp with time zone, p_lease interval, p_silence interval)
 RETURNS TABLE(attempt_id uuid, token uuid, message_id uuid, class text, segments smallint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION finish_attempt(p_attempt uuid, p_token uuid, p_now timestamp with time zone, p_state text, p_outcome text, p_reason text, p_provider text, p_provider_id text, p_cost text, p_parts integer, p_send_after timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION finish_stop(p_seq bigint, p_now timestamp with time zone, p_ack_id uuid, p_ack_sealed bytea, p_ack_segments smallint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION finish_withdrawal(p_seq bigint, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION has_consent(p_phone uuid, p_purpose text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION is_capped(p_phone uuid, p_class text, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION is_stopped(p_phone uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from stop_request s
    where s.phone_id = p_phone
      and s.seq > coalesce((select max(r.answers) from restart r where r.phone_id = p_phone), 0)
  )
$function$

CREATE OR REPLACE FUNCTION is_withdrawn(w withdrawal, m message)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case w.kind
    when 'purpose' then coalesce(m.purpose = w.purpose, false)
    when 'hours' then false
    else m.class in ('timer', 'broadcast')
  end
$function$

CREATE OR REPLACE FUNCTION open_for_send(p_attempt uuid, p_token uuid, p_now timestamp with time zone, p_hours_open boolean, p_local time without time zone DEFAULT NULL::time without time zone, p_day_open boolean DEFAULT false)
 RETURNS TABLE(verdict text, phone_id uuid, message_id uuid, number_sealed bytea, wrapped_key bytea, text_sealed bytea, hours_from time without time zone, hours_to time without time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION sweep_leases(p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION unwanted(p_phone uuid, p_now timestamp with time zone, p_hours_open boolean, p_local time without time zone, p_day_open boolean, p_chosen_until timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
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
$function$

-- mazano_sender: execute on claim_for_send()
-- mazano_sender: execute on finish_attempt()
-- mazano_sender: execute on open_for_send()
-- mazano_sender: select on sending
-- mazano_sender: execute on sweep_leases()
-- mazano_staff: select on message (class, created_at, delivery, finished_at, id, phone_id, reason, segments, state)
-- mazano_web: insert, select on audit
-- mazano_web: insert on complaint
-- mazano_web: insert, select on consent
-- mazano_web: insert, select, update on conversation
-- mazano_web: execute on finish_stop()
-- mazano_web: execute on finish_withdrawal()
-- mazano_web: insert, select on follow_up
-- mazano_web: insert, select on gate
-- mazano_web: update on gate (phone_id)
-- mazano_web: insert, select on group_task
-- mazano_web: execute on has_consent()
-- mazano_web: insert, select on inbound
-- mazano_web: insert, select on invitation
-- mazano_web: execute on is_stopped()
-- mazano_web: insert, select, update on member
-- mazano_web: insert on message
-- mazano_web: select on message (class, created_at, delivery, delivery_at, delivery_reason, epoch, finished_at, heard_at, id, past_stop, phone_id, provider, provider_id, purpose, rank, reason, segments, send_after, send_by, seq, state, turn)
-- mazano_web: update on message (delivery, delivery_at, delivery_reason)
-- mazano_web: delete, insert, select on parked_report
-- mazano_web: insert, select on phone
-- mazano_web: insert, select on release
-- mazano_web: insert, select on restart
-- mazano_web: select, update on sending
-- mazano_web: insert, select on stop_request
-- mazano_web: delete, insert, select on suppression
-- mazano_web: delete, insert, select, update on timer
-- mazano_web: insert, select on turn
-- mazano_web: insert, select on withdrawal

