-- One number of a list that cannot be read any more holds up nobody behind it: it is set aside, and the list says which.

alter table invitation_list add column set_aside integer[] not null default '{}';
comment on column invitation_list.set_aside is 'Places in the list of numbers that could not be opened; they are deleted, and count as no turn.';
