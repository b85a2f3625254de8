import type { Db } from './transact.ts';

/** What somebody asked for that a second person has to agree to. */
export type SecondAsk = {
  kind: 'wider' | 'resume' | 'quiet' | 'switch';
  /** The flow or the switch; empty for the quiet. */
  about: string;
  /** Who asked, as whoever did it is written down. */
  by: string;
  /** Of the stage that it is asked about. */
  percent: number | null;
  name: string | null;
};

/** Asked by somebody other than `by` and still open; a release of the quiet that was begun before `since` is over. */
export async function secondAsks(
  db: Db,
  { by, since }: { by: string; since: Date },
): Promise<SecondAsk[]> {
  return await db<SecondAsk[]>`
    select o.kind, o.about, o.by, o.percent, a.display_name as name
    from (
      select case s.state when 'held' then 'resume' else 'wider' end as kind, s.flow as about, s.percent::int, r.by::text, r.at
      from (select distinct on (flow, version) * from release_stage order by flow, version, seq desc) s
      join review_act r on r.flow = s.flow and r.hash = s.seq::text
        and r.kind = case s.state when 'held' then 'asked_resume' else 'asked_wider' end
      where s.state in ('running', 'held')
      union all
      select 'quiet', '', null, q.actor, q.at
      from (select * from quiet_act order by seq desc limit 1) q
      where q.act = 'release_asked' and q.at > ${since}
      union all
      select 'switch', name, null, asked_by, asked_at from programme_switch where asked_by is not null and not is_on
    ) o
    left join staff_account a on a.staff_id::text = o.by
    where o.by <> ${by}
    order by o.at desc`;
}
