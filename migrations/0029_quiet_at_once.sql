-- While it is quiet, the queue grows by all that is held back. What may leave, and what lapses, is found without reading that.

create function is_heard_in_quiet(p_event text) returns boolean
language sql immutable
as $$
  select p_event in (
    'help', 'person', 'person_when', 'person_off', 'person_still', 'request_over', 'may_mean_stop', 'goes_on'
  )
$$;
comment on function is_heard_in_quiet is
  'Whether the answer of such a turn leaves while sending is quiet: it answers STOP, HELP or 9, and what follows them.';
revoke execute on function is_heard_in_quiet from public;
grant execute on function is_heard_in_quiet to mazano_web;

alter table message add column in_quiet boolean;
comment on column message.in_quiet is
  'Of a reply of a turn: whether it leaves while sending is quiet. Null: it was not written by a turn, or before there was this column.';
grant select (in_quiet), insert (in_quiet) on message to mazano_web;

create or replace function is_answer_in_quiet(m message) returns boolean
language sql stable set search_path from current
as $$
  select case
    when m.class in ('acknowledgement', 'safety') or m.urgent then true
    when m.class <> 'reply' then false
    -- Whoever has taken a request of somebody in danger, or is asked about it, hears what she needs for it.
    when m.counsellor_id is not null then exists (
      select from follow_up f
      where f.counsellor_id = m.counsellor_id and f.state = 'open' and f.kind = 'urgent'
    )
    when m.in_quiet is not null then m.in_quiet
    else exists (
      select from turn t where t.phone_id = m.phone_id and t.turn = m.turn and is_heard_in_quiet(t.event)
    )
  end
$$;

update message m
set in_quiet = exists (
  select from turn t where t.phone_id = m.phone_id and t.turn = m.turn and is_heard_in_quiet(t.event)
)
where m.state = 'queued' and m.class = 'reply' and m.counsellor_id is null;

-- All that may leave while it is quiet is in the first; what is worthless by now begins the second.
create index message_in_quiet on message (rank, seq)
  where state = 'queued' and (class in ('acknowledgement', 'safety') or urgent or (class = 'reply' and in_quiet is not false));
create index message_lapses on message (send_by) where state = 'queued';

-- The next messages that leave while it is quiet, the head of each phone's queue, held; then those that only lapse.
create function claim_in_quiet(p_limit integer, p_now timestamptz, p_saving integer, p_held integer) returns uuid[]
language plpgsql volatile set search_path from current
as $$
declare
  v_heads uuid[];
begin
  v_heads := array(
    select m.id
    from message m
    where m.state = 'queued'
      and (m.class in ('acknowledgement', 'safety') or m.urgent or (m.class = 'reply' and m.in_quiet is not false))
      and m.rank <= case when p_held > 0 then 3 else 5 end
      and m.send_after <= p_now
      and (m.thrift is null or m.thrift > p_saving)
      and is_answer_in_quiet(m)
      and (
        select true from message o
        where o.phone_id = m.phone_id
          and o.seq < m.seq
          and (o.state = 'sending'
            or (o.state = 'queued' and (o.thrift is null or o.thrift > p_saving)
              and (o.rank < 4 or p_held = 0)
              and is_answer_in_quiet(o)
              and (o.send_after <= p_now
                or (o.rank <= m.rank and o.reason <> 'hours' and o.send_by >= p_now))))
        limit 1
      ) is null
    order by m.rank, m.seq
    limit p_limit
    for update of m skip locked
  );
  -- What is worthless by now is claimed all the same, so that the gate lets it lapse and nothing piles up.
  return v_heads || array(
    select m.id
    from message m
    where m.state = 'queued' and m.send_by < p_now and m.id <> all (v_heads)
    order by m.send_by
    limit p_limit - cardinality(v_heads)
    for update of m skip locked
  );
end
$$;
comment on function claim_in_quiet is
  'What is claimed while it is quiet: the answers that leave all the same, then what only lapses. Reads nothing that is held back.';
revoke execute on function claim_in_quiet from public;

-- The head of each phone's queue, marked as being sent, with a lease. Never waits for anybody.
create or replace function claim_for_send(
  p_limit integer, p_broadcast boolean, p_now timestamptz, p_lease interval, p_silence interval
) returns table (attempt_id uuid, token uuid, message_id uuid, class text, segments smallint)
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  s sending%rowtype;
  v_heads uuid[];
begin
  select * into s from sending;
  if s.paused or s.heard_at is null or s.heard_at < p_now - p_silence then
    return;
  end if;
  if s.quiet then
    -- No broadcast leaves; one that lapses is claimed with the others.
    v_heads := case when p_broadcast then '{}' else claim_in_quiet(p_limit, p_now, s.saving, s.held) end;
  else
    v_heads := array(
      select m.id
      from message m
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
    );
  end if;
  return query
  with claimed as (
    update message m
    set state = 'sending', tries = m.tries + 1
    where m.id = any (v_heads) and m.state = 'queued'
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

-- One stretch of the index for each kind, and each message by its key: as quick with ten million as with ten thousand.
create or replace function count_message_day(p_day date, p_from timestamptz, p_to timestamptz) returns void
language plpgsql volatile security definer set search_path from current
as $$
begin
  -- One counts a day at a time: two would both delete and both insert.
  perform pg_advisory_xact_lock(hashtextextended('message_day', 0));
  delete from message_day where day = p_day;
  insert into message_day (day, class, state, reason, messages, segments)
  select p_day, c.class, s.state, g.reason, g.messages, g.segments
  from unnest(array['acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast', 'prompt']) as c(class)
  cross join unnest(array['sent', 'failed', 'cancelled', 'expired', 'unknown']) as s(state)
  cross join lateral (
    select coalesce(m.reason, '') as reason, count(*) as messages, sum(m.segments) as segments
    from message m
    where m.class = c.class and m.state = s.state and m.finished_at >= p_from and m.finished_at < p_to
    group by 1
  ) g;
  delete from money_day where day = p_day;
  insert into money_day (day, currency, amount, messages, segments)
  select p_day, left(a.cost, 3), sum(substr(a.cost, 5)::numeric), count(*), sum(coalesce(a.parts, m.segments))
  from attempt a
  cross join lateral (select o.segments from message o where o.id = a.message_id limit 1) m
  where a.started_at >= p_from and a.started_at < p_to and a.outcome = 'accepted'
    and a.cost ~ '^[A-Z]{3} \d{1,12}(\.\d{1,6})?$'
  group by left(a.cost, 3);
end
$$;

-- The same as turn_moment, which is kept up to date by itself.
drop index turn_at;
