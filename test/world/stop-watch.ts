import type { Pool } from '../../src/store/connect.ts';

/** The key of an advisory lock that each sender passes on its way to the gate: a scene that holds it makes it slow. */
export const GATE_DOOR = 1;

/**
 * Makes the database of a test remember what the judge of STOP needs and the service does not keep: the transaction in
 * which each STOP was *asked*, when *stopped* was committed and what still stood then, and for each gate that opened
 * the snapshot with which it began. The gate itself runs as it is, inside a function of its name.
 */
export async function watchStops(pool: Pool): Promise<void> {
  await pool.run((db) => db.unsafe(WATCH));
}

const WATCH = `
create table watched_stop (
  seq bigint primary key, phone_id uuid not null, asked_in xid8 not null, asked_at timestamptz not null,
  withdrawing_at timestamptz, stopped_at timestamptz, standing text
);
create table watched_gate (
  attempt_id uuid not null, message_id uuid not null, phone_id uuid not null, began pg_snapshot not null,
  began_at timestamptz not null, ended_at timestamptz not null
);

create function watch_asked() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into watched_stop (seq, phone_id, asked_in, asked_at)
  values (new.seq, new.phone_id, pg_current_xact_id(), clock_timestamp());
  return null;
end $$;
create constraint trigger watch_asked after insert on stop_request
  deferrable initially deferred for each row execute function watch_asked();

-- At its commit: what must have gone out with the withdrawal, and has not.
create function watch_stopped() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if new.withdrawn_at is not null and old.withdrawn_at is null then
    update watched_stop set withdrawing_at = now() where seq = new.seq;
  end if;
  if new.stopped_at is null or old.stopped_at is not null then
    return null;
  end if;
  update watched_stop set stopped_at = clock_timestamp(), standing = concat_ws(' ',
    (select 'queued' from message m where m.phone_id = new.phone_id and m.state = 'queued'
      and m.class <> 'acknowledgement' and m.created_at < new.asked_at limit 1),
    (select 'sending' from attempt a join message m on m.id = a.message_id
      where a.phone_id = new.phone_id and a.ended_at is null and a.call_until > clock_timestamp()
        and m.state = 'sending' limit 1),
    (select 'consent' where has_consent(new.phone_id, 'check_ins')),
    (select 'timer' from timer where phone_id = new.phone_id and stopped_by is null limit 1),
    (select 'conversation' from conversation where phone_id = new.phone_id and flow is not null
      and closed_by is null))
  where seq = new.seq;
  return null;
end $$;
create constraint trigger watch_stopped after update on stop_request
  deferrable initially deferred for each row execute function watch_stopped();

-- A sender may stand here until its statement is cut (5 s), longer than it would wait for a lock.
create function pass_door() returns void language plpgsql set lock_timeout = 0 as $$
begin
  perform pg_advisory_lock_shared(${GATE_DOOR});
  perform pg_advisory_unlock_shared(${GATE_DOOR});
end $$;

alter function open_for_send rename to watched_open_for_send;
create function open_for_send(
  p_attempt uuid, p_token uuid, p_now timestamptz, p_hours_open boolean, p_local time, p_day_open boolean
)
returns table (
  verdict text, phone_id uuid, message_id uuid, number_sealed bytea, wrapped_key bytea, text_sealed bytea,
  hours_from time, hours_to time
)
language plpgsql volatile security definer set search_path from current as $$
declare
  v_began pg_snapshot;
  v_at timestamptz;
begin
  perform pass_door();
  v_began := pg_current_snapshot();
  v_at := clock_timestamp();
  for verdict, phone_id, message_id, number_sealed, wrapped_key, text_sealed, hours_from, hours_to in
    select * from watched_open_for_send(p_attempt, p_token, p_now, p_hours_open, p_local, p_day_open)
  loop
    if verdict = 'open' then
      insert into watched_gate values (p_attempt, message_id, phone_id, v_began, v_at, clock_timestamp());
    end if;
    return next;
  end loop;
end $$;
revoke execute on function open_for_send from public;
grant execute on function open_for_send to mazano_sender;
`;
