-- A list of numbers is stopped by one person at any time: what is left of it is deleted, and what has not left is withdrawn.

alter table invitation_list drop constraint invitation_list_state_check;
alter table invitation_list add constraint invitation_list_state_check
  check (state in ('waiting', 'running', 'done', 'refused', 'stopped'));
comment on column invitation_list.wrapped_key is 'Empty once the list is over: what its deleted numbers left in files says nothing then.';
update invitation_list set wrapped_key = '' where state in ('done', 'refused');

alter table invitation add column list_id uuid;
comment on column invitation.list_id is 'The list from a file that it came with, where it did: stopped, the list takes back what has not left.';
create index invitation_list_id on invitation (list_id) where list_id is not null;

create function withdraw_list(p_list uuid, p_now timestamptz) returns integer
language plpgsql volatile security definer set search_path from current
as $$
declare
  v_phones uuid[];
begin
  with back as (
    update message m set state = 'cancelled', reason = 'list_stopped', finished_at = p_now
    from invitation i
    where i.list_id = p_list and m.id = i.message_id and m.class = 'invitation' and m.state = 'queued'
    returning m.phone_id
  )
  select coalesce(array_agg(phone_id), '{}') into v_phones from back;
  -- Nothing went there: another list may invite her, with a source that is right.
  delete from invitation where list_id = p_list and phone_id = any (v_phones);
  return cardinality(v_phones);
end
$$;
comment on function withdraw_list is 'Takes back the invitations of a list that have not left, as if they had not been made.';
revoke execute on function withdraw_list from public;
grant execute on function withdraw_list to mazano_web;
