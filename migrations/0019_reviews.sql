-- Who signed, approved or held up what on the way to a release, and what was said about a place of it.

create table review_act (
  id uuid primary key,
  flow text not null references draft,
  kind text not null check (kind in
    ('sent', 'taken_back', 'signed', 'peer_approved', 'blocked', 'lifted', 'approved', 'closed')),
  by uuid not null references staff,
  at timestamptz not null,
  hash text not null,
  language text,
  words text,
  check ((kind = 'signed') = (language is not null)),
  check ((kind = 'blocked') = (words is not null))
);
comment on table review_act is 'Append-only: who sent, signed, approved or blocked a draft. What is not about its content of now does not count.';
comment on column review_act.hash is 'Of what was signed or approved, as it read then: another content has another hash.';
comment on column review_act.words is 'Why it is blocked, as its editors see it.';
create index review_act_flow on review_act (flow, at, id);

create table review_comment (
  id uuid primary key,
  flow text not null references draft,
  place text not null,
  words text not null,
  by uuid not null references staff,
  at timestamptz not null,
  settled_by uuid references staff,
  settled_at timestamptz,
  check ((settled_by is null) = (settled_at is null))
);
comment on table review_comment is 'What staff said about a place of a draft, until it is settled.';
comment on column review_comment.place is 'A path in its files: step/how, text/en/small_step; empty: all of it.';
create index review_comment_flow on review_comment (flow, at, id);

grant select, insert on review_act to mazano_web;
grant select, insert, update (settled_by, settled_at) on review_comment to mazano_web;
