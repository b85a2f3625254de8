import type { Tx } from './transact.ts';

/**
 * Ends whom a counsellor has, and proposes the same members to `to`, where there is somebody: each is asked who shall take
 * over, by text or, where no open texts may come, by visit (a request `take_over`). Lock her row first. Returns how many.
 */
export async function handOverList(
  tx: Tx,
  { from, to, endedAs, now }: { from: string; to: string | null; endedAs: string; now: Date },
): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select hand_over_list(${from}, ${to}, ${endedAs}, ${now}) as n`;
  return row?.n ?? 0;
}

/** She said yes when they met: from now on she is hers, whoever was to take over. */
export async function agreeByVisit(
  tx: Tx,
  { memberId, counsellorId, now }: { memberId: string; counsellorId: string; now: Date },
): Promise<void> {
  await tx`
    update assignment
    set state = 'ended', until = ${now}, ended_as = 'handed_over'
    where member_id = ${memberId} and counsellor_id <> ${counsellorId} and until is null`;
  const agreed = await tx`
    update assignment set state = 'agreed'
    where member_id = ${memberId} and counsellor_id = ${counsellorId} and state = 'proposed' and until is null
    returning 1`;
  if (agreed.length > 0) return;
  await tx`
    insert into assignment (counsellor_id, member_id, since, state, counsellor_ok_at)
    select ${counsellorId}, ${memberId}, ${now}, 'agreed', ${now}
    from counsellor c where c.id = ${counsellorId} and c.role not in ('supervisor', 'lead', 'safeguarding')
    on conflict do nothing`;
}

/**
 * One member could be hers, and is asked by visit, as whoever gets no open texts is when a list moves: a line in the digest of
 * `counsellorId`. Whom she has now stays hers until she says yes. False: she is asked about somebody already. Lock her row first.
 */
export async function proposeByVisit(
  tx: Tx,
  {
    id,
    memberId,
    counsellorId,
    now,
  }: { id: string; memberId: string; counsellorId: string; now: Date },
): Promise<boolean> {
  const rows = await tx`
    insert into assignment (counsellor_id, member_id, since, state, counsellor_ok_at, asked_at)
    values (${counsellorId}, ${memberId}, ${now}, 'proposed', ${now}, ${now})
    on conflict do nothing returning 1`;
  if (rows.length === 0) return false;
  await tx`
    insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
    select ${id}, phone_id, id, 'take_over', 'operator', ${now} from member where id = ${memberId}`;
  return true;
}
