import { expect, test } from 'vitest';
import type { Db } from '../../src/store/transact.ts';
import { freshDatabase } from '../world/database.ts';
import { worldSeed } from '../world/chance.ts';
import { withoutPiece } from '../world/mutant.ts';

const database = await freshDatabase();
const MEMBERS = 1_000;
const FORTNIGHTS = 26;
const START = new Date('2027-01-04T09:00:00Z');
const FORTNIGHT_MS = 14 * 24 * 3_600_000;
/** Longest a statement over all members may take on a busy machine. */
const LIMIT_MS = 60_000;

/** Members who all agreed and were heard at the start. */
async function enrol(db: Db): Promise<void> {
  await db`
    create table person as
    select gen_random_uuid() as phone_id, gen_random_uuid() as member_id, n from generate_series(1, ${MEMBERS}) n`;
  await db`
    insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
    select phone_id, decode(md5('n' || n), 'hex'), decode(md5('s' || n), 'hex'), '', '', ${START} from person`;
  await db`insert into gate (phone_id) select phone_id from person`;
  await db`
    insert into member (id, phone_id, language, wrapped_key, created_at)
    select member_id, phone_id, 'en', '', ${START} from person`;
  await db`
    insert into conversation (phone_id, member_id, heard_at) select phone_id, member_id, ${START} from person`;
  await db`analyze`;
}

/** Each fortnight some write, each person as often as she does: from every one to hardly ever. */
async function someWrite(db: Db, seed: number, fortnight: number, now: Date): Promise<void> {
  await db`
    update conversation c set heard_at = ${now}
    from person p
    where p.phone_id = c.phone_id
      and abs(hashtext(${`${seed}:${fortnight}:`} || p.n)) % 1000 < 1000 / (1 + abs(hashtext(${`${seed}:`} || p.n)) % 40)`;
}

type Year = { unasked: number; late: number; early: number };

/** How many texts the gate would let leave unasked in a year: after 90 silent days, and how many it stops before. */
async function year(seed: number): Promise<Year> {
  const sum = { unasked: 0, late: 0, early: 0 };
  for (let fortnight = 1; fortnight <= FORTNIGHTS; fortnight += 1) {
    const now = new Date(START.getTime() + fortnight * FORTNIGHT_MS);
    const [row] = await database.pool.run(
      async (db) => {
        await db.unsafe(`set statement_timeout = ${LIMIT_MS}`);
        await someWrite(db, seed, fortnight, now);
        return db<Year[]>`
          select count(*) filter (where verdict is null)::int as unasked,
            count(*) filter (where verdict is null and silent > interval '90 days')::int as late,
            count(*) filter (where verdict is not null and silent <= interval '90 days')::int as early
          from (
            select ${now}::timestamptz - heard_at as silent,
              unwanted(phone_id, ${now}, true, null, true, null) as verdict
            from conversation
          ) gate`;
      },
      { deadlineMs: LIMIT_MS },
    );
    sum.unasked += row?.unasked ?? 0;
    sum.late += row?.late ?? 0;
    sum.early += row?.early ?? 0;
  }
  return sum;
}

test(
  'in a year of 1,000 people who write as they like, nothing unasked leaves after 90 silent days [rel R1]',
  async () => {
    const seed = worldSeed();
    await database.pool.run(enrol, { deadlineMs: LIMIT_MS });
    const { unasked, late, early } = await year(seed);
    expect({ seed, late, early }).toEqual({ seed, late: 0, early: 0 });
    expect(unasked).toBeGreaterThan(MEMBERS * 5);
  },
  LIMIT_MS,
);

test(
  'mutant: without the count of days it does',
  async () => {
    await withoutPiece('unwanted', "when is_lapsed(p_phone, p_now) then 'lapsed'")(database);
    expect((await year(worldSeed())).late).toBeGreaterThan(0);
  },
  LIMIT_MS,
);
