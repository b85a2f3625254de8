-- Made from the migrations, for review; nothing runs it. UPDATE_SCHEMA=1 npm run test:fast -- schema writes it.

create table assignment (
  counsellor_id uuid not null,
  member_id uuid not null,
  since timestamp with time zone not null,
  until timestamp with time zone,
  state text not null default 'agreed'::text,
  counsellor_ok_at timestamp with time zone,
  asked_at timestamp with time zone,
  ended_as text,
  ended_from text,
  told_as text,
  PRIMARY KEY (counsellor_id, member_id, since),
  FOREIGN KEY (counsellor_id) REFERENCES staff(id),
  FOREIGN KEY (member_id) REFERENCES member(id),
  CHECK ((ended_from = ANY (ARRAY['proposed'::text, 'agreed'::text]))),
  CHECK ((state = ANY (ARRAY['proposed'::text, 'agreed'::text, 'ended'::text]))),
  CHECK ((told_as = ANY (ARRAY['agreed'::text, 'ended'::text])))
);

create table attempt (
  id uuid not null,
  token uuid not null,
  message_id uuid not null,
  phone_id uuid not null,
  started_at timestamp with time zone not null,
  call_until timestamp with time zone not null,
  gate_at timestamp with time zone,
  ended_at timestamp with time zone,
  outcome text,
  reason text,
  provider_id text,
  cost text,
  parts smallint,
  PRIMARY KEY (id)
);

create table audit (
  seq bigint not null generated always as identity,
  id uuid not null,
  at timestamp with time zone not null,
  actor text not null,
  action text not null,
  subject uuid,
  detail text not null default ''::text,
  mac bytea not null,
  UNIQUE (id),
  PRIMARY KEY (seq)
);

create table audit_check (
  id uuid not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  done_at timestamp with time zone,
  entries integer,
  turns integer,
  faults integer,
  first_faults jsonb not null default '[]'::jsonb,
  PRIMARY KEY (id),
  FOREIGN KEY (asked_by) REFERENCES staff(id)
);

create table audit_link (
  seq bigint not null,
  seal integer not null,
  PRIMARY KEY (seq)
);

create table audit_seal (
  n integer not null,
  at timestamp with time zone not null,
  entries integer not null,
  digest bytea not null,
  mac bytea not null,
  PRIMARY KEY (n)
);

create table ballot (
  id uuid not null,
  group_id uuid not null,
  options smallint not null,
  eligible smallint not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  wrapped_key bytea,
  box bytea,
  state text not null default 'open'::text,
  counts smallint[],
  counted_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (group_id) REFERENCES peer_group(id) ON DELETE CASCADE,
  CHECK (((options >= 2) AND (options <= 9))),
  CHECK (((state = 'counted'::text) = (counts IS NOT NULL))),
  CHECK (((state = 'open'::text) = ((box IS NOT NULL) AND (wrapped_key IS NOT NULL)))),
  CHECK ((closes_at > opens_at)),
  CHECK ((state = ANY (ARRAY['open'::text, 'counted'::text, 'void'::text])))
);

create table brake (
  phone_id uuid not null,
  kind text not null,
  since timestamp with time zone not null,
  held_at timestamp with time zone not null,
  PRIMARY KEY (phone_id, kind)
);

create table complaint (
  id uuid not null,
  received_on date not null,
  phone_id uuid,
  language text not null,
  wrapped_key bytea not null,
  words_sealed bytea not null,
  state text not null default 'open'::text,
  kind text,
  receipt smallint,
  told_on date,
  taken_on date,
  PRIMARY KEY (id),
  CHECK (((receipt >= 1000) AND (receipt <= 9999))),
  CHECK ((kind = ANY (ARRAY['rude'::text, 'told_others'::text, 'asked_money'::text, 'touched_by_mine'::text, 'touched_by_other'::text, 'something_else'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'done'::text])))
);

create table complaint_hold (
  id uuid not null,
  phone_id uuid not null,
  PRIMARY KEY (id)
);

create table complaint_tick (
  at timestamp with time zone not null,
  counsellor_id uuid not null,
  answered_at timestamp with time zone,
  PRIMARY KEY (at, counsellor_id)
);

create table consent (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text not null,
  act text not null,
  at timestamp with time zone not null,
  channel text not null,
  flow text,
  version integer,
  step text,
  wording_hash text,
  entered_by text not null default 'self'::text,
  epoch integer not null,
  stop_seq bigint,
  pressed text,
  language text,
  PRIMARY KEY (seq),
  CHECK ((act = ANY (ARRAY['given'::text, 'withdrawn'::text])))
);

create table contact (
  seq bigint not null generated always as identity,
  counsellor_id uuid not null,
  kind text not null,
  number smallint not null,
  day date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (seq),
  CHECK (((number >= 1) AND (number <= 99))),
  CHECK ((kind = ANY (ARRAY['home_visit'::text, 'group'::text, 'campaign'::text, 'call'::text])))
);

create table content_key (
  id uuid not null,
  one boolean not null default true,
  wrapped_key bytea not null,
  UNIQUE (one),
  PRIMARY KEY (id),
  CHECK (one)
);

create table conversation (
  phone_id uuid not null,
  turn integer not null default 0,
  id uuid,
  member_id uuid,
  flow text,
  version integer,
  step text,
  language text,
  channel text,
  asked_at timestamp with time zone,
  expires_at timestamp with time zone,
  reasks smallint not null default 0,
  closed_by bigint,
  trouble text,
  asked_turn integer not null default 0,
  timed boolean not null default false,
  neutral_at timestamp with time zone,
  session_id text,
  session_until timestamp with time zone,
  session_length integer,
  session_hash bytea,
  session_offer text,
  sealed bytea,
  silences smallint not null default 0,
  heard_at timestamp with time zone,
  own_sealed bytea,
  offer text,
  offer_at timestamp with time zone,
  doubted boolean not null default false,
  proved_at timestamp with time zone,
  pin_tries smallint not null default 0,
  pin_wait_until timestamp with time zone,
  session_key bytea,
  session_sealed bytea,
  trouble_flow text,
  trouble_version integer,
  trouble_at timestamp with time zone,
  PRIMARY KEY (phone_id),
  FOREIGN KEY (phone_id) REFERENCES phone(id),
  CHECK (((offer IS NULL) = (offer_at IS NULL))),
  CHECK (((session_key IS NULL) = (session_sealed IS NULL))),
  CHECK ((channel = ANY (ARRAY['sms'::text, 'ussd'::text]))),
  CHECK ((offer = ANY (ARRAY['stop_all'::text, 'stop_wrong'::text, 'care'::text, 'care_quiet'::text, 'when'::text, 'still'::text])))
);

create table counsellor (
  id uuid not null,
  code integer not null generated always as identity,
  phone_id uuid not null,
  role text not null,
  place text not null default 'main'::text,
  language text not null,
  state text not null default 'invited'::text,
  state_at timestamp with time zone not null,
  agreed_at timestamp with time zone,
  away_until timestamp with time zone,
  backup_id uuid,
  supervisor_id uuid,
  trained_on date,
  refresher_by date,
  pin_hash bytea,
  pin_tries smallint not null default 0,
  pin_wait_until timestamp with time zone,
  last_key_at timestamp with time zone,
  asks text,
  asks_about uuid,
  asks_at timestamp with time zone,
  created_at timestamp with time zone not null,
  code_hash bytea,
  code_until timestamp with time zone,
  asks_sealed bytea,
  stopped_from text,
  shown_as bytea,
  UNIQUE (code),
  UNIQUE (phone_id),
  PRIMARY KEY (id),
  FOREIGN KEY (backup_id) REFERENCES staff(id),
  FOREIGN KEY (id) REFERENCES staff(id),
  FOREIGN KEY (phone_id) REFERENCES phone(id),
  FOREIGN KEY (supervisor_id) REFERENCES staff(id),
  CHECK (((backup_id <> id) AND (supervisor_id <> id))),
  CHECK (((state <> 'active'::text) OR (agreed_at IS NOT NULL))),
  CHECK ((role = ANY (ARRAY['counsellor'::text, 'peer'::text, 'mitra'::text, 'champion'::text, 'clinic'::text, 'supervisor'::text, 'lead'::text, 'safeguarding'::text, 'facilitator'::text]))),
  CHECK ((state = ANY (ARRAY['invited'::text, 'active'::text, 'away'::text, 'suspended'::text, 'stopped'::text, 'left'::text, 'dead'::text])))
);

create table counsellor_notice (
  counsellor_id uuid not null,
  what text not null,
  since date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (counsellor_id, what, since)
);

create table draft (
  flow text not null,
  revision integer not null,
  state text not null,
  base_version integer,
  files jsonb not null,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  PRIMARY KEY (flow),
  FOREIGN KEY (updated_by) REFERENCES staff(id),
  CHECK ((flow ~ '^[a-z][a-z0-9-]{0,39}$'::text)),
  CHECK ((revision > 0)),
  CHECK ((state = ANY (ARRAY['released'::text, 'draft'::text, 'in_review'::text])))
);

create table draft_editor (
  flow text not null,
  staff_id uuid not null,
  path text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (flow, staff_id, path),
  FOREIGN KEY (flow) REFERENCES draft(flow),
  FOREIGN KEY (staff_id) REFERENCES staff(id)
);

create table draft_revision (
  flow text not null,
  revision integer not null,
  at timestamp with time zone not null,
  by uuid,
  kind text not null,
  before jsonb not null,
  takes_back integer,
  does_again integer,
  PRIMARY KEY (flow, revision),
  FOREIGN KEY (by) REFERENCES staff(id),
  FOREIGN KEY (flow) REFERENCES draft(flow),
  CHECK (((takes_back IS NULL) OR (does_again IS NULL))),
  CHECK ((kind = ANY (ARRAY['released'::text, 'edited'::text, 'merged'::text, 'caught_up'::text, 'discarded'::text]))),
  CHECK ((revision > 0))
);

create table duty (
  place text not null,
  counsellor_id uuid not null,
  days text[] not null default '{mon,tue,wed,thu,fri,sat,sun}'::text[],
  hours_from time without time zone not null,
  hours_to time without time zone not null,
  PRIMARY KEY (place, counsellor_id),
  FOREIGN KEY (counsellor_id) REFERENCES staff(id),
  CHECK ((hours_from < hours_to))
);

create table erasure (
  id uuid not null,
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  suppress_index bytea not null,
  state text not null default 'pending'::text,
  asked_by text not null,
  stop_seq bigint,
  asked_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  hidden_to integer,
  member_id uuid,
  sealed bytea,
  own_sealed bytea,
  UNIQUE (seq),
  UNIQUE (stop_seq),
  PRIMARY KEY (id),
  CHECK (((state = 'pending'::text) OR ((ended_at IS NOT NULL) AND (member_id IS NULL) AND (sealed IS NULL) AND (own_sealed IS NULL)))),
  CHECK ((state = ANY (ARRAY['pending'::text, 'undone'::text, 'done'::text])))
);

create table facilitator (
  group_id uuid not null,
  counsellor_id uuid not null,
  since timestamp with time zone not null,
  term_until date,
  until timestamp with time zone,
  ended_as text,
  PRIMARY KEY (group_id, counsellor_id, since),
  FOREIGN KEY (counsellor_id) REFERENCES staff(id),
  FOREIGN KEY (group_id) REFERENCES peer_group(id) ON DELETE CASCADE,
  CHECK (((until IS NULL) = (ended_as IS NULL)))
);

create table figure (
  name text not null,
  day date not null,
  cell text not null,
  count integer not null,
  PRIMARY KEY (name, day, cell)
);

create table figure_counted (
  name text not null,
  day date not null,
  at timestamp with time zone not null,
  PRIMARY KEY (name, day)
);

create table follow_up (
  id uuid not null,
  phone_id uuid not null,
  member_id uuid,
  reason text not null,
  channel text not null,
  state text not null default 'open'::text,
  opened_at timestamp with time zone not null,
  kind text,
  stage text not null default 'new'::text,
  place text,
  counsellor_id uuid,
  rung smallint not null default 0,
  due_at timestamp with time zone,
  window_from timestamp with time zone,
  window_to timestamp with time zone,
  told_at timestamp with time zone,
  accepted_at timestamp with time zone,
  reached_at timestamp with time zone,
  tries smallint not null default 0,
  late_told_at timestamp with time zone,
  late_again_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_as text,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['urgent'::text, 'talk'::text, 'digest'::text]))),
  CHECK ((stage = ANY (ARRAY['new'::text, 'waiting'::text, 'offered'::text, 'accepted'::text, 'top'::text])))
);

create table follow_up_act (
  seq bigint not null generated always as identity,
  follow_up_id uuid not null,
  counsellor_id uuid,
  act text not null,
  rung smallint,
  at timestamp with time zone not null,
  channel text not null,
  PRIMARY KEY (seq)
);

create table gate (
  phone_id uuid not null,
  epoch integer not null default 0,
  PRIMARY KEY (phone_id),
  FOREIGN KEY (phone_id) REFERENCES phone(id)
);

create table group_task (
  id uuid not null,
  phone_id uuid not null,
  member_id uuid,
  act text not null,
  code_sealed bytea,
  channel text not null,
  state text not null default 'open'::text,
  asked_at timestamp with time zone not null,
  about_id uuid,
  PRIMARY KEY (id),
  CHECK ((act = ANY (ARRAY['join'::text, 'leave'::text, 'block'::text, 'coming'::text, 'not_coming'::text, 'report_unkind'::text, 'report_told'::text, 'report_money'::text, 'report_leader'::text, 'report_vote'::text])))
);

