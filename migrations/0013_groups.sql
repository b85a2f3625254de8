-- Peer groups: who is in one, when it meets, who comes, what changes, and its secret ballots.
-- Lock order wherever several are needed: gate, counsellor, peer_group, membership, meeting, ballot.

alter table counsellor drop constraint counsellor_role_check;
alter table counsellor add constraint counsellor_role_check check
  (role in ('counsellor', 'peer', 'mitra', 'champion', 'clinic', 'supervisor', 'lead', 'safeguarding', 'facilitator'));
comment on column counsellor.role is
  'Peer worker and professional are roles of their own; supervisor and lead are asked when nobody else was; a facilitator leads a peer group and is asked about no member.';

create table peer_group (
  id uuid primary key,
  code integer not null generated always as identity (start with 10) unique,
  name text not null check (length(name) between 2 and 16),
  language text not null,
  wrapped_key bytea,
  join_sealed bytea,
  hand_sealed bytea,
  hand_until timestamptz,
  places_sealed bytea,
  place smallint not null default 1 check (place between 1 and 3),
  rhythm jsonb not null,
  meets_at time not null,
  reminds jsonb not null,
  on_holiday text not null default 'skip' check (on_holiday in ('skip', 'later')),
  agenda text[] not null default '{}',
  moderator_id uuid not null references staff,
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz not null,
  closed_at timestamptz,
  check ((state = 'open') = (wrapped_key is not null))
);
comment on table peer_group is
  'A peer group under a neutral name. Its places and its code to join are sealed under its own key, which goes when it closes.';
comment on column peer_group.code is 'What staff call it in commands; no code to join.';
comment on column peer_group.join_sealed is 'The code to join, for its facilitators to give to whom they know.';
comment on column peer_group.hand_sealed is 'A code with which somebody takes over the group, once; hand_until: so long.';
comment on column peer_group.reminds is 'Days before and time of day of each reminder; the first asks, later ones go to who comes.';
comment on column peer_group.moderator_id is 'Who hears what is reported; never one of its facilitators.';

create table facilitator (
  group_id uuid not null references peer_group on delete cascade,
  counsellor_id uuid not null references staff,
  since timestamptz not null,
  term_until date,
  until timestamptz,
  ended_as text,
  primary key (group_id, counsellor_id, since),
  check ((until is null) = (ended_as is null))
);
comment on table facilitator is 'Who leads a peer group, from when until when: a role on a phone like a counsellor''s.';
create unique index facilitator_one on facilitator (group_id, counsellor_id) where until is null;
create index facilitator_of on facilitator (counsellor_id) where until is null;

create table holiday (
  day date primary key
);
comment on table holiday is 'Days on which no group meets by its rhythm.';

create table meeting (
  id uuid primary key,
  group_id uuid not null references peer_group on delete cascade,
  day date not null,
  planned_at timestamptz not null,
  starts_at timestamptz not null,
  place smallint not null check (place between 1 and 3),
  place_sealed bytea,
  agenda text[] not null default '{}',
  state text not null default 'planned' check (state in ('planned', 'cancelled', 'over')),
  stage smallint not null default 0,
  due_at timestamptz,
  asked_at timestamptz,
  changed_at timestamptz,
  coming smallint,
  heads smallint check (heads between 0 and 200),
  unique (group_id, day)
);
comment on table meeting is 'One meeting of a peer group. Of who came only a number is kept, as the group counted it.';
comment on column meeting.day is 'The day that the rhythm gave it: it is planned once, wherever it is moved.';
comment on column meeting.planned_at is 'A question that was asked before is about the meeting before it.';
comment on column meeting.place_sealed is 'A place that is none of the group''s list, sealed under the group''s key.';
comment on column meeting.stage is 'How many of the things that are due before and after it were done.';
comment on column meeting.coming is 'How many said that they come, kept when the answers go.';
create index meeting_due on meeting (due_at) where due_at is not null;

