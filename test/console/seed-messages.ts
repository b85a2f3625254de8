import type { Pool } from '../../src/store/connect.ts';

/** Milliseconds: a million rows are written. */
const LIMIT = { deadlineMs: 120_000 };

/** Messages of many phones over some days, as a programme has them: most sent, some refused by a rule, few that failed. */
export async function seedMessages(
  pool: Pool,
  { count, days, now }: { count: number; days: number; now: Date },
): Promise<void> {
  await pool.run(async (db) => {
    await db`set statement_timeout = 0`;
    await db`
      insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
      values (gen_random_uuid(), '\\x11', '\\x12', '\\x13', '\\x14', ${now}::timestamptz - ${days} * interval '1 day')`;
    await db`
      insert into message (id, phone_id, class, rank, epoch, state, reason, text_sealed, segments, created_at, send_after,
        send_by, finished_at)
      select gen_random_uuid(), md5((n % 50000)::text)::uuid,
        (array['reply', 'timer', 'reply', 'timer', 'broadcast', 'prompt', 'acknowledgement', 'invitation'])[1 + n % 8],
        3, 0, s.state, s.reason, '\\x00', 1 + n % 2, at, at, at + interval '1 day',
        case when s.state <> 'queued' then at + interval '5 seconds' end
      from generate_series(1, ${count}) n
      cross join lateral (select ${now}::timestamptz - (${count} - n) * (${days} * interval '1 day' / ${count}) as at) t
      cross join lateral (
        select case when n % 997 = 0 then 'unknown' when n % 211 = 0 then 'failed' when n % 83 = 0 then 'cancelled'
            when n > ${count} * 0.999 then 'queued' else 'sent' end as state,
          case when n % 997 = 0 then 'limit' when n % 211 = 0 then 'bad_number' when n % 83 = 0 then 'capped' end as reason
      ) s`;
    await db`
      insert into attempt (id, token, message_id, phone_id, started_at, call_until, ended_at, outcome, cost, parts)
      select gen_random_uuid(), gen_random_uuid(), id, phone_id, finished_at, finished_at, finished_at, 'accepted',
        'KES 0.8000', segments
      from message where state = 'sent'`;
    await db`analyze message`;
    await db`analyze attempt`;
    await db`reset statement_timeout`;
  }, LIMIT);
}
