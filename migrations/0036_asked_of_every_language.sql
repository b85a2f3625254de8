-- Whichever language of a programme changes, the others are asked whether they are still right: each beside each.

alter table translation_basis drop constraint translation_basis_pkey;
alter table translation_basis add primary key (flow, language, unit, source_language);
comment on column translation_basis.source_language is 'The language beside which the words were last saved or looked at.';
-- A draft that is given up takes along what was noted of its words.
grant delete on translation_basis to mazano_web;
