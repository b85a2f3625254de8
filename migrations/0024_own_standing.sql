-- How it stands with a member of hers, asked once a member: what is asked row by row and phone by phone takes a list ten times as long.
drop function own_heard_at(uuid);
create function own_standing(p_member uuid) returns table (stopped boolean, heard_at timestamptz, purposes text[])
language plpgsql stable security definer set search_path from current
as $$
#variable_conflict use_column
begin
  if not is_own_member(p_member) then
    return;
  end if;
  return query
    select is_stopped(m.phone_id),
      (select c.heard_at from conversation c where c.phone_id = m.phone_id),
      array(
        select y.purpose from (
          select distinct on (n.purpose) n.purpose, n.act from consent n
          where n.member_id = p_member order by n.purpose, n.seq desc
        ) y where y.act = 'given' order by y.purpose
      )
    from member m where m.id = p_member;
end
$$;
comment on function own_standing is
  'Whether one of her own members has stopped texts, when she was last heard, and to what she has said yes; of all others nothing.';
revoke execute on function own_standing from public;
grant execute on function own_standing to mazano_staff;
