-- Who works with members by phone, what is asked of them, and how a request for a person goes from one to the next.
-- Lock order wherever both are needed: gate, counsellor, follow_up by id.

alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check
  check (role in ('counsellor', 'supervisor', 'lead', 'editor', 'admin'));

create table counsellor (
  id uuid primary key references staff,
  code integer not null generated always as identity unique,
  phone_id uuid not null unique references phone,
  role text not null check (role in ('counsellor', 'peer', 'mitra', 'champion', 'clinic', 'supervisor', 'lead')),
  place text not null default 'main',
  language text not null,
  state text not null default 'invited'
    check (state in ('invited', 'active', 'away', 'suspended', 'stopped', 'left', 'dead')),
  state_at timestamptz not null,
  agreed_at timestamptz,
  away_until timestamptz,
  backup_id uuid references staff,
  supervisor_id uuid references staff,
  trained_on date,
  refresher_by date,
  pin_hash bytea,
  pin_tries smallint not null default 0,
  pin_wait_until timestamptz,
  last_key_at timestamptz,
  asks text,
  asks_about uuid,
  asks_at timestamptz,
  created_at timestamptz not null,
  check (state <> 'active' or agreed_at is not null),
  check (backup_id <> id and supervisor_id <> id)
);
comment on table counsellor is
  'Who works with members by phone: counsellors, their supervisors, the lead. A role on a phone, which may be a member''s too.';
comment on column counsellor.code is 'What supervision and commands call her: never a name.';
comment on column counsellor.role is 'Peer worker and professional are roles of their own; supervisor and lead are asked when nobody else was.';
comment on column counsellor.place is 'The clinic or village whose requests she takes; main where there is one only.';
comment on column counsellor.agreed_at is 'When she answered on this phone that she takes part: before, she gets the one invitation and no prompt.';
comment on column counsellor.pin_hash is 'Slow hash under the key of her phone: with another phone she sets another PIN.';
comment on column counsellor.last_key_at is 'When she last pressed or wrote anything for her work.';
comment on column counsellor.asks is 'What a text of ours asked of her outside every prompt, for instance pin; asks_about: the follow-up it is about.';
create index counsellor_place on counsellor (place, role) where state = 'active';

create table duty (
  place text not null,
  counsellor_id uuid not null references staff,
  days text[] not null default '{mon,tue,wed,thu,fri,sat,sun}',
  hours_from time not null,
  hours_to time not null,
  primary key (place, counsellor_id),
  check (hours_from < hours_to)
);
comment on table duty is
  'Who takes requests of nobody''s members at a place, and when. A place without two is refused before a programme starts.';

alter table assignment
  add column state text not null default 'agreed' check (state in ('proposed', 'agreed', 'ended')),
  add column counsellor_ok_at timestamptz,
  add column asked_at timestamptz,
  add column ended_as text;
comment on column assignment.state is
  'proposed: counsellor and member are asked; agreed: both have said yes; nothing of the member is shown before.';
comment on column assignment.counsellor_ok_at is 'When the counsellor said yes, unseen; asked_at: when the member was asked.';
comment on column assignment.ended_as is 'For counts: changed by the member, knows_family, handed_over …';
drop index assignment_one, assignment_member;
create unique index assignment_one on assignment (member_id) where until is null and state = 'agreed';
create unique index assignment_proposed on assignment (member_id) where until is null and state = 'proposed';
create index assignment_member on assignment (member_id) where until is null;
create index assignment_counsellor on assignment (counsellor_id) where until is null;

alter table member
  add column place text,
  add column cover_topic text,
  add column ring_back boolean not null default false;
comment on column member.place is 'The place she belongs to, where a programme has several.';
comment on column member.cover_topic is 'What a call says it is about to whoever else answers: one of the programme''s.';
comment on column member.ring_back is 'Whether to ring back if the call is cut off; no, unless she said so.';

-- state stays open until the request is over; stage says how far it has come.
alter table follow_up
  add column kind text check (kind in ('urgent', 'talk', 'digest')),
  add column stage text not null default 'new'
    check (stage in ('new', 'waiting', 'offered', 'accepted', 'top')),
  add column place text,
  add column counsellor_id uuid,
  add column rung smallint not null default 0,
  add column due_at timestamptz,
  add column window_from timestamptz,
  add column window_to timestamptz,
  add column told_at timestamptz,
  add column accepted_at timestamptz,
  add column reached_at timestamptz,
  add column tries smallint not null default 0,
  add column late_told_at timestamptz,
  add column late_again_at timestamptz,
  add column ended_at timestamptz,
  add column ended_as text;
