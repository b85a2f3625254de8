-- Turns open nothing: sessions, second proofs, tries, reveals and switches are written by the console's own role alone, and
-- what proves who somebody is, is not even read by turns.

revoke select, insert, update on staff_session from mazano_web;
revoke select, update on staff_totp, staff_passkey from mazano_web;
revoke update (token_hash, stage, challenge, seen_at, proven_at, ended_at) on staff_session from mazano_web;
revoke update (last_step, confirmed_at) on staff_totp from mazano_web;
revoke update (counter, used_at) on staff_passkey from mazano_web;
revoke select on staff_password, staff_invite, staff_recovery from mazano_web;
revoke select, insert on sign_in_try from mazano_web;
revoke update (was_right) on sign_in_try from mazano_web;
revoke insert, update, delete on reveal from mazano_web;
revoke update on programme_switch from mazano_web;

grant select, insert, update (token_hash, stage, challenge, seen_at, proven_at, ended_at) on staff_session to mazano_console;
grant select, update (last_step, confirmed_at) on staff_totp to mazano_console;
grant select, update (counter, used_at) on staff_passkey to mazano_console;
grant select on staff_password, staff_invite, staff_recovery to mazano_console;
grant select, insert, update (was_right) on sign_in_try to mazano_console;
grant insert, update, delete on reveal to mazano_console;
grant update on programme_switch to mazano_console;
