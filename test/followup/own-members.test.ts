import { afterEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { newPhone } from '../../src/engine/new-phone.ts';
import * as own from '../../src/followup/own-members.ts';
import { showOwnRequests } from '../../src/followup/show-own-requests.ts';
import { asStaff } from '../../src/store/as-staff.ts';
import { createPhones } from '../../src/store/phones.ts';
import { makeDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';
import { freshSecrets } from '../world/world.ts';

vi.mock('../../src/followup/own-members.ts', { spy: true });
afterEach(() => void vi.mocked(own.ownMembers).mockReset());

const MEMBERS = 200;
/** Every table that staff may read, with what says whose a row is. */
const TABLES = {
  phone: 'id in (select phone_id from every)',
  member: 'id in (select id from every)',
  follow_up: 'member_id in (select id from every)',
  consent: 'member_id in (select id from every)',
  message: 'phone_id in (select phone_id from every)',
};

/** Two counsellors with 200 members each, all of whom wait for a person. */
async function twoCounsellors() {
  const database = await makeDatabase();
  const pool = database.open({ deadlineMs: 20_000, statementTimeoutMs: 20_000 });
  const keyring = createKeyring(freshSecrets());
  const [hers, others] = [newId(), newId()];
  const now = new Date();
  for (const [which, counsellor] of [hers, others].entries()) {
    const phones = Array.from({ length: MEMBERS }, (_, index) => {
      const number = parsePhoneNumber(`+2547${String(11_000_000 + which * 1_000 + index)}`);
      if (number === undefined) throw new Error('a number of the tests is one');
      return { ...newPhone(keyring, number), memberId: newId() };
    });
    await pool.run((db) => createPhones(db, phones, now));
    const [ids, members] = [phones.map(({ id }) => id), phones.map(({ memberId }) => memberId)];
    await pool.transact(async (tx) => {
      await tx`insert into staff (id, role, created_at) values (${counsellor}, 'counsellor', ${now})`;
      await tx`
        insert into member (id, phone_id, language, wrapped_key, created_at)
        select m, p, 'en', '\\x00', ${now} from unnest(${ids}::uuid[], ${members}::uuid[]) as u(p, m)`;
      await tx`
        insert into assignment (counsellor_id, member_id, since)
        select ${counsellor}, m, ${now} from unnest(${members}::uuid[]) as u(m)`;
      await tx`
        insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
        select gen_random_uuid(), p, m, 'asked', 'sms', ${now} from unnest(${ids}::uuid[], ${members}::uuid[]) as u(p, m)`;
      await tx`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        select p, m, 'check_ins', 'given', ${now}, 'sms', 0 from unnest(${ids}::uuid[], ${members}::uuid[]) as u(p, m)`;
      await tx`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by)
        select gen_random_uuid(), p, 'reply', 3, 0, '\\x00', 1, ${now}, ${now}, ${now} from unnest(${ids}::uuid[]) as u(p)`;
    });
  }
  const shown = async (counsellor = hers) => {
    const requests = await showOwnRequests({ pool, keyring, clock: systemClock }, counsellor);
    const foreign = requests.filter(({ number }) => !number.startsWith('+254711000'));
    return { all: requests.length, foreign: foreign.length };
  };
  const numberOfRows = (counsellor: string) =>
    asStaff(pool, counsellor, async (tx) => {
      const counts: Record<string, number> = {};
      for (const table of Object.keys(TABLES)) {
        const [row] = await tx.unsafe<{ n: number }[]>(
          `select count(${table === 'consent' ? 'member_id' : 'id'})::int as n from ${table}`,
        );
        counts[table] = row?.n ?? 0;
      }
      return counts;
    });
  return { ...database, pool, hers, others, shown, numberOfRows };
}

type Two = Awaited<ReturnType<typeof twoCounsellors>>;
const withTwo = async (work: (two: Two) => Promise<void>) => {
  const two = await twoCounsellors();
  try {
    await work(two);
  } finally {
    await two.drop();
  }
};
const appCheckOff = () => vi.mocked(own.ownMembers).mockResolvedValue(() => true);
const databaseCheckOff = ({ pool }: Two) =>
  pool.transact(async (tx) => {
    for (const table of [...Object.keys(TABLES), 'assignment'])
      await tx.unsafe(`alter table ${table} disable row level security`);
  });
const all = (n: number) => Object.fromEntries(Object.keys(TABLES).map((table) => [table, n]));

test('a counsellor sees requests of her own members, and what is not hers is not even counted [rel P56]', async () => {
  await withTwo(async ({ hers, others, shown, numberOfRows, pool }) => {
    expect(await shown()).toEqual({ all: 50, foreign: 0 });
    expect(await shown(others)).toEqual({ all: 50, foreign: 50 });
    expect(await numberOfRows(hers)).toEqual(all(MEMBERS));
    expect(await numberOfRows(newId())).toEqual(all(0));
    expect(await numberOfRows('')).toEqual(all(0));
    expect(await shown(newId())).toEqual({ all: 0, foreign: 0 });
    await pool.run((db) => db`update staff set left_at = now() where id = ${hers}`);
    expect(await numberOfRows(hers)).toEqual(all(0));
    expect(await shown()).toEqual({ all: 0, foreign: 0 });
  });
});

test('mutant: without the check of the application the database alone shows nothing foreign [rel P56]', async () => {
  await withTwo(async ({ shown, hers, numberOfRows }) => {
    appCheckOff();
    expect(await shown()).toEqual({ all: 50, foreign: 0 });
    expect(await numberOfRows(hers)).toEqual(all(MEMBERS));
  });
});

test('mutant: without row-level security the application alone shows nothing foreign [rel P56]', async () => {
  await withTwo(async (two) => {
    await databaseCheckOff(two);
    expect(await two.numberOfRows(two.hers)).toEqual(all(2 * MEMBERS));
    expect((await two.shown()).foreign).toBe(0);
    expect((await two.shown(two.others)).all).toBeLessThanOrEqual(50);
  });
});

test('with both checks gone foreign members are shown: the tests above can fail', async () => {
  await withTwo(async (two) => {
    await databaseCheckOff(two);
    appCheckOff();
    const seen = [await two.shown(), await two.shown(two.others)];
    expect(seen.every(({ all: count }) => count === 50)).toBe(true);
    expect(seen[0]).toEqual(seen[1]);
  });
});

/** Both are asked, and she has not said yes. */
const proposed = ({ pool, hers }: Two) =>
  pool.run((db) => db`update assignment set state = 'proposed' where counsellor_id = ${hers}`);
const AGREED = "and a.state = 'agreed'";

test('before the member agrees nothing of her is shown, by each of the two checks [req K6][rel P56]', async () => {
  await withTwo(async (two) => {
    await proposed(two);
    expect(await two.numberOfRows(two.hers)).toEqual(all(0));
    expect(await two.shown()).toEqual({ all: 0, foreign: 0 });
    await withoutPiece('is_own_member', AGREED)(two);
    expect(await two.numberOfRows(two.hers)).toEqual(all(MEMBERS));
    expect(await two.shown()).toEqual({ all: 0, foreign: 0 });
    // With the other one gone as well she is shown: what stands above can fail.
    appCheckOff();
    expect(await two.shown()).toEqual({ all: 50, foreign: 0 });
  });
});

test('a member who went to somebody else, whose number is no longer hers or who is being erased is nobody’s any more', async () => {
  await withTwo(async ({ pool, hers, numberOfRows }) => {
    const first = (where: string) =>
      pool.run((db) =>
        db.unsafe(
          where.replace(
            '{}',
            `(select member_id from assignment where counsellor_id = '${hers}' and until is null limit 1)`,
          ),
        ),
      );
    await first(`update assignment set until = now() where member_id = {}`);
    expect(await numberOfRows(hers)).toEqual(all(MEMBERS - 1));
    await first(`update member set unlinked_at = now(), unlinked_why = 'lapse' where id = {}`);
    expect((await numberOfRows(hers))['member']).toBe(MEMBERS - 2);
  });
});
