import type { Db } from './transact.ts';

/** From the first instant of a month to the first of the next. */
export type Span = { from: Date; to: Date };
/** How many, of one cell of one group. */
export type Counted = { group: string; cell: string; count: number };

/** How a request ends that was never one of its own. */
const NO_REQUEST = ['asked_again', 'mistake', 'practice', 'erased'];
/** Answers of the flow that asks what people think of the service, as `safe_little`. */
const FEEDBACK = '^(heard|respected|involved|safe|pushed)_(yes|little|no)$';

/**
 * Counts of one month; docs/outcomes.md says of each what it counts. Everybody counts once in a cell, however often. Nothing
 * is withheld here.
 */
export async function countOutcomes(db: Db, { from, to }: Span): Promise<Counted[]> {
  return await db<Counted[]>`
    select "group", cell, count(distinct who)::int as count from (
      select 'people' as "group", 'took_part' as cell, t.phone_id as who
      from turn t join member m on m.phone_id = t.phone_id and m.unlinked_at is null
      where t.at >= ${from} and t.at < ${to} and t.channel in ('sms', 'ussd') and t.event not in ('silence', 'start', 'nobody_yet')
      union all
      select 'people', 'joined', id from member where created_at >= ${from} and created_at < ${to}
      union all
      select 'yes_given', purpose, member_id from consent
      where act = 'given' and at >= ${from} and at < ${to}
      union all
      select 'yes_taken_back', purpose, member_id from consent
      where act = 'withdrawn' and entered_by <> 'lapse' and at >= ${from} and at < ${to}
      union all
      select 'yes_lapsed', purpose, member_id from consent
      where act = 'withdrawn' and entered_by = 'lapse' and at >= ${from} and at < ${to}
      union all
      select 'steps', outcome, phone_id from turn
      where outcome in ('done', 'part', 'not_yet') and at >= ${from} and at < ${to}
      union all
      select 'quiet', 'unanswered', phone_id from turn
      where event = 'silence' and at >= ${from} and at < ${to}
      union all
      select 'feedback_' || split_part(outcome, '_', 1), split_part(outcome, '_', 2), phone_id from turn
      where outcome ~ ${FEEDBACK} and at >= ${from} and at < ${to}
      union all
      select 'stops', case when said = 'wrong' then 'wrong_number' else 'stop' end, phone_id from stop_request
      where asked_at >= ${from} and asked_at < ${to}
      union all
      select 'requests', coalesce(kind, 'talk'), id from follow_up
      where opened_at >= ${from} and opened_at < ${to} and coalesce(ended_as, '') <> all (${NO_REQUEST})
      union all
      select 'requests_over', case when ended_as in ('met', 'closed') then ended_as else 'otherwise' end, id from follow_up
      where state = 'done' and ended_at >= ${from} and ended_at < ${to} and coalesce(ended_as, '') <> all (${NO_REQUEST})
    ) f
    group by "group", cell`;
}

/** Contacts outside every request, as counsellors counted them; a contact may be with many. */
export function countContacts(
  db: Db,
  days: { from: string; to: string },
): Promise<{ cell: string; count: number }[]> {
  return db<{ cell: string; count: number }[]>`
    select kind as cell, sum(number)::int as count from contact
    where day >= ${days.from} and day <= ${days.to}
    group by kind`;
}

/** Answers about what came of something that was asked of the state; whose they were is in no row. */
export function countPapers(
  db: Db,
  days: { from: string; to: string },
): Promise<{ cell: string; count: number }[]> {
  return db<{ cell: string; count: number }[]>`
    select split_part(name, '_', 2) as cell, sum(count)::int as count from tally
    where name like 'papers\\_%' and day >= ${days.from} and day <= ${days.to}
    group by name`;
}

/** How long requests for a call that were made in this time waited, in hours of the clock; null: nobody, yet. */
export function waitsForPerson(
  db: Db,
  { from, to }: Span,
): Promise<{ accepted: number | null; met: number | null }[]> {
  return db<{ accepted: number | null; met: number | null }[]>`
    select
      extract(epoch from min(a.at) filter (where a.act in ('accepted', 'met', 'tried')) - f.opened_at)::float8 / 3600
        as accepted,
      extract(epoch from min(a.at) filter (where a.act = 'met') - f.opened_at)::float8 / 3600 as met
    from follow_up f left join follow_up_act a on a.follow_up_id = f.id
    where f.opened_at >= ${from} and f.opened_at < ${to} and coalesce(f.kind, 'talk') <> 'digest'
      and coalesce(f.ended_as, '') <> all (${NO_REQUEST})
    group by f.id`;
}
