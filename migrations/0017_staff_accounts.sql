-- Who may open the console, as what, and by which proof. What a person may do by phone stands in staff.role as before;
-- what she may do in the console stands in staff_role, so that neither opens the other.

alter table staff drop constraint staff_role_check;
alter table staff add constraint staff_role_check
  check (role in ('counsellor', 'supervisor', 'lead', 'editor', 'admin', 'console'));
comment on column staff.role is 'What she is by phone; console: nothing, she works in the console alone.';

create table staff_account (
  staff_id uuid primary key references staff,
  sign_in_name text not null unique check (sign_in_name = lower(sign_in_name) and length(sign_in_name) between 3 and 60),
  display_name text not null check (length(display_name) between 1 and 80),
  language text not null default 'en',
  theme text not null default 'auto' check (theme in ('auto', 'light', 'dark')),
  is_lead boolean not null default false,
  state text not null default 'active' check (state in ('active', 'ended')),
  for_demo text unique,
  created_at timestamptz not null,
  ended_at timestamptz,
  check ((state = 'ended') = (ended_at is not null))
);
comment on table staff_account is 'Who may open the console. No number and no address: what is to be told is told in person.';
comment on column staff_account.is_lead is 'The safeguarding lead, whom a reveal needs.';
comment on column staff_account.for_demo is 'The role whose one-click account of the demo this is.';

create table staff_password (
  id uuid primary key,
  staff_id uuid not null unique references staff_account,
  hash bytea not null,
  wrapped_key bytea not null,
  set_at timestamptz not null
);
comment on table staff_password is 'argon2id of a password and of a key of its own, which is wrapped: rows alone allow no guess. No row: no password fits.';

create table staff_role (
  staff_id uuid not null references staff_account,
  role text not null check (role in
    ('admin', 'editor', 'translator', 'reviewer', 'peer_reviewer', 'supervisor', 'counsellor', 'monitor')),
  since timestamptz not null,
  primary key (staff_id, role)
);
comment on table staff_role is 'What a person may do in the console: several roles, each by itself.';
create index staff_role_role on staff_role (role);

create table staff_session (
  id uuid primary key,
  staff_id uuid not null references staff_account,
  token_hash bytea not null unique,
  stage text not null check (stage in ('half', 'whole')),
  challenge text,
  device text not null default 'other',
  begun_at timestamptz not null,
  seen_at timestamptz not null,
  proven_at timestamptz,
  ended_at timestamptz
);
comment on table staff_session is 'One sign-in on one device. The token itself is in its cookie alone; here is its SHA-256.';
comment on column staff_session.stage is 'half: the password was right and the second proof is awaited; it opens no page but that.';
comment on column staff_session.challenge is 'What a passkey has to sign, once.';
comment on column staff_session.device is 'Kind of browser, from a closed list, so that she knows it again.';
comment on column staff_session.proven_at is 'When the second proof was last shown: grave acts ask for it again.';
create index staff_session_staff on staff_session (staff_id) where ended_at is null;
create index staff_session_begun on staff_session (begun_at);

create table staff_totp (
  id uuid primary key,
  staff_id uuid not null references staff_account,
  secret_sealed bytea not null,
  wrapped_key bytea not null,
  last_step bigint not null default 0,
  made_at timestamptz not null,
  confirmed_at timestamptz
);
comment on table staff_totp is 'Secrets of apps that show six digits, sealed. One a person counts; one that is not confirmed proves nothing.';
comment on column staff_totp.last_step is 'The half minute of the last code that was taken: none counts twice, nor an older one.';
create unique index staff_totp_one on staff_totp (staff_id) where confirmed_at is not null;
create index staff_totp_staff on staff_totp (staff_id);

create table staff_passkey (
  id uuid primary key,
  staff_id uuid not null references staff_account,
  credential_id text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  host text not null,
  device text not null default 'other',
  made_at timestamptz not null,
  used_at timestamptz
);
comment on table staff_passkey is 'Public halves of passkeys: who reads them can prove nothing with them.';
comment on column staff_passkey.host is 'The name of the console when it was made: a passkey works at no other.';
create index staff_passkey_staff on staff_passkey (staff_id);

