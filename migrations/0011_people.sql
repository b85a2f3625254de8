-- Members whose number is no longer theirs, and numbers that change hands with the member present.

alter table member
  add column unlinked_at timestamptz,
  add column unlinked_why text check (unlinked_why in ('wrong_number', 'lapse', 'died')),
  add constraint member_unlinked check ((unlinked_at is null) = (unlinked_why is null)),
  drop constraint member_phone_id_slot_key;
comment on column member.unlinked_at is
  'From then on this phone does not lead to her: nothing of hers is shown or sent there. Her data stay sealed.';
comment on column member.unlinked_why is 'wrong_number and lapse: somebody else may have the number now; died: nothing is ever sent.';
create index member_unlinked_at on member (unlinked_at) where unlinked_at is not null;
create unique index member_slot on member (phone_id, slot) where unlinked_at is null;

-- The phone no longer leads to its members. Lock first, as in finish_stop: a turn decided on what was before is beaten.
create function unlink_phone(
  p_phone uuid, p_now timestamptz, p_why text, p_member uuid default null, p_stop bigint default null
) returns setof uuid
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  v_epoch integer;
begin
  perform from gate where phone_id = p_phone for no key update;
  perform from conversation where phone_id = p_phone for no key update;
  -- Whoever asks has read before: somebody may have been heard since, or proved who she is.
  if p_why = 'lapse' and not is_lapsed(p_phone, p_now) then
    return;
  end if;
  if p_stop is not null then
    update wrong_number set unlinked_at = p_now where stop_seq = p_stop and unlinked_at is null;
    if not found then
      return;
    end if;
  end if;
  update gate set epoch = epoch + 1 where phone_id = p_phone returning epoch into v_epoch;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select p_phone, c.member_id, c.purpose, 'withdrawn', p_now, 'operator', p_why, v_epoch
  from (
    select distinct on (member_id, purpose) member_id, purpose, act from consent
    where phone_id = p_phone order by member_id, purpose, seq desc
  ) c
  where c.act = 'given'
  order by c.member_id, c.purpose;
  update message set state = 'cancelled', reason = 'unlinked', finished_at = p_now
  where phone_id = p_phone and state = 'queued' and (class <> 'acknowledgement' or p_why = 'died');
  delete from timer where phone_id = p_phone;
  update conversation
  set id = null, member_id = null, flow = null, version = null, step = null, language = null, channel = null,
    asked_at = null, expires_at = null, reasks = 0, closed_by = null, trouble = null, timed = false, silences = 0,
    heard_at = null, session_id = null, session_until = null, session_length = null, session_hash = null,
    session_offer = null, sealed = null, own_sealed = null, offer = null, offer_at = null, doubted = false,
    proved_at = null, pin_tries = 0, pin_wait_until = null, session_key = null, session_sealed = null
  where phone_id = p_phone;
  return query
    update member set unlinked_at = p_now, unlinked_why = p_why
    where phone_id = p_phone and unlinked_at is null and id = coalesce(p_member, id)
    returning id;
end
$$;
comment on function unlink_phone is
  'Takes the phone away from its members, or from one, under its gate lock: consents out, queue and timers gone, nothing remembered.';
revoke execute on function unlink_phone from public;
grant execute on function unlink_phone to mazano_web;

create table number_change (
  id uuid primary key,
  member_id uuid not null,
  old_phone_id uuid not null,
  new_phone_id uuid not null,
  word_hash bytea not null,
  entered_by text not null,
  begun_at timestamptz not null,
  confirm_by timestamptz not null,
  after_stop bigint not null,
  tries smallint not null default 0,
  state text not null default 'open' check (state in ('open', 'moved', 'void')),
  ended_at timestamptz,
  watched_at timestamptz
);
comment on table number_change is
  'A member has another number: entered with her present, it counts once the new phone has said the word that she was told.';
comment on column number_change.word_hash is 'HMAC of the word under the key of the new phone.';
comment on column number_change.after_stop is 'The last STOP of anybody before it: a later one of either phone makes it void.';
comment on column number_change.tries is 'Words of that form that were not it.';
comment on column number_change.watched_at is
  'When it was looked whether the old phone had said STOP while this was being done; null: a sweep has to look.';
