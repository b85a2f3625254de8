-- What the pages about sending show: figures that a chore keeps, so that no page counts a million rows; the switches of a
-- programme; and lists of numbers to be invited.

-- Messages that are over, newest first of each kind: for the list, and for counting a day anew.
create index message_over on message (class, state, finished_at) where finished_at is not null;
create index turn_at on turn using brin (at);

create table message_day (
  day date not null,
  class text not null,
  state text not null,
  reason text not null,
  messages integer not null,
  segments integer not null,
  primary key (day, class, state, reason)
);
comment on table message_day is 'What became of the messages that were over on a day where the programme is; counted, never added to.';

create table money_day (
  day date not null,
  currency text not null,
  amount numeric not null,
  messages integer not null,
  segments integer not null,
  primary key (day, currency)
);
comment on table money_day is 'What the gateway charged for what it accepted on a day, as it said with each message.';

create table figure (
  name text not null,
  day date not null,
  cell text not null,
  count integer not null,
  primary key (name, day, cell)
);
comment on table figure is
  'Counts of people, of a day, or of the week or month that begins on it. Nothing is withheld here: pages withhold.';

create table outcome_month (
  month text not null,
  "group" text not null,
  cell text not null,
  place smallint not null,
  value numeric,
  primary key (month, "group", cell)
);
comment on table outcome_month is 'The report of a month that is over, as the command line prints it. Null: withheld.';

create table figure_counted (
  name text not null,
  day date not null,
  at timestamptz not null,
  primary key (name, day)
);
comment on table figure_counted is 'When which figures of which day, week or month were last counted.';

grant select on message_day, money_day to mazano_web;
grant select, insert, update, delete on figure, outcome_month, figure_counted to mazano_web;

create function count_message_day(p_day date, p_from timestamptz, p_to timestamptz) returns void
language plpgsql volatile security definer set search_path from current
as $$
begin
  -- One counts a day at a time: two would both delete and both insert.
  perform pg_advisory_xact_lock(hashtextextended('message_day', 0));
  delete from message_day where day = p_day;
  insert into message_day (day, class, state, reason, messages, segments)
  select p_day, m.class, m.state, coalesce(m.reason, ''), count(*), sum(m.segments)
  from unnest(array['acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast', 'prompt']) as c(class)
  cross join unnest(array['sent', 'failed', 'cancelled', 'expired', 'unknown']) as s(state)
  join message m on m.class = c.class and m.state = s.state
    and m.finished_at >= p_from and m.finished_at < p_to
  group by m.class, m.state, coalesce(m.reason, '');
  delete from money_day where day = p_day;
  insert into money_day (day, currency, amount, messages, segments)
  select p_day, left(a.cost, 3), sum(substr(a.cost, 5)::numeric), count(*), sum(coalesce(a.parts, m.segments))
  from attempt a join message m on m.id = a.message_id
  where a.started_at >= p_from and a.started_at < p_to and a.outcome = 'accepted'
    and a.cost ~ '^[A-Z]{3} \d{1,12}(\.\d{1,6})?$'
  group by left(a.cost, 3);
end
$$;
comment on function count_message_day is 'Counts one day of messages and money anew: as often as one likes, with the same result.';
revoke execute on function count_message_day from public;
grant execute on function count_message_day to mazano_web;

create table programme_switch (
  name text primary key check (name in ('imports', 'public_page', 'small')),
  is_on boolean not null default false,
  changed_by text,
  changed_at timestamptz,
  asked_by text,
  asked_at timestamptz,
  check ((asked_by is null) = (asked_at is null))
);
comment on table programme_switch is
  'What a programme has switched on. asked_by: who wishes it on, where a second person has to agree.';
insert into programme_switch (name) values ('imports'), ('public_page'), ('small');
grant select, update on programme_switch to mazano_web;

create table invitation_list (
  id uuid primary key,
  source text not null,
  sourced_on date not null,
  entered_by text not null,
  entered_at timestamptz not null,
  confirmed_by text,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'refused')),
  total integer not null,
  done integer not null default 0,
  wrapped_key bytea not null,
  ended_at timestamptz,
  check (confirmed_by is distinct from entered_by)
);
comment on table invitation_list is
  'Numbers that somebody brought in a file, each to be invited once. A second person confirms; the numbers go with their turn.';
comment on column invitation_list.source is 'Where the numbers come from, in words, and sourced_on: of which day.';

create table invitation_line (
  list_id uuid not null references invitation_list,
  line integer not null,
  number_sealed bytea not null,
  primary key (list_id, line)
);
comment on table invitation_line is 'One number of a list, sealed under the key of the list; deleted when it has had its turn.';

create table invitation_pace (
  day date primary key,
  done integer not null
);
comment on table invitation_pace is 'How many numbers of all lists together had their turn on a day, whatever came of each.';
grant select, insert, update on invitation_list, invitation_pace to mazano_web;
grant select, insert, delete on invitation_line to mazano_web;
