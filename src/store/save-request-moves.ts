import type { Db } from './transact.ts';

/**
 * What a person says about her own request, part of the statement that saves turns: a time for the call, or that it is over.
 * Without either it still stands, and the next person is asked at once. One that is over already stays as it is. Where
 * everybody had been asked, or it only stood in a list, all begins again, and she is told again if nobody reaches her: she
 * has just been promised a call.
 */
export function saveRequestMoves(db: Db) {
  return db`, request_moves as (
      update follow_up f
      set window_from = coalesce(t.window_from, f.window_from), window_to = coalesce(t.window_to, f.window_to),
        due_at = case
          when t.request_ended is not null then null
          when t.rested then t.at
          when f.stage = 'accepted' then f.due_at
          when f.stage = 'new' or t.window_from is null then t.at
          else f.due_at
        end,
        stage = case when t.rested then 'waiting' else f.stage end, rung = case when t.rested then 0 else f.rung end,
        counsellor_id = case when not t.rested then f.counsellor_id end,
        accepted_at = case when not t.rested then f.accepted_at end,
        tries = case when t.rested then 0 else f.tries end,
        late_told_at = case when not t.rested then f.late_told_at end,
        state = case when t.request_ended is null then f.state else 'done' end,
        ended_as = coalesce(t.request_ended, f.ended_as),
        ended_at = case when t.request_ended is null then f.ended_at else t.at end
      from (
        select w.*, w.request_ended is null and r.stage in ('accepted', 'top') and r.due_at is null as rested
        from w join follow_up r on r.id = w.request_id
        order by w.request_id
      ) t
      where f.id = t.request_id and f.phone_id = t.phone_id and f.state = 'open'
      returning f.id, f.rung, t.at, t.channel, t.request_ended,
        coalesce(t.request_ended, case
          when t.rested then 'begun_again' when t.window_from is null then 'still_wanted' else 'window' end) as act
    ), prompts_over as (
      update prompt q set closed_at = r.at from request_moves r
      where r.request_ended is not null and q.follow_up_id = r.id and q.closed_at is null
    ), request_acts as (
      insert into follow_up_act (follow_up_id, act, rung, at, channel)
      select r.id, r.act, r.rung, r.at, r.channel from request_moves r order by r.id
    )`;
}
