-- Who has said yes to a purpose is counted over everybody when a list is narrowed to it: read from the index alone, in the
-- order in which it is grouped.
create index consent_purpose on consent (purpose, member_id) include (seq, act);
