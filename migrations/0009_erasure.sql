-- Erasure: asked, then at its time finished. Asking hides at once; finishing deletes every row of the phone, its keys
-- among them, under the gate lock, in one transaction. What outlives it is a keyed stub: suppression, and the ledger.

create table erasure (
  id uuid primary key,
  seq bigint generated always as identity unique,
  phone_id uuid not null,
  suppress_index bytea not null,
  state text not null default 'pending' check (state in ('pending', 'undone', 'done')),
  asked_by text not null,
  stop_seq bigint unique,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  ended_at timestamptz,
  hidden_to integer,
  member_id uuid,
  sealed bytea,
  own_sealed bytea,
  check (state = 'pending' or (ended_at is not null and member_id is null and sealed is null and own_sealed is null))
);
comment on table erasure is
  'The ledger of erasures, which is replayed after a restore. Of who was erased it holds a dead id and a keyed hash.';
comment on column erasure.asked_by is 'sms, ussd, or the name of whoever typed the command.';
comment on column erasure.stop_seq is 'The STOP that the same text was: a text that comes again asks nothing again.';
comment on column erasure.hidden_to is 'What the conversation held up to this turn is hidden while the erasure is pending.';
comment on column erasure.sealed is 'The conversation''s sealed value when it was asked, for undoing; null once it has ended.';
comment on column erasure.own_sealed is 'Likewise what no log holds.';
create unique index erasure_pending on erasure (phone_id) where state = 'pending';
create index erasure_due on erasure (due_at) where state = 'pending';

alter table message alter column text_sealed drop not null;
comment on column message.text_sealed is 'Null once its time of keeping is over (docs/operate.md, "What is kept, and how long").';

comment on column inbound.phone_id is 'All zeroes where the phone is erased.';
comment on column stop_request.phone_id is 'All zeroes where the phone is erased.';
create index inbound_phone on inbound (phone_id);
-- Rows come in by their time, so that a word for each range of pages is enough.
create index inbound_received on inbound using brin (received_at);
-- What is over its time is found without reading what is not.
create index message_body on message (created_at) where text_sealed is not null;
create index turn_body on turn (at) where sealed is not null;
create index attempt_started on attempt (started_at);

-- The roles of the service may not read complaints, not even whether there is one.
create function due_erasures(p_now timestamptz, p_limit integer) returns table (id uuid, phone_id uuid)
language sql stable security definer set search_path from current
as $$
  select e.id, e.phone_id from erasure e
  where e.state = 'pending' and e.due_at <= p_now
    and not exists (
      select from message m
      where m.phone_id = e.phone_id and m.state in ('queued', 'sending') and m.send_by > p_now
    )
    and not exists (select from stop_request s where s.phone_id = e.phone_id and s.stopped_at is null)
    and not exists (
      select from follow_up f
      where f.phone_id = e.phone_id and f.state = 'open' and f.opened_at > e.asked_at
        and f.opened_at > p_now - interval '7 days'
    )
    and (e.asked_by <> 'moved' or not exists (
      select from complaint k where k.phone_id = e.phone_id and k.state = 'open'
    ))
  order by e.phone_id
  limit p_limit
$$;
comment on function due_erasures is
  'Erasures whose time has come and that wait for nothing: no text, no STOP, no call that was asked for since (a week at most).';

-- Every row of the phone and of its members, in every table there is: one that is made later is emptied as well.
-- Attempts go before messages, as sending locks them; what others refer to goes last. A text may come again, called back for
-- half a day, fetched after any time: so long as it could have an effect its key stays, and leads to nobody.
create function delete_phone(p_phone uuid, p_now timestamptz) returns integer
language plpgsql volatile set search_path from current
as $$
declare
  c record;
  v_members uuid[] := array(select m.id from member m where m.phone_id = p_phone);
  v_last constant text[] := array['member', 'conversation', 'gate'];
  v_kept constant text[] := array['attempt', 'erasure', 'inbound', 'stop_request'];
  v_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  v_count integer := 0;
  n integer;
