-- Exchanging the keys that live outside the database, the chain over the audit log, and what staff see of whom.

-- Which keys this database was written with, so that a service with others is refused before it writes anything.
create table key_in_use (
  name text primary key check (name in ('wrap', 'index', 'suppress', 'audit')),
  key_id text not null,
  retired text[] not null default '{}',
  since timestamptz not null
);
comment on table key_in_use is 'The id of each key outside the database that its values were made with; the keys themselves are nowhere here.';
comment on column key_in_use.key_id is 'The first bytes of an HMAC under the key: tells keys apart, and nothing of them.';
comment on column key_in_use.retired is 'Keys that were exchanged: nothing is written with them any more.';
grant select on key_in_use to mazano_web;

-- The key under which contents are hashed, to know a text or hop again. Its own, so that it outlives an exchange.
create table content_key (
  id uuid primary key,
  one boolean not null default true unique check (one),
  wrapped_key bytea not null
);
comment on table content_key is
  'The key under which contents are hashed, sealed under the wrap key: an exchange of the index key must not make an old text look new.';

alter table phone add column index_key text, add column suppress_key text;
comment on column phone.index_key is 'Id of the key that made number_index; null: made before ids were kept.';
comment on column phone.suppress_key is 'The same for suppress_index.';
alter table suppression add column key_id text;
comment on column suppression.key_id is 'Id of the key that made it, where an exchange wrote it.';

-- The audit log in a chain: one sealer at a time; each seal covers the one before it and the entries that it links.
create table audit_seal (
  n integer primary key,
  at timestamptz not null,
  entries integer not null,
  digest bytea not null,
  mac bytea not null
);
comment on table audit_seal is 'The chain over the audit log: digest of the seal before and of the entries linked to this one, with its HMAC.';

create table audit_link (
  seq bigint primary key,
  seal integer not null
);
comment on table audit_link is 'Which seal covers an entry. Entries are never changed, so it stands apart.';
create index audit_link_seal on audit_link (seal, seq);
grant select, insert on audit_seal, audit_link to mazano_web;

-- Who works here, and whose members are whose.
create table staff (
  id uuid primary key,
  role text not null check (role in ('counsellor', 'supervisor', 'editor', 'admin')),
  created_at timestamptz not null,
  left_at timestamptz
);
comment on table staff is 'Who works with the service, by id and role. Names and numbers are elsewhere.';

create table assignment (
  counsellor_id uuid not null references staff,
  member_id uuid not null references member,
  since timestamptz not null,
  until timestamptz,
  primary key (counsellor_id, member_id, since)
);
comment on table assignment is 'Which member is whose: from since on, and no longer from until on.';
create index assignment_member on assignment (member_id) where until is null;
create unique index assignment_one on assignment (member_id) where until is null;

-- Who reads is said by the transaction, in app.staff_id; unsaid or not a counsellor at work, it is nobody.
create function is_own_member(p_member uuid) returns boolean
language plpgsql stable security definer set search_path from current
as $$
begin
  return exists (
    select from assignment a join staff s on s.id = a.counsellor_id join member m on m.id = a.member_id
    where a.member_id = p_member and a.until is null and s.left_at is null and s.role = 'counsellor'
      and a.counsellor_id::text = current_setting('app.staff_id', true)
      and m.unlinked_at is null
      and not exists (select from erasure e where e.phone_id = m.phone_id and e.state = 'pending')
  );
end
$$;
comment on function is_own_member is 'Whether a member is one of the counsellor for whom this transaction reads.';

create function is_own_phone(p_phone uuid) returns boolean
language sql stable security definer set search_path from current
as $$
  select exists (select from member m where m.phone_id = p_phone and is_own_member(m.id))
$$;
comment on function is_own_phone is 'Whether a member of this phone is one of the counsellor for whom this transaction reads.';
create function is_own_stopped(p_phone uuid) returns boolean
language sql stable security definer set search_path from current
as $$
  select is_own_phone(p_phone) and is_stopped(p_phone)
$$;
comment on function is_own_stopped is 'Whether a phone of one of her members has stopped texts: she keeps agreed visits and does not call about it.';
revoke execute on function is_own_member, is_own_phone, is_own_stopped from public;
grant execute on function is_own_member, is_own_phone, is_own_stopped to mazano_staff;

-- The service keeps what it has by its grants: for it every row is visible, which costs nothing. Staff see their own.
alter table phone enable row level security;
alter table member enable row level security;
alter table follow_up enable row level security;
alter table consent enable row level security;
alter table message enable row level security;
alter table assignment enable row level security;
create policy service on phone to mazano_web using (true) with check (true);
create policy service on member to mazano_web using (true) with check (true);
create policy service on follow_up to mazano_web using (true) with check (true);
create policy service on consent to mazano_web using (true) with check (true);
create policy service on message to mazano_web using (true) with check (true);
create policy own on phone for select to mazano_staff using (is_own_phone(id));
create policy own on member for select to mazano_staff using (is_own_member(id));
create policy own on follow_up for select to mazano_staff using (is_own_member(member_id));
create policy own on consent for select to mazano_staff using (is_own_member(member_id));
create policy own on message for select to mazano_staff using (is_own_phone(phone_id));
create policy own on assignment for select to mazano_staff
  using (counsellor_id::text = current_setting('app.staff_id', true));
grant select (id, number_sealed, wrapped_key) on phone to mazano_staff;
grant select (id, phone_id, slot, language, created_at) on member to mazano_staff;
grant select (id, phone_id, member_id, reason, channel, state, opened_at) on follow_up to mazano_staff;
grant select (member_id, purpose, act, at, channel) on consent to mazano_staff;
grant select on assignment to mazano_staff;
grant select (id, role, left_at) on staff to mazano_staff;
grant insert on audit to mazano_staff;
