import type { CounsellorRole } from './counsellors.ts';
import type { Db } from './transact.ts';

/** Whoever works with members, as those who watch over the work see her. */
export type Watched = {
  id: string;
  code: number;
  role: CounsellorRole;
  /** When she last pressed a key, or began or came back since. */
  sinceAt: Date;
  /** When she said yes to the work. */
  begunAt: Date;
  refresherBy: string | null;
  /** Who supervises her: her own supervisor, else that of her place, else the lead; null: nobody at work. */
  supervisorId: string | null;
  /** What was told about her before, as `silent 2027-01-31`: it is told once. */
  told: string[];
};

/** Everybody at work who is not a supervisor herself. */
export function watched(db: Db): Promise<Watched[]> {
  return db<Watched[]>`
    select c.id, c.code, c.role, greatest(c.last_key_at, c.agreed_at, c.state_at) as since_at, c.agreed_at as begun_at,
      c.refresher_by::text as refresher_by,
      (select u.id from counsellor u
        where u.state = 'active' and u.id <> c.id
          and (u.id = c.supervisor_id or u.role = 'supervisor' and u.place = c.place or u.role = 'lead')
        order by u.id = c.supervisor_id desc nulls last, u.role = 'supervisor' desc, u.code limit 1) as supervisor_id,
      array(select n.what || ' ' || n.since from counsellor_notice n where n.counsellor_id = c.id) as told
    from counsellor c join staff s on s.id = c.id
    where c.state = 'active' and s.left_at is null and c.role in ('counsellor', 'peer', 'mitra', 'champion', 'clinic')
    order by c.code`;
}

/** A time in which somebody's answer was waited for; `until` null: it still is. */
export type Unanswered = { id: string; from: Date; until: Date | null };

/**
 * What was asked of these by text, was sent, and has no answer, from when until when: until it was withdrawn, or what it was
 * about was over. `kinds`: of prompts. What went out is known by its moment, which a prompt shares with its text.
 */
export function unanswered(
  db: Db,
  ids: readonly string[],
  kinds: readonly string[],
): Promise<Unanswered[]> {
  return db<Unanswered[]>`
    select p.counsellor_id as id, p.sent_at as "from", coalesce(p.closed_at, case
      when p.follow_up_id is not null and f.state is distinct from 'open' then coalesce(f.ended_at, p.sent_at)
    end) as until
    from prompt p join counsellor c on c.id = p.counsellor_id
    left join follow_up f on f.id = p.follow_up_id
    where p.counsellor_id = any (${[...ids]}) and p.kind = any (${[...kinds]}) and p.answered_at is null
      and coalesce(p.closed_at >= greatest(c.last_key_at, c.agreed_at, c.state_at), true)
      and exists (
        select from message m
        where m.phone_id = c.phone_id and m.counsellor_id = c.id and m.created_at = p.sent_at
          and m.class = 'prompt' and m.state in ('sent', 'unknown')
      )`;
}

/** A week of one counsellor in counts; of nobody's life. */
export type Week = {
  id: string;
  /** Requests she was asked about, people she talked with, times she had no airtime, requests with her now. */
  asked: number;
  met: number;
  noAirtime: number;
  waiting: number;
  contacts: number;
  /** What she said of it. */
  said: 'good' | 'hard' | 'talk' | null;
};

export function weeksOf(
  db: Db,
  ids: readonly string[],
  { from, until }: { from: Date; until: Date },
): Promise<Week[]> {
  return db<Week[]>`
    select c.id,
      (select count(distinct t.follow_up_id)::int from follow_up_act t
        where t.counsellor_id = c.id and t.act = 'told' and t.at >= ${from} and t.at < ${until}) as asked,
      (select count(distinct t.follow_up_id)::int from follow_up_act t
        where t.counsellor_id = c.id and t.act = 'met' and t.at >= ${from} and t.at < ${until}) as met,
      (select count(*)::int from follow_up_act t
        where t.counsellor_id = c.id and t.act = 'no_airtime' and t.at >= ${from} and t.at < ${until}) as no_airtime,
      (select count(*)::int from follow_up f where f.counsellor_id = c.id and f.state = 'open') as waiting,
      (select coalesce(sum(k.number), 0)::int from contact k
        where k.counsellor_id = c.id and k.at >= ${from} and k.at < ${until}) as contacts,
      (select p.answer from prompt p
        where p.counsellor_id = c.id and p.kind = 'week' and p.sent_at >= ${from} and p.sent_at < ${until}
        order by p.sent_at desc limit 1) as said
    from counsellor c
    where c.id = any (${[...ids]})
    order by c.code`;
}
