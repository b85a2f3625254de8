import type { Db, Tx } from './transact.ts';

type FacilitatorRow = {
  counsellorId: string;
  phoneId: string;
  language: string;
  wrappedKey: Buffer;
};

/** Who leads it now and is at work, first the one who has led longest. */
export function facilitatorsOf(db: Db, groupId: string): Promise<FacilitatorRow[]> {
  return db<FacilitatorRow[]>`
    select c.id as counsellor_id, c.phone_id, c.language, p.wrapped_key
    from facilitator f join counsellor c on c.id = f.counsellor_id join phone p on p.id = c.phone_id
    where f.group_id = ${groupId} and f.until is null and c.state in ('active', 'away')
    order by f.since, c.code`;
}

/** The open groups that somebody leads. */
export async function groupsLedBy(db: Db, counsellorId: string): Promise<string[]> {
  const rows = await db<{ id: string }[]>`
    select g.id from facilitator f join peer_group g on g.id = f.group_id
    where f.counsellor_id = ${counsellorId} and f.until is null and g.state = 'open' order by g.code`;
  return rows.map(({ id }) => id);
}

export async function isLedBy(db: Db, groupId: string, counsellorId: string): Promise<boolean> {
  return (await groupsLedBy(db, counsellorId)).includes(groupId);
}

/** Somebody who leads a group and is asked about no member; at work from now on, by her own act. */
export async function enterFacilitator(
  tx: Tx,
  f: { id: string; phoneId: string; language: string; now: Date },
): Promise<void> {
  await tx`select enter_facilitator(${f.id}, ${f.phoneId}, ${f.language}, ${f.now})`;
}

/** False where she leads it already, or is its moderator. */
export async function addFacilitator(
  tx: Tx,
  f: { groupId: string; counsellorId: string; termUntil: string | null; now: Date },
): Promise<boolean> {
  const rows = await tx`
    insert into facilitator (group_id, counsellor_id, since, term_until)
    select g.id, ${f.counsellorId}, ${f.now}, ${f.termUntil}
    from peer_group g
    where g.id = ${f.groupId} and g.state = 'open' and g.moderator_id <> ${f.counsellorId}
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

export async function endFacilitator(
  tx: Tx,
  f: { groupId: string; counsellorId: string; as: string; now: Date },
): Promise<boolean> {
  const rows = await tx`
    update facilitator set until = ${f.now}, ended_as = ${f.as}
    where group_id = ${f.groupId} and counsellor_id = ${f.counsellorId} and until is null returning 1`;
  return rows.length > 0;
}

/** Whether she may open a vote: she leads or moderates the group, or has heard a report about it in the moderator's place. */
export async function mayOpenVote(db: Db, groupId: string, counsellorId: string): Promise<boolean> {
  const rows = await db`
    select from peer_group g
    where g.id = ${groupId} and g.state = 'open' and (
      g.moderator_id = ${counsellorId}
      or exists (
        select from facilitator f
        where f.group_id = g.id and f.counsellor_id = ${counsellorId} and f.until is null)
      or exists (
        select from prompt p
        where p.about_id = g.id and p.counsellor_id = ${counsellorId} and p.kind = 'group_report'))`;
  return rows.length > 0;
}

/** Who hears what is reported: the moderator; where she is not at work, a supervisor, else the lead, never who leads it. */
export async function listenerOf(db: Db, groupId: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select c.id from peer_group g join counsellor c on c.id = g.moderator_id or c.role in ('supervisor', 'lead')
    join staff s on s.id = c.id and s.left_at is null
    where g.id = ${groupId} and c.state = 'active' and not is_stopped(c.phone_id) and not exists (
      select from facilitator f where f.group_id = g.id and f.counsellor_id = c.id and f.until is null)
    order by c.id = g.moderator_id desc, c.role = 'supervisor' desc, c.code
    limit 1`;
  return row?.id;
}
