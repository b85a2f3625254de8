-- Three roles without log-in. The service takes one on by connecting as it or by `set role`. Where the migrating user
-- may not create roles, an administrator makes them first; the grants then apply to what is there.

do $$
declare
  r text;
begin
  foreach r in array array['mazano_web', 'mazano_sender', 'mazano_staff'] loop
    if not exists (select from pg_roles where rolname = r) then
      begin
        execute format('create role %I nologin', r);
      exception
        when duplicate_object or unique_violation then null;
        when insufficient_privilege then
          raise exception 'role % is missing and this user may not create it: ask an administrator to run "create role % nologin"', r, r;
      end;
    end if;
    if not pg_has_role(current_user, r, 'member') then
      execute format('grant %I to %I', r, current_user);
    end if;
    execute format('grant usage on schema %I to %I', current_schema(), r);
  end loop;
end
$$;

revoke execute on function is_stopped, is_capped, has_consent, claim_for_send, open_for_send, finish_attempt, sweep_leases, finish_stop,
  finish_withdrawal from public;
grant select, insert on phone, member, turn, inbound, consent, follow_up, restart, invitation, parked_report, audit,
  stop_request, timer, release, conversation, suppression, withdrawal to mazano_web;
grant update on conversation, member, timer to mazano_web;
grant delete on timer, suppression, parked_report to mazano_web;
-- Locking a row for share needs an update right on some column: this one, so that a turn can never move an epoch.
grant select, insert, update (phone_id) on gate to mazano_web;
grant insert on message to mazano_web;
grant select (id, seq, phone_id, class, rank, purpose, epoch, state, reason, segments, turn, heard_at, created_at,
  send_after, send_by, finished_at, provider, provider_id, delivery, delivery_reason, delivery_at, past_stop)
  on message to mazano_web;
grant update (delivery, delivery_reason, delivery_at) on message to mazano_web;
grant select, update on sending to mazano_web;
grant execute on function is_stopped, has_consent, finish_stop, finish_withdrawal to mazano_web;

grant select on sending to mazano_sender;
grant execute on function claim_for_send, open_for_send, finish_attempt, sweep_leases to mazano_sender;

grant select (id, phone_id, class, state, reason, segments, created_at, finished_at, delivery) on message to mazano_staff;
