-- Two acts of one moment have an order: what was held up and then let go is not held up.

alter table review_act add column seq bigint generated always as identity;
comment on column review_act.seq is 'The order in which they happened, also within one millisecond.';
drop index review_act_flow;
create index review_act_flow on review_act (flow, seq);