create index number_change_unwatched on number_change (id) where state = 'moved' and watched_at is null;
create unique index number_change_new on number_change (new_phone_id) where state = 'open';
create unique index number_change_member on number_change (member_id) where state = 'open';
create index number_change_texted on number_change (new_phone_id, begun_at);
grant select, insert, update on number_change to mazano_web;

-- Both gates first, by id; what is read after that holds until the end of the transaction. A word that is not it is counted;
-- anything else against the change makes it void.
create function lock_number_change(p_id uuid, p_word_hash bytea, p_tries_max integer, p_now timestamptz) returns boolean
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  n number_change%rowtype;
begin
  select * into n from number_change where id = p_id;
  perform from gate where phone_id in (n.old_phone_id, n.new_phone_id) order by phone_id for no key update;
  perform from conversation where phone_id in (n.old_phone_id, n.new_phone_id) order by phone_id for no key update;
  select * into n from number_change where id = p_id for update;
  if n.state <> 'open' then
    return false;
  end if;
  if n.word_hash <> p_word_hash then
    update number_change
    set tries = n.tries + 1, state = case when n.tries + 1 < p_tries_max then 'open' else 'void' end,
      ended_at = case when n.tries + 1 < p_tries_max then null else p_now end
    where id = p_id;
    return false;
  end if;
  if n.confirm_by > p_now
    and not exists (
      select from stop_request s where s.phone_id in (n.old_phone_id, n.new_phone_id) and s.seq > n.after_stop
    )
    and not is_stopped(n.old_phone_id) and not is_stopped(n.new_phone_id)
    and exists (
      select from member m where m.id = n.member_id and m.phone_id = n.old_phone_id and m.unlinked_at is null
    )
    -- Who shares the old phone keeps it: then it may not fall silent.
    and not exists (
      select from member m
      where m.phone_id in (n.old_phone_id, n.new_phone_id) and m.id <> n.member_id and m.unlinked_at is null
    )
    and not exists (
      select from erasure e where e.phone_id in (n.old_phone_id, n.new_phone_id) and e.state = 'pending'
    )
  then
    return true;
  end if;
  update number_change set state = 'void', ended_at = p_now where id = p_id;
  return false;
end
$$;
comment on function lock_number_change is 'Whether this is the word of a change of number and nothing stands against it, under both gate locks.';

-- In the transaction of lock_number_change. Consents keep the date of their yes: a new number makes it no fresher. To the
-- old number nothing is ever sent again, not even that it changed.
create function move_member(
  p_id uuid, p_now timestamptz, p_channel text, p_own_sealed bytea, p_codes json, p_erase_at timestamptz
) returns void
language plpgsql volatile security definer set search_path from current
as $$
#variable_conflict use_column
declare
  n number_change%rowtype;
  v_old integer;
  v_new integer;
  v_given bigint[];
  v_last bigint;