begin
  delete from attempt a using message m where m.phone_id = p_phone and a.message_id = m.id;
  get diagnostics v_count = row_count;
  for c in
    select t.relname as "table", a.attname as "column"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname ~ '(^|_)(phone|member)_id$'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname <> all (v_kept)
    order by coalesce(array_position(v_last, t.relname::text), 0), t.relname, a.attname
  loop
    if c."column" ~ 'phone_id$' then
      execute format('delete from %I where %I = $1', c."table", c."column") using p_phone;
    else
      execute format('delete from %I where %I = any ($1)', c."table", c."column") using v_members;
    end if;
    get diagnostics n = row_count;
    v_count := v_count + n;
  end loop;
  delete from inbound where phone_id = p_phone and handled_as <> 'stop' and received_at < p_now - interval '1 day';
  update inbound set phone_id = v_nobody, turn = null where phone_id = p_phone;
  delete from stop_request where phone_id = p_phone and channel <> 'sms';
  update stop_request
  set phone_id = v_nobody, withdrawn_at = coalesce(withdrawn_at, p_now), stopped_at = coalesce(stopped_at, p_now)
  where phone_id = p_phone;
  delete from phone where id = p_phone;
  return v_count;
end
$$;
comment on function delete_phone is 'Deletes a phone with all that belongs to it; returns how many rows. The caller holds its gate.';

-- One erasure, to its end. Lock first: a turn, a send or a STOP that holds the gate is waited for, and whoever waits behind
-- finds no gate any more.
create function finish_erasure(p_id uuid, p_now timestamptz) returns text
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  e erasure%rowtype;
begin
  select * into e from erasure where id = p_id;
  if not found or e.state <> 'pending' then
    return 'over';
  end if;
  perform from gate where phone_id = e.phone_id for update;
  select * into e from erasure where id = p_id for update;
  if e.state <> 'pending' then
    return 'over';
  end if;
  if e.due_at > p_now then
    return 'early';
  end if;
  insert into suppression (suppress_index, since) values (e.suppress_index, p_now) on conflict do nothing;
  perform delete_phone(e.phone_id, p_now);
  update erasure
  set state = 'done', ended_at = p_now, hidden_to = null, member_id = null, sealed = null, own_sealed = null
  where id = p_id;
  return 'erased';
end
$$;
comment on function finish_erasure is
  'Erases the phone of a pending erasure that is due: rows and keys go, the suppression of its number stays.';

-- As it was, and a number that is stopped already hears it as well when what it asks for is to be erased.
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

