import type { Pool } from '../../src/store/connect.ts';
import type { Tx } from '../../src/store/transact.ts';

/** Milliseconds in which all of it is made; the limit of a statement of `pool` has to allow it. */
export const SEED_MS = 600_000;

/**
 * So many members with five consents each, conversations, some STOPs, pauses and silences, a hundred counsellors, ten thousand
 * requests, and texts: a programme of years. Rows are made by the database itself, since their values are never opened.
 */
export async function seedCrowd(
  pool: Pool,
  { members, messages, now }: { members: number; messages: number; now: Date },
): Promise<void> {
  await pool.transact(
    async (tx) => {
      await tx`
        create temporary table crowd on commit drop as
        select n, gen_random_uuid() as phone_id, gen_random_uuid() as id,
          ${now}::timestamptz - make_interval(mins => n * 7) as at
        from generate_series(1, ${members}) n`;
      await tx`
        insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
        select phone_id, decode(md5(n::text), 'hex'), decode(md5('s' || n), 'hex'), '\\x00', '\\x00', at from crowd`;
      await tx`insert into gate (phone_id) select phone_id from crowd`;
      await tx`
        insert into member (id, phone_id, language, wrapped_key, created_at, paused_until)
        select id, phone_id, (array['en', 'sw'])[1 + n % 2], '\\x00', at,
          case when n % 40 = 0 then ${now}::timestamptz + interval '3 days' end from crowd`;
      await tx`
        insert into conversation (phone_id, heard_at, channel, member_id)
        select phone_id, ${now}::timestamptz - make_interval(hours => n % 3000), 'sms', id from crowd`;
      await tx`
        insert into consent (phone_id, member_id, purpose, act, at, channel, pressed, language, epoch)
        select phone_id, id, p, case when n % 9 = 0 then 'withdrawn' else 'given' end, at, 'sms', '1', 'en', 0
        from crowd, unnest(array['check_ins', 'group_reminders', 'benefit_info', 'counsellor_contact', 'evaluation']) p`;
      await tx`
        insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge)
        select phone_id, 'x', n::text, 'sms', at, false from crowd where n % 12 = 0`;
      await tx`
        insert into restart (phone_id, answers, at, channel)
        select phone_id, seq, asked_at, 'sms' from stop_request where seq % 2 = 0`;
      await seedWorkers(tx, now);
      await tx`
        insert into assignment (counsellor_id, member_id, since)
        select c.id, k.id, ${now} from crowd k join (
          select id, row_number() over (order by code) as r from counsellor
        ) c on c.r = 1 + k.n % 100 where k.n % 3 = 0`;
      await tx`
        insert into follow_up (id, phone_id, member_id, reason, channel, opened_at, kind, stage, counsellor_id)
        select gen_random_uuid(), k.phone_id, k.id, 'asked', 'sms', ${now}::timestamptz - make_interval(mins => k.n),
          (array['urgent', 'talk', 'digest'])[1 + k.n % 3], 'offered',
          (select id from counsellor order by code offset (k.n % 100) limit 1)
        from crowd k where k.n <= 10000`;
      await tx`
        insert into message (id, phone_id, class, rank, epoch, state, segments, text_sealed, created_at, send_after, send_by,
          finished_at)
        select gen_random_uuid(), k.phone_id, 'timer', 4, 0, 'sent', 1, '\\x00', k.at, k.at, k.at, k.at
        from generate_series(1, ${messages}) g join crowd k on k.n = 1 + g % ${members}`;
    },
    { deadlineMs: SEED_MS },
  );
  await pool.run((db) => db`analyze`, { deadlineMs: SEED_MS });
}

async function seedWorkers(tx: Tx, now: Date) {
  await tx`
    create temporary table workers on commit drop as
    select n, gen_random_uuid() as id, gen_random_uuid() as phone_id from generate_series(1, 100) n`;
  await tx`
    insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
    select phone_id, decode(md5('w' || n), 'hex'), decode(md5('ws' || n), 'hex'), '\\x00', '\\x00', ${now} from workers`;
  await tx`insert into staff (id, role, created_at) select id, 'counsellor', ${now} from workers`;
  await tx`
    insert into counsellor (id, phone_id, role, language, state, state_at, agreed_at, created_at)
    select id, phone_id, 'counsellor', 'en', 'active', ${now}, ${now}, ${now} from workers`;
}
