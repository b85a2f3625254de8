-- Turns make nobody staff: who may open the console, and as what, is changed by the console's own role alone, which can all
-- that the service can. Where the migrating user may not create roles, an administrator makes it first.

do $$
begin
  if not exists (select from pg_roles where rolname = 'mazano_console') then
    begin
      create role mazano_console nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'role mazano_console is missing and this user may not create it: ask an administrator to run "create role mazano_console nologin in role mazano_web"';
    end;
  end if;
  if not pg_has_role('mazano_console', 'mazano_web', 'member') then
    begin
      grant mazano_web to mazano_console;
    exception
      when insufficient_privilege then
        raise exception 'this user may not let mazano_console do what mazano_web may: ask an administrator to run "grant mazano_web to mazano_console"';
    end;
  end if;
  if not pg_has_role(current_user, 'mazano_console', 'member') then
    execute format('grant mazano_console to %I', current_user);
  end if;
  execute format('grant usage on schema %I to mazano_console', current_schema());
end
$$;

revoke insert, update (role, left_at) on staff from mazano_web;
revoke insert, update (sign_in_name, display_name, language, theme, is_lead, state, ended_at) on staff_account from mazano_web;
revoke insert, delete on staff_role, staff_password, staff_totp, staff_passkey from mazano_web;
revoke insert, update (used_at, withdrawn_at) on staff_invite from mazano_web;
revoke insert, update (confirmed_by, confirmed_at, refused_at) on staff_recovery from mazano_web;
revoke execute on function make_console_staff from mazano_web;

grant insert, update (role, left_at) on staff to mazano_console;
grant insert, update (sign_in_name, display_name, language, theme, is_lead, state, ended_at) on staff_account to mazano_console;
grant insert, delete on staff_role, staff_password, staff_totp, staff_passkey to mazano_console;
grant insert, update (used_at, withdrawn_at) on staff_invite to mazano_console;
grant insert, update (confirmed_by, confirmed_at, refused_at) on staff_recovery to mazano_console;
grant execute on function make_console_staff to mazano_console;