create table holiday (
  day date not null,
  PRIMARY KEY (day)
);

create table home_session (
  counsellor_id uuid not null,
  session_id text not null,
  until timestamp with time zone not null,
  length integer not null,
  hash bytea not null,
  sealed bytea not null,
  PRIMARY KEY (counsellor_id)
);

create table inbound (
  provider text not null,
  provider_id text not null,
  phone_id uuid not null,
  received_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  content_hash bytea not null,
  fetched boolean not null default false,
  handled_as text not null,
  turn integer,
  PRIMARY KEY (provider, provider_id)
);

create table invitation (
  phone_id uuid not null,
  message_id uuid not null,
  entered_by text not null,
  at timestamp with time zone not null,
  list_id uuid,
  PRIMARY KEY (phone_id)
);

create table invitation_line (
  list_id uuid not null,
  line integer not null,
  number_sealed bytea not null,
  PRIMARY KEY (list_id, line),
  FOREIGN KEY (list_id) REFERENCES invitation_list(id)
);

create table invitation_list (
  id uuid not null,
  source text not null,
  sourced_on date not null,
  entered_by text not null,
  entered_at timestamp with time zone not null,
  confirmed_by text,
  state text not null default 'waiting'::text,
  total integer not null,
  done integer not null default 0,
  wrapped_key bytea not null,
  ended_at timestamp with time zone,
  set_aside integer[] not null default '{}'::integer[],
  PRIMARY KEY (id),
  CHECK ((confirmed_by IS DISTINCT FROM entered_by)),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'refused'::text, 'stopped'::text])))
);

create table invitation_pace (
  day date not null,
  done integer not null,
  PRIMARY KEY (day)
);

create table kept_edit (
  id uuid not null,
  flow text not null,
  by uuid not null,
  at timestamp with time zone not null,
  revision integer not null,
  files jsonb not null,
  PRIMARY KEY (id),
  FOREIGN KEY (by) REFERENCES staff(id),
  FOREIGN KEY (flow) REFERENCES draft(flow)
);

create table key_in_use (
  name text not null,
  key_id text not null,
  retired text[] not null default '{}'::text[],
  since timestamp with time zone not null,
  PRIMARY KEY (name),
  CHECK ((name = ANY (ARRAY['wrap'::text, 'index'::text, 'suppress'::text, 'audit'::text])))
);

create table meeting (
  id uuid not null,
  group_id uuid not null,
  day date not null,
  planned_at timestamp with time zone not null,
  starts_at timestamp with time zone not null,
  place smallint not null,
  place_sealed bytea,
  agenda text[] not null default '{}'::text[],
  state text not null default 'planned'::text,
  stage smallint not null default 0,
  due_at timestamp with time zone,
  asked_at timestamp with time zone,
  changed_at timestamp with time zone,
  coming smallint,
  heads smallint,
  UNIQUE (group_id, day),
  PRIMARY KEY (id),
  FOREIGN KEY (group_id) REFERENCES peer_group(id) ON DELETE CASCADE,
  CHECK (((heads >= 0) AND (heads <= 200))),
  CHECK (((place >= 1) AND (place <= 3))),
  CHECK ((state = ANY (ARRAY['planned'::text, 'cancelled'::text, 'over'::text])))
);

create table meeting_answer (
  meeting_id uuid not null,
  membership_id uuid not null,
  coming boolean not null,
  at timestamp with time zone not null,
  PRIMARY KEY (meeting_id, membership_id),
  FOREIGN KEY (meeting_id) REFERENCES meeting(id) ON DELETE CASCADE,
  FOREIGN KEY (membership_id) REFERENCES membership(id) ON DELETE CASCADE
);

create table meeting_change (
  id uuid not null,
  group_id uuid not null,
  meeting_id uuid,
  counsellor_id uuid not null,
  what text not null,
  starts_at timestamp with time zone,
  place smallint,
  place_sealed bytea,
  options smallint,
  asked_at timestamp with time zone not null,
  done_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (group_id) REFERENCES peer_group(id) ON DELETE CASCADE,
  FOREIGN KEY (meeting_id) REFERENCES meeting(id) ON DELETE CASCADE,
  CHECK (((options >= 2) AND (options <= 9))),
  CHECK (((place >= 1) AND (place <= 3))),
  CHECK (((what = 'vote'::text) = (options IS NOT NULL))),
  CHECK ((what = ANY (ARRAY['time'::text, 'place'::text, 'cancel'::text, 'close'::text, 'vote'::text])))
);

create table member (
  id uuid not null,
  phone_id uuid not null,
  slot smallint not null default 1,
  language text not null,
  shared_phone boolean,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  traits text[] not null default '{}'::text[],
  hours_from time without time zone,
  hours_to time without time zone,
  paused_until timestamp with time zone,
  pin_hash bytea,
  unlinked_at timestamp with time zone,
  unlinked_why text,
  place text,
  cover_topic text,
  ring_back boolean not null default false,
  call_from time without time zone,
  call_to time without time zone,
  answered_by text,
  PRIMARY KEY (id),
  FOREIGN KEY (phone_id) REFERENCES phone(id),
  CHECK ((((hours_from IS NULL) = (hours_to IS NULL)) AND (hours_from < hours_to))),
  CHECK (((call_from IS NULL) = (call_to IS NULL))),
  CHECK (((slot >= 1) AND (slot <= 4))),
  CHECK (((unlinked_at IS NULL) = (unlinked_why IS NULL))),
  CHECK ((answered_by = ANY (ARRAY['anybody'::text, 'only_me'::text, 'no_calls'::text]))),
  CHECK ((unlinked_why = ANY (ARRAY['wrong_number'::text, 'lapse'::text, 'died'::text])))
);

create table membership (
  id uuid not null,
  group_id uuid not null,
  phone_id uuid not null,
  member_id uuid,
  state text not null,
  asked_at timestamp with time zone not null,
  agreed_at timestamp with time zone,
  ended_at timestamp with time zone,
  ended_as text,
  meeting_id uuid,
  unanswered smallint not null default 0,
  PRIMARY KEY (id),
  FOREIGN KEY (group_id) REFERENCES peer_group(id) ON DELETE CASCADE,
  FOREIGN KEY (meeting_id) REFERENCES meeting(id) ON DELETE SET NULL,
  CHECK (((state = 'ended'::text) = ((ended_as IS NOT NULL) AND (ended_at IS NOT NULL)))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'agreed'::text, 'ended'::text, 'blocked'::text])))
);

create table message (
  id uuid not null,
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  class text not null,
  rank smallint not null,
  purpose text,
  thrift smallint,
  epoch integer not null,
  past_stop boolean not null default false,
  state text not null default 'queued'::text,
  reason text,
  text_sealed bytea,
  segments smallint not null,
  turn integer,
  heard_at timestamp with time zone,
  created_at timestamp with time zone not null,
  send_after timestamp with time zone not null,
  send_by timestamp with time zone not null,
  finished_at timestamp with time zone,
  tries integer not null default 0,
  provider text,
  provider_id text,
  delivery text,
  delivery_reason text,
  delivery_at timestamp with time zone,
  chosen_until timestamp with time zone,
  text_hash bytea,
  answers bytea,
  counsellor_id uuid,
  urgent boolean not null default false,
  follow_up_id uuid,
  in_talk boolean not null default false,
  passing boolean not null default false,
  in_quiet boolean,
  UNIQUE (seq),
  PRIMARY KEY (id),
  CHECK ((class = ANY (ARRAY['acknowledgement'::text, 'safety'::text, 'reply'::text, 'timer'::text, 'invitation'::text, 'broadcast'::text, 'prompt'::text]))),
  CHECK ((delivery = ANY (ARRAY['on_its_way'::text, 'delivered'::text, 'failed'::text, 'absent'::text]))),
  CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'cancelled'::text, 'expired'::text, 'unknown'::text])))
);

create table message_day (
  day date not null,
  class text not null,
  state text not null,
  reason text not null,
  messages integer not null,
  segments integer not null,
  PRIMARY KEY (day, class, state, reason)
);

create table money_day (
  day date not null,
  currency text not null,
  amount numeric not null,
  messages integer not null,
  segments integer not null,
  PRIMARY KEY (day, currency)
);

create table number_change (
  id uuid not null,
  member_id uuid not null,
  old_phone_id uuid not null,
  new_phone_id uuid not null,
  word_hash bytea not null,
  entered_by text not null,
  begun_at timestamp with time zone not null,
  confirm_by timestamp with time zone not null,
  after_stop bigint not null,
  tries smallint not null default 0,
  state text not null default 'open'::text,
  ended_at timestamp with time zone,
  watched_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((state = ANY (ARRAY['open'::text, 'moved'::text, 'void'::text])))
);

create table outcome_month (
  month text not null,
  group text not null,
  cell text not null,
  place smallint not null,
  value numeric,
  PRIMARY KEY (month, "group", cell)
);

create table parked_report (
  provider text not null,
  provider_id text not null,
  status text not null,
  reason text,
  received_at timestamp with time zone not null,
  PRIMARY KEY (provider, provider_id, status)
);

create table peer_group (
  id uuid not null,
  code integer not null generated always as identity,
  name text not null,
  language text not null,
  wrapped_key bytea,
  join_sealed bytea,
  hand_sealed bytea,
  hand_until timestamp with time zone,
  places_sealed bytea,
  place smallint not null default 1,
  rhythm jsonb not null,
  meets_at time without time zone not null,
  reminds jsonb not null,
  on_holiday text not null default 'skip'::text,
  agenda text[] not null default '{}'::text[],
  moderator_id uuid not null,
  state text not null default 'open'::text,
  created_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  UNIQUE (code),
  PRIMARY KEY (id),
  FOREIGN KEY (moderator_id) REFERENCES staff(id),
  CHECK (((length(name) >= 2) AND (length(name) <= 16))),
  CHECK (((place >= 1) AND (place <= 3))),
  CHECK (((state = 'open'::text) = (wrapped_key IS NOT NULL))),
  CHECK ((on_holiday = ANY (ARRAY['skip'::text, 'later'::text]))),
  CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
);

create table phone (
  id uuid not null,
  number_index bytea not null,
  suppress_index bytea not null,
  number_sealed bytea not null,
  wrapped_key bytea not null,
  created_at timestamp with time zone not null,
  index_key text,
  suppress_key text,
  UNIQUE (number_index),
  PRIMARY KEY (id)
);

create table programme_switch (
  name text not null,
  is_on boolean not null default false,
  changed_by text,
  changed_at timestamp with time zone,
  asked_by text,
  asked_at timestamp with time zone,
  PRIMARY KEY (name),
  CHECK (((asked_by IS NULL) = (asked_at IS NULL))),
  CHECK ((name = ANY (ARRAY['imports'::text, 'public_page'::text, 'small'::text])))
);

create table prompt (
  id uuid not null,
  counsellor_id uuid not null,
  number smallint not null,
  kind text not null,
  follow_up_id uuid,
  about_id uuid,
  sent_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  answered_at timestamp with time zone,
  answer text,
  PRIMARY KEY (id),
  CHECK ((((number >= 10) AND (number <= 999)) AND (number <> ALL (ARRAY[88, 99]))))
);

create table quiet_act (
  seq bigint not null generated always as identity,
  act text not null,
  actor text not null,
  at timestamp with time zone not null,
  PRIMARY KEY (seq),
  CHECK ((act = ANY (ARRAY['pressed'::text, 'release_asked'::text, 'released'::text])))
);

create table release (
  flow text not null,
  version integer not null,
  hash text not null,
  definition text not null,
  registered_at timestamp with time zone not null,
  PRIMARY KEY (flow, version)
);

create table release_source (
  flow text not null,
  version integer not null,
  files jsonb not null,
  origin text not null,
  author text,
  approver text,
  written_at timestamp with time zone not null,
  PRIMARY KEY (flow, version),
  FOREIGN KEY (flow, version) REFERENCES release(flow, version),
  CHECK ((origin = ANY (ARRAY['files'::text, 'console'::text, 'import'::text])))
);

create table release_stage (
  seq bigint not null generated always as identity,
  flow text not null,
  version integer not null,
  state text not null,
  percent smallint not null,
  at timestamp with time zone not null,
  actor text not null,
  approver text,
  reason text not null,
  figures jsonb,
  baseline jsonb,
  step_map jsonb,
  plan text,
  PRIMARY KEY (seq),
  FOREIGN KEY (flow, version) REFERENCES release(flow, version),
  CHECK ((percent = ANY (ARRAY[1, 10, 100]))),
  CHECK ((plan = ANY (ARRAY['steps'::text, 'at_once'::text]))),
  CHECK ((state = ANY (ARRAY['running'::text, 'held'::text, 'done'::text, 'rolled_back'::text, 'removed'::text])))
);

create table restart (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  answers bigint not null,
  at timestamp with time zone not null,
  channel text not null,
  undo boolean not null default false,
  PRIMARY KEY (seq)
);

create table reveal (
  id uuid not null,
  member_id uuid not null,
  what text not null,
  about_id uuid,
  reason text not null,
  note_sealed bytea not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  state text not null default 'asked'::text,
  decided_by uuid,
  decided_at timestamp with time zone,
  no_sealed bytea,
  until timestamp with time zone,
  shown_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((shown_at IS NULL) OR ((state = 'agreed'::text) AND (shown_at < until)))),
  CHECK (((state = 'agreed'::text) = (until IS NOT NULL))),
  CHECK (((state = 'asked'::text) = ((decided_by IS NULL) AND (decided_at IS NULL)))),
  CHECK (((state = 'declined'::text) = (no_sealed IS NOT NULL))),
  CHECK (((what = 'words'::text) = (about_id IS NOT NULL))),
  CHECK ((decided_by <> asked_by)),
  CHECK ((reason = ANY (ARRAY['danger'::text, 'not_reached'::text, 'wrong_number'::text, 'her_wish'::text, 'law'::text]))),
  CHECK ((state = ANY (ARRAY['asked'::text, 'agreed'::text, 'declined'::text]))),
  CHECK ((until <= (decided_at + '00:15:00'::interval))),
  CHECK ((what = ANY (ARRAY['number'::text, 'words'::text])))
);

