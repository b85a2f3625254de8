-- Two people are two accounts to the service, and one person can make a second account. In its first week an account counts as
-- whoever invited it, so that nobody is the second person to herself the same day.

alter table staff_account add column invited_by uuid references staff_account, add column known_at timestamptz;
comment on column staff_account.invited_by is 'Whose link let her in; null: made at the terminal of the service, or in the demo.';
comment on column staff_account.known_at is 'When whoever runs the service said at the terminal that this is a person of her own, before her first week was over.';

update staff_account a set invited_by = i.made_by
from audit u join staff_invite i on i.id::text = split_part(u.detail, ' ', 1)
where u.action = 'staff_joined' and u.actor = a.staff_id::text and i.made_by is distinct from a.staff_id;