create table membership (
  id uuid primary key,
  group_id uuid not null references peer_group on delete cascade,
  phone_id uuid not null,
  member_id uuid,
  state text not null check (state in ('asked', 'agreed', 'ended', 'blocked')),
  asked_at timestamptz not null,
  agreed_at timestamptz,
  ended_at timestamptz,
  ended_as text,
  meeting_id uuid references meeting on delete set null,
  unanswered smallint not null default 0,
  check ((state = 'ended') = (ended_as is not null and ended_at is not null))
);
comment on table membership is
  'A phone in a peer group: asked, then agreed by a facilitator. One group a phone. blocked: she wants nothing of it again.';
comment on column membership.meeting_id is 'The meeting that she was told about last.';
comment on column membership.unanswered is 'Questions in a row that nobody answered: after three they rest until she is heard.';
create unique index membership_one on membership (phone_id) where state in ('asked', 'agreed');
create unique index membership_blocked on membership (group_id, phone_id) where state = 'blocked';
create index membership_group on membership (group_id) where state in ('asked', 'agreed');
create index membership_phone on membership (phone_id);

create table meeting_answer (
  meeting_id uuid not null references meeting on delete cascade,
  membership_id uuid not null references membership on delete cascade,
  coming boolean not null,
  at timestamptz not null,
  primary key (meeting_id, membership_id)
);
comment on table meeting_answer is 'Coming or not this time. It goes three days after the meeting; a number stays.';

create table meeting_change (
  id uuid primary key,
  group_id uuid not null references peer_group on delete cascade,
  meeting_id uuid references meeting on delete cascade,
  counsellor_id uuid not null,
  what text not null check (what in ('time', 'place', 'cancel', 'close', 'vote')),
  starts_at timestamptz,
  place smallint check (place between 1 and 3),
  place_sealed bytea,
  options smallint check (options between 2 and 9),
  asked_at timestamptz not null,
  done_at timestamptz,
  check ((what = 'vote') = (options is not null))
);
comment on table meeting_change is
  'What a facilitator wants to change, or a vote that she or the moderator opens, until it is confirmed with her PIN.';

create table ballot (
  id uuid primary key,
  group_id uuid not null references peer_group on delete cascade,
  options smallint not null check (options between 2 and 9),
  eligible smallint not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null check (closes_at > opens_at),
  wrapped_key bytea,
  box bytea,
  state text not null default 'open' check (state in ('open', 'counted', 'void')),
  counts smallint[],
  counted_at timestamptz,
  check ((state = 'open') = (box is not null and wrapped_key is not null)),
  check ((state = 'counted') = (counts is not null))
);
comment on table ballot is
  'A secret ballot. All votes are in one sealed box of a fixed size; after the count only the counts are left.';
comment on column ballot.box is
  'As many slots as voters, each a token of the ballot or nothing, and a choice; sealed anew and shuffled with each vote.';
create unique index ballot_open on ballot (group_id) where state = 'open';

alter table group_task drop constraint group_task_act_check;
alter table group_task add constraint group_task_act_check check
  (act in ('join', 'leave', 'block', 'coming', 'not_coming', 'report_unkind', 'report_told', 'report_money', 'report_leader',
    'report_vote'));
alter table group_task add column about_id uuid;
comment on table group_task is
  'Something that a person said to her peer group: a code to join, leave, block, coming or not, a report. Opened by a turn, for the groups.';
comment on column group_task.about_id is 'The meeting that was asked about.';
comment on column group_task.state is 'A task that is done is gone: who came and who reported is kept nowhere. failed: it waits for staff.';
grant update, delete on group_task to mazano_web;

alter table timer drop constraint timer_kind_check;
alter table timer add constraint timer_kind_check check (kind in ('silence', 'start', 'remind', 'late', 'group'));
alter table timer add column notice text check
  (notice in ('group_yes', 'group_yes_soon', 'group_no', 'group_moved', 'group_cancelled', 'group_again', 'group_closed',
    'group_voted', 'group_vote_void'));
