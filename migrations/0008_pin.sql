-- The private part of a dialled session: what opens it, the tries at it, and what only the session holds.

alter table member add column pin_hash bytea;
comment on column member.pin_hash is
  'Of the PIN of this member a slow hash (argon2id), under her own key as well: without the keys outside, no guess can be tried.';

alter table conversation
  add column pin_tries smallint not null default 0,
  add column pin_wait_until timestamptz,
  add column session_key bytea,
  add column session_sealed bytea,
  add constraint conversation_session_key check ((session_key is null) = (session_sealed is null));
comment on column conversation.pin_tries is 'Wrong PINs on this phone since the last right one.';
comment on column conversation.pin_wait_until is 'Until then no PIN is looked at; the menu says nothing of it.';
comment on column conversation.session_key is 'A key of this session alone, wrapped; it goes with the session.';
comment on column conversation.session_sealed is
  'Where a talk stands that ends with its session, and its screen: in no log. Null at its end, or five minutes after its last hop.';
-- By a column that no turn changes, so that ordinary turns stay heap-only.
create index conversation_session_sealed on conversation (phone_id) where session_sealed is not null;