comment on column follow_up.kind is 'Which times hold for it; null until it was looked at, a second after its turn.';
comment on column follow_up.stage is
  'new: nobody has looked; waiting: for duty hours or the digest; offered: counsellor_id was asked; accepted: she calls; top: the lead was asked too and the time is over.';
comment on column follow_up.counsellor_id is 'Who was asked last, or has accepted; no reference, so that whoever leaves can be deleted.';
comment on column follow_up.rung is '0 counsellor, 1 backup, 2 supervisor, 3 lead.';
comment on column follow_up.due_at is 'When something has to be done about it next; null: at once.';
comment on column follow_up.window_from is 'The time that the member asked for, where she did.';
comment on column follow_up.told_at is 'When somebody was first asked; accepted_at, reached_at: when somebody took it, and met her.';
comment on column follow_up.tries is 'Calls that nobody answered.';
comment on column follow_up.late_told_at is 'When the member was told that nobody has reached her yet.';
comment on column follow_up.late_again_at is 'Telling her so failed: it is tried again then.';
comment on column follow_up.ended_as is 'met, closed, mistake, withdrawn …: how it ended, for counts.';
create index follow_up_due on follow_up
  (coalesce(due_at, case when stage in ('accepted', 'top') then 'infinity'::timestamptz else opened_at end))
  where state = 'open';
create index follow_up_late on follow_up (opened_at)
  where state = 'open' and late_told_at is null and reached_at is null and kind in ('urgent', 'talk');
create index follow_up_counsellor on follow_up (counsellor_id) where state = 'open';

create table follow_up_act (
  seq bigint generated always as identity primary key,
  follow_up_id uuid not null,
  counsellor_id uuid,
  act text not null,
  rung smallint,
  at timestamptz not null,
  channel text not null
);
comment on table follow_up_act is 'What was done about a request, append-only, by whom: codes only. Null: by the service itself.';
create index follow_up_act_of on follow_up_act (follow_up_id, seq);
create index follow_up_act_by on follow_up_act (counsellor_id, at) where counsellor_id is not null;

create table prompt (
  id uuid primary key,
  counsellor_id uuid not null,
  number smallint not null check (number between 10 and 999 and number not in (88, 99)),
  kind text not null,
  follow_up_id uuid,
  about_id uuid,
  sent_at timestamptz not null,
  closed_at timestamptz,
  answered_at timestamptz,
  answer text
);
comment on table prompt is 'Something asked of a counsellor by text. Her answer is its number and one digit, whenever it comes.';
comment on column prompt.number is 'Hers alone for 30 days, so that a late answer means what it meant; never 88 or 99.';
comment on column prompt.about_id is 'What it is about where that is no follow-up: an assignment''s member, a complaint …';
comment on column prompt.closed_at is 'It waits for no answer any more: a bare digit is never taken for it, its code gets a true answer.';
comment on column prompt.answer is 'The last answer that counted, as a word.';
create index prompt_number on prompt (counsellor_id, number, sent_at desc);
create index prompt_open on prompt (counsellor_id) where closed_at is null;
create index prompt_follow_up on prompt (follow_up_id);

create table home_session (
  counsellor_id uuid primary key,
  session_id text not null,
  until timestamptz not null,
  length integer not null,
  hash bytea not null,
  place jsonb not null,
  sealed bytea
);
comment on table home_session is
  'Where a counsellor is in her own menu while her session lasts: the screen and ids; what was shown, sealed, for the same hop again.';

alter table message
  drop constraint message_class_check,
  add constraint message_class_check check
    (class in ('acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast', 'prompt')),
  add column counsellor_id uuid,
  add column urgent boolean not null default false,
  add column follow_up_id uuid,
  add column in_talk boolean not null default false;
comment on column message.counsellor_id is
  'For whose work it is: it leaves only while she works with this phone; an invitation only while she is asked to.';
comment on column message.in_talk is
  'A step of a flow that a stopped number may go through: of these a day may have 6, and of other answers 3.';
comment on column message.urgent is 'For somebody in danger: it waits for no hours, no budget and no cap.';
comment on column message.follow_up_id is 'The member''s own request that this tells her about: her asking is the consent to it, while it is open.';

