import type { CounsellorRole } from './counsellors.ts';
import type { Db } from './transact.ts';

/** Somebody who could be asked about a request. */
export type LadderPerson = {
  id: string;
  phoneId: string;
  /** The key of her phone. */
  wrappedKey: Buffer;
  language: string;
  role: CounsellorRole;
  place: string;
  /** own: the member is hers. backup, supervisor: those of the member's counsellor. duty: of the place, in her hours now. */
  relation: 'own' | 'backup' | 'duty' | 'supervisor' | 'place_supervisor' | 'lead';
  /** She works, is trained, has not stopped texts, and it is not her own request. */
  available: boolean;
  /** What she did about this request before: passed on, no airtime, knows the family …; or the member chose somebody else. */
  refused: boolean;
  /** Asked about this request already. */
  asked: boolean;
  /** Requests that she has now. */
  load: number;
};

/** What decides who is free: where the programme is, the day `mon` and the time `08:00`. */
export type PlaceNow = { date: string; weekday: string; time: string };

/** The acts after which somebody is not asked again about the same request. */
const REFUSALS = ['passed', 'knows_family', 'no_airtime', 'stopped', 'handed_over'];

/** How a match ended after which these two are not brought together again, on duty neither. */
export const APART = ['changed', 'declined', 'knows_family'];

/** Everybody whom the ladders of these requests may lead to, each once for each relation, the nearest first. */
export async function peopleFor(
  db: Db,
  followUpIds: readonly string[],
  here: PlaceNow,
): Promise<Map<string, LadderPerson[]>> {
  const found = await db<(LadderPerson & { followUpId: string })[]>`
    with f as (
      select f.*, coalesce(f.place, m.place, w.place, 'main') as at_place, w.id as own_id,
        a.state = 'agreed' or f.reason = 'take_over' as is_hers, w.backup_id, w.supervisor_id
      from follow_up f
      left join member m on m.id = f.member_id
      -- Hers, or who has said yes to her and waits for her answer: nearer than anybody else.
      left join lateral (
        select counsellor_id, state from assignment
        where member_id = f.member_id and until is null and (state = 'agreed' or counsellor_ok_at is not null)
        order by (f.reason = 'take_over') = (state = 'proposed') desc
        limit 1
      ) a on true
      -- Who asks for herself is asked for by her own supervisor.
      left join counsellor w on w.id = coalesce(a.counsellor_id, (
        select o.id from counsellor o where o.phone_id = f.phone_id and f.reason = 'counsellor_support'
      ))
      where f.id = any (${[...followUpIds]})
    ), found as (
      select f.id as of, own_id as id, case when is_hers then 'own' else 'backup' end as relation, 1 as rank from f
      union all select f.id, backup_id, 'backup', 2 from f
      union all select f.id, d.counsellor_id, 'duty', 3 from f join duty d on d.place = f.at_place
        where ${here.weekday} = any (d.days) and ${here.time}::time >= d.hours_from and ${here.time}::time < d.hours_to
      union all select f.id, supervisor_id, 'supervisor', 4 from f
      union all select f.id, c.id, 'place_supervisor', 5
        from f join counsellor c on c.role = 'supervisor' and c.place = f.at_place
      union all select f.id, c.id, 'lead', 6 from f, counsellor c where c.role = 'lead'
    ), work as (
      select counsellor_id, count(*)::int as load from follow_up
      where counsellor_id is not null and state = 'open' group by counsellor_id
    )
    select n.of as follow_up_id, c.id, c.phone_id, p.wrapped_key, c.language, c.role, c.place, n.relation,
      c.state = 'active' and s.left_at is null and not is_stopped(c.phone_id) and c.phone_id <> f.phone_id
        and (c.role in ('supervisor', 'lead')
          or (c.trained_on <= ${here.date}::date
            -- Whoever she has stays with her when her training is over; nobody new comes.
            and (n.relation = 'own' or coalesce(c.refresher_by >= ${here.date}::date, true)))
        ) is true as available,
      exists (
        select from follow_up_act t
        where t.follow_up_id = f.id and t.counsellor_id = c.id and t.act = any (${REFUSALS})
      ) as refused,
      exists (select from prompt q where q.follow_up_id = f.id and q.counsellor_id = c.id) as asked,
      coalesce(k.load, 0) as load
    from found n
    join f on f.id = n.of
    join counsellor c on c.id = n.id
    join staff s on s.id = c.id
    join phone p on p.id = c.phone_id
    left join work k on k.counsellor_id = c.id
    order by n.rank, load, c.code`;
  const people = new Map<string, LadderPerson[]>(followUpIds.map((id) => [id, []]));
  for (const { followUpId, ...person } of found) people.get(followUpId)?.push(person);
  return people;
}
