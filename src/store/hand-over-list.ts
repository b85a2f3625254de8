import type { Tx } from './transact.ts';

/**
 * Ends whom a counsellor has, and proposes the same members to `to`, where there is somebody: each is asked who shall take
 * over, and nothing of her is shown before. Lock her row first. Returns how many members.
 */
export async function handOverList(
  tx: Tx,
  { from, to, endedAs, now }: { from: string; to: string | null; endedAs: string; now: Date },
): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select hand_over_list(${from}, ${to}, ${endedAs}, ${now}) as n`;
  return row?.n ?? 0;
}

/** Members that were handed over and cannot be texted about it: whoever is to take over asks them when they next meet. */
export type ToVisit = { memberId: string; phoneId: string; counsellorId: string };

/**
 * Takes those whom nobody has asked yet and who get no open texts, a few at a time, and notes that they are asked by visit.
 * Whoever may be texted is left to the texts.
 */
export function takeToVisit(tx: Tx, now: Date, limit: number): Promise<ToVisit[]> {
  return tx<ToVisit[]>`
    update assignment a set asked_at = ${now}
    from (
      select e.counsellor_id, e.member_id, e.since, m.phone_id
      from assignment e join member m on m.id = e.member_id
      where e.state = 'proposed' and e.until is null and e.counsellor_ok_at is not null and e.asked_at is null
        and exists (
          select from assignment o
          where o.member_id = e.member_id and o.until = e.since and o.counsellor_id <> e.counsellor_id
        )
        and (m.shared_phone is true or not 'open_texts' = any (m.traits) or 'dial_only' = any (m.traits)
          or is_stopped(m.phone_id))
      order by e.member_id
      limit ${limit}
      for update of e skip locked
    ) n
    where a.counsellor_id = n.counsellor_id and a.member_id = n.member_id and a.since = n.since
    returning a.member_id, n.phone_id, a.counsellor_id`;
}

/** She said yes when they met: from now on she is hers. */
export async function agreeByVisit(tx: Tx, memberId: string, counsellorId: string): Promise<void> {
  await tx`
    update assignment set state = 'agreed'
    where member_id = ${memberId} and counsellor_id = ${counsellorId} and state = 'proposed' and until is null`;
}