-- It was not meant. What was hidden comes back, the STOP stands. The epoch grows, so that a turn that was decided while it
-- was hidden is decided anew.
create function undo_erasure(p_id uuid, p_turn integer, p_sealed bytea, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  e erasure%rowtype;
begin
  select * into e from erasure where id = p_id;
  if not found then
    return false;
  end if;
  perform from gate where phone_id = e.phone_id for no key update;
  select * into e from erasure where id = p_id for update;
  if e.state <> 'pending' then
    return false;
  end if;
  update conversation
  set member_id = e.member_id, sealed = p_sealed, own_sealed = e.own_sealed
  where phone_id = e.phone_id and turn = p_turn;
  if not found then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = e.phone_id;
  update erasure
  set state = 'undone', ended_at = p_now, hidden_to = null, member_id = null, sealed = null, own_sealed = null
  where id = p_id;
  return true;
end
$$;
comment on function undo_erasure is 'Ends a pending erasure and shows again what it hid; false when it is over, or a turn came between.';

create function is_waited_for(p_phone uuid, p_before timestamptz) returns boolean
language plpgsql stable set search_path from current
as $$
begin
  return exists (select from phone p where p.id = p_phone and p.created_at >= p_before)
    or exists (
      select from conversation v where v.phone_id = p_phone and greatest(v.heard_at, v.proved_at) >= p_before
    )
    or exists (select from stop_request s where s.phone_id = p_phone and (s.stopped_at is null or s.asked_at >= p_before))
    or exists (select from invitation i where i.phone_id = p_phone and i.at >= p_before)
    or exists (select from message m where m.phone_id = p_phone and m.state in ('queued', 'sending'))
    or exists (select from follow_up f where f.phone_id = p_phone and f.state = 'open')
    or exists (select from complaint k where k.phone_id = p_phone and k.state = 'open')
    or exists (select from erasure e where e.phone_id = p_phone and e.state = 'pending')
    or exists (select from wrong_number w where w.phone_id = p_phone and w.unlinked_at is null)
    or exists (
      select from number_change n
      where p_phone in (n.old_phone_id, n.new_phone_id) and n.state = 'open' and n.confirm_by >= p_before
    );
end
$$;
comment on function is_waited_for is 'Whether something of this phone is under way, or it was heard since then.';

-- Nobody who takes part, nobody who waits for anybody: no row but the traces of having written or been invited.
create function is_stranger(p_phone uuid, p_before timestamptz) returns boolean
language plpgsql stable set search_path from current
as $$
declare
  c record;
  v_found boolean;
  v_traces constant text[] := array['gate', 'conversation', 'turn', 'inbound', 'message', 'attempt', 'stop_request',
    'restart', 'invitation', 'follow_up', 'complaint', 'withdrawal', 'erasure', 'wrong_number', 'member'];
begin
  -- Who has only asked for hours or a pause never took part; she is kept for as long as her pause lasts.
  if is_waited_for(p_phone, p_before) or exists (
    select from member m
    where m.phone_id = p_phone and (
      m.paused_until between p_before and p_before + interval '1 year'
      or exists (select from assignment a where a.member_id = m.id and a.until is null)
    )
  ) then
    return false;
  end if;
  for c in
    select t.relname as "table"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'phone_id'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname <> all (v_traces)
  loop
    execute format('select exists (select from %I where phone_id = $1)', c."table") into v_found using p_phone;
    if v_found then
      return false;
    end if;
  end loop;
  return true;
end
$$;
comment on function is_stranger is
  'Whether a number belongs to nobody who takes part, was quiet since then, and waits for nothing.';

-- A counsellor whose member she is may still meet her: then she is not gone, whatever her phone does.
create function is_gone(p_phone uuid, p_before timestamptz) returns boolean
language plpgsql stable set search_path from current
as $$
begin
  return exists (select from member m where m.phone_id = p_phone)
    and not is_waited_for(p_phone, p_before)
    and not exists (
      select from member m
      where m.phone_id = p_phone and (
        coalesce(m.unlinked_at, m.created_at) >= p_before
        or (m.unlinked_at is null
          and exists (select from assignment a where a.member_id = m.id and a.until is null))
      )
    )
    and not exists (
      select from (
        select distinct on (c.member_id, c.purpose) c.act from consent c
        where c.phone_id = p_phone order by c.member_id, c.purpose, c.seq desc
      ) latest
      where latest.act = 'given'
    );
end
$$;
comment on function is_gone is
  'Whether members of this phone have no consent left, have not been heard since then, and wait for nothing.';

-- Of a member whose number is not hers any more, where somebody else may take part by now: her own rows alone.
create function forget_member(p_member uuid) returns integer
language plpgsql volatile set search_path from current
as $$
declare
  c record;
  v_count integer := 0;
  n integer;
begin
  for c in
    select t.relname as "table"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'member_id'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname not in ('conversation', 'erasure')
    order by t.relname
  loop
    execute format('delete from %I where member_id = $1', c."table") using p_member;
    get diagnostics n = row_count;
    v_count := v_count + n;
  end loop;
  delete from member where id = p_member;
  return v_count + 1;
end
$$;
comment on function forget_member is 'Deletes a member with all rows that name her; returns how many. Her phone stays.';

-- An invitation is for once, and a STOP for ever, also one that was asked for and not confirmed: they outlive the row of the
-- number as its keyed hash.
create function forget_quiet(
  p_phone uuid, p_before timestamptz, p_now timestamptz, p_gone boolean default false
) returns boolean
language plpgsql volatile set search_path from current
as $$
#variable_conflict use_column
begin
  perform from gate where phone_id = p_phone for update skip locked;
  if not found or not (
    case when p_gone then is_gone(p_phone, p_before) else is_stranger(p_phone, p_before) end
  ) then
    return false;
  end if;
  insert into suppression (suppress_index, since)
  select p.suppress_index, p_now from phone p
  where p.id = p_phone and (
    exists (select from invitation i where i.phone_id = p_phone)
    or exists (select from conversation c where c.phone_id = p_phone and c.offer in ('stop_all', 'stop_wrong'))
  )
  on conflict do nothing;
  perform delete_phone(p_phone, p_now);
  return true;
end
$$;
comment on function forget_quiet is
  'Deletes a number that turned out to be a stranger''s, or whose members are gone, unless somebody is at its gate.';

revoke execute on function due_erasures, delete_phone, finish_erasure, undo_erasure, is_waited_for, is_stranger, is_gone,
  forget_member, forget_quiet from public;
grant select, insert, update (due_at) on erasure to mazano_web;
grant execute on function due_erasures, finish_erasure, undo_erasure to mazano_web;
