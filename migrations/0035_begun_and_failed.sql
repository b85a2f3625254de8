-- A version that fails in its first turn leaves nobody standing in it: the fault itself says which version it was, so that
-- whoever watches a release sees it.

alter table conversation
  add column trouble_flow text,
  add column trouble_version integer,
  add column trouble_at timestamptz;
comment on column conversation.trouble_flow is 'The flow whose turn could not be decided: the one that was begun, else the one that stood open.';
comment on column conversation.trouble_version is 'Its version.';
comment on column conversation.trouble_at is 'When it was parked; counts while `trouble` does.';
create index conversation_trouble on conversation (trouble_flow, trouble_version, trouble_at) where trouble is not null;
