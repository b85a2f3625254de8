import { afterEach, expect, test, vi } from 'vitest';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import * as own from '../../src/followup/own-members.ts';
import * as assignments from '../../src/store/assignments.ts';
import { addMember, addWorker, asksFor, makeHers, peopleWorld, signIn } from './people-world.ts';

vi.mock('../../src/followup/own-members.ts', { spy: true });
vi.mock('../../src/store/assignments.ts', { spy: true });
afterEach(() => {
  vi.mocked(own.ownMembers).mockReset();
  vi.mocked(assignments.membersOf).mockReset();
});

const w = await peopleWorld();
const hers = await addMember(w, { number: '+254711000401' });
const foreign = await addMember(w, { number: '+254711000402' });
const worker = await addWorker(w, { number: '+254711000903' });
const other = await addWorker(w, { number: '+254711000904' });
await makeHers(w, worker.id, hers.id);
await makeHers(w, other.id, foreign.id);
for (const one of [hers, foreign]) await asksFor(w, one);

/** Whom a counsellor sees, in her list, among requests, and by an id in the address. */
async function seen() {
  await signIn(w, ['counsellor'], { id: worker.id });
  const pages = await Promise.all(
    ['/console/members', '/console/follow-ups'].map((path) =>
      w.get(path).then((one) => one.text()),
    ),
  );
  const answer = await w.get(`/console/members/${foreign.id}`);
  const isIn = (id: string) => pages.every((page) => page.includes(pseudonymOf(id)));
  const isNowhere = pages.every((page) => !page.includes(pseudonymOf(foreign.id)));
  return { hers: isIn(hers.id), foreign: !isNowhere || answer.status !== 404 };
}

/** The application would show everybody to everybody. */
const applicationOff = () => {
  vi.mocked(own.ownMembers).mockResolvedValue(() => true);
  vi.mocked(assignments.membersOf).mockResolvedValue([hers.id, foreign.id]);
};

test('[rel P56] a counsellor sees her own members in the console, and no other', async () => {
  expect(await seen()).toEqual({ hers: true, foreign: false });
});

test('mutant: without the check of the application the database alone shows nothing foreign [rel P56]', async () => {
  applicationOff();
  expect(await seen()).toEqual({ hers: true, foreign: false });
});

test('mutant: without row-level security the application alone shows nothing foreign; without both it does [rel P56]', async () => {
  await w.database.pool.transact(async (tx) => {
    for (const table of ['phone', 'member', 'follow_up', 'consent', 'assignment'])
      await tx.unsafe(`alter table ${table} disable row level security`);
  });
  expect(await seen()).toEqual({ hers: true, foreign: false });
  applicationOff();
  expect(await seen()).toEqual({ hers: true, foreign: true });
});