create function is_asked_whether_to_stop(p_phone uuid) returns boolean
language sql stable
as $$
  select exists (select from conversation v where v.phone_id = p_phone and v.offer in ('stop_all', 'stop_wrong'))
$$;
comment on function is_asked_whether_to_stop is
  '"We send nothing until you answer" was said to this phone, whoever holds it.';

-- What stands against a text to a counsellor about her work, beside what stands against every text.
create function prompt_verdict(m message, p_hours_open boolean) returns text
language sql stable
as $$
  select case
    when not exists (
      select from counsellor c join staff s on s.id = c.id
      where c.id = m.counsellor_id and c.phone_id = m.phone_id and c.state = 'active' and s.left_at is null
    ) then 'off_duty'
    when is_asked_whether_to_stop(m.phone_id) then 'member_paused'
    when m.urgent then 'open'
    when (select s.held from sending s) > 0 then 'paused'
    when not p_hours_open then 'hours'
    else 'open'
  end
$$;
comment on function prompt_verdict is
  'Whether a text about her work may go to a counsellor: she works with this phone, has not paused it, and it is not quiet time.';

-- She may have agreed in person, or have left, while it waited for the hours.
create function is_asked_to_work(m message) returns boolean
language sql stable
as $$
  select exists (
    select from counsellor c join staff s on s.id = c.id
    where c.id = m.counsellor_id and c.phone_id = m.phone_id and c.state = 'invited' and s.left_at is null
  )
