-- Undo goes back through one's own saves, one after the other; and a draft is joined with a release that came after it began.

alter table draft_revision
  add column takes_back integer,
  add column does_again integer,
  add check (takes_back is null or does_again is null),
  drop constraint draft_revision_kind_check,
  add check (kind in ('released', 'edited', 'merged', 'caught_up', 'discarded'));
comment on column draft_revision.takes_back is 'The revision whose change this one takes back.';
comment on column draft_revision.does_again is 'The revision whose change this one does again, after it was taken back.';
