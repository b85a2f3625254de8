-- From which words of the source each translation was made, so that a later change of the source shows where it has to follow.

create table translation_basis (
  flow text not null references draft,
  language text not null,
  unit text not null,
  source_language text not null,
  source_hash text not null,
  by uuid not null references staff,
  at timestamptz not null,
  primary key (flow, language, unit)
);
comment on table translation_basis is
  'What the source said when a translation was last saved or looked at again. No row: as it was released.';
comment on column translation_basis.unit is 'As the console names it: texts.small_step, texts.thanks.sms, choices.done.';
comment on column translation_basis.source_hash is 'The first letters of a hash; another wording has another. Empty: to be looked at again.';

grant select, insert, update on translation_basis to mazano_web;
