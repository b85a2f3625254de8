import type { Db } from './transact.ts';

/**
 * What members say of who meets them, or could; part of the statement that saves turns. Whoever met her until now, or could
 * have, loses her from here on: the requests that she had are asked of somebody else, and her prompts about them are closed. She is told
 * later that it has ended, and nothing more.
 */
export function saveMatchActs(db: Db) {
  return db`, match_over as (
      update assignment a
      set until = t.at, state = 'ended',
        ended_as = case t.match_act when 'decline' then 'declined' else 'changed' end
      from w t
      where a.member_id = t.member_id and a.until is null
        and case t.match_act
          when 'decline' then a.state = 'proposed'
          when 'change' then true
          else a.state = 'agreed' and exists (
            select from assignment p
            where p.member_id = t.member_id and p.until is null and p.state = 'proposed'
              and p.counsellor_ok_at is not null)
        end
      returning a.member_id, a.counsellor_id, a.ended_as, t.at, t.channel
    ), match_agreed as (
      update assignment a
      set state = 'agreed'
      from w t
      where t.match_act = 'agree' and a.member_id = t.member_id and a.until is null and a.state = 'proposed'
        and a.counsellor_ok_at is not null and (select count(*) from match_over) >= 0
    ), match_requests as (
      update follow_up f
      set stage = 'waiting', counsellor_id = null, accepted_at = null, due_at = o.at
      from match_over o
      where f.member_id = o.member_id and f.counsellor_id = o.counsellor_id
        and f.state = 'open'
      returning f.id, f.rung, o.counsellor_id, o.at, o.channel
    ), match_prompts as (
      update prompt q set closed_at = o.at
      from match_over o
      where q.counsellor_id = o.counsellor_id and q.closed_at is null
        and (q.about_id = o.member_id or q.follow_up_id in (
          select f.id from follow_up f where f.member_id = o.member_id and f.state = 'open'))
    ), match_request_acts as (
      insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
      select r.id, r.counsellor_id, 'handed_over', r.rung, r.at, r.channel from match_requests r order by r.id
    )`;
}
