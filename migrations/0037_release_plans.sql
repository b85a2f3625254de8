-- Whoever approves a release agrees to how fast it goes, and whoever signs a language to the very texts that she was shown.

alter table review_act add column plan text check (plan in ('steps', 'at_once'));
alter table review_act add column texts text[];
alter table review_act add check (texts is null or kind = 'signed');
comment on column review_act.plan is
  'How fast the release is to go: as it was sent to review, or as it was approved. Null: a person takes each step, as before there were plans.';
comment on column review_act.texts is
  'Hashes of the texts that whoever signed was shown, each with its place. Null: signed before that was kept; then nobody knows which.';
alter table release_stage add column plan text check (plan in ('steps', 'at_once'));
comment on column release_stage.plan is
  'What both approvals agreed to. Null: a person takes each step; so does everything that was ever held.';