begin
  select * into n from number_change where id = p_id and state = 'open';
  if not found then
    raise exception 'this change of number is not open';
  end if;
  update gate set epoch = epoch + 1 where phone_id = n.old_phone_id returning epoch into v_old;
  update gate set epoch = epoch + 1 where phone_id = n.new_phone_id returning epoch into v_new;
  select array_agg(l.seq) into v_given
  from (
    select distinct on (c.member_id, c.purpose) c.seq, c.act from consent c
    where c.phone_id = n.old_phone_id order by c.member_id, c.purpose, c.seq desc
  ) l
  where l.act = 'given';
  select max(c.seq) into v_last from consent c where c.phone_id = n.old_phone_id;
  insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
  select l.phone_id, l.member_id, l.purpose, 'withdrawn', p_now, p_channel, 'moved', v_old
  from consent l where l.seq = any (v_given) order by l.seq;
  -- Her whole ledger goes with her, since that of the old phone is erased.
  insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, pressed, language,
    entered_by, epoch)
  select n.new_phone_id, l.member_id, l.purpose, l.act, l.at, l.channel, l.flow, l.version, l.step, l.wording_hash,
    l.pressed, l.language, case when l.seq = any (v_given) then 'moved' else l.entered_by end, v_new
  from consent l
  where l.phone_id = n.old_phone_id and l.member_id = n.member_id and l.seq <= v_last
  order by l.seq;
  insert into consent (phone_id, member_id, purpose, act, at, channel, flow, version, step, wording_hash, epoch)
  select n.new_phone_id, w.member_id, w.purpose, 'withdrawn', w.asked_at, w.channel, w.flow, w.version, w.step,
    w.wording_hash, v_new
  from withdrawal w
  where w.phone_id = n.old_phone_id and w.member_id = n.member_id and w.kind = 'purpose' and w.finished_at is null
  order by w.seq;
  update message set state = 'cancelled', reason = 'moved', finished_at = p_now
  where phone_id in (n.old_phone_id, n.new_phone_id) and state = 'queued' and class <> 'acknowledgement';
  delete from timer where phone_id = n.new_phone_id;
  update timer set phone_id = n.new_phone_id, epoch = v_new
  where phone_id = n.old_phone_id and stopped_by is null and epoch = v_old - 1;
  delete from timer where phone_id = n.old_phone_id;
  update follow_up set phone_id = n.new_phone_id where member_id = n.member_id and state = 'open';
  update group_task t set phone_id = n.new_phone_id, code_sealed = k.code_sealed
  from group_task o left join json_to_recordset(p_codes) as k(id uuid, code_sealed bytea) on k.id = o.id
  where t.id = o.id and o.phone_id = n.old_phone_id and o.member_id = n.member_id and o.state = 'open'
    and (o.code_sealed is null or k.id is not null);
  -- Who else reads along on the new phone nobody has asked yet: until then no text has words of her own.
  update member
  set phone_id = n.new_phone_id, slot = 1, shared_phone = null, traits = array_remove(traits, 'open_texts')
  where id = n.member_id;
  update conversation new
  set member_id = n.member_id, own_sealed = p_own_sealed, asked_turn = old.asked_turn, proved_at = p_now
  from conversation old
  where new.phone_id = n.new_phone_id and old.phone_id = n.old_phone_id;
  update conversation
  set id = null, member_id = null, flow = null, version = null, step = null, language = null, channel = null,
    asked_at = null, expires_at = null, reasks = 0, closed_by = null, trouble = null, timed = false, silences = 0,
    heard_at = null, session_id = null, session_until = null, session_length = null, session_hash = null,
    session_offer = null, sealed = null, own_sealed = null, offer = null, offer_at = null, doubted = false,
    proved_at = null, pin_tries = 0, pin_wait_until = null, session_key = null, session_sealed = null
  where phone_id = n.old_phone_id;
  insert into suppression (suppress_index, since)
  select suppress_index, p_now from phone where id = n.old_phone_id
  on conflict do nothing;
  insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge, withdrawn_at)
  values (n.old_phone_id, 'mazano', 'moved:' || n.id, 'operator', p_now, false, p_now);
  -- What of her is still sealed under the old phone's key goes, as if she had asked for it.
  insert into erasure (id, phone_id, suppress_index, asked_by, asked_at, due_at, hidden_to)
  select gen_random_uuid(), p.id, p.suppress_index, 'moved', p_now, p_erase_at, c.turn
  from phone p join conversation c on c.phone_id = p.id
  where p.id = n.old_phone_id;
  update number_change set state = 'moved', ended_at = p_now where id = p_id;
end
$$;
comment on function move_member is
  'Takes a member with wishes, consents, timers and requests to her new phone; the old one is silent, suppressed and to be erased.';
revoke execute on function lock_number_change, move_member from public;
grant execute on function lock_number_change, move_member to mazano_web;

alter table wrong_number add column done_at timestamptz;
comment on column wrong_number.done_at is 'When staff said that it is dealt with: it stands on their list until then.';
create index wrong_number_listed on wrong_number (at) where done_at is null;
grant update (done_at) on wrong_number to mazano_web;
