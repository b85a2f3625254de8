-- Complaints, for the head of the programme alone. The service writes them and cannot read them: it has no right to select.

create table complaint (
  id uuid primary key,
  received_on date not null,
  phone_id uuid,
  language text not null,
  wrapped_key bytea not null,
  words_sealed bytea not null,
  state text not null default 'open' check (state in ('open', 'done'))
);
comment on table complaint is
  'A complaint in a person''s own words. Without a name it holds nothing that leads to a phone: no id of one, no time of day.';
comment on column complaint.id is 'Random throughout, so that it tells no order within a day.';
comment on column complaint.received_on is 'The day where the programme is.';
comment on column complaint.phone_id is 'Null when it was made without a name.';
comment on column complaint.wrapped_key is 'The key of these words alone, sealed under the wrap key outside the database.';
comment on column complaint.words_sealed is 'Bound to this row and to its phone_id: a name that is put to it later opens nothing.';
create index complaint_open on complaint (received_on) where state = 'open';
grant insert on complaint to mazano_web;
