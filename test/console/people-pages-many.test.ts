import { beforeAll, expect, test } from 'vitest';
import { SEED_MS, seedCrowd } from '../../bench/console/crowd.ts';
import { asStaff } from '../../src/store/as-staff.ts';
import { requestsOfMembers } from '../../src/store/assignments.ts';
import { placeNow } from '../../src/followup/place-now.ts';
import { todayCounts } from '../../src/store/today.ts';
import { quickest } from '../world/quickest.ts';
import { peopleWorld, signIn } from './people-world.ts';

/** Milliseconds within which a page of a large programme is there (issue 7, "What it must show", 5). */
const PAGE_MS = 300;
/** Milliseconds of the one look that the start page takes at everything. */
const TODAY_MS = 50;

const w = await peopleWorld();
let oneMember = '';
let worker = '';
beforeAll(async () => {
  const now = w.parts.clock.now();
  const pool = w.database.open({ statementTimeoutMs: SEED_MS, deadlineMs: SEED_MS });
  await seedCrowd(pool, { members: 50_000, messages: 20_000, now });
  await w.database.pool.run(async (db) => {
    const [row] = await db<{ id: string; worker: string }[]>`
      select a.member_id as id, a.counsellor_id as worker from assignment a limit 1`;
    oneMember = row?.id ?? '';
    worker = row?.worker ?? '';
  });
}, 300_000);

function bestOf(path: string): Promise<number> {
  return quickest(w.database.pool, PAGE_MS, async () => {
    const answer = await w.get(path);
    await answer.text();
    expect([path, answer.status]).toEqual([path, 200]);
  });
}

test.each([
  ['/console'],
  ['/console/members'],
  ['/console/members?page=900'],
  ['/console/members?state=silent'],
  ['/console/members?state=taking_part&purpose=check_ins&language=sw'],
  ['/console/members?state=erasing'],
  ['/console/members?purpose=evaluation&page=100'],
  ['/console/members?q=K7'],
  ['/console/follow-ups'],
  ['/console/follow-ups?stage=late&kind=urgent'],
  ['/console/counsellors'],
  ['/console/groups'],
])('of 50,000 members %s is there in 300 ms', async (path) => {
  await signIn(w, ['supervisor']);
  const ms = await bestOf(path);
  if (process.env['SHOW_MS'] !== undefined) console.log(path, Math.round(ms));
  expect(ms).toBeLessThan(PAGE_MS);
});

test('a member’s page and a counsellor’s own list are there as soon', async () => {
  await signIn(w, ['supervisor']);
  const page = await bestOf(`/console/members/${oneMember}`);
  await signIn(w, ['counsellor'], { id: worker });
  const own = await bestOf('/console/members');
  const hers = await bestOf(`/console/members/${oneMember}`);
  const requests = await bestOf('/console/follow-ups');
  if (process.env['SHOW_MS'] !== undefined) console.log({ page, own, hers, requests });
  expect(Math.max(page, own, hers, requests)).toBeLessThan(PAGE_MS);
});

test('the figures of today are read in 50 ms', async () => {
  const asked = {
    here: placeNow(w.parts.programme.timeZone, w.parts.clock.now()),
    month: '2026-11-01',
    most: 1_001,
  };
  const ms = await quickest(w.database.pool, TODAY_MS, async () => {
    const { open } = await w.parts.pool.run((db) => todayCounts(db, asked));
    expect(open).toBe(1_001);
  });
  expect(ms).toBeLessThan(TODAY_MS);
});

test('the requests of one counsellor are read as soon for the command line', async () => {
  const ms = await quickest(w.database.pool, PAGE_MS, async () => {
    const found = await asStaff(w.parts.pool, worker, (tx) => requestsOfMembers(tx, 50));
    expect(found.length).toBeGreaterThan(0);
  });
  expect(ms).toBeLessThan(PAGE_MS);
});
