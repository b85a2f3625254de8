import { beforeEach, describe, expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';

const { pool } = await freshDatabase();
const LIMIT_MS = 60_000;

/** A machine that answers every text within a quarter of an hour, and a programme that errs: a text unasked every half hour. */
const RUN = `
create table verdicts (at timestamptz, class text, verdict text, alarm boolean);
create function run_days(p_days integer) returns void language plpgsql as $$
declare
  v_phone uuid := gen_random_uuid();
  v_member uuid := gen_random_uuid();
  v_now timestamptz := '2027-01-04T00:00:00Z';
  v_id uuid;
  v_class text;
  v_verdict text;
  v_text bytea;
begin
  delete from verdicts;
  delete from brake;
  insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
  values (v_phone, decode(md5(v_phone::text), 'hex'), '', '', '', v_now);
  insert into gate (phone_id) values (v_phone);
  insert into member (id, phone_id, language, wrapped_key, created_at) values (v_member, v_phone, 'en', '', v_now);
  insert into conversation (phone_id, member_id, heard_at) values (v_phone, v_member, v_now);
  insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
  values (v_phone, v_member, 'check_ins', 'given', v_now, 'sms', 0);
  for i in 1 .. p_days * 96 loop
    v_now := v_now + interval '15 minutes';
    foreach v_class in array case when i % 2 = 0 then array['reply', 'timer'] else array['reply'] end loop
      v_id := gen_random_uuid();
      v_text := decode(md5(i::text), 'hex');
      if v_class = 'reply' then
        update conversation set heard_at = v_now where phone_id = v_phone;
      end if;
      insert into message (id, phone_id, class, rank, purpose, epoch, state, text_sealed, text_hash, answers,
        segments, heard_at, created_at, send_after, send_by)
      values (v_id, v_phone, v_class, 3, 'check_ins', 0, 'sending', '', v_text, v_text,
        1, v_now, v_now, v_now, v_now + interval '10 minutes');
      insert into attempt (id, token, message_id, phone_id, started_at, call_until)
      values (v_id, v_id, v_id, v_phone, v_now, clock_timestamp() + interval '1 hour');
      select o.verdict into v_verdict from open_for_send(v_id, v_id, v_now, true, '12:00', true) o;
      insert into verdicts
      select v_now, v_class, v_verdict,
        v_verdict in ('looped', 'capped', 'spent') and note_brake(v_phone, v_verdict, v_now);
      update message set state = case when v_verdict = 'open' then 'sent' else 'cancelled' end, finished_at = v_now
      where id = v_id;
    end loop;
  end loop;
end $$;`;

await pool.run((db) => db.unsafe(RUN));

type Sums = { replies: number; unasked: number; all: number; alarms: number };

/** The most of each kind that left within any 24 hours, all that left, and how many alarms were raised. */
async function runs(days: number, monthMax: number): Promise<Sums> {
  const [row] = await pool.run(
    async (db) => {
      await db`update sending set number_month_max = ${monthMax}`;
      await db.unsafe(`set statement_timeout = ${LIMIT_MS}`);
      await db`select run_days(${days})`;
      return db<Sums[]>`
        with sent as (select at, class from verdicts where verdict = 'open'), windows as (
          select class, count(*) over (partition by class order by at
            range between interval '23:59:59' preceding and current row) as within from sent
        )
        select (select max(within)::int from windows where class = 'reply') as replies,
          (select max(within)::int from windows where class = 'timer') as unasked,
          (select count(*)::int from sent) as all,
          (select count(*)::int from verdicts where alarm) as alarms`;
    },
    { deadlineMs: LIMIT_MS },
  );
  if (row === undefined) throw new Error('nothing ran');
  return row;
}

describe('somebody who answers every text at once, for ten days [rel P19]', () => {
  beforeEach(() => pool.run((db) => db`truncate message, attempt`).then(() => undefined));

  test(
    'gets at most 60 answers and 20 other texts a day, and one alarm is raised',
    async () => {
      const { replies, unasked, alarms } = await runs(10, 100_000);
      expect({ replies, unasked, alarms }).toEqual({ replies: 60, unasked: 20, alarms: 1 });
    },
    LIMIT_MS,
  );

  test(
    'costs no more than the budget of a number, and one alarm more is raised',
    async () => {
      const { all, alarms } = await runs(10, 300);
      expect({ all, alarms }).toEqual({ all: 300, alarms: 2 });
    },
    LIMIT_MS,
  );

  test(
    'mutant: without the caps there is no end of it',
    async () => {
      const cap = "    when not m.urgent and is_capped(a.phone_id, m.class, p_now) then 'capped'\n";
      await withoutPiece('open_for_send', cap)({ pool });
      expect((await runs(2, 100_000)).replies).toBeGreaterThan(60);
    },
    LIMIT_MS,
  );
});
