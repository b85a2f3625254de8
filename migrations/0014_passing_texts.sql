-- Texts that answer somebody who looks something up: their words are gone as soon as nobody needs them to send.

alter table message add column passing boolean not null default false;
comment on column message.passing is
  'Its words belong to a session that is not kept: they are deleted when it has left, or will not leave.';

create function forget_passing() returns trigger
language plpgsql as $$
begin
  new.text_sealed := null;
  new.text_hash := null;
  new.passing := false;
  return new;
end
$$;
comment on function forget_passing() is 'Deletes the words of a text that is not kept, and the mark that says so, in the statement that ends it.';

create trigger message_forget_passing before update of state on message
for each row when (new.passing and new.state not in ('queued', 'sending'))
execute function forget_passing();
