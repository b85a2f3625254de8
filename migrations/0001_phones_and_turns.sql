-- Phones, members, consent, conversations and their turns.
-- Values named *_sealed are AES-256-GCM, bound to their table, column and row; *_index values are keyed hashes.
-- Tables that grow with every turn have no foreign keys: each of their rows is inserted from a row that was locked.

create table phone (
  id uuid primary key,
  number_index bytea not null unique,
  suppress_index bytea not null,
  number_sealed bytea not null,
  wrapped_key bytea not null,
  created_at timestamptz not null
);
comment on table phone is 'A number that can be texted. Up to four members share one; STOP stops the phone.';
comment on column phone.number_index is 'HMAC of the number under the index key: how a number is looked up.';
comment on column phone.suppress_index is 'HMAC of the number under the suppression key.';
comment on column phone.wrapped_key is 'The key of this phone, sealed under the wrap key outside the database.';

create table gate (
  phone_id uuid primary key references phone,
  epoch integer not null default 0
) with (fillfactor = 70);
comment on table gate is 'The row that a send shares and a withdrawal updates. It holds the consent epoch and nothing else.';
comment on column gate.epoch is 'Grows with every withdrawal; messages and timers of an older epoch never leave.';

create table member (
  id uuid primary key,
  phone_id uuid not null references phone,
  slot smallint not null default 1 check (slot between 1 and 4),
  language text not null,
  shared_phone boolean,
  wrapped_key bytea not null,
  created_at timestamptz not null,
  unique (phone_id, slot)
);
comment on table member is 'A person who takes part. At most four a phone, told apart by PIN.';

create table conversation (
  phone_id uuid primary key references phone,
  turn integer not null default 0,
  id uuid,
  member_id uuid,
  flow text,
  version integer,
  step text,
  language text,
  channel text check (channel in ('sms', 'ussd')),
  asked_at timestamptz,
  expires_at timestamptz,
  reasks smallint not null default 0,
  closed_by bigint,
  trouble text,
  asked_turn integer not null default 0,
  timed boolean not null default false,
  neutral_at timestamptz,
  session_id text,
  session_until timestamptz,
  session_length integer,
  session_hash bytea,
  session_offer text,
  sealed bytea
) with (fillfactor = 60);
comment on table conversation is 'Where the talk with a phone stands: one row a phone, so that one question is open at a time.';
comment on column conversation.turn is 'Number of the last turn; saving a turn compares and sets it.';
comment on column conversation.flow is 'Null when nothing is open.';
comment on column conversation.reasks is 'How often the open question was asked again in a row.';
comment on column conversation.closed_by is 'The stop request that closed it; an undone STOP opens it again.';
comment on column conversation.trouble is 'Why it is parked as needing attention; STOP works all the same.';
comment on column conversation.asked_turn is 'The turn that put the open question; timers of an earlier one are stale.';
comment on column conversation.timed is 'Whether a silence timer stands for the open question.';
comment on column conversation.neutral_at is 'When a text that fitted nothing last got the neutral answer: one a day.';
comment on column conversation.session_length is 'Length of the cumulative USSD text of the last hop; its content is not kept.';
comment on column conversation.session_hash is 'HMAC of that text, to know the same hop again.';
comment on column conversation.session_offer is 'What the screen offered outside a flow: resume, or stopped:<seq>.';
comment on column conversation.sealed is 'Memory, input and last screen of the last turn; the same bytes as in turn.sealed.';

create index conversation_session on conversation (session_id) where session_id is not null;

create table turn (
  phone_id uuid not null,
  turn integer not null,
  conversation_id uuid,
  at timestamptz not null,
  channel text not null,
  event text not null,
  flow text,
  version integer,
  step text,
  outcome text,
  late boolean not null default false,
  sealed bytea,
  mac bytea not null,
  primary key (phone_id, turn)
);
comment on table turn is 'The log of turns, gap-free for each phone, from which every conversation can be replayed; each with its HMAC.';

create table inbound (
  provider text not null,
  provider_id text not null,
  phone_id uuid not null,
  received_at timestamptz not null,
  sent_at timestamptz,
  content_hash bytea not null,
  fetched boolean not null default false,
  handled_as text not null,
  turn integer,
  primary key (provider, provider_id)
);
comment on table inbound is 'Every text that came in, once: its key makes a repeated delivery have one effect, for ever.';
comment on column inbound.content_hash is 'HMAC of number, destination and text: matches a fetched message with its callback.';
create index inbound_fetched on inbound (content_hash) where fetched;
create index inbound_recent on inbound (received_at);
create index inbound_content on inbound (content_hash, received_at);

create table consent (
  seq bigint generated always as identity primary key,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text not null,
  act text not null check (act in ('given', 'withdrawn')),
  at timestamptz not null,
  channel text not null,
  flow text,
  version integer,
  step text,
  wording_hash text,
  entered_by text not null default 'self',
  epoch integer not null,
  stop_seq bigint
);
comment on table consent is 'The ledger, append-only: who agreed to which purpose, on which screen, when, and each withdrawal.';
comment on column consent.wording_hash is 'Hash of the release whose text was shown.';
comment on column consent.stop_seq is 'The stop request that withdrew it.';
create index consent_latest on consent (phone_id, purpose, seq desc);

create table timer (
  id uuid primary key,
  phone_id uuid not null,
  kind text not null check (kind in ('silence', 'start')),
  turn integer,
  epoch integer not null,
  flow text,
  due_at timestamptz not null,
  send_by timestamptz not null,
  stopped_by bigint
);
comment on table timer is 'What is due later. It carries the turn and the epoch it was set in and is deleted by the turn that it causes.';
create index timer_due on timer (due_at) where stopped_by is null;
create index timer_phone on timer (phone_id);

create table follow_up (
  id uuid primary key,
  phone_id uuid not null,
  member_id uuid,
  reason text not null,
  channel text not null,
  state text not null default 'open',
  opened_at timestamptz not null
);
comment on table follow_up is 'A request for a person. Opened by a turn, worked by counsellors.';
create index follow_up_open on follow_up (opened_at) where state = 'open';
create index follow_up_phone on follow_up (phone_id);

create table release (
  flow text not null,
  version integer not null,
  hash text not null,
  definition text not null,
  registered_at timestamptz not null,
  primary key (flow, version)
);
comment on table release is 'Immutable versions of flows with their texts. Another hash under a known version is refused.';

create table audit (
  seq bigint generated always as identity primary key,
  id uuid not null unique,
  at timestamptz not null,
  actor text not null,
  action text not null,
  subject uuid,
  detail text not null default '',
  mac bytea not null
);
comment on table audit is 'Who did what to whom, append-only, each entry with its HMAC. Holds ids and codes, nothing personal.';
