import type { Db } from './transact.ts';

/** Somebody who could be asked about a request. */
export type LadderPerson = {
  id: string;
  /**
   * own: the member is hers. backup, supervisor: those of the member's counsellor. duty: of the place, in her hours now;
   * clinic: the same of the clinic, where the member has said yes to them; volunteer: of peer workers, for a morning call.
   */
  relation:
    | 'own'
    | 'backup'
    | 'duty'
    | 'clinic'
    | 'volunteer'
    | 'supervisor'
    | 'place_supervisor'
    | 'lead';
  /** She works, is trained, has not stopped texts, and it is not her own request. */
  available: boolean;
  /** What she did about this request before: passed on, no airtime, knows the family …; or the two were parted. */
  refused: boolean;
  /** Asked about this request already, since it began, or began again. */
  asked: boolean;
  /** Requests that she has now. */
  load: number;
};

/** What decides who is free: where the programme is, the day `mon` and the time `08:00`. */
export type PlaceNow = { date: string; weekday: string; time: string };

/** The acts after which somebody is not asked again about the same request. */
export const REFUSALS = ['passed', 'knows_family', 'no_airtime', 'stopped', 'handed_over'];

/** Whether these two are not brought together again (migrations/0012, are_apart). */
export async function areApart(
  db: Db,
  memberId: string | null,
  counsellorId: string,
): Promise<boolean> {
  const [row] = await db<{ apart: boolean }[]>`
    select are_apart(${memberId}, ${counsellorId}) as apart`;
  return row?.apart ?? false;
}

/** The member was asked whether somebody with more training may help, and has said yes. */
export const REFERRAL = 'referral';
/** She would like a volunteer to call in the morning, and not the person who meets her. */
export const MORNING_CALL = 'morning_call';

/** Whose a request is by itself: her counsellor, that one's backup and supervisor. */
type Whose = {
  id: string;
  reason: string;
  phoneId: string;
  place: string;
  ownId: string | null;
  isHers: boolean;
  backupId: string | null;
  supervisorId: string | null;
};

/** Somebody who works here, as far as it is the same for every request. */
type Worker = {
  id: string;
  phoneId: string;
  role: string;
  place: string;
  /** At work, left nothing, stopped nothing. */
  works: boolean;
  trained: boolean;
  fresh: boolean;
  load: number;
  /** Places where she is on duty now. */
  duty: string[] | null;
};

/**
 * Everybody whom the ladders of these requests may lead to, each once for each relation, the nearest first, of those who are
 * as near whoever has least. Who works at a place is read once, however many ask there.
 */
export async function peopleFor(
  db: Db,
  followUpIds: readonly string[],
  here: PlaceNow,
): Promise<Map<string, LadderPerson[]>> {
  const ids = [...followUpIds];
  const whose = await readWhose(db, ids);
  const [workers, past] = await Promise.all([
    readWorkers(db, whose, here),
    db<{ followUpId: string; counsellorId: string; refused: boolean; asked: boolean }[]>`
      select of as follow_up_id, counsellor_id, bool_or(refused) as refused, bool_or(asked) as asked
      from (
        select q.follow_up_id as of, q.counsellor_id, false as refused, true as asked from prompt q
        where q.follow_up_id = any (${ids}) and not exists (
          select from follow_up_act b
          where b.follow_up_id = q.follow_up_id and b.act = 'begun_again' and b.at > q.sent_at)
        union all
        select follow_up_id, counsellor_id, true, false from follow_up_act
        where follow_up_id = any (${ids}) and act = any (${REFUSALS}) and counsellor_id is not null
        union all
        select f.id, a.counsellor_id, true, false
        from follow_up f join assignment a on a.member_id = f.member_id and are_apart(a.member_id, a.counsellor_id)
        where f.id = any (${ids})
        union all
        -- Whom it may be about is not asked to call: who leads the group that she is or was in.
        select f.id, l.counsellor_id, true, false
        from follow_up f
        join membership q on q.phone_id = f.phone_id and (q.ended_at is null or q.ended_at > f.opened_at - interval '30 days')
        join facilitator l on l.group_id = q.group_id and (l.until is null or l.until > f.opened_at - interval '30 days')
        where f.id = any (${ids}) and f.reason = 'group_not_right'
      ) p
      group by of, counsellor_id`,
  ]);
  const pasts = new Map(past.map((row) => [`${row.followUpId} ${row.counsellorId}`, row]));
  return new Map(
    whose.map((one) => {
      const near = nearTo(one, workers).map(({ worker, relation }): LadderPerson => {
        const { refused = false, asked = false } = pasts.get(`${one.id} ${worker.id}`) ?? {};
        const { id, load } = worker;
        return { id, relation, load, refused, asked, available: isFree(one, worker, relation) };
      });
      return [one.id, near];
    }),
  );
}

