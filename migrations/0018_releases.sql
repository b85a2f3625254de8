-- Releases that come from the database: what was written, what is current, and for whom.

create table release_source (
  flow text not null,
  version integer not null,
  files jsonb not null,
  origin text not null check (origin in ('files', 'console', 'import')),
  author text,
  approver text,
  written_at timestamptz not null,
  primary key (flow, version),
  foreign key (flow, version) references release
);
comment on table release_source is 'The files of a release as they were written: for the editor, for comparing and for the export.';
comment on column release_source.files is 'Text by path, seen from the folder of flows: check-in/flow.yaml.';
comment on column release_source.author is 'Who wrote it: a member of staff, or the name given to the import. Null where it came with the files.';

create table release_stage (
  seq bigint generated always as identity primary key,
  flow text not null,
  version integer not null,
  state text not null check (state in ('running', 'held', 'done', 'rolled_back', 'removed')),
  percent smallint not null check (percent in (1, 10, 100)),
  at timestamptz not null,
  actor text not null,
  approver text,
  reason text not null,
  figures jsonb,
  baseline jsonb,
  step_map jsonb,
  foreign key (flow, version) references release
);
comment on table release_stage is 'Who gets a release, append-only: the last row of a version is how it stands, the rows before are its history.';
comment on column release_stage.percent is 'Of phones, by a keyed hash. Counts while it is running.';
comment on column release_stage.figures is 'Why it was held or rolled back, in numbers.';
comment on column release_stage.baseline is 'What became of people in the version before, in the weeks before this one was opened.';
comment on column release_stage.step_map is 'Where open conversations of another version are moved: from which, and step by step.';
create index release_stage_last on release_stage (flow, version, seq desc);

-- What became of a stage is read from the end of the log, which is in the order of time.
create index turn_moment on turn using brin (at);

grant select, insert on release_source, release_stage to mazano_web;
grant select on release, release_source, release_stage to mazano_staff;
