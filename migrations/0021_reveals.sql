-- A number is shown to one person, once, after a second has agreed; and what lists of people in the console are read by.

create table reveal (
  id uuid primary key,
  member_id uuid not null,
  what text not null check (what in ('number', 'words')),
  about_id uuid check ((what = 'words') = (about_id is not null)),
  reason text not null check (reason in ('danger', 'not_reached', 'wrong_number', 'her_wish', 'law')),
  note_sealed bytea not null,
  asked_by uuid not null,
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'agreed', 'declined')),
  decided_by uuid check (decided_by <> asked_by),
  decided_at timestamptz,
  no_sealed bytea,
  until timestamptz,
  shown_at timestamptz,
  check ((state = 'asked') = (decided_by is null and decided_at is null)),
  check ((state = 'agreed') = (until is not null)),
  check ((state = 'declined') = (no_sealed is not null)),
  check (until <= decided_at + interval '15 minutes'),
  check (shown_at is null or (state = 'agreed' and shown_at < until))
);
comment on table reveal is
  'The safeguarding lead asks to see one number, or the words of one request; a second person agrees; it is shown once. Told to the member who asks.';
comment on column reveal.about_id is 'words: the follow-up that they were written for.';
comment on column reveal.note_sealed is 'Why, in the lead''s own words, under the member''s key; no_sealed: why not.';
comment on column reveal.until is 'The last moment in which it can be shown.';
create unique index reveal_waiting on reveal (member_id) where state = 'asked';
create index reveal_member on reveal (member_id, asked_at desc);
create index reveal_open on reveal (asked_at) where shown_at is null and state in ('asked', 'agreed');
grant select, insert, update, delete on reveal to mazano_web;

-- Lists of members, by when they came and by what staff call them: the end of the id, where all digits are random.
create index member_came on member (created_at desc, id desc);
create index member_called on member ((right(replace(id::text, '-', ''), 10)) collate "C");
create index consent_member on consent (member_id, seq);

-- Of her own members a counsellor also sees until when one pauses, and the day on which she was last heard.
create function own_heard_at(p_phone uuid) returns timestamptz
language sql stable security definer set search_path from current
as $$
  select c.heard_at from conversation c where c.phone_id = p_phone and is_own_phone(p_phone)
$$;
comment on function own_heard_at is 'When the phone of one of her own members was last heard; of all others nothing.';
revoke execute on function own_heard_at from public;
grant execute on function own_heard_at to mazano_staff;
grant select (paused_until) on member to mazano_staff;

-- Staff enter counsellors in the console too, by the verbs of the command line.
grant insert on staff to mazano_web;
grant update (role, left_at) on staff to mazano_web;