create table staff_invite (
  id uuid primary key,
  token_hash bytea not null unique,
  kind text not null check (kind in ('first', 'join', 'recover')),
  staff_id uuid references staff,
  roles text[] not null default '{}',
  is_lead boolean not null default false,
  made_by uuid references staff_account,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  withdrawn_at timestamptz,
  check (kind <> 'recover' or staff_id is not null)
);
comment on table staff_invite is 'Links that let one person in, once. The link is shown once and handed over; here is the SHA-256 of its code.';
comment on column staff_invite.staff_id is 'recover: whose account; join: the counsellor whose own members she then sees in the console.';
comment on column staff_invite.made_by is 'Null: made at the terminal of the service.';

create table staff_recovery (
  id uuid primary key,
  staff_id uuid not null references staff_account,
  asked_by uuid not null references staff_account,
  asked_at timestamptz not null,
  confirmed_by uuid references staff_account,
  confirmed_at timestamptz,
  refused_at timestamptz,
  check (asked_by <> staff_id and confirmed_by <> staff_id and confirmed_by <> asked_by)
);
comment on table staff_recovery is 'A new beginning for who has lost password or second proof: one admin asks, another confirms.';
create unique index staff_recovery_open on staff_recovery (staff_id) where confirmed_at is null and refused_at is null;

create table sign_in_try (
  id uuid primary key,
  at timestamptz not null,
  kind text not null check (kind in ('password', 'code', 'link')),
  account_key bytea not null,
  address_key bytea not null,
  was_right boolean not null default false
);
comment on table sign_in_try is 'Tries to sign in, also with names that are nobody''s, so that they can be slowed down.';
comment on column sign_in_try.account_key is 'HMAC of what was typed as name, of an account or of nobody''s.';
comment on column sign_in_try.address_key is 'HMAC of the network address.';
create index sign_in_try_account on sign_in_try (account_key, at);
create index sign_in_try_address on sign_in_try (address_key, at);
create index sign_in_try_at on sign_in_try (at);

create table audit_check (
  id uuid primary key,
  asked_by uuid not null references staff,
  asked_at timestamptz not null,
  done_at timestamptz,
  entries integer,
  turns integer,
  faults integer,
  first_faults jsonb not null default '[]'
);
comment on table audit_check is 'Each time that somebody had the whole audit log checked in the console, and what was found. Ids only.';
create index audit_check_asked on audit_check (asked_at);
create index audit_action on audit (action, seq);
create index audit_actor on audit (actor, seq);
create index audit_subject on audit (subject, seq) where subject is not null;
create index audit_at on audit (at);
create index audit_detail on audit using hash (detail);

create function make_console_staff(p_id uuid, p_now timestamptz) returns void
language sql security definer set search_path from current
as $$
  insert into staff (id, role, created_at) values (p_id, 'console', p_now)
$$;
comment on function make_console_staff is 'Somebody who works in the console alone: the service makes nobody a counsellor by it.';
revoke execute on function make_console_staff from public;
grant execute on function make_console_staff to mazano_web;

grant select, insert on staff_account, staff_password, staff_role, staff_session, staff_totp, staff_passkey, staff_invite, staff_recovery,
  sign_in_try, audit_check to mazano_web;
grant update (sign_in_name, display_name, language, theme, is_lead, state, ended_at) on staff_account to mazano_web;
grant delete on staff_role, staff_password, staff_totp, staff_passkey to mazano_web;
grant update (token_hash, stage, challenge, seen_at, proven_at, ended_at) on staff_session to mazano_web;
grant update (last_step, confirmed_at) on staff_totp to mazano_web;
grant update (counter, used_at) on staff_passkey to mazano_web;
grant update (used_at, withdrawn_at) on staff_invite to mazano_web;
grant update (confirmed_by, confirmed_at, refused_at) on staff_recovery to mazano_web;
grant update (was_right) on sign_in_try to mazano_web;
grant update (done_at, entries, turns, faults, first_faults) on audit_check to mazano_web;