type Near = { worker: Worker; relation: LadderPerson['relation'] };

function nearTo(one: Whose, workers: readonly Worker[]): Near[] {
  const who = (relation: LadderPerson['relation'], is: (worker: Worker) => boolean): Near[] =>
    workers.filter(is).map((worker) => ({ worker, relation }));
  return [
    ...who(one.isHers ? 'own' : 'backup', ({ id }) => id === one.ownId),
    ...who('backup', ({ id }) => id === one.backupId),
    ...who('duty', (worker) => isOnDuty(one, worker)),
    ...who(
      'clinic',
      (worker) => one.reason === REFERRAL && worker.role === 'clinic' && isOnDuty(one, worker),
    ),
    ...who(
      'volunteer',
      (worker) => one.reason === MORNING_CALL && worker.role === 'peer' && isOnDuty(one, worker),
    ),
    ...who('supervisor', ({ id }) => id === one.supervisorId),
    ...who('place_supervisor', ({ role, place }) => role === 'supervisor' && place === one.place),
    ...who('lead', ({ role }) => role === 'lead'),
  ];
}

function isOnDuty({ place }: Whose, { duty }: Worker): boolean {
  return duty?.includes(place) ?? false;
}

/** Whoever she has stays with her when her training is over; nobody new comes. */
function isFree(one: Whose, worker: Worker, relation: LadderPerson['relation']): boolean {
  if (!worker.works || worker.phoneId === one.phoneId) return false;
  if (worker.role === 'supervisor' || worker.role === 'lead') return true;
  return worker.trained && (relation === 'own' || worker.fresh);
}

function readWhose(db: Db, ids: string[]): Promise<Whose[]> {
  return db<Whose[]>`
    select f.id, f.reason, f.phone_id, coalesce(f.place, m.place, w.place, 'main') as place, w.id as own_id,
      coalesce(a.state = 'agreed' or f.reason = 'take_over', false) as is_hers, w.backup_id, w.supervisor_id
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
    where f.id = any (${ids})`;
}

function readWorkers(db: Db, whose: readonly Whose[], here: PlaceNow): Promise<Worker[]> {
  const places = [...new Set(whose.map(({ place }) => place))];
  const named = whose
    .flatMap(({ ownId, backupId, supervisorId }) => [ownId, backupId, supervisorId])
    .filter((id) => id !== null);
  return db<Worker[]>`
    select c.id, c.phone_id, c.role, c.place, d.places as duty,
      c.state = 'active' and s.left_at is null and not is_stopped(c.phone_id) as works,
      coalesce(c.trained_on <= ${here.date}::date, false) as trained,
      coalesce(c.refresher_by >= ${here.date}::date, true) as fresh,
      (select count(*)::int from follow_up o where o.counsellor_id = c.id and o.state = 'open') as load
    from counsellor c
    join staff s on s.id = c.id
    left join lateral (
      select array_agg(d.place) as places from duty d
      where d.counsellor_id = c.id and d.place = any (${places}) and ${here.weekday} = any (d.days)
        and ${here.time}::time >= d.hours_from and ${here.time}::time < d.hours_to
    ) d on true
    where c.id = any (${[...new Set(named)]}) or d.places is not null or c.role = 'lead'
      or (c.role = 'supervisor' and c.place = any (${places}))
    order by load, c.code`;
}
