-- What staff are changing in a flow before it is released; every step of it is kept, so that two can work at once.

create table draft (
  flow text primary key check (flow ~ '^[a-z][a-z0-9-]{0,39}$'),
  revision integer not null check (revision > 0),
  state text not null check (state in ('released', 'draft', 'in_review')),
  base_version integer,
  files jsonb not null,
  updated_at timestamptz not null,
  updated_by uuid references staff
);
comment on table draft is
  'The files of a flow as its editors see them. State `released`: they are what is released, and nobody has changed them since.';
comment on column draft.revision is 'Rises with every change and never begins anew, so that an old page is always known for what it is.';
comment on column draft.base_version is 'The released version it began from; null: none was.';
comment on column draft.updated_by is 'Null: what was released has changed, by an import or a roll back.';

create table draft_revision (
  flow text not null references draft,
  revision integer not null check (revision > 0),
  at timestamptz not null,
  by uuid references staff,
  kind text not null check (kind in ('released', 'edited', 'merged', 'discarded')),
  before jsonb not null,
  primary key (flow, revision)
);
comment on table draft_revision is 'Who changed what when, newest first kept.';
comment on column draft_revision.before is
  'The text before of each file that changed, null where it was not there: going back through them gives any revision.';

create table draft_editor (
  flow text not null references draft,
  staff_id uuid not null references staff,
  path text not null,
  at timestamptz not null,
  primary key (flow, staff_id, path)
);
comment on table draft_editor is
  'Who changed which file of the draft that is open now: nobody approves or signs what is their own.';

create table kept_edit (
  id uuid primary key,
  flow text not null references draft,
  by uuid not null references staff,
  at timestamptz not null,
  revision integer not null,
  files jsonb not null
);
comment on table kept_edit is
  'A change that met another one at the same place, kept until its author has chosen, so that nothing typed is lost.';
comment on column kept_edit.files is 'The files as its author would have them; null: to be deleted.';
create index kept_edit_by on kept_edit (by, flow, at);

grant select, insert, update on draft to mazano_web;
grant select, insert, delete on draft_revision, draft_editor, kept_edit to mazano_web;