alter table timer add column meeting_id uuid;
comment on column timer.meeting_id is 'The meeting that is told about: by then the next one may be planned.';
comment on column timer.notice is 'group: what she is told about her group; it asks nothing and waits for no open question.';
create index timer_group on timer (phone_id) where kind = 'group' or flow in ('meeting', 'ballot');

-- Whoever types the code with which a group is handed on has said yes by it: the turn's role makes nobody else staff.
create function enter_facilitator(p_id uuid, p_phone uuid, p_language text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path from current
as $$
begin
  insert into staff (id, role, created_at) values (p_id, 'counsellor', p_now);
  insert into counsellor (id, phone_id, role, language, state, state_at, agreed_at, created_at)
  values (p_id, p_phone, 'facilitator', p_language, 'active', p_now, p_now, p_now);
end
$$;
comment on function enter_facilitator is 'Enters somebody who leads a peer group and is asked about no member, by her own act.';

-- Whatever ends a membership takes what was still to be said of the group.
create function end_membership(p_phone uuid, p_as text, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path from current
as $$
begin
  update membership set state = 'ended', ended_at = p_now, ended_as = p_as, unanswered = 0
  where phone_id = p_phone and state in ('asked', 'agreed');
  delete from timer where phone_id = p_phone and stopped_by is null and (kind = 'group' or flow in ('meeting', 'ballot'));
  update message set state = 'cancelled', reason = 'left', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and class = 'timer' and purpose = 'group_reminders';
end
$$;
comment on function end_membership is 'Ends what a phone has with its group, at once, without anybody being told.';

create function drop_notices(p_group uuid, p_meeting uuid, p_now timestamptz) returns void
language plpgsql volatile security definer set search_path from current
as $$
begin
  delete from timer t using membership q
  where q.group_id = p_group and q.state = 'agreed' and t.phone_id = q.phone_id and t.stopped_by is null
    and t.meeting_id = p_meeting;
  update message g set state = 'cancelled', reason = 'changed', finished_at = p_now
  from membership q, turn t
  where q.group_id = p_group and q.state = 'agreed' and g.phone_id = q.phone_id and g.state = 'queued'
    and g.class = 'timer' and g.purpose = 'group_reminders' and t.phone_id = g.phone_id and t.turn = g.turn
    and (t.event = 'group' or (t.event = 'start' and t.flow = 'meeting'));
end
$$;
comment on function drop_notices is
  'What is older than a change of a meeting is told no more; that another one was cancelled, or a vote, still is.';

create function was_asked_to_come(p_phone uuid, p_since timestamptz) returns boolean
language sql stable security definer set search_path from current
as $$
  select exists (
    select from message g join turn t on t.phone_id = g.phone_id and t.turn = g.turn
    where g.phone_id = p_phone and g.class = 'timer' and g.purpose = 'group_reminders' and g.created_at >= p_since
      and g.state in ('sending', 'sent', 'unknown') and t.event = 'start' and t.flow = 'meeting')
$$;
comment on function was_asked_to_come is 'Whether a question about a meeting left for this phone since then: only then is no answer a silence.';

create or replace function stop_counsellor(p_phone uuid, p_now timestamptz) returns void
language plpgsql volatile set search_path from current
as $$
#variable_conflict use_column
declare
  c counsellor%rowtype;
begin
  select * into c from counsellor
  where phone_id = p_phone and state in ('invited', 'active', 'away') for no key update;
  perform end_membership(p_phone, 'stopped', p_now);
  if c.id is null then
    return;
  end if;
  update counsellor set state = 'stopped', stopped_from = c.state, state_at = p_now, asks = null, asks_sealed = null
  where id = c.id;
  update facilitator set until = p_now, ended_as = 'stopped' where counsellor_id = c.id and until is null;
  delete from home_session where counsellor_id = c.id;
  perform pass_list(c.id, 'stopped', p_now);
  perform hand_over_list(c.id, (
    select b.id from counsellor b where b.id = c.backup_id and b.state in ('active', 'away')
  ), 'stopped', p_now);
end
$$;
comment on function stop_counsellor is
  'A STOP of this phone ends its work and its place in a group as well: called by finish_stop, which holds the gate.';

create function undo_stop_of_groups() returns trigger
language plpgsql security definer set search_path from current
as $$
declare
  v_at timestamptz;
begin
  select withdrawn_at into v_at from stop_request where seq = new.answers;
  update membership m set state = case when agreed_at is null then 'asked' else 'agreed' end, ended_at = null, ended_as = null
  where m.phone_id = new.phone_id and m.ended_as = 'stopped' and m.ended_at = v_at
    and exists (select from peer_group g where g.id = m.group_id and g.state = 'open');
  update facilitator f set until = null, ended_as = null
  from counsellor c
  where c.phone_id = new.phone_id and f.counsellor_id = c.id and f.until = v_at and f.ended_as = 'stopped'
    and exists (select from peer_group g where g.id = f.group_id and g.state = 'open');
  return null;
end
$$;
comment on function undo_stop_of_groups is '"1 I pressed by mistake" gives a member her group back, and a facilitator her role.';
create trigger undo_stop_of_groups after insert on restart
  for each row when (new.undo) execute function undo_stop_of_groups();

-- A number that somebody else has is in no group; whoever has another number is in hers from there.
create function follow_member() returns trigger
language plpgsql security definer set search_path from current
as $$
begin
  if new.unlinked_at is not null then
    update membership set state = 'ended', ended_at = new.unlinked_at, ended_as = 'unlinked', unanswered = 0
    where state in ('asked', 'agreed') and (member_id = new.id or (member_id is null and phone_id = new.phone_id));
    -- Whoever has the number next has said nothing to this group.
    delete from membership where state = 'blocked' and member_id = new.id;
    return null;
  end if;
  update membership m set phone_id = new.phone_id, member_id = new.id
  where m.state in ('asked', 'agreed', 'blocked')
    and (m.member_id = new.id or (m.member_id is null and m.phone_id = old.phone_id))
    and not exists (
      select from membership o
      where o.phone_id = new.phone_id and case when m.state = 'blocked' then o.state = 'blocked' and o.group_id = m.group_id
        else o.state in ('asked', 'agreed') end);
  -- Her new phone is in a group already: nothing of hers stays with a number that is not hers.
  update membership set state = 'ended', ended_at = statement_timestamp(), ended_as = 'moved', unanswered = 0
  where phone_id = old.phone_id and member_id = new.id and state in ('asked', 'agreed');
  return null;
end
$$;
comment on function follow_member is 'Keeps a membership with its member when her number changes, and ends it when the number is not hers.';
create trigger follow_member after update of unlinked_at, phone_id on member
  for each row when (new.unlinked_at is distinct from old.unlinked_at or new.phone_id <> old.phone_id)
  execute function follow_member();

create function join_member() returns trigger
language plpgsql security definer set search_path from current
as $$
begin
  update membership set member_id = new.id
  where phone_id = new.phone_id and member_id is null and state in ('asked', 'agreed', 'blocked');
  return null;
end
$$;
comment on function join_member is 'Who typed a code before she was a member is known as one from her first yes on.';
create trigger join_member after insert on member for each row execute function join_member();

revoke execute on function end_membership, enter_facilitator, drop_notices, was_asked_to_come from public;
grant execute on function end_membership, enter_facilitator, drop_notices, was_asked_to_come to mazano_web;
grant select, insert, update, delete on peer_group, facilitator, membership, meeting, meeting_answer, meeting_change, ballot,
  holiday to mazano_web;
