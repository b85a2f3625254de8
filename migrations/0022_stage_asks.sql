-- To widen a stage before it was watched, or to go on with one that was held, takes two people: one asks, another agrees.

alter table review_act drop constraint review_act_kind_check;
alter table review_act add constraint review_act_kind_check check (kind in
  ('sent', 'taken_back', 'signed', 'peer_approved', 'blocked', 'lifted', 'approved', 'closed', 'asked_wider', 'asked_resume'));
comment on column review_act.hash is
  'Of what was signed or approved, as it read then; of what is asked about a stage, the number of the stage as it stood.';