$$;
comment on function is_asked_to_work is 'Whether the text that asks her to work by phone may still go: she has not answered, and is still meant.';

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
    when p_class = 'prompt' then (
      select count(*) >= 60 or count(*) filter (where o.finished_at > p_now - interval '1 hour') >= 15
      from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'prompt' and o.state in ('sent', 'unknown')
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

create or replace function is_spent(m message, p_now timestamptz) returns boolean
language sql stable
as $$
  select m.class <> 'safety' and not m.urgent and (
    (m.class = 'reply' and s.held = 2) or s.number_month_max * p.share < m.segments + (
      select coalesce(sum(o.segments), 0) from message o
      where o.phone_id = m.phone_id and o.created_at > p_now - interval '30 days'
        and o.class <> 'acknowledgement' and o.state in ('sent', 'unknown')
    )
  )
  from sending s, lateral (
    -- Whoever works for thirty members writes and hears more than one of them.
    select case when exists (select from counsellor c where c.phone_id = m.phone_id) then 6 else 1 end as share
  ) p
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

-- Her list goes to her backup in the transaction of her STOP; what she held is asked of the next at once.
create function pass_list(p_counsellor uuid, p_act text, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  n integer;
begin
  perform from follow_up where counsellor_id = p_counsellor and state = 'open' order by id for no key update;
  update prompt set closed_at = p_now where counsellor_id = p_counsellor and closed_at is null;
  insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
  select f.id, p_counsellor, p_act, f.rung, p_now, 'service'
  from follow_up f where f.counsellor_id = p_counsellor and f.state = 'open' order by f.id;
  update follow_up
  set stage = 'waiting', counsellor_id = null, accepted_at = null, due_at = p_now
  where counsellor_id = p_counsellor and state = 'open';
  get diagnostics n = row_count;
  return n;
end
$$;
comment on function pass_list is
  'Takes every open request from a counsellor, so that the next person is asked at once; returns how many. The caller has locked her row.';

create function stop_counsellor(p_phone uuid, p_now timestamptz) returns void
language plpgsql volatile set search_path from current
as $$
#variable_conflict use_column
declare
  v_id uuid;
begin
  select id into v_id from counsellor
  where phone_id = p_phone and state in ('invited', 'active', 'away') for no key update;
  if not found then
    return;
  end if;
  update counsellor set state = 'stopped', state_at = p_now, asks = null where id = v_id;
  delete from home_session where counsellor_id = v_id;
  perform pass_list(v_id, 'stopped', p_now);
end
$$;
comment on function stop_counsellor is 'A STOP of this phone ends its work as well: called by finish_stop, which holds the gate.';

create or replace function finish_stop(p_seq bigint, p_now timestamptz, p_ack_id uuid, p_ack_sealed bytea, p_ack_segments smallint)
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
    perform stop_counsellor(s.phone_id, p_now);
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
  ) or exists (select from erasure e where e.stop_seq = p_seq);
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

-- Whoever has accepted a request sees it, its phone and its member while it is open, whosever member it is.
create function is_accepted_by_reader(f follow_up) returns boolean
language plpgsql stable security definer set search_path from current
as $$
begin
  return f.state = 'open' and f.stage = 'accepted'
    and f.counsellor_id::text = current_setting('app.staff_id', true)
    and exists (
      select from staff s
      where s.id = f.counsellor_id and s.left_at is null and s.role in ('counsellor', 'supervisor', 'lead')
    )
    and not exists (
      select from counsellor c
      where c.id = f.counsellor_id and c.state in ('suspended', 'stopped', 'left', 'dead')
    )
    and not exists (
      select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
    );
end
$$;
comment on function is_accepted_by_reader is
  'Whether whoever this transaction reads for has accepted this open request: so long it is hers to see.';
create or replace function is_own_phone(p_phone uuid) returns boolean
language sql stable security definer set search_path from current
as $$
  select exists (select from member m where m.phone_id = p_phone and is_own_member(m.id))
    or exists (select from follow_up f where f.phone_id = p_phone and is_accepted_by_reader(f))
$$;
revoke execute on function is_accepted_by_reader from public;
grant execute on function is_accepted_by_reader to mazano_staff;
drop policy own on follow_up;
create policy own on follow_up for select to mazano_staff using (is_own_member(member_id) or is_accepted_by_reader(follow_up));
create policy service on assignment to mazano_web using (true) with check (true);
grant select (kind, stage, counsellor_id, rung, due_at, window_from, window_to, accepted_at, reached_at, tries)
  on follow_up to mazano_staff;

revoke execute on function is_asked_whether_to_stop, prompt_verdict, is_asked_to_work, pass_list, stop_counsellor from public;
grant execute on function pass_list to mazano_web;
grant select on staff to mazano_web;
grant select, insert, update on counsellor, prompt, assignment to mazano_web;
grant select, insert, update, delete on duty, home_session to mazano_web;
grant select, insert on follow_up_act to mazano_web;
grant update on follow_up to mazano_web;
grant select (counsellor_id, urgent, follow_up_id) on message to mazano_web;

-- Home: the menu that a counsellor's own PIN opens.

alter table home_session drop column place, alter column sealed set not null;
comment on table home_session is
  'A counsellor''s own menu while her session lasts: what was typed, as length and keyed hash; where she is and what was shown, sealed.';

alter table counsellor add column code_hash bytea, add column code_until timestamptz;
alter table counsellor add column asks_sealed bytea;
comment on column counsellor.asks_sealed is
  'invite, invite_sure: the number that she typed, under the key of her phone, until she has confirmed it or a quarter of an hour is over.';
comment on column counsellor.code_hash is
  'Slow hash of the code that was read to her, once, to set a PIN with; code_until: how long it counts.';

alter table assignment add column ended_from text check (ended_from in ('proposed', 'agreed'));
comment on column assignment.ended_from is 'What it was before a list was handed over: so that a slip of the thumb gives back that, and nothing more.';

alter table counsellor add column stopped_from text;
comment on column counsellor.stopped_from is
  'What her state was before her STOP: a slip of the thumb makes nobody work who was away, or had not agreed.';

create function undo_stop_of_counsellor() returns trigger
language plpgsql security definer set search_path from current
as $$
declare
  c counsellor%rowtype;
  v_hers uuid[];
begin
  select * into c from counsellor where phone_id = new.phone_id and state = 'stopped' for no key update;
  if not found then
    return null;
  end if;
  select array_agg(member_id) into v_hers
  from assignment where counsellor_id = c.id and until = c.state_at and ended_as = 'stopped';
  update follow_up set state = 'done', ended_as = 'mistake', ended_at = new.at, due_at = null
  where member_id = any (v_hers) and reason = 'take_over' and state = 'open' and opened_at = c.state_at;
  delete from assignment
  where member_id = any (v_hers) and counsellor_id <> c.id and state = 'proposed' and until is null and since = c.state_at;
  update assignment a set until = null, state = ended_from, ended_as = null, ended_from = null
  where a.counsellor_id = c.id and a.member_id = any (v_hers) and a.until = c.state_at and a.ended_as = 'stopped'
    and not exists (select from assignment o where o.member_id = a.member_id and o.until is null);
  update counsellor set state = coalesce(stopped_from, 'active'), state_at = new.at, stopped_from = null where id = c.id;
  return null;
end
$$;
comment on function undo_stop_of_counsellor is
  '"1 I pressed by mistake" gives a counsellor her role back, and those of her members who have not gone to somebody else.';
create trigger undo_stop_of_counsellor after insert on restart
  for each row when (new.undo) execute function undo_stop_of_counsellor();

grant select (traits, cover_topic, ring_back, unlinked_at) on member to mazano_staff;

-- Leave: whoever is away, has left or is locked out; supervision, contacts, duty, complaints by kind.

alter table counsellor drop constraint counsellor_role_check;
alter table counsellor add constraint counsellor_role_check check
  (role in ('counsellor', 'peer', 'mitra', 'champion', 'clinic', 'supervisor', 'lead', 'safeguarding'));
-- Two digits at least, so that a command that names her is longer than the answer to a prompt.
alter table counsellor alter column code set start with 10 restart;

create table counsellor_notice (
  counsellor_id uuid not null,
  what text not null,
  since date not null,
  at timestamptz not null,
  primary key (counsellor_id, what, since)
);
comment on table counsellor_notice is
  'What was told about a counsellor, once: silent since a day, a refresher due by a day, the week that began on a day.';
grant select, insert on counsellor_notice to mazano_web;

create table contact (
  seq bigint generated always as identity primary key,
  counsellor_id uuid not null,
  kind text not null check (kind in ('home_visit', 'group', 'campaign', 'call')),
  number smallint not null check (number between 1 and 99),
  day date not null,
  at timestamptz not null
);
comment on table contact is 'Contacts outside every request, as a counsellor counts them: numbers only, nobody is named.';
create index contact_of on contact (counsellor_id, day);
grant select, insert on contact to mazano_web;

alter table complaint
  add column kind text check
    (kind in ('rude', 'told_others', 'asked_money', 'touched_by_mine', 'touched_by_other', 'something_else')),
  add column receipt smallint check (receipt between 1000 and 9999),
  add column told_on date,
  add column taken_on date;
comment on column complaint.receipt is 'Four digits that were told to whoever complained, and to nobody else.';
comment on column complaint.told_on is 'The day on which the person outside the line was last told that it waits.';
comment on column complaint.taken_on is 'The day on which that person said: I see to it.';
-- The service counts what waits; the words, the receipt and the phone it still cannot read.
grant select (kind, received_on, told_on, taken_on, state), update (told_on, taken_on) on complaint to mazano_web;

create table complaint_hold (
  id uuid primary key,
  phone_id uuid not null
);
comment on table complaint_hold is
  'Somebody complained that her own counsellor touched or threatened her: that counsellor is off prompts within a second, and the row goes. Nothing leads from it to the complaint.';
grant select, insert, delete on complaint_hold to mazano_web;

create table complaint_tick (
  at timestamptz not null,
  counsellor_id uuid not null,
  answered_at timestamptz,
  primary key (at, counsellor_id)
);
comment on table complaint_tick is
  'Who outside the line was told at which half hour that urgent complaints wait; of a complaint itself no time is kept.';
grant select, insert, update on complaint_tick to mazano_web;

create function are_apart(p_member uuid, p_counsellor uuid) returns boolean
language sql stable
as $$
  select exists (
    select from assignment a
    where a.member_id = p_member and a.counsellor_id = p_counsellor
      and a.ended_as in ('changed', 'declined', 'knows_family')
  ) and not exists (
    select from assignment s
    where s.member_id = p_member and s.counsellor_id = p_counsellor and s.until is null and s.state = 'agreed'
  )
$$;
comment on function are_apart is
  'Whether the member chose another than this counsellor, or she knows the family: they are not brought together again, on duty neither.';

-- Whose members they were: each is asked who shall take over, and nobody has her before she has said so.
create function hand_over_list(p_from uuid, p_to uuid, p_as text, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path from current
as $$
declare
  v_members uuid[];
begin
  perform from assignment where counsellor_id = p_from and until is null order by member_id for update;
  select array_agg(member_id order by member_id) into v_members
  from assignment where counsellor_id = p_from and until is null;
  update assignment set until = p_now, state = 'ended', ended_as = p_as, ended_from = state
  where counsellor_id = p_from and until is null;
  if p_to is not null then
    -- Who gets no open texts is asked by visit: no text, but a line in the digest of whoever is to take over.
    with asked as (
      insert into assignment (counsellor_id, member_id, since, state, counsellor_ok_at, asked_at)
      select p_to, m.id, p_now, 'proposed', p_now, case when v.by_visit then p_now end
      from unnest(v_members) as u(id) join member m on m.id = u.id
      cross join lateral (
        select m.shared_phone is true or not 'open_texts' = any (m.traits) or 'dial_only' = any (m.traits)
          or is_stopped(m.phone_id) as by_visit
      ) v
      where m.unlinked_at is null
        and not exists (select from counsellor c where c.id = p_to and c.phone_id = m.phone_id)
        and not are_apart(m.id, p_to)
      order by m.id
      on conflict do nothing
      returning member_id, asked_at
    )
    insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
    select gen_random_uuid(), m.phone_id, m.id, 'take_over', 'operator', p_now
    from asked a join member m on m.id = a.member_id
    where a.asked_at is not null
    order by m.id;
  end if;
  return coalesce(cardinality(v_members), 0);
end
$$;
comment on function hand_over_list is
  'Ends what a counsellor had, and proposes her members to another, if there is one; returns how many. The caller has locked her row.';

create or replace function stop_counsellor(p_phone uuid, p_now timestamptz) returns void
language plpgsql volatile set search_path from current
as $$
#variable_conflict use_column
declare
  c counsellor%rowtype;
begin
  select * into c from counsellor
  where phone_id = p_phone and state in ('invited', 'active', 'away') for no key update;
  if not found then
    return;
  end if;
  update counsellor set state = 'stopped', stopped_from = c.state, state_at = p_now, asks = null, asks_sealed = null
  where id = c.id;
  delete from home_session where counsellor_id = c.id;
  perform pass_list(c.id, 'stopped', p_now);
  perform hand_over_list(c.id, (
    select b.id from counsellor b where b.id = c.backup_id and b.state in ('active', 'away')
  ), 'stopped', p_now);
end
$$;

-- Whose work has ended or is locked sees nobody, whoever has the phone.
create or replace function is_own_member(p_member uuid) returns boolean
language plpgsql stable security definer set search_path from current
as $$
begin
  if exists (
    select from counsellor c
    where c.id::text = current_setting('app.staff_id', true) and c.state in ('suspended', 'stopped', 'left', 'dead')
  ) then
    return false;
  end if;
  return exists (
    select from assignment a join staff s on s.id = a.counsellor_id join member m on m.id = a.member_id
    where a.member_id = p_member and a.until is null and a.state = 'agreed' and s.left_at is null
      and s.role = 'counsellor' and a.counsellor_id::text = current_setting('app.staff_id', true)
      and m.unlinked_at is null
      and not exists (select from erasure e where e.phone_id = m.phone_id and e.state = 'pending')
  ) or exists (
    select from follow_up f join member m on m.id = f.member_id
    where f.member_id = p_member and is_accepted_by_reader(f) and m.unlinked_at is null
  );
end
$$;

revoke execute on function hand_over_list from public;
grant execute on function hand_over_list to mazano_web;

-- What members say about calls, and what they answer to a request of their own.
alter table conversation
  drop constraint conversation_offer_check,
  add constraint conversation_offer_check
    check (offer in ('stop_all', 'stop_wrong', 'care', 'care_quiet', 'when', 'still'));

alter table timer
  drop constraint timer_kind_check,
  add constraint timer_kind_check check (kind in ('silence', 'start', 'remind', 'late')),
  add column follow_up_id uuid;
comment on column timer.follow_up_id is 'late: the request about which nobody has reached her for a day.';

alter table member
  add column call_from time,
  add column call_to time,
  add column answered_by text check (answered_by in ('anybody', 'only_me', 'no_calls')),
  add check ((call_from is null) = (call_to is null));
comment on column member.call_from is 'Good hours for a call, until call_to; null: any. Texts have hours of their own.';
comment on column member.answered_by is
  'With whom a caller may speak who answers this phone; null: she was not asked, so as only_me.';

alter table assignment add column told_as text check (told_as in ('agreed', 'ended'));
comment on column assignment.told_as is 'What the counsellor was told last of how it stands: that it is agreed, or that it has ended, and nothing more.';
create index assignment_untold on assignment (state) where told_as is distinct from state;

alter table counsellor add column shown_as bytea;
comment on column counsellor.shown_as is
  'What members call her, sealed under the key of her phone; told only to who is asked whether she may be theirs.';
grant select (call_from, call_to, answered_by, cover_topic, ring_back) on member to mazano_staff;
