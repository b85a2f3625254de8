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
  /** What she did about this request before: passed on, no airtime, knows the family … */
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

/** Everybody whom the ladder of a request may lead to, each once for each relation. */
export function peopleFor(db: Db, followUpId: string, here: PlaceNow): Promise<LadderPerson[]> {
  return db<LadderPerson[]>`
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
      left join counsellor w on w.id = a.counsellor_id
      where f.id = ${followUpId}
    ), found as (
      select own_id as id, case when is_hers then 'own' else 'backup' end as relation, 1 as rank from f
      union all select backup_id, 'backup', 2 from f
      union all select d.counsellor_id, 'duty', 3 from f join duty d on d.place = f.at_place
        where ${here.weekday} = any (d.days) and ${here.time}::time >= d.hours_from and ${here.time}::time < d.hours_to
      union all select supervisor_id, 'supervisor', 4 from f
      union all select c.id, 'place_supervisor', 5 from f join counsellor c on c.role = 'supervisor' and c.place = f.at_place
      union all select c.id, 'lead', 6 from counsellor c where c.role = 'lead'
    )
    select c.id, c.phone_id, p.wrapped_key, c.language, c.role, c.place, n.relation,
      c.state = 'active' and s.left_at is null and not is_stopped(c.phone_id) and c.phone_id <> f.phone_id
        and (c.role in ('supervisor', 'lead')
          or (c.trained_on <= ${here.date}::date and coalesce(c.refresher_by >= ${here.date}::date, true))
        ) is true as available,
      exists (
        select from follow_up_act t
        where t.follow_up_id = f.id and t.counsellor_id = c.id and t.act = any (${REFUSALS})
      ) as refused,
      exists (select from prompt q where q.follow_up_id = f.id and q.counsellor_id = c.id) as asked,
      (select count(*)::int from follow_up o where o.counsellor_id = c.id and o.state = 'open') as load
    from f, found n
    join counsellor c on c.id = n.id
    join staff s on s.id = c.id
    join phone p on p.id = c.phone_id
    order by n.rank, load, c.code`;
}
