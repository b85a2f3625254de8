import type { Db } from './transact.ts';
import type { AuditWrite } from './turn-rows.ts';

export type InvitationWrite = {
  phoneId: string;
  messageId: string;
  textSealed: Buffer;
  segments: number;
  enteredBy: string;
  /** Who is asked to work by phone: it leaves only while she is asked. Null: somebody who may take part. */
  counsellorId: string | null;
  /** The list from a file that it comes with. */
  listId?: string | undefined;
  now: Date;
  sendBy: Date;
  audit: AuditWrite;
};

/**
 * Queues the one invitation that a number ever gets. Nobody who said STOP gets one, also when the number is entered
 * again after an erasure, nor who takes part already. Takes the gate row for share, so that a STOP comes before or after
 * it, never in between.
 */
export async function saveInvitation(
  db: Db,
  invitation: InvitationWrite,
): Promise<'invited' | 'already' | 'stopped'> {
  const { phoneId, messageId, textSealed, segments, enteredBy, counsellorId, listId } = invitation;
  const { now, sendBy, audit } = invitation;
  const [row] = await db<{ invited: boolean; stopped: boolean }[]>`
    with g as materialized (
      select g.phone_id, g.epoch from gate g where g.phone_id = ${phoneId} for share
    ), allowed as materialized (
      select g.phone_id, g.epoch from g join phone p on p.id = g.phone_id
      where not is_stopped(g.phone_id)
        and not exists (select from suppression s where s.suppress_index = p.suppress_index)
    ), i as (
      insert into invitation (phone_id, message_id, entered_by, at, list_id)
      select phone_id, ${messageId}, ${enteredBy}, ${now}, ${listId ?? null} from allowed
      where not exists (
        select from member m where m.phone_id = allowed.phone_id and m.unlinked_at is null
      )
      on conflict do nothing
      returning phone_id
    ), m as (
      insert into message (id, phone_id, class, rank, epoch, counsellor_id, text_sealed, segments, created_at,
        send_after, send_by)
      select ${messageId}, i.phone_id, 'invitation', 5, a.epoch, ${counsellorId}, ${textSealed}, ${segments},
        ${now}, ${now}, ${sendBy}
      from i join allowed a using (phone_id)
      returning id
    ), written as (
      insert into audit (id, at, actor, action, subject, mac)
      select ${audit.id}, ${now}, ${audit.actor}, ${audit.action}, i.phone_id, ${audit.mac} from i
    )
    select exists (select from i) as invited, not exists (select from allowed) as stopped,
      (select pg_notify('mazano_outbox', '') from m)`;
  if (row?.invited === true) return 'invited';
  return row?.stopped === true ? 'stopped' : 'already';
}

/** How many numbers somebody has entered since then. */
export async function invitedSince(db: Db, enteredBy: string, since: Date): Promise<number> {
  const [row] = await db<{ n: number }[]>`
    select count(*)::int as n from invitation where entered_by = ${enteredBy} and at > ${since}`;
  return row?.n ?? 0;
}