create table review_act (
  id uuid not null,
  flow text not null,
  kind text not null,
  by uuid not null,
  at timestamp with time zone not null,
  hash text not null,
  language text,
  words text,
  seq bigint not null generated always as identity,
  plan text,
  texts text[],
  PRIMARY KEY (id),
  FOREIGN KEY (by) REFERENCES staff(id),
  FOREIGN KEY (flow) REFERENCES draft(flow),
  CHECK (((kind = 'blocked'::text) = (words IS NOT NULL))),
  CHECK (((kind = 'signed'::text) = (language IS NOT NULL))),
  CHECK (((texts IS NULL) OR (kind = 'signed'::text))),
  CHECK ((kind = ANY (ARRAY['sent'::text, 'taken_back'::text, 'signed'::text, 'peer_approved'::text, 'blocked'::text, 'lifted'::text, 'approved'::text, 'closed'::text, 'asked_wider'::text, 'asked_resume'::text]))),
  CHECK ((plan = ANY (ARRAY['steps'::text, 'at_once'::text])))
);

create table review_comment (
  id uuid not null,
  flow text not null,
  place text not null,
  words text not null,
  by uuid not null,
  at timestamp with time zone not null,
  settled_by uuid,
  settled_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (by) REFERENCES staff(id),
  FOREIGN KEY (flow) REFERENCES draft(flow),
  FOREIGN KEY (settled_by) REFERENCES staff(id),
  CHECK (((settled_by IS NULL) = (settled_at IS NULL)))
);

create table sending (
  one boolean not null default true,
  paused boolean not null default false,
  saving smallint not null default 0,
  heard_at timestamp with time zone,
  fetched_id text not null default '0'::text,
  balance text,
  balance_at timestamp with time zone,
  balance_top numeric,
  unprompted_hour_max smallint not null default 6,
  unprompted_day_max smallint not null default 20,
  clock_offset_ms bigint not null default 0,
  consent_days smallint not null default 365,
  number_month_max integer not null default 300,
  day_max bigint,
  spent bigint not null default 0,
  spent_from timestamp with time zone,
  spent_to timestamp with time zone,
  held smallint not null default 0,
  quiet boolean not null default false,
  PRIMARY KEY (one),
  CHECK (((held >= 0) AND (held <= 2))),
  CHECK (one)
);

create table sign_in_try (
  id uuid not null,
  at timestamp with time zone not null,
  kind text not null,
  account_key bytea not null,
  address_key bytea not null,
  was_right boolean not null default false,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['password'::text, 'code'::text, 'link'::text])))
);

create table staff (
  id uuid not null,
  role text not null,
  created_at timestamp with time zone not null,
  left_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK ((role = ANY (ARRAY['counsellor'::text, 'supervisor'::text, 'lead'::text, 'editor'::text, 'admin'::text, 'console'::text])))
);

create table staff_account (
  staff_id uuid not null,
  sign_in_name text not null,
  display_name text not null,
  language text not null default 'en'::text,
  theme text not null default 'auto'::text,
  is_lead boolean not null default false,
  state text not null default 'active'::text,
  for_demo text,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  invited_by uuid,
  known_at timestamp with time zone,
  UNIQUE (for_demo),
  UNIQUE (sign_in_name),
  PRIMARY KEY (staff_id),
  FOREIGN KEY (invited_by) REFERENCES staff_account(staff_id),
  FOREIGN KEY (staff_id) REFERENCES staff(id),
  CHECK (((length(display_name) >= 1) AND (length(display_name) <= 80))),
  CHECK (((sign_in_name = lower(sign_in_name)) AND ((length(sign_in_name) >= 3) AND (length(sign_in_name) <= 60)))),
  CHECK (((state = 'ended'::text) = (ended_at IS NOT NULL))),
  CHECK ((state = ANY (ARRAY['active'::text, 'ended'::text]))),
  CHECK ((theme = ANY (ARRAY['auto'::text, 'light'::text, 'dark'::text])))
);

create table staff_invite (
  id uuid not null,
  token_hash bytea not null,
  kind text not null,
  staff_id uuid,
  roles text[] not null default '{}'::text[],
  is_lead boolean not null default false,
  made_by uuid,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  UNIQUE (token_hash),
  PRIMARY KEY (id),
  FOREIGN KEY (made_by) REFERENCES staff_account(staff_id),
  FOREIGN KEY (staff_id) REFERENCES staff(id),
  CHECK (((kind <> 'recover'::text) OR (staff_id IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['first'::text, 'join'::text, 'recover'::text])))
);

create table staff_passkey (
  id uuid not null,
  staff_id uuid not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}'::text[],
  host text not null,
  device text not null default 'other'::text,
  made_at timestamp with time zone not null,
  used_at timestamp with time zone,
  UNIQUE (credential_id),
  PRIMARY KEY (id),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id)
);

create table staff_password (
  id uuid not null,
  staff_id uuid not null,
  hash bytea not null,
  wrapped_key bytea not null,
  set_at timestamp with time zone not null,
  UNIQUE (staff_id),
  PRIMARY KEY (id),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id)
);

create table staff_recovery (
  id uuid not null,
  staff_id uuid not null,
  asked_by uuid not null,
  asked_at timestamp with time zone not null,
  confirmed_by uuid,
  confirmed_at timestamp with time zone,
  refused_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (asked_by) REFERENCES staff_account(staff_id),
  FOREIGN KEY (confirmed_by) REFERENCES staff_account(staff_id),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id),
  CHECK (((asked_by <> staff_id) AND (confirmed_by <> staff_id) AND (confirmed_by <> asked_by)))
);

create table staff_role (
  staff_id uuid not null,
  role text not null,
  since timestamp with time zone not null,
  PRIMARY KEY (staff_id, role),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id),
  CHECK ((role = ANY (ARRAY['admin'::text, 'editor'::text, 'translator'::text, 'reviewer'::text, 'peer_reviewer'::text, 'supervisor'::text, 'counsellor'::text, 'monitor'::text])))
);

create table staff_session (
  id uuid not null,
  staff_id uuid not null,
  token_hash bytea not null,
  stage text not null,
  challenge text,
  device text not null default 'other'::text,
  begun_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  proven_at timestamp with time zone,
  ended_at timestamp with time zone,
  UNIQUE (token_hash),
  PRIMARY KEY (id),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id),
  CHECK ((stage = ANY (ARRAY['half'::text, 'whole'::text])))
);

create table staff_totp (
  id uuid not null,
  staff_id uuid not null,
  secret_sealed bytea not null,
  wrapped_key bytea not null,
  last_step bigint not null default 0,
  made_at timestamp with time zone not null,
  confirmed_at timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (staff_id) REFERENCES staff_account(staff_id)
);

create table stop_request (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  provider text not null,
  provider_id text not null,
  channel text not null,
  sent_at timestamp with time zone,
  asked_at timestamp with time zone not null,
  acknowledge boolean not null,
  withdrawn_at timestamp with time zone,
  stopped_at timestamp with time zone,
  said text not null default 'stop'::text,
  UNIQUE (provider, provider_id),
  PRIMARY KEY (seq),
  CHECK ((channel = ANY (ARRAY['sms'::text, 'ussd'::text, 'gateway'::text, 'operator'::text]))),
  CHECK ((said = ANY (ARRAY['stop'::text, 'wait'::text, 'wrong'::text, 'care'::text])))
);

create table suppression (
  suppress_index bytea not null,
  since timestamp with time zone not null,
  key_id text,
  PRIMARY KEY (suppress_index)
);

create table tally (
  day date not null,
  name text not null,
  count integer not null,
  PRIMARY KEY (day, name)
);

create table timer (
  id uuid not null,
  phone_id uuid not null,
  kind text not null,
  turn integer,
  epoch integer not null,
  flow text,
  due_at timestamp with time zone not null,
  send_by timestamp with time zone not null,
  stopped_by bigint,
  chosen_until timestamp with time zone,
  follow_up_id uuid,
  notice text,
  meeting_id uuid,
  PRIMARY KEY (id),
  CHECK ((kind = ANY (ARRAY['silence'::text, 'start'::text, 'remind'::text, 'late'::text, 'group'::text]))),
  CHECK ((notice = ANY (ARRAY['group_yes'::text, 'group_yes_soon'::text, 'group_no'::text, 'group_moved'::text, 'group_cancelled'::text, 'group_again'::text, 'group_closed'::text, 'group_voted'::text, 'group_vote_void'::text])))
);

create table translation_basis (
  flow text not null,
  language text not null,
  unit text not null,
  source_language text not null,
  source_hash text not null,
  by uuid not null,
  at timestamp with time zone not null,
  PRIMARY KEY (flow, language, unit, source_language),
  FOREIGN KEY (by) REFERENCES staff(id),
  FOREIGN KEY (flow) REFERENCES draft(flow)
);

create table turn (
  phone_id uuid not null,
  turn integer not null,
  conversation_id uuid,
  at timestamp with time zone not null,
  channel text not null,
  event text not null,
  flow text,
  version integer,
  step text,
  outcome text,
  late boolean not null default false,
  sealed bytea,
  mac bytea not null,
  PRIMARY KEY (phone_id, turn)
);

create table withdrawal (
  seq bigint not null generated always as identity,
  phone_id uuid not null,
  member_id uuid not null,
  purpose text,
  after_consent bigint not null,
  channel text not null,
  flow text,
  version integer,
  step text,
  wording_hash text,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  kind text not null default 'purpose'::text,
  pressed text,
  language text,
  PRIMARY KEY (seq),
  CHECK (((kind = 'pause'::text) OR (flow IS NOT NULL))),
  CHECK (((kind = 'purpose'::text) = (purpose IS NOT NULL))),
  CHECK ((kind = ANY (ARRAY['purpose'::text, 'hours'::text, 'pause'::text, 'texts'::text])))
);

create table wrong_number (
  stop_seq bigint not null,
  phone_id uuid not null,
  at timestamp with time zone not null,
  unlinked_at timestamp with time zone,
  done_at timestamp with time zone,
  PRIMARY KEY (stop_seq)
);

