-- What is answered to texts outside every flow: an offer that takes the next digit, what a STOP is answered with, and
-- numbers whose holder is somebody else.

alter table conversation
  add column offer text check (offer in ('stop_all', 'stop_wrong', 'care', 'care_quiet')),
  add column offer_at timestamptz,
  add constraint conversation_offer check ((offer is null) = (offer_at is null));
comment on column conversation.offer is
  'What the service itself asked by text, outside every flow: it takes the next 1 or 2. care_quiet: 1 brings no numbers.';

alter table stop_request
  add column said text not null default 'stop' check (said in ('stop', 'wait', 'wrong', 'care'));
comment on column stop_request.said is
  'What its one acknowledgement says: wait where the word may mean that too, wrong to a wrong number, care to words of danger.';

-- A doubt pauses without any flow.
alter table withdrawal
  alter column flow drop not null,
  alter column version drop not null,
  alter column wording_hash drop not null,
  add constraint withdrawal_flow check (kind = 'pause' or flow is not null);
comment on column withdrawal.flow is 'Null where no flow took it back: a text that may mean STOP pauses.';

create table wrong_number (
  stop_seq bigint primary key,
  phone_id uuid not null,
  at timestamptz not null,
  unlinked_at timestamptz
);
comment on table wrong_number is
  'Somebody said that this is not the number we think: stopped with that STOP, then the phone leads to its members no more.';
comment on column wrong_number.unlinked_at is 'Null until the phone was unlinked; the sweep of STOPs does it.';
create index wrong_number_open on wrong_number (stop_seq) where unlinked_at is null;
create index wrong_number_phone on wrong_number (phone_id);
grant select, insert on wrong_number to mazano_web;
grant update (unlinked_at) on wrong_number to mazano_web;
