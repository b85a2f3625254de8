import type { Pool } from '../../src/store/connect.ts';
import {
  dueDigest,
  dueRequests,
  lateAt,
  lateRequests,
  unreached,
} from '../../src/store/ladder-requests.ts';
import { INBOUND_GAP_MS } from '../../src/store/outbox.ts';

type Unsettled = {
  sending: number;
  due: number;
  timers: number;
  stops: number;
  erasures: number;
  groups: number;
  closed: boolean;
};

/**
 * What the service has still to do; undefined when nothing is. What waits behind a later try is not due. Looked at twice: what was
 * saved while the first look was on its way has a time a little after it.
 */
export async function unsettled(pool: Pool, now: () => Date): Promise<object | undefined> {
  const left = await leftToDo(pool, now());
  if (left !== undefined) return left;
  // Between the looks, since a timer can make a request, and what comes of a request is a message.
  const requests = await requestsDue(pool, now());
  return requests.length > 0 ? { requests } : leftToDo(pool, now());
}

async function leftToDo(pool: Pool, now: Date): Promise<object | undefined> {
  const opened = new Date(now.getTime() - INBOUND_GAP_MS);
  const [row] = await pool.run(
    (db) => db<Unsettled[]>`
      select
        (select count(*)::int from message where state = 'sending') as sending,
        (select count(*)::int from message m where m.state = 'queued' and m.send_after <= ${now}
          and not s.paused and (not s.quiet or m.send_by < ${now} or is_answer_in_quiet(m)) and (m.thrift is null or m.thrift > s.saving)
          and not exists (select from message o where o.phone_id = m.phone_id and o.seq < m.seq
            and o.state = 'queued' and o.send_after > ${now} and o.rank <= m.rank and o.reason <> 'hours')) as due,
        (select count(*)::int from timer where due_at <= ${now} and stopped_by is null) as timers,
        (select count(*)::int from stop_request where stopped_at is null) as stops,
        (select count(*)::int from due_erasures(${now}, 1)) as erasures,
        -- A test that holds them on purpose waits for none.
        (select count(*)::int from group_task where state = 'open'
          and not exists (select from pg_trigger where tgname = 'hold_task'))
          + (select count(*)::int from meeting where due_at <= ${now})
          + (select count(*)::int from ballot where state = 'open' and closes_at <= ${now})
          -- Whoever has a rhythm has a next meeting; a list of dates comes to its end.
          + (select count(*)::int from peer_group g where g.state = 'open'
            and not exists (select from meeting m where m.group_id = g.id and m.state = 'planned')
            and (g.rhythm->>'every' <> 'dates' or not exists (select from meeting m where m.group_id = g.id))) as groups,
        (s.heard_at is null or s.heard_at < ${opened}) as closed
      from sending s`,
  );
  if (row === undefined) throw new Error('the row of sending is missing');
  const { sending, due, timers, stops, erasures, groups, closed } = row;
  return sending + due + timers + stops + erasures + groups > 0 || closed ? row : undefined;
}

async function requestsDue(pool: Pool, now: Date): Promise<string[]> {
  return [
    ...(await pool.run((db) => dueRequests(db, now, 1))),
    ...(await pool.run((db) => dueDigest(db, now, new Date(0)))).map(({ id }) => id),
    ...(await pool.run((db) => lateRequests(db, { now, limit: 1 }))),
  ];
}

/** The next instant after `now` at which a timer or a queued message is due. */
export async function nextDue(pool: Pool, now: Date): Promise<Date | undefined> {
  const [row] = await pool.run(
    (db) => db<{ due: Date | null }[]>`
      select min(at) as due from (
        select due_at as at from timer where stopped_by is null
        union all
        select send_after from message where state = 'queued'
        union all
        select due_at from erasure where state = 'pending'
        union all
        select due_at from meeting
        union all
        select closes_at from ballot where state = 'open'
        union all
        -- Where nobody works, nothing comes of a look.
        select due_at from follow_up where state = 'open' and exists (select from counsellor)
        union all
        select ${lateAt(db)} from follow_up f where ${unreached(db)}
      ) d
      where at > ${now}`,
  );
  return row?.due ?? undefined;
}