CREATE INDEX assignment_counsellor ON assignment USING btree (counsellor_id) WHERE (until IS NULL);
CREATE INDEX assignment_member ON assignment USING btree (member_id) WHERE (until IS NULL);
CREATE UNIQUE INDEX assignment_one ON assignment USING btree (member_id) WHERE ((until IS NULL) AND (state = 'agreed'::text));
CREATE UNIQUE INDEX assignment_proposed ON assignment USING btree (member_id) WHERE ((until IS NULL) AND (state = 'proposed'::text));
CREATE INDEX assignment_untold ON assignment USING btree (state) WHERE (told_as IS DISTINCT FROM state);
CREATE INDEX attempt_live ON attempt USING btree (phone_id, call_until) WHERE (ended_at IS NULL);
CREATE INDEX attempt_message ON attempt USING btree (message_id);
CREATE INDEX attempt_started ON attempt USING btree (started_at);
CREATE INDEX attempt_unknown ON attempt USING btree (phone_id, call_until) WHERE (outcome = 'unknown'::text);
CREATE INDEX audit_action ON audit USING btree (action, seq);
CREATE INDEX audit_actor ON audit USING btree (actor, seq);
CREATE INDEX audit_at ON audit USING btree (at);
CREATE INDEX audit_check_asked ON audit_check USING btree (asked_at);
CREATE INDEX audit_detail ON audit USING hash (detail);
CREATE INDEX audit_link_seal ON audit_link USING btree (seal, seq);
CREATE INDEX audit_subject ON audit USING btree (subject, seq) WHERE (subject IS NOT NULL);
CREATE UNIQUE INDEX ballot_open ON ballot USING btree (group_id) WHERE (state = 'open'::text);
CREATE INDEX complaint_open ON complaint USING btree (received_on) WHERE (state = 'open'::text);
CREATE INDEX consent_latest ON consent USING btree (phone_id, purpose, seq DESC);
CREATE INDEX consent_member ON consent USING btree (member_id, seq);
CREATE INDEX consent_purpose ON consent USING btree (purpose, member_id) INCLUDE (seq, act);
CREATE INDEX contact_of ON contact USING btree (counsellor_id, day);
CREATE INDEX conversation_session ON conversation USING btree (session_id) WHERE (session_id IS NOT NULL);
CREATE INDEX conversation_session_sealed ON conversation USING btree (phone_id) WHERE (session_sealed IS NOT NULL);
CREATE INDEX conversation_trouble ON conversation USING btree (trouble_flow, trouble_version, trouble_at) WHERE (trouble IS NOT NULL);
CREATE INDEX counsellor_place ON counsellor USING btree (place, role) WHERE (state = 'active'::text);
CREATE INDEX erasure_due ON erasure USING btree (due_at) WHERE (state = 'pending'::text);
CREATE UNIQUE INDEX erasure_pending ON erasure USING btree (phone_id) WHERE (state = 'pending'::text);
CREATE INDEX facilitator_of ON facilitator USING btree (counsellor_id) WHERE (until IS NULL);
CREATE UNIQUE INDEX facilitator_one ON facilitator USING btree (group_id, counsellor_id) WHERE (until IS NULL);
CREATE INDEX follow_up_act_by ON follow_up_act USING btree (counsellor_id, at) WHERE (counsellor_id IS NOT NULL);
CREATE INDEX follow_up_act_of ON follow_up_act USING btree (follow_up_id, seq);
CREATE INDEX follow_up_counsellor ON follow_up USING btree (counsellor_id) WHERE (state = 'open'::text);
CREATE INDEX follow_up_due ON follow_up USING btree (COALESCE(due_at,
CASE
    WHEN (stage = ANY (ARRAY['accepted'::text, 'top'::text])) THEN 'infinity'::timestamp with time zone
    ELSE opened_at
END)) WHERE (state = 'open'::text);
CREATE INDEX follow_up_late ON follow_up USING btree (opened_at) WHERE ((state = 'open'::text) AND (late_told_at IS NULL) AND (reached_at IS NULL) AND (kind = ANY (ARRAY['urgent'::text, 'talk'::text])));
CREATE INDEX follow_up_open ON follow_up USING btree (opened_at) WHERE (state = 'open'::text);
CREATE INDEX follow_up_phone ON follow_up USING btree (phone_id);
CREATE INDEX group_task_open ON group_task USING btree (asked_at) WHERE (state = 'open'::text);
CREATE INDEX group_task_phone ON group_task USING btree (phone_id);
CREATE INDEX inbound_content ON inbound USING btree (content_hash, received_at);
CREATE INDEX inbound_fetched ON inbound USING btree (content_hash) WHERE fetched;
CREATE INDEX inbound_phone ON inbound USING btree (phone_id);
CREATE INDEX inbound_received ON inbound USING brin (received_at);
CREATE INDEX inbound_recent ON inbound USING btree (received_at);
CREATE INDEX invitation_list_id ON invitation USING btree (list_id) WHERE (list_id IS NOT NULL);
CREATE INDEX kept_edit_by ON kept_edit USING btree (by, flow, at);
CREATE INDEX meeting_due ON meeting USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX member_called ON member USING btree ("right"(replace((id)::text, '-'::text, ''::text), 10) COLLATE "C");
CREATE INDEX member_came ON member USING btree (created_at DESC, id DESC);
CREATE UNIQUE INDEX member_slot ON member USING btree (phone_id, slot) WHERE (unlinked_at IS NULL);
CREATE INDEX member_unlinked_at ON member USING btree (unlinked_at) WHERE (unlinked_at IS NOT NULL);
CREATE UNIQUE INDEX membership_blocked ON membership USING btree (group_id, phone_id) WHERE (state = 'blocked'::text);
CREATE INDEX membership_group ON membership USING btree (group_id) WHERE (state = ANY (ARRAY['asked'::text, 'agreed'::text]));
CREATE UNIQUE INDEX membership_one ON membership USING btree (phone_id) WHERE (state = ANY (ARRAY['asked'::text, 'agreed'::text]));
CREATE INDEX membership_phone ON membership USING btree (phone_id);
CREATE INDEX message_body ON message USING btree (created_at) WHERE (text_sealed IS NOT NULL);
CREATE INDEX message_due ON message USING btree (rank, seq) WHERE (state = 'queued'::text);
CREATE INDEX message_in_quiet ON message USING btree (rank, seq) WHERE ((state = 'queued'::text) AND ((class = ANY (ARRAY['acknowledgement'::text, 'safety'::text])) OR urgent OR ((class = 'reply'::text) AND (in_quiet IS NOT FALSE))));
CREATE INDEX message_lapses ON message USING btree (send_by) WHERE (state = 'queued'::text);
CREATE INDEX message_open ON message USING btree (phone_id, seq) WHERE (state = ANY (ARRAY['queued'::text, 'sending'::text]));
CREATE INDEX message_over ON message USING btree (class, state, finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX message_past_stop ON message USING btree (phone_id, created_at) WHERE past_stop;
CREATE INDEX message_phone ON message USING btree (phone_id, created_at);
CREATE INDEX message_provider ON message USING btree (provider, provider_id) WHERE (provider_id IS NOT NULL);
CREATE INDEX message_spent ON message USING btree (finished_at) INCLUDE (segments) WHERE (state = ANY (ARRAY['sent'::text, 'unknown'::text]));
CREATE UNIQUE INDEX number_change_member ON number_change USING btree (member_id) WHERE (state = 'open'::text);
CREATE UNIQUE INDEX number_change_new ON number_change USING btree (new_phone_id) WHERE (state = 'open'::text);
CREATE INDEX number_change_texted ON number_change USING btree (new_phone_id, begun_at);
CREATE INDEX number_change_unwatched ON number_change USING btree (id) WHERE ((state = 'moved'::text) AND (watched_at IS NULL));
CREATE INDEX prompt_follow_up ON prompt USING btree (follow_up_id);
CREATE INDEX prompt_number ON prompt USING btree (counsellor_id, number, sent_at DESC);
CREATE INDEX prompt_open ON prompt USING btree (counsellor_id) WHERE (closed_at IS NULL);
CREATE INDEX release_stage_last ON release_stage USING btree (flow, version, seq DESC);
CREATE INDEX restart_phone ON restart USING btree (phone_id, answers);
CREATE INDEX reveal_member ON reveal USING btree (member_id, asked_at DESC);
CREATE INDEX reveal_open ON reveal USING btree (asked_at) WHERE ((shown_at IS NULL) AND (state = ANY (ARRAY['asked'::text, 'agreed'::text])));
CREATE UNIQUE INDEX reveal_waiting ON reveal USING btree (member_id) WHERE (state = 'asked'::text);
CREATE INDEX review_act_flow ON review_act USING btree (flow, seq);
CREATE INDEX review_comment_flow ON review_comment USING btree (flow, at, id);
CREATE INDEX sign_in_try_account ON sign_in_try USING btree (account_key, at);
CREATE INDEX sign_in_try_address ON sign_in_try USING btree (address_key, at);
CREATE INDEX sign_in_try_at ON sign_in_try USING btree (at);
CREATE INDEX staff_passkey_staff ON staff_passkey USING btree (staff_id);
CREATE UNIQUE INDEX staff_recovery_open ON staff_recovery USING btree (staff_id) WHERE ((confirmed_at IS NULL) AND (refused_at IS NULL));
CREATE INDEX staff_role_role ON staff_role USING btree (role);
CREATE INDEX staff_session_begun ON staff_session USING btree (begun_at);
CREATE INDEX staff_session_staff ON staff_session USING btree (staff_id) WHERE (ended_at IS NULL);
CREATE UNIQUE INDEX staff_totp_one ON staff_totp USING btree (staff_id) WHERE (confirmed_at IS NOT NULL);
CREATE INDEX staff_totp_staff ON staff_totp USING btree (staff_id);
CREATE INDEX stop_request_open ON stop_request USING btree (seq) WHERE (stopped_at IS NULL);
CREATE INDEX stop_request_phone ON stop_request USING btree (phone_id, seq);
CREATE INDEX timer_due ON timer USING btree (due_at) WHERE (stopped_by IS NULL);
CREATE INDEX timer_group ON timer USING btree (phone_id) WHERE ((kind = 'group'::text) OR (flow = ANY (ARRAY['meeting'::text, 'ballot'::text])));
CREATE INDEX timer_phone ON timer USING btree (phone_id);
CREATE INDEX turn_body ON turn USING btree (at) WHERE (sealed IS NOT NULL);
CREATE INDEX turn_moment ON turn USING brin (at) WITH (autosummarize='on');
CREATE INDEX withdrawal_open ON withdrawal USING btree (phone_id, purpose) WHERE (finished_at IS NULL);
CREATE INDEX wrong_number_listed ON wrong_number USING btree (at) WHERE (done_at IS NULL);
CREATE INDEX wrong_number_open ON wrong_number USING btree (stop_seq) WHERE (unlinked_at IS NULL);
CREATE INDEX wrong_number_phone ON wrong_number USING btree (phone_id);

CREATE OR REPLACE FUNCTION are_apart(p_member uuid, p_counsellor uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from assignment a
    where a.member_id = p_member and a.counsellor_id = p_counsellor
      and a.ended_as in ('changed', 'declined', 'knows_family')
  ) and not exists (
    select from assignment s
    where s.member_id = p_member and s.counsellor_id = p_counsellor and s.until is null and s.state = 'agreed'
  )
$function$

CREATE OR REPLACE FUNCTION claim_for_send(p_limit integer, p_broadcast boolean, p_now timestamp with time zone, p_lease interval, p_silence interval)
 RETURNS TABLE(attempt_id uuid, token uuid, message_id uuid, class text, segments smallint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  s sending%rowtype;
  v_heads uuid[];
begin
  select * into s from sending;
  if s.paused or s.heard_at is null or s.heard_at < p_now - p_silence then
    return;
  end if;
  if s.quiet then
    -- No broadcast leaves; one that lapses is claimed with the others.
    v_heads := case when p_broadcast then '{}' else claim_in_quiet(p_limit, p_now, s.saving, s.held) end;
  else
    v_heads := array(
      select m.id
      from message m
      where m.state = 'queued'
        and m.rank between case when p_broadcast then 6 else 1 end
          and case when p_broadcast then 6 when s.held > 0 then 3 else 5 end
        and not (p_broadcast and s.held > 0)
        and m.send_after <= p_now
        and (m.thrift is null or m.thrift > s.saving)
        -- The limit keeps this a look at one phone; as a join it can read the whole queue each time.
        and (
          select true from message o
          where o.phone_id = m.phone_id
            and o.seq < m.seq
            and (o.state = 'sending'
              or (o.state = 'queued' and (o.thrift is null or o.thrift > s.saving)
                and (o.rank < 4 or s.held = 0)
                and (o.send_after <= p_now
                  or (o.rank <= m.rank and o.reason <> 'hours' and o.send_by >= p_now))))
          limit 1
        ) is null
      order by m.rank, m.seq
      limit p_limit
      for update of m skip locked
    );
  end if;
  return query
  with claimed as (
    update message m
    set state = 'sending', tries = m.tries + 1
    where m.id = any (v_heads) and m.state = 'queued'
    returning m.id, m.phone_id, m.class, m.segments
  )
  insert into attempt (id, token, message_id, phone_id, started_at, call_until)
  select gen_random_uuid(), gen_random_uuid(), c.id, c.phone_id, p_now, clock_timestamp() + p_lease
  from claimed c
  returning attempt.id, attempt.token, attempt.message_id,
    (select c.class from claimed c where c.id = attempt.message_id),
    (select c.segments from claimed c where c.id = attempt.message_id);
end
$function$

CREATE OR REPLACE FUNCTION claim_in_quiet(p_limit integer, p_now timestamp with time zone, p_saving integer, p_held integer)
 RETURNS uuid[]
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
declare
  v_heads uuid[];
begin
  v_heads := array(
    select m.id
    from message m
    where m.state = 'queued'
      and (m.class in ('acknowledgement', 'safety') or m.urgent or (m.class = 'reply' and m.in_quiet is not false))
      and m.rank <= case when p_held > 0 then 3 else 5 end
      and m.send_after <= p_now
      and (m.thrift is null or m.thrift > p_saving)
      and is_answer_in_quiet(m)
      and (
        select true from message o
        where o.phone_id = m.phone_id
          and o.seq < m.seq
          and (o.state = 'sending'
            or (o.state = 'queued' and (o.thrift is null or o.thrift > p_saving)
              and (o.rank < 4 or p_held = 0)
              and is_answer_in_quiet(o)
              and (o.send_after <= p_now
                or (o.rank <= m.rank and o.reason <> 'hours' and o.send_by >= p_now))))
        limit 1
      ) is null
    order by m.rank, m.seq
    limit p_limit
    for update of m skip locked
  );
  -- What is worthless by now is claimed all the same, so that the gate lets it lapse and nothing piles up.
  return v_heads || array(
    select m.id
    from message m
    where m.state = 'queued' and m.send_by < p_now and m.id <> all (v_heads)
    order by m.send_by
    limit p_limit - cardinality(v_heads)
    for update of m skip locked
  );
end
$function$

CREATE OR REPLACE FUNCTION count_message_day(p_day date, p_from timestamp with time zone, p_to timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  -- One counts a day at a time: two would both delete and both insert.
  perform pg_advisory_xact_lock(hashtextextended('message_day', 0));
  delete from message_day where day = p_day;
  insert into message_day (day, class, state, reason, messages, segments)
  select p_day, c.class, s.state, g.reason, g.messages, g.segments
  from unnest(array['acknowledgement', 'safety', 'reply', 'timer', 'invitation', 'broadcast', 'prompt']) as c(class)
  cross join unnest(array['sent', 'failed', 'cancelled', 'expired', 'unknown']) as s(state)
  cross join lateral (
    select coalesce(m.reason, '') as reason, count(*) as messages, sum(m.segments) as segments
    from message m
    where m.class = c.class and m.state = s.state and m.finished_at >= p_from and m.finished_at < p_to
    group by 1
  ) g;
  delete from money_day where day = p_day;
  insert into money_day (day, currency, amount, messages, segments)
  select p_day, left(a.cost, 3), sum(substr(a.cost, 5)::numeric), count(*), sum(coalesce(a.parts, m.segments))
  from attempt a
  cross join lateral (select o.segments from message o where o.id = a.message_id limit 1) m
  where a.started_at >= p_from and a.started_at < p_to and a.outcome = 'accepted'
    and a.cost ~ '^[A-Z]{3} \d{1,12}(\.\d{1,6})?$'
  group by left(a.cost, 3);
end
$function$

CREATE OR REPLACE FUNCTION delete_phone(p_phone uuid, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
declare
  c record;
  v_members uuid[] := array(select m.id from member m where m.phone_id = p_phone);
  v_last constant text[] := array['member', 'conversation', 'gate'];
  v_kept constant text[] := array['attempt', 'erasure', 'inbound', 'stop_request'];
  v_nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  v_count integer := 0;
  n integer;
begin
  delete from attempt a using message m where m.phone_id = p_phone and a.message_id = m.id;
  get diagnostics v_count = row_count;
  for c in
    select t.relname as "table", a.attname as "column"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname ~ '(^|_)(phone|member)_id$'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname <> all (v_kept)
    order by coalesce(array_position(v_last, t.relname::text), 0), t.relname, a.attname
  loop
    if c."column" ~ 'phone_id$' then
      execute format('delete from %I where %I = $1', c."table", c."column") using p_phone;
    else
      execute format('delete from %I where %I = any ($1)', c."table", c."column") using v_members;
    end if;
    get diagnostics n = row_count;
    v_count := v_count + n;
  end loop;
  delete from inbound where phone_id = p_phone and handled_as <> 'stop' and received_at < p_now - interval '1 day';
  update inbound set phone_id = v_nobody, turn = null where phone_id = p_phone;
  delete from stop_request where phone_id = p_phone and channel <> 'sms';
  update stop_request
  set phone_id = v_nobody, withdrawn_at = coalesce(withdrawn_at, p_now), stopped_at = coalesce(stopped_at, p_now)
  where phone_id = p_phone;
  delete from phone where id = p_phone;
  return v_count;
end
$function$

CREATE OR REPLACE FUNCTION drop_notices(p_group uuid, p_meeting uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION due_erasures(p_now timestamp with time zone, p_limit integer)
 RETURNS TABLE(id uuid, phone_id uuid)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
  select e.id, e.phone_id from erasure e
  where e.state = 'pending' and e.due_at <= p_now
    and not exists (
      select from message m
      where m.phone_id = e.phone_id and m.state in ('queued', 'sending') and m.send_by > p_now
    )
    and not exists (select from stop_request s where s.phone_id = e.phone_id and s.stopped_at is null)
    and not exists (
      select from follow_up f
      where f.phone_id = e.phone_id and f.state = 'open' and f.opened_at > e.asked_at
        and f.opened_at > p_now - interval '7 days'
    )
    and (e.asked_by <> 'moved' or not exists (
      select from complaint k where k.phone_id = e.phone_id and k.state = 'open'
    ))
  order by e.phone_id
  limit p_limit
$function$

CREATE OR REPLACE FUNCTION end_membership(p_phone uuid, p_as text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  update membership set state = 'ended', ended_at = p_now, ended_as = p_as, unanswered = 0
  where phone_id = p_phone and state in ('asked', 'agreed');
  delete from timer where phone_id = p_phone and stopped_by is null and (kind = 'group' or flow in ('meeting', 'ballot'));
  update message set state = 'cancelled', reason = 'left', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and class = 'timer' and purpose = 'group_reminders';
end
$function$

CREATE OR REPLACE FUNCTION enter_facilitator(p_id uuid, p_phone uuid, p_language text, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  insert into staff (id, role, created_at) values (p_id, 'counsellor', p_now);
  insert into counsellor (id, phone_id, role, language, state, state_at, agreed_at, created_at)
  values (p_id, p_phone, 'facilitator', p_language, 'active', p_now, p_now, p_now);
end
$function$

CREATE OR REPLACE FUNCTION finish_attempt(p_attempt uuid, p_token uuid, p_now timestamp with time zone, p_state text, p_outcome text, p_reason text, p_provider text, p_provider_id text, p_cost text, p_parts integer, p_send_after timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  a attempt%rowtype;
  v_state text := p_state;
begin
  -- What goes back to the queue may have lost its own gate lock: a STOP that came meanwhile must not leave it standing.
  if p_state = 'queued' then
    perform from gate g join attempt t on t.phone_id = g.phone_id where t.id = p_attempt for share of g;
    select case when m.epoch = g.epoch then 'queued' else 'cancelled' end into v_state
    from attempt t join message m on m.id = t.message_id join gate g on g.phone_id = t.phone_id
    where t.id = p_attempt;
  end if;
  update attempt
  set ended_at = clock_timestamp(), outcome = p_outcome, reason = p_reason,
    provider_id = p_provider_id, cost = p_cost, parts = p_parts
  where id = p_attempt and token = p_token and (ended_at is null or outcome = 'lease_over')
  returning * into a;
  if not found then
    return false;
  end if;
  update message
  set state = v_state, reason = p_reason, send_after = coalesce(p_send_after, send_after),
    finished_at = case when v_state = 'queued' then null else p_now end,
    provider = p_provider, provider_id = p_provider_id
  where id = a.message_id and (state = 'sending' or (state = 'unknown' and p_state = 'sent'));
  if not found then
    return false;
  end if;
  if p_provider_id is not null then
    -- One statement: a report that is parked between two would be deleted unread.
    with parked as (
      delete from parked_report where provider = p_provider and provider_id = p_provider_id
      returning status, reason, received_at
    ), r as (
      select status, reason, received_at from parked
      order by (status in ('delivered', 'failed')) desc, received_at desc
      limit 1
    )
    update message m
    set delivery = r.status, delivery_reason = r.reason, delivery_at = r.received_at
    from r
    where m.id = a.message_id;
  end if;
  return true;
end
$function$

CREATE OR REPLACE FUNCTION finish_erasure(p_id uuid, p_now timestamp with time zone)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  e erasure%rowtype;
begin
  select * into e from erasure where id = p_id;
  if not found or e.state <> 'pending' then
    return 'over';
  end if;
  perform from gate where phone_id = e.phone_id for update;
  select * into e from erasure where id = p_id for update;
  if e.state <> 'pending' then
    return 'over';
  end if;
  if e.due_at > p_now then
    return 'early';
  end if;
  insert into suppression (suppress_index, since) values (e.suppress_index, p_now) on conflict do nothing;
  perform delete_phone(e.phone_id, p_now);
  update erasure
  set state = 'done', ended_at = p_now, hidden_to = null, member_id = null, sealed = null, own_sealed = null
  where id = p_id;
  return 'erased';
end
$function$

CREATE OR REPLACE FUNCTION finish_lapse(p_phone uuid, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  v_epoch integer;
begin
  perform from gate where phone_id = p_phone for no key update;
  if not is_silent(p_phone, p_now, interval '4320 hours') then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = p_phone returning epoch into v_epoch;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select p_phone, c.member_id, c.purpose, 'withdrawn', p_now, 'operator', 'lapse', v_epoch
  from (
    select distinct on (member_id, purpose) member_id, purpose, act from consent
    where phone_id = p_phone order by member_id, purpose, seq desc
  ) c
  where c.act = 'given'
  order by c.member_id, c.purpose;
  update message set state = 'cancelled', reason = 'lapsed', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and class <> 'acknowledgement';
  delete from timer where phone_id = p_phone;
  return true;
end
$function$

CREATE OR REPLACE FUNCTION finish_stop(p_seq bigint, p_now timestamp with time zone, p_ack_id uuid, p_ack_sealed bytea, p_ack_segments smallint)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  s stop_request%rowtype;
  v_epoch integer;
  v_changed boolean;
begin
  select * into s from stop_request where seq = p_seq;
  if not found or s.stopped_at is not null then
    return 'stopped';
  end if;
  perform from gate where phone_id = s.phone_id for no key update;
  select * into s from stop_request where seq = p_seq;
  if s.stopped_at is not null then
    return 'stopped';
  end if;
  -- Only "pressed by mistake" answers a request that has not withdrawn yet: a START waits for it.
  if exists (select from restart r where r.phone_id = s.phone_id and r.answers >= p_seq) then
    update stop_request set stopped_at = p_now, withdrawn_at = coalesce(withdrawn_at, p_now) where seq = p_seq;
    return 'stopped';
  end if;
  if s.withdrawn_at is null then
    update gate set epoch = epoch + 1 where phone_id = s.phone_id returning epoch into v_epoch;
    insert into consent (phone_id, member_id, purpose, act, at, channel, epoch, stop_seq)
    select s.phone_id, c.member_id, c.purpose, 'withdrawn', p_now, s.channel, v_epoch, p_seq
    from (
      select distinct on (member_id, purpose) member_id, purpose, act from consent
      where phone_id = s.phone_id order by member_id, purpose, seq desc
    ) c
    where c.act = 'given'
    order by c.member_id, c.purpose;
    update message set state = 'cancelled', reason = 'stopped', finished_at = p_now
    where phone_id = s.phone_id and state = 'queued' and class <> 'acknowledgement';
    update timer set stopped_by = p_seq where phone_id = s.phone_id and stopped_by is null;
    update conversation set closed_by = p_seq
    where phone_id = s.phone_id and flow is not null and closed_by is null;
    insert into suppression (suppress_index, since)
    select suppress_index, p_now from phone where id = s.phone_id
    on conflict do nothing;
    perform stop_counsellor(s.phone_id, p_now);
    update stop_request set withdrawn_at = p_now where seq = p_seq;
  end if;
  -- What a call that was cut had already sent may be on its way still: its lease counts to its end.
  if exists (
    select from attempt a join message m on m.id = a.message_id
    where a.phone_id = s.phone_id and a.ended_at is null
      and a.call_until > clock_timestamp() and m.state = 'sending'
  ) or exists (
    select from attempt a
    where a.phone_id = s.phone_id and a.outcome = 'unknown' and a.reason in ('limit', 'aborted', 'cut')
      and a.call_until > clock_timestamp()
  ) then
    return 'withdrawn';
  end if;
  v_changed := not exists (
    select from stop_request e
    where e.phone_id = s.phone_id and e.seq < p_seq
      and e.seq > coalesce((select max(r.answers) from restart r where r.phone_id = s.phone_id), 0)
  ) or exists (select from erasure e where e.stop_seq = p_seq);
  if s.acknowledge and v_changed and p_ack_id is not null then
    insert into message
      (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by)
    select p_ack_id, s.phone_id, 'acknowledgement', 1, g.epoch, p_ack_sealed, p_ack_segments,
      p_now, p_now, p_now + interval '1 day'
    from gate g where g.phone_id = s.phone_id
    on conflict do nothing;
    perform pg_notify('mazano_outbox', '');
  end if;
  update stop_request set stopped_at = p_now where seq = p_seq;
  return 'stopped';
end
$function$

CREATE OR REPLACE FUNCTION finish_withdrawal(p_seq bigint, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  w withdrawal%rowtype;
  v_epoch integer;
begin
  select * into w from withdrawal where seq = p_seq;
  if not found or w.finished_at is not null then
    return false;
  end if;
  perform from gate where phone_id = w.phone_id for no key update;
  select * into w from withdrawal where seq = p_seq;
  if w.finished_at is not null then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = w.phone_id returning epoch into v_epoch;
  insert into consent
    (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, pressed, language, epoch)
  select w.phone_id, w.member_id, w.purpose, 'withdrawn', w.asked_at, w.channel, w.flow, w.version, w.step,
    w.wording_hash, w.pressed, w.language, v_epoch
  from consent c
  where c.seq = (
    select max(l.seq) from consent l
    where l.phone_id = w.phone_id and l.member_id = w.member_id and l.purpose = w.purpose
  ) and c.act = 'given' and c.seq <= w.after_consent;
  update message set state = 'cancelled', reason = 'withdrawn', finished_at = p_now
  where phone_id = w.phone_id and state = 'queued' and is_withdrawn(w, message);
  update message set epoch = v_epoch
  where phone_id = w.phone_id and state in ('queued', 'sending') and epoch = v_epoch - 1
    and not is_withdrawn(w, message);
  delete from timer t using release r
  where t.phone_id = w.phone_id and t.kind in ('start', 'remind') and t.stopped_by is null and r.flow = t.flow
    and r.definition::json -> 'flow' ->> 'purpose' = w.purpose;
  update timer set epoch = v_epoch
  where phone_id = w.phone_id and stopped_by is null and epoch = v_epoch - 1;
  update withdrawal set finished_at = p_now where seq = p_seq;
  return true;
end
$function$

CREATE OR REPLACE FUNCTION follow_member()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION forget_member(p_member uuid)
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
declare
  c record;
  v_count integer := 0;
  n integer;
begin
  for c in
    select t.relname as "table"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'member_id'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname not in ('conversation', 'erasure')
    order by t.relname
  loop
    execute format('delete from %I where member_id = $1', c."table") using p_member;
    get diagnostics n = row_count;
    v_count := v_count + n;
  end loop;
  delete from member where id = p_member;
  return v_count + 1;
end
$function$

CREATE OR REPLACE FUNCTION forget_passing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.text_sealed := null;
  new.text_hash := null;
  new.passing := false;
  return new;
end
$function$

CREATE OR REPLACE FUNCTION forget_quiet(p_phone uuid, p_before timestamp with time zone, p_now timestamp with time zone, p_gone boolean DEFAULT false)
 RETURNS boolean
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
begin
  perform from gate where phone_id = p_phone for update skip locked;
  if not found or not (
    case when p_gone then is_gone(p_phone, p_before) else is_stranger(p_phone, p_before) end
  ) then
    return false;
  end if;
  insert into suppression (suppress_index, since)
  select p.suppress_index, p_now from phone p
  where p.id = p_phone and (
    exists (select from invitation i where i.phone_id = p_phone)
    or exists (select from conversation c where c.phone_id = p_phone and c.offer in ('stop_all', 'stop_wrong'))
  )
  on conflict do nothing;
  perform delete_phone(p_phone, p_now);
  return true;
end
$function$

CREATE OR REPLACE FUNCTION hand_over_list(p_from uuid, p_to uuid, p_as text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
declare
  v_members uuid[];
begin
  perform from assignment where counsellor_id = p_from and until is null order by member_id for update;
  select array_agg(member_id order by member_id) into v_members
  from assignment where counsellor_id = p_from and until is null;
  update assignment set until = p_now, state = 'ended', ended_as = p_as, ended_from = state
  where counsellor_id = p_from and until is null;
  if p_to is not null then
    -- Who gets no open texts is asked by visit: no text, but a line in the digest of whoever is to take over.
    with asked as (
      insert into assignment (counsellor_id, member_id, since, state, counsellor_ok_at, asked_at)
      select p_to, m.id, p_now, 'proposed', p_now, case when v.by_visit then p_now end
      from unnest(v_members) as u(id) join member m on m.id = u.id
      cross join lateral (
        select m.shared_phone is true or not 'open_texts' = any (m.traits) or 'dial_only' = any (m.traits)
          or is_stopped(m.phone_id) as by_visit
      ) v
      where m.unlinked_at is null
        and not exists (select from counsellor c where c.id = p_to and c.phone_id = m.phone_id)
        and not are_apart(m.id, p_to)
      order by m.id
      on conflict do nothing
      returning member_id, asked_at
    )
    insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
    select gen_random_uuid(), m.phone_id, m.id, 'take_over', 'operator', p_now
    from asked a join member m on m.id = a.member_id
    where a.asked_at is not null
    order by m.id;
  end if;
  return coalesce(cardinality(v_members), 0);
end
$function$

CREATE OR REPLACE FUNCTION has_consent(p_phone uuid, p_purpose text, p_now timestamp with time zone DEFAULT NULL::timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from (
      select distinct on (member_id) act, at
      from consent
      where phone_id = p_phone and purpose = p_purpose
      order by member_id, seq desc
    ) latest
    where act = 'given' and (
      p_now is null or at > p_now - (select make_interval(hours => 24 * s.consent_days) from sending s)
    )
  ) and not exists (
    select from withdrawal w where w.phone_id = p_phone and w.purpose = p_purpose and w.finished_at is null
  )
$function$

CREATE OR REPLACE FUNCTION is_accepted_by_reader(f follow_up)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  return f.state = 'open' and f.stage = 'accepted'
    and f.counsellor_id::text = current_setting('app.staff_id', true)
    and exists (
      select from staff s
      where s.id = f.counsellor_id and s.left_at is null and s.role in ('counsellor', 'supervisor', 'lead')
    )
    and not exists (
      select from counsellor c
      where c.id = f.counsellor_id and c.state in ('suspended', 'stopped', 'left', 'dead')
    )
    and not exists (
      select from erasure e where e.phone_id = f.phone_id and e.state = 'pending' and f.opened_at <= e.asked_at
    );
end
$function$

CREATE OR REPLACE FUNCTION is_answer_in_quiet(m message)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO '$user', 'public'
AS $function$
  select case
    when m.class in ('acknowledgement', 'safety') or m.urgent then true
    when m.class <> 'reply' then false
    -- Whoever has taken a request of somebody in danger, or is asked about it, hears what she needs for it.
    when m.counsellor_id is not null then exists (
      select from follow_up f
      where f.counsellor_id = m.counsellor_id and f.state = 'open' and f.kind = 'urgent'
    )
    when m.in_quiet is not null then m.in_quiet
    else exists (
      select from turn t where t.phone_id = m.phone_id and t.turn = m.turn and is_heard_in_quiet(t.event)
    )
  end
$function$

CREATE OR REPLACE FUNCTION is_asked_to_work(m message)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from counsellor c join staff s on s.id = c.id
    where c.id = m.counsellor_id and c.phone_id = m.phone_id and c.state = 'invited' and s.left_at is null
  )
$function$

CREATE OR REPLACE FUNCTION is_asked_whether_to_stop(p_phone uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (select from conversation v where v.phone_id = p_phone and v.offer in ('stop_all', 'stop_wrong'))
$function$

CREATE OR REPLACE FUNCTION is_capped(p_phone uuid, p_class text, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when p_class = 'acknowledgement' then false
    when p_class = 'safety' then (
      select count(*) >= 12 from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'safety' and o.state in ('sent', 'unknown')
    )
    when p_class = 'reply' then (
      select count(*) >= 60 or count(*) filter (where o.finished_at > p_now - interval '1 hour') >= 30
      from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'reply' and o.state in ('sent', 'unknown')
    )
    when p_class = 'prompt' then (
      select count(*) >= 60 or count(*) filter (where o.finished_at > p_now - interval '1 hour') >= 15
      from message o
      where o.phone_id = p_phone and o.created_at > p_now - interval '2 days'
        and o.finished_at > p_now - interval '1 day' and o.class = 'prompt' and o.state in ('sent', 'unknown')
    )
    else exists (
      select from sending s, lateral (
        select count(*) as day, count(*) filter (where o.finished_at > greatest(
            p_now - interval '1 hour', (select c.heard_at from conversation c where c.phone_id = p_phone)
          )) as unanswered
        from message o
        where o.phone_id = p_phone and o.created_at > p_now - interval '8 days'
          and o.finished_at > p_now - interval '1 day'
          and o.class in ('timer', 'invitation', 'broadcast') and o.state in ('sent', 'unknown')
      ) n
      where n.unanswered >= s.unprompted_hour_max or n.day >= s.unprompted_day_max
    )
  end
$function$

CREATE OR REPLACE FUNCTION is_gone(p_phone uuid, p_before timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO '$user', 'public'
AS $function$
begin
  return exists (select from member m where m.phone_id = p_phone)
    and not is_waited_for(p_phone, p_before)
    and not exists (
      select from member m
      where m.phone_id = p_phone and (
        coalesce(m.unlinked_at, m.created_at) >= p_before
        or (m.unlinked_at is null
          and exists (select from assignment a where a.member_id = m.id and a.until is null))
      )
    )
    and not exists (
      select from (
        select distinct on (c.member_id, c.purpose) c.act from consent c
        where c.phone_id = p_phone order by c.member_id, c.purpose, c.seq desc
      ) latest
      where latest.act = 'given'
    );
end
$function$

CREATE OR REPLACE FUNCTION is_heard_in_quiet(p_event text)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select p_event in (
    'help', 'person', 'person_when', 'person_off', 'person_still', 'request_over', 'may_mean_stop', 'goes_on'
  )
$function$

CREATE OR REPLACE FUNCTION is_lapsed(p_phone uuid, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select is_silent(p_phone, p_now, interval '2160 hours')
$function$

CREATE OR REPLACE FUNCTION is_looped(m message, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select m.class in ('reply', 'safety') and m.text_hash is not null and m.answers is not null and (
    select count(*) >= 2 from message o
    where o.phone_id = m.phone_id and o.created_at > p_now - interval '1 hour'
      and o.finished_at > p_now - interval '10 minutes' and o.state in ('sent', 'unknown')
      and o.text_hash = m.text_hash and o.answers = m.answers
  )
$function$

CREATE OR REPLACE FUNCTION is_own_member(p_member uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  if exists (
    select from counsellor c
    where c.id::text = current_setting('app.staff_id', true) and c.state in ('suspended', 'stopped', 'left', 'dead')
  ) then
    return false;
  end if;
  return exists (
    select from assignment a join staff s on s.id = a.counsellor_id join member m on m.id = a.member_id
    where a.member_id = p_member and a.until is null and a.state = 'agreed' and s.left_at is null
      and s.role = 'counsellor' and a.counsellor_id::text = current_setting('app.staff_id', true)
      and m.unlinked_at is null
      and not exists (select from erasure e where e.phone_id = m.phone_id and e.state = 'pending')
  ) or exists (
    select from follow_up f join member m on m.id = f.member_id
    where f.member_id = p_member and is_accepted_by_reader(f) and m.unlinked_at is null
  );
end
$function$

CREATE OR REPLACE FUNCTION is_own_phone(p_phone uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
  select exists (select from member m where m.phone_id = p_phone and is_own_member(m.id))
    or exists (select from follow_up f where f.phone_id = p_phone and is_accepted_by_reader(f))
$function$

CREATE OR REPLACE FUNCTION is_own_stopped(p_phone uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
  select is_own_phone(p_phone) and is_stopped(p_phone)
$function$

CREATE OR REPLACE FUNCTION is_silent(p_phone uuid, p_now timestamp with time zone, p_span interval)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select coalesce(bool_or(coalesce(greatest(c.heard_at, c.proved_at), m.created_at) < p_now - p_span), false)
  from conversation c
  join member m on m.phone_id = c.phone_id and m.unlinked_at is null
  where c.phone_id = p_phone
$function$

CREATE OR REPLACE FUNCTION is_spent(m message, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select m.class <> 'safety' and not m.urgent and (
    (m.class = 'reply' and s.held = 2) or s.number_month_max * p.share < m.segments + (
      select coalesce(sum(o.segments), 0) from message o
      where o.phone_id = m.phone_id and o.created_at > p_now - interval '30 days'
        and o.class <> 'acknowledgement' and o.state in ('sent', 'unknown')
    )
  )
  from sending s, lateral (
    -- Whoever works for thirty members writes and hears more than one of them.
    select case when exists (select from counsellor c where c.phone_id = m.phone_id) then 6 else 1 end as share
  ) p
$function$

CREATE OR REPLACE FUNCTION is_stopped(p_phone uuid)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  select exists (
    select from stop_request s
    where s.phone_id = p_phone
      and s.seq > coalesce((select max(r.answers) from restart r where r.phone_id = p_phone), 0)
  )
$function$

CREATE OR REPLACE FUNCTION is_stranger(p_phone uuid, p_before timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO '$user', 'public'
AS $function$
declare
  c record;
  v_found boolean;
  v_traces constant text[] := array['gate', 'conversation', 'turn', 'inbound', 'message', 'attempt', 'stop_request',
    'restart', 'invitation', 'follow_up', 'complaint', 'withdrawal', 'erasure', 'wrong_number', 'member'];
begin
  -- Who has only asked for hours or a pause never took part; she is kept for as long as her pause lasts.
  if is_waited_for(p_phone, p_before) or exists (
    select from member m
    where m.phone_id = p_phone and (
      m.paused_until between p_before and p_before + interval '1 year'
      or exists (select from assignment a where a.member_id = m.id and a.until is null)
    )
  ) then
    return false;
  end if;
  for c in
    select t.relname as "table"
    from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname = 'phone_id'
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and not a.attisdropped
      and t.relname <> all (v_traces)
  loop
    execute format('select exists (select from %I where phone_id = $1)', c."table") into v_found using p_phone;
    if v_found then
      return false;
    end if;
  end loop;
  return true;
end
$function$

CREATE OR REPLACE FUNCTION is_waited_for(p_phone uuid, p_before timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO '$user', 'public'
AS $function$
begin
  return exists (select from phone p where p.id = p_phone and p.created_at >= p_before)
    or exists (
      select from conversation v where v.phone_id = p_phone and greatest(v.heard_at, v.proved_at) >= p_before
    )
    or exists (select from stop_request s where s.phone_id = p_phone and (s.stopped_at is null or s.asked_at >= p_before))
    or exists (select from invitation i where i.phone_id = p_phone and i.at >= p_before)
    or exists (select from message m where m.phone_id = p_phone and m.state in ('queued', 'sending'))
    or exists (select from follow_up f where f.phone_id = p_phone and f.state = 'open')
    or exists (select from complaint k where k.phone_id = p_phone and k.state = 'open')
    or exists (select from erasure e where e.phone_id = p_phone and e.state = 'pending')
    or exists (select from wrong_number w where w.phone_id = p_phone and w.unlinked_at is null)
    or exists (
      select from number_change n
      where p_phone in (n.old_phone_id, n.new_phone_id) and n.state = 'open' and n.confirm_by >= p_before
    );
end
$function$

CREATE OR REPLACE FUNCTION is_withdrawn(w withdrawal, m message)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select case w.kind
    when 'purpose' then coalesce(m.purpose = w.purpose, false)
    when 'hours' then false
    else m.class in ('timer', 'broadcast')
  end
$function$

CREATE OR REPLACE FUNCTION join_member()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
begin
  update membership set member_id = new.id
  where phone_id = new.phone_id and member_id is null and state in ('asked', 'agreed', 'blocked');
  return null;
end
$function$

CREATE OR REPLACE FUNCTION lock_number_change(p_id uuid, p_word_hash bytea, p_tries_max integer, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  n number_change%rowtype;
begin
  select * into n from number_change where id = p_id;
  perform from gate where phone_id in (n.old_phone_id, n.new_phone_id) order by phone_id for no key update;
  perform from conversation where phone_id in (n.old_phone_id, n.new_phone_id) order by phone_id for no key update;
  select * into n from number_change where id = p_id for update;
  if n.state <> 'open' then
    return false;
  end if;
  if n.word_hash <> p_word_hash then
    update number_change
    set tries = n.tries + 1, state = case when n.tries + 1 < p_tries_max then 'open' else 'void' end,
      ended_at = case when n.tries + 1 < p_tries_max then null else p_now end
    where id = p_id;
    return false;
  end if;
  if n.confirm_by > p_now
    and not exists (
      select from stop_request s where s.phone_id in (n.old_phone_id, n.new_phone_id) and s.seq > n.after_stop
    )
    and not is_stopped(n.old_phone_id) and not is_stopped(n.new_phone_id)
    and exists (
      select from member m where m.id = n.member_id and m.phone_id = n.old_phone_id and m.unlinked_at is null
    )
    -- Who shares the old phone keeps it: then it may not fall silent.
    and not exists (
      select from member m
      where m.phone_id in (n.old_phone_id, n.new_phone_id) and m.id <> n.member_id and m.unlinked_at is null
    )
    and not exists (
      select from erasure e where e.phone_id in (n.old_phone_id, n.new_phone_id) and e.state = 'pending'
    )
  then
    return true;
  end if;
  update number_change set state = 'void', ended_at = p_now where id = p_id;
  return false;
end
$function$

CREATE OR REPLACE FUNCTION make_console_staff(p_id uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
  insert into staff (id, role, created_at) values (p_id, 'console', p_now)
$function$

CREATE OR REPLACE FUNCTION move_member(p_id uuid, p_now timestamp with time zone, p_channel text, p_own_sealed bytea, p_codes json, p_erase_at timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  n number_change%rowtype;
  v_old integer;
  v_new integer;
  v_given bigint[];
  v_last bigint;
begin
  select * into n from number_change where id = p_id and state = 'open';
  if not found then
    raise exception 'this change of number is not open';
  end if;
  update gate set epoch = epoch + 1 where phone_id = n.old_phone_id returning epoch into v_old;
  update gate set epoch = epoch + 1 where phone_id = n.new_phone_id returning epoch into v_new;
  select array_agg(l.seq) into v_given
  from (
    select distinct on (c.member_id, c.purpose) c.seq, c.act from consent c
    where c.phone_id = n.old_phone_id order by c.member_id, c.purpose, c.seq desc
  ) l
  where l.act = 'given';
  select max(c.seq) into v_last from consent c where c.phone_id = n.old_phone_id;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select l.phone_id, l.member_id, l.purpose, 'withdrawn', p_now, p_channel, 'moved', v_old
  from consent l where l.seq = any (v_given) order by l.seq;
  -- Her whole ledger goes with her, since that of the old phone is erased.
  insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, pressed, language,
    entered_by, epoch)
  select n.new_phone_id, l.member_id, l.purpose, l.act, l.at, l.channel, l.flow, l.version, l.step, l.wording_hash,
    l.pressed, l.language, case when l.seq = any (v_given) then 'moved' else l.entered_by end, v_new
  from consent l
  where l.phone_id = n.old_phone_id and l.member_id = n.member_id and l.seq <= v_last
  order by l.seq;
  insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, epoch)
  select n.new_phone_id, w.member_id, w.purpose, 'withdrawn', w.asked_at, w.channel, w.flow, w.version, w.step,
    w.wording_hash, v_new
  from withdrawal w
  where w.phone_id = n.old_phone_id and w.member_id = n.member_id and w.kind = 'purpose' and w.finished_at is null
  order by w.seq;
  update message set state = 'cancelled', reason = 'moved', finished_at = p_now
  where phone_id in (n.old_phone_id, n.new_phone_id) and state = 'queued' and class <> 'acknowledgement';
  delete from timer where phone_id = n.new_phone_id;
  update timer set phone_id = n.new_phone_id, epoch = v_new
  where phone_id = n.old_phone_id and stopped_by is null and epoch = v_old - 1;
  delete from timer where phone_id = n.old_phone_id;
  update follow_up set phone_id = n.new_phone_id where member_id = n.member_id and state = 'open';
  update group_task t set phone_id = n.new_phone_id, code_sealed = k.code_sealed
  from group_task o left join json_to_recordset(p_codes) as k(id uuid, code_sealed bytea) on k.id = o.id
  where t.id = o.id and o.phone_id = n.old_phone_id and o.member_id = n.member_id and o.state = 'open'
    and (o.code_sealed is null or k.id is not null);
  -- Who else reads along on the new phone nobody has asked yet: until then no text has words of her own.
  update member
  set phone_id = n.new_phone_id, slot = 1, shared_phone = null, traits = array_remove(traits, 'open_texts')
  where id = n.member_id;
  update conversation new
  set member_id = n.member_id, own_sealed = p_own_sealed, asked_turn = old.asked_turn, proved_at = p_now
  from conversation old
  where new.phone_id = n.new_phone_id and old.phone_id = n.old_phone_id;
  update conversation
  set id = null, member_id = null, flow = null, version = null, step = null, language = null, channel = null,
    asked_at = null, expires_at = null, reasks = 0, closed_by = null, trouble = null, timed = false, silences = 0,
    heard_at = null, session_id = null, session_until = null, session_length = null, session_hash = null,
    session_offer = null, sealed = null, own_sealed = null, offer = null, offer_at = null, doubted = false,
    proved_at = null, pin_tries = 0, pin_wait_until = null, session_key = null, session_sealed = null
  where phone_id = n.old_phone_id;
  insert into suppression (suppress_index, since)
  select suppress_index, p_now from phone where id = n.old_phone_id
  on conflict do nothing;
  insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge, withdrawn_at)
  values (n.old_phone_id, 'mazano', 'moved:' || n.id, 'operator', p_now, false, p_now);
  -- What of her is still sealed under the old phone's key goes, as if she had asked for it.
  insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at, hidden_to)
  select gen_random_uuid(), p.id, p.suppress_index, 'moved', p_now, p_erase_at, c.turn
  from phone p join conversation c on c.phone_id = p.id
  where p.id = n.old_phone_id;
  update number_change set state = 'moved', ended_at = p_now where id = p_id;
end
$function$

CREATE OR REPLACE FUNCTION note_brake(p_phone uuid, p_kind text, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
declare
  v_fresh boolean;
begin
  insert into brake as b (phone_id, kind, since, held_at) values (p_phone, p_kind, p_now, p_now)
  on conflict (phone_id, kind) do update
  set held_at = p_now, since = case when b.held_at < p_now - interval '1 day' then p_now else b.since end
  where b.held_at < p_now - interval '1 hour'
  returning b.since = p_now into v_fresh;
  return coalesce(v_fresh, false);
end
$function$

CREATE OR REPLACE FUNCTION open_for_send(p_attempt uuid, p_token uuid, p_now timestamp with time zone, p_hours_open boolean, p_local time without time zone DEFAULT NULL::time without time zone, p_day_open boolean DEFAULT false)
 RETURNS TABLE(verdict text, phone_id uuid, message_id uuid, number_sealed bytea, wrapped_key bytea, text_sealed bytea, hours_from time without time zone, hours_to time without time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  a attempt%rowtype;
  m message%rowtype;
  v_epoch integer;
  v_stopped boolean;
  v_unwanted text;
begin
  select * into a from attempt where id = p_attempt and token = p_token;
  if not found then
    return query select 'lease', null::uuid, null::uuid, null::bytea, null::bytea, null::bytea, null::time, null::time;
    return;
  end if;
  select g.epoch into v_epoch from gate g where g.phone_id = a.phone_id for share;
  select * into m from message where id = a.message_id;
  select is_stopped(a.phone_id) into v_stopped;
  if m.class in ('timer', 'invitation', 'broadcast') then
    select unwanted(a.phone_id, p_now, p_hours_open, p_local, p_day_open, m.chosen_until) into v_unwanted;
  end if;
  verdict := case
    when m.state <> 'sending' or a.ended_at is not null or clock_timestamp() >= a.call_until then 'lease'
    when (select s.paused from sending s) then 'paused'
    when m.send_by < p_now then 'late'
    when (select s.quiet from sending s) and not is_answer_in_quiet(m) then 'paused'
    when m.class = 'acknowledgement' then 'open'
    when m.epoch <> v_epoch then 'epoch'
    when m.class in ('reply', 'safety') and m.heard_at < p_now - interval '10 minutes' then 'reply_old'
    when v_stopped and not m.past_stop then 'stopped'
    when v_stopped and (
      -- A complaint is five answers, each to a text of her own; what was answered otherwise takes none of them.
      select count(*) >= case when m.in_talk then 6 else 3 end from message o
      where o.phone_id = a.phone_id and o.past_stop and o.in_talk = m.in_talk and o.state in ('sent', 'unknown')
        and o.created_at > p_now - interval '1 day'
    ) then 'stopped'
    when is_looped(m, p_now) then 'looped'
    when not m.urgent and is_capped(a.phone_id, m.class, p_now) then 'capped'
    when is_spent(m, p_now) then 'spent'
    -- An answer may hold a member's number, and her phone be in another hand by now.
    when m.class = 'reply' and exists (
      select from counsellor c where c.id = m.counsellor_id and c.state in ('suspended', 'dead')
    ) then 'off_duty'
    when m.class in ('reply', 'safety') then 'open'
    when m.class = 'prompt' then prompt_verdict(m, p_hours_open)
    when (select s.held from sending s) > 0 then 'paused'
    when v_unwanted is not null then v_unwanted
    when m.class = 'invitation' then
      case
        when exists (
          select from suppression s join phone p on p.suppress_index = s.suppress_index where p.id = a.phone_id
        ) then 'stopped'
        -- Whoever has written since knows of us, and may have said that it is the wrong number.
        when exists (
          select from conversation c
          where c.phone_id = a.phone_id and (c.offer is not null or c.heard_at >= m.created_at)
        ) then 'heard'
        when m.counsellor_id is not null and not is_asked_to_work(m) then 'off_duty'
        else 'open'
      end
    when m.follow_up_id is not null then
      case
        when is_asked_whether_to_stop(a.phone_id) then 'member_paused'
        when exists (
          select from follow_up f where f.id = m.follow_up_id and f.phone_id = a.phone_id and f.state = 'open'
        ) then 'open'
        else 'no_consent'
      end
    when m.purpose is null or not has_consent(a.phone_id, m.purpose, p_now) then 'no_consent'
    else 'open'
  end;
  if verdict = 'hours' then
    return query
      select 'hours'::text, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, o.hours_from, o.hours_to
      from (select 1) one left join lateral (
        select e.hours_from, e.hours_to from member e
        where e.phone_id = a.phone_id and e.hours_from is not null and e.unlinked_at is null and m.class <> 'prompt'
        order by coalesce(p_day_open and p_local >= e.hours_from and p_local < e.hours_to, false), e.slot
        limit 1
      ) o on true;
    return;
  end if;
  if verdict <> 'open' then
    return query select verdict, a.phone_id, m.id, null::bytea, null::bytea, null::bytea, null::time, null::time;
    return;
  end if;
  update attempt set gate_at = clock_timestamp() where id = p_attempt;
  return query
    select 'open'::text, p.id, m.id, p.number_sealed, p.wrapped_key, m.text_sealed, null::time, null::time
    from phone p where p.id = a.phone_id;
end
$function$

CREATE OR REPLACE FUNCTION own_standing(p_member uuid)
 RETURNS TABLE(stopped boolean, heard_at timestamp with time zone, purposes text[])
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
begin
  if not is_own_member(p_member) then
    return;
  end if;
  return query
    select is_stopped(m.phone_id),
      (select c.heard_at from conversation c where c.phone_id = m.phone_id),
      array(
        select y.purpose from (
          select distinct on (n.purpose) n.purpose, n.act from consent n
          where n.member_id = p_member order by n.purpose, n.seq desc
        ) y where y.act = 'given' order by y.purpose
      )
    from member m where m.id = p_member;
end
$function$

CREATE OR REPLACE FUNCTION pass_list(p_counsellor uuid, p_act text, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  n integer;
begin
  perform from follow_up where counsellor_id = p_counsellor and state = 'open' order by id for no key update;
  update prompt set closed_at = p_now where counsellor_id = p_counsellor and closed_at is null;
  insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
  select f.id, p_counsellor, p_act, f.rung, p_now, 'service'
  from follow_up f where f.counsellor_id = p_counsellor and f.state = 'open' order by f.id;
  update follow_up
  set stage = 'waiting', counsellor_id = null, accepted_at = null, due_at = p_now
  where counsellor_id = p_counsellor and state = 'open';
  get diagnostics n = row_count;
  return n;
end
$function$

CREATE OR REPLACE FUNCTION prompt_verdict(m message, p_hours_open boolean)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when not exists (
      select from counsellor c join staff s on s.id = c.id
      where c.id = m.counsellor_id and c.phone_id = m.phone_id and c.state = 'active' and s.left_at is null
    ) then 'off_duty'
    when is_asked_whether_to_stop(m.phone_id) then 'member_paused'
    when m.urgent then 'open'
    when (select s.held from sending s) > 0 then 'paused'
    when not p_hours_open then 'hours'
    else 'open'
  end
$function$

CREATE OR REPLACE FUNCTION stop_counsellor(p_phone uuid, p_now timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION sweep_leases(p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  n integer;
begin
  with over as (
    update attempt set ended_at = clock_timestamp(), outcome = 'lease_over'
    where id in (
      select id from attempt
      where ended_at is null and call_until < clock_timestamp() - interval '1 second'
      order by id limit 500 for update skip locked
    )
    returning message_id
  )
  update message m set state = 'unknown', reason = 'lease_over', finished_at = p_now
  from over where m.id = over.message_id and m.state = 'sending';
  get diagnostics n = row_count;
  return n;
end
$function$

CREATE OR REPLACE FUNCTION undo_erasure(p_id uuid, p_turn integer, p_sealed bytea, p_now timestamp with time zone)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  e erasure%rowtype;
begin
  select * into e from erasure where id = p_id;
  if not found then
    return false;
  end if;
  perform from gate where phone_id = e.phone_id for no key update;
  select * into e from erasure where id = p_id for update;
  if e.state <> 'pending' then
    return false;
  end if;
  update conversation
  set member_id = e.member_id, sealed = p_sealed, own_sealed = e.own_sealed
  where phone_id = e.phone_id and turn = p_turn;
  if not found then
    return false;
  end if;
  update gate set epoch = epoch + 1 where phone_id = e.phone_id;
  update erasure
  set state = 'undone', ended_at = p_now, hidden_to = null, member_id = null, sealed = null, own_sealed = null
  where id = p_id;
  return true;
end
$function$

CREATE OR REPLACE FUNCTION undo_stop_of_counsellor()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
declare
  c counsellor%rowtype;
  v_hers uuid[];
begin
  select * into c from counsellor where phone_id = new.phone_id and state = 'stopped' for no key update;
  if not found then
    return null;
  end if;
  select array_agg(member_id) into v_hers
  from assignment where counsellor_id = c.id and until = c.state_at and ended_as = 'stopped';
  update follow_up set state = 'done', ended_as = 'mistake', ended_at = new.at, due_at = null
  where member_id = any (v_hers) and reason = 'take_over' and state = 'open' and opened_at = c.state_at;
  delete from assignment
  where member_id = any (v_hers) and counsellor_id <> c.id and state = 'proposed' and until is null and since = c.state_at;
  update assignment a set until = null, state = ended_from, ended_as = null, ended_from = null
  where a.counsellor_id = c.id and a.member_id = any (v_hers) and a.until = c.state_at and a.ended_as = 'stopped'
    and not exists (select from assignment o where o.member_id = a.member_id and o.until is null);
  update counsellor set state = coalesce(stopped_from, 'active'), state_at = new.at, stopped_from = null where id = c.id;
  return null;
end
$function$

CREATE OR REPLACE FUNCTION undo_stop_of_groups()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
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
$function$

CREATE OR REPLACE FUNCTION unlink_phone(p_phone uuid, p_now timestamp with time zone, p_why text, p_member uuid DEFAULT NULL::uuid, p_stop bigint DEFAULT NULL::bigint)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
#variable_conflict use_column
declare
  v_epoch integer;
begin
  perform from gate where phone_id = p_phone for no key update;
  perform from conversation where phone_id = p_phone for no key update;
  -- Whoever asks has read before: somebody may have been heard since, or proved who she is.
  if p_why = 'lapse' and not is_lapsed(p_phone, p_now) then
    return;
  end if;
  if p_stop is not null then
    update wrong_number set unlinked_at = p_now where stop_seq = p_stop and unlinked_at is null;
    if not found then
      return;
    end if;
  end if;
  update gate set epoch = epoch + 1 where phone_id = p_phone returning epoch into v_epoch;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select p_phone, c.member_id, c.purpose, 'withdrawn', p_now, 'operator', p_why, v_epoch
  from (
    select distinct on (member_id, purpose) member_id, purpose, act from consent
    where phone_id = p_phone order by member_id, purpose, seq desc
  ) c
  where c.act = 'given'
  order by c.member_id, c.purpose;
  update message set state = 'cancelled', reason = 'unlinked', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and (class <> 'acknowledgement' or p_why = 'died');
  delete from timer where phone_id = p_phone;
  update conversation
  set id = null, member_id = null, flow = null, version = null, step = null, language = null, channel = null,
    asked_at = null, expires_at = null, reasks = 0, closed_by = null, trouble = null, timed = false, silences = 0,
    heard_at = null, session_id = null, session_until = null, session_length = null, session_hash = null,
    session_offer = null, sealed = null, own_sealed = null, offer = null, offer_at = null, doubted = false,
    proved_at = null, pin_tries = 0, pin_wait_until = null, session_key = null, session_sealed = null
  where phone_id = p_phone;
  return query
    update member set unlinked_at = p_now, unlinked_why = p_why
    where phone_id = p_phone and unlinked_at is null and id = coalesce(p_member, id)
    returning id;
end
$function$

CREATE OR REPLACE FUNCTION unwanted(p_phone uuid, p_now timestamp with time zone, p_hours_open boolean, p_local time without time zone, p_day_open boolean, p_chosen_until timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
  select case
    when is_lapsed(p_phone, p_now) then 'lapsed'
    when bool_or(m.paused_until > p_now) then 'member_paused'
    when bool_or('dial_only' = any(m.traits)) then 'dial_only'
    -- Texts as they were are taken back from the commit on, before the epoch says so.
    when exists (
      select from withdrawal w where w.phone_id = p_phone and w.kind = 'texts' and w.finished_at is null
    ) then 'epoch'
    when not coalesce(
      bool_and(case
        when m.hours_from is null then p_hours_open or coalesce(p_now < p_chosen_until, false)
        else coalesce(p_day_open and p_local >= m.hours_from and p_local < m.hours_to, false)
      end),
      p_hours_open
    ) then 'hours'
  end
  from member m
  where m.phone_id = p_phone and m.unlinked_at is null
$function$

CREATE OR REPLACE FUNCTION was_asked_to_come(p_phone uuid, p_since timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
  select exists (
    select from message g join turn t on t.phone_id = g.phone_id and t.turn = g.turn
    where g.phone_id = p_phone and g.class = 'timer' and g.purpose = 'group_reminders' and g.created_at >= p_since
      and g.state in ('sending', 'sent', 'unknown') and t.event = 'start' and t.flow = 'meeting')
$function$

CREATE OR REPLACE FUNCTION withdraw_list(p_list uuid, p_now timestamp with time zone)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO '$user', 'public'
AS $function$
declare
  v_phones uuid[];
begin
  with back as (
    update message m set state = 'cancelled', reason = 'list_stopped', finished_at = p_now
    from invitation i
    where i.list_id = p_list and m.id = i.message_id and m.class = 'invitation' and m.state = 'queued'
    returning m.phone_id
  )
  select coalesce(array_agg(phone_id), '{}') into v_phones from back;
  -- Nothing went there: another list may invite her, with a source that is right.
  delete from invitation where list_id = p_list and phone_id = any (v_phones);
  return cardinality(v_phones);
end
$function$

-- mazano_console: execute on make_console_staff()
-- mazano_console: update on programme_switch
-- mazano_console: delete, insert, update on reveal
-- mazano_console: insert, select on sign_in_try
-- mazano_console: update on sign_in_try (was_right)
-- mazano_console: insert on staff
-- mazano_console: update on staff (left_at, role)
-- mazano_console: insert on staff_account
-- mazano_console: update on staff_account (display_name, ended_at, is_lead, language, sign_in_name, state, theme)
-- mazano_console: insert, select on staff_invite
-- mazano_console: update on staff_invite (used_at, withdrawn_at)
-- mazano_console: delete, insert, select on staff_passkey
-- mazano_console: update on staff_passkey (counter, used_at)
-- mazano_console: delete, insert, select on staff_password
-- mazano_console: insert, select on staff_recovery
-- mazano_console: update on staff_recovery (confirmed_at, confirmed_by, refused_at)
-- mazano_console: delete, insert on staff_role
-- mazano_console: insert, select on staff_session
-- mazano_console: update on staff_session (challenge, ended_at, proven_at, seen_at, stage, token_hash)
-- mazano_console: delete, insert, select on staff_totp
-- mazano_console: update on staff_totp (confirmed_at, last_step)
-- mazano_sender: execute on claim_for_send()
-- mazano_sender: execute on finish_attempt()
-- mazano_sender: execute on note_brake()
-- mazano_sender: execute on open_for_send()
-- mazano_sender: select on sending
-- mazano_sender: execute on sweep_leases()
-- mazano_staff: select on assignment
-- mazano_staff: insert on audit
-- mazano_staff: select on consent (act, at, channel, member_id, purpose)
-- mazano_staff: select on follow_up (accepted_at, channel, counsellor_id, due_at, id, kind, member_id, opened_at, phone_id, reached_at, reason, rung, stage, state, tries, window_from, window_to)
-- mazano_staff: execute on is_accepted_by_reader()
-- mazano_staff: execute on is_own_member()
-- mazano_staff: execute on is_own_phone()
-- mazano_staff: execute on is_own_stopped()
-- mazano_staff: select on member (answered_by, call_from, call_to, cover_topic, created_at, id, language, paused_until, phone_id, ring_back, slot, traits, unlinked_at)
-- mazano_staff: select on message (class, created_at, delivery, finished_at, id, phone_id, reason, segments, state)
-- mazano_staff: execute on own_standing()
-- mazano_staff: select on phone (id, number_sealed, wrapped_key)
-- mazano_staff: select on release
-- mazano_staff: select on release_source
-- mazano_staff: select on release_stage
-- mazano_staff: select on staff (id, left_at, role)
-- mazano_staff: select on tally
-- mazano_web: insert, select, update on assignment
-- mazano_web: insert, select on audit
-- mazano_web: insert, select on audit_check
-- mazano_web: update on audit_check (done_at, entries, faults, first_faults, turns)
-- mazano_web: insert, select on audit_link
-- mazano_web: insert, select on audit_seal
-- mazano_web: delete, insert, select, update on ballot
-- mazano_web: delete, select on brake
-- mazano_web: insert on complaint
-- mazano_web: select on complaint (kind, received_on, state, taken_on, told_on)
-- mazano_web: update on complaint (taken_on, told_on)
-- mazano_web: delete, insert, select on complaint_hold
-- mazano_web: insert, select, update on complaint_tick
-- mazano_web: insert, select on consent
-- mazano_web: insert, select on contact
-- mazano_web: insert, select, update on conversation
-- mazano_web: insert, select, update on counsellor
-- mazano_web: insert, select on counsellor_notice
-- mazano_web: execute on count_message_day()
-- mazano_web: insert, select, update on draft
-- mazano_web: delete, insert, select on draft_editor
-- mazano_web: delete, insert, select on draft_revision
-- mazano_web: execute on drop_notices()
-- mazano_web: execute on due_erasures()
-- mazano_web: delete, insert, select, update on duty
-- mazano_web: execute on end_membership()
-- mazano_web: execute on enter_facilitator()
-- mazano_web: insert, select on erasure
-- mazano_web: update on erasure (due_at)
-- mazano_web: delete, insert, select, update on facilitator
-- mazano_web: delete, insert, select, update on figure
-- mazano_web: delete, insert, select, update on figure_counted
-- mazano_web: execute on finish_erasure()
-- mazano_web: execute on finish_lapse()
-- mazano_web: execute on finish_stop()
-- mazano_web: execute on finish_withdrawal()
-- mazano_web: insert, select, update on follow_up
-- mazano_web: insert, select on follow_up_act
-- mazano_web: insert, select on gate
-- mazano_web: update on gate (phone_id)
-- mazano_web: delete, insert, select, update on group_task
-- mazano_web: execute on hand_over_list()
-- mazano_web: execute on has_consent()
-- mazano_web: delete, insert, select, update on holiday
-- mazano_web: delete, insert, select, update on home_session
-- mazano_web: insert, select on inbound
-- mazano_web: insert, select on invitation
-- mazano_web: delete, insert, select on invitation_line
-- mazano_web: insert, select, update on invitation_list
-- mazano_web: insert, select, update on invitation_pace
-- mazano_web: execute on is_heard_in_quiet()
-- mazano_web: execute on is_stopped()
-- mazano_web: delete, insert, select on kept_edit
-- mazano_web: select on key_in_use
-- mazano_web: execute on lock_number_change()
-- mazano_web: delete, insert, select, update on meeting
-- mazano_web: delete, insert, select, update on meeting_answer
-- mazano_web: delete, insert, select, update on meeting_change
-- mazano_web: insert, select, update on member
-- mazano_web: delete, insert, select, update on membership
-- mazano_web: insert on message
-- mazano_web: select on message (class, counsellor_id, created_at, delivery, delivery_at, delivery_reason, epoch, finished_at, follow_up_id, heard_at, id, in_quiet, past_stop, phone_id, provider, provider_id, purpose, rank, reason, segments, send_after, send_by, seq, state, turn, urgent)
-- mazano_web: update on message (delivery, delivery_at, delivery_reason)
-- mazano_web: select on message_day
-- mazano_web: select on money_day
-- mazano_web: execute on move_member()
-- mazano_web: insert, select, update on number_change
-- mazano_web: delete, insert, select, update on outcome_month
-- mazano_web: delete, insert, select on parked_report
-- mazano_web: execute on pass_list()
-- mazano_web: delete, insert, select, update on peer_group
-- mazano_web: insert, select on phone
-- mazano_web: select on programme_switch
-- mazano_web: insert, select, update on prompt
-- mazano_web: insert, select on quiet_act
-- mazano_web: insert, select on release
-- mazano_web: insert, select on release_source
-- mazano_web: insert, select on release_stage
-- mazano_web: insert, select on restart
-- mazano_web: select on reveal
-- mazano_web: insert, select on review_act
-- mazano_web: insert, select on review_comment
-- mazano_web: update on review_comment (settled_at, settled_by)
-- mazano_web: select, update on sending
-- mazano_web: select on staff
-- mazano_web: select on staff_account
-- mazano_web: select on staff_role
-- mazano_web: insert, select on stop_request
-- mazano_web: delete, insert, select on suppression
-- mazano_web: insert, select, update on tally
-- mazano_web: delete, insert, select, update on timer
-- mazano_web: delete, insert, select, update on translation_basis
-- mazano_web: insert, select on turn
-- mazano_web: execute on undo_erasure()
-- mazano_web: execute on unlink_phone()
-- mazano_web: execute on was_asked_to_come()
-- mazano_web: execute on withdraw_list()
-- mazano_web: insert, select on withdrawal
-- mazano_web: insert, select on wrong_number
-- mazano_web: update on wrong_number (done_at, unlinked_at)

