import { afterEach, expect, test, vi } from 'vitest';
import { numberOf } from '../../src/followup/home/show-number.ts';
import { giveCode } from '../../src/followup/home/give-code.ts';
import * as assignments from '../../src/store/assignments.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { joins } from '../scenarios/joined.ts';
import { sees } from '../scenarios/private-flows.ts';
import { world, type World } from '../world/world.ts';
import { hers, worker, type Worker } from './staffed.ts';

vi.mock('../../src/store/assignments.ts', { spy: true });
afterEach(() => void vi.mocked(assignments.membersOf).mockReset());

const PIN = '7031';

/** One member of hers, and one of a colleague's. */
async function twoCounsellors() {
  const w = await world();
  const counsellor = await worker(w, '+254711000901');
  const colleague = await worker(w, '+254711000902');
  await joins(w.phoneOf('+254711000201'));
  await hers(w, counsellor.id);
  await joins(w.phoneOf('+254711000202'));
  await hers(w, colleague.id);
  const parts = { setting: w.service.setting, pool: w.service.pools.web };
  await sees(counsellor.phone, (await giveCode(parts, counsellor.id)) ?? '', PIN, PIN);
  return { w, counsellor, ...(await whoIs(w, colleague)) };
}

async function whoIs(w: World, { id }: Worker) {
  const [row] = await w.db.run(
    (db) => db<{ memberId: string; phoneId: string }[]>`
      select m.id as member_id, m.phone_id from member m join assignment a on a.member_id = m.id
      where a.counsellor_id = ${id}`,
  );
  if (row === undefined) throw new Error('the colleague has a member');
  return { foreign: row };
}

type Two = Awaited<ReturnType<typeof twoCounsellors>>;

/** How many stand in her list, and the number that comes for a member of her colleague's. */
async function seen({ w, counsellor, foreign }: Two) {
  const numbers = (await sees(counsellor.phone, PIN, '2')).split('\n')[1] ?? '';
  const { setting, pools } = w.service;
  const number = await pools.web.transact(async (tx) => {
    const row = await lockCounsellor(tx, counsellor.id);
    if (row === undefined) throw new Error('she is there');
    const at = { setting, tx, now: w.clock.now(), counsellor: row, channel: 'ussd' as const };
    const { memberId, phoneId } = foreign;
    const member = {
      memberId,
      phoneId,
      numberSealed: Buffer.alloc(0),
      wrappedKey: Buffer.alloc(0),
      traits: [],
      coverTopic: null,
      ringBack: false,
      callFrom: null,
      callTo: null,
      answeredBy: null,
      stopped: false,
    };
    const who = { number: 99, followUpId: null, memberId };
    return numberOf(at, { who, why: undefined, request: undefined, member });
  });
  return { listed: numbers.split(', ').length, number };
}

const appCheckOff = () =>
  vi.mocked(assignments.membersOf).mockImplementation(async (db) => {
    const rows = await db<{ id: string }[]>`select id from member`;
    return rows.map(({ id }) => id);
  });
const databaseCheckOff = ({ w }: Two) =>
  w.db.transact(async (tx) => {
    for (const table of ['phone', 'member', 'follow_up', 'assignment'])
      await tx.unsafe(`alter table ${table} disable row level security`);
  });
const HERS_ALONE = { listed: 1, number: undefined };

test('her own menu shows her members alone, and the number of nobody else’s [rel P56]', async () => {
  expect(await seen(await twoCounsellors())).toEqual(HERS_ALONE);
});

test('mutant: without the check of the application her menu still shows nobody else’s member [rel P56]', async () => {
  const two = await twoCounsellors();
  appCheckOff();
  expect(await seen(two)).toEqual(HERS_ALONE);
});

test('mutant: without row-level security her menu still shows nobody else’s member [rel P56]', async () => {
  const two = await twoCounsellors();
  await databaseCheckOff(two);
  expect(await seen(two)).toEqual(HERS_ALONE);
  appCheckOff();
  // With both gone others' are shown, so what stands above can fail.
  expect(await seen(two)).toEqual({ listed: 2, number: '+254711000202' });
});

test('the wall of the database is asked about her members alone, however many a programme has', async () => {
  const two = await twoCounsellors();
  const { foreign, w } = two;
  // A wall that is asked about every member takes seconds for fifty thousand.
  await w.db.transact((tx) =>
    tx.unsafe(`
      create or replace function is_own_member(p_member uuid) returns boolean language plpgsql stable as $$
      begin
        if p_member = '${foreign.memberId}' then raise exception 'asked about a stranger'; end if;
        return true;
      end $$`),
  );
  const screen = await sees(two.counsellor.phone, PIN, '2');
  expect(screen).toMatch(/^Your members[^\n]*\n\d\d$/u);
});
