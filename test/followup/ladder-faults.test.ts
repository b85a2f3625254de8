import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { morningDigest } from '../../src/followup/morning-digest.ts';
import { refer } from '../../src/followup/refer.ts';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { stepRequest } from '../../src/followup/step-request.ts';
import * as late from '../../src/followup/tell-late.ts';
import * as assignments from '../../src/store/assignments.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { lockRequest } from '../../src/store/ladder-requests.ts';
import * as notices from '../../src/store/notices.ts';
import { promptOf, savePrompt } from '../../src/store/prompts.ts';
import { ladderWorld } from './ladder-world.ts';

vi.mock('../../src/followup/tell-late.ts', { spy: true });
vi.mock('../../src/store/notices.ts', { spy: true });
vi.mock('../../src/store/assignments.ts', { spy: true });
afterEach(() => {
  vi.mocked(late.tellLate).mockReset();
  vi.mocked(notices.noteOnce).mockClear();
  vi.mocked(assignments.isSomebodyElses).mockReset();
});

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** A Monday, noon where the programme is. */
const MONDAY = new Date('2026-11-23T09:00:00Z');

async function opened(start = MONDAY) {
  const w = await ladderWorld('demo-kenya', start);
  onTestFinished(() => w.drop());
  return w;
}

type Ladder = Awaited<ReturnType<typeof opened>>;

test('what fails while somebody is told late is put off: one error in five minutes, and then she is told', async () => {
  const w = await opened();
  await w.worker('counsellor', { duty: true });
  await w.asks();
  await w.look();
  w.clock.moveMs(DAY_MS + MINUTE_MS);
  await w.database.run((db) => db`update follow_up set due_at = ${new Date('2027-01-01')}`);
  vi.mocked(late.tellLate).mockRejectedValueOnce(new Error('a key that does not fit'));
  const errors = () => w.lines.filter((line) => line.includes('request_not_moved')).length;
  for (let second = 0; second < 4; second += 1) {
    await w.lookAlone();
    w.clock.moveMs(1_000);
  }
  expect(errors()).toBe(1);
  expect(vi.mocked(late.tellLate)).toHaveBeenCalledTimes(1);
  const [row] = await w.database.run((db) => db<{ dueAt: Date }[]>`select due_at from follow_up`);
  // When the next person is asked has nothing to do with it.
  expect(row?.dueAt).toEqual(new Date('2027-01-01'));
  w.clock.moveMs(5 * MINUTE_MS);
  await w.lookAlone();
  expect((await w.acts()).at(-1)).toBe('late_told 0');
});

/** A member who has said yes to texts of those who meet her, and whom this counsellor has talked with. */
async function talked(w: Ladder, counsellorId: string) {
  const { phoneId, memberId } = await w.memberOf(counsellorId);
  const now = w.clock.now();
  const id = await w.asks('asked', phoneId);
  await w.database.run(async (db) => {
    await db`
      insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
      values (${phoneId}, ${memberId}, 'counsellor_contact', 'given', ${now}, 'sms', 0)`;
    await db`
      update follow_up set member_id = ${memberId}, state = 'done', stage = 'accepted', counsellor_id = ${counsellorId}
      where id = ${id}`;
  });
  return { id, memberId };
}

test('who was her counsellor once offers her nobody any more, though the request that is over keeps her [req P2]', async () => {
  const w = await opened();
  const [counsellor, other] = [await w.worker('counsellor'), await w.worker('counsellor')];
  const { id, memberId } = await talked(w, counsellor.id);
  const offers = () =>
    w.pool.transact(async (tx) => {
      const row = await lockCounsellor(tx, counsellor.id);
      const request = await lockRequest(tx, id);
      if (row === undefined || request === undefined) throw new Error('both are there');
      const now = w.clock.now();
      const work = { setting: w.parts.setting, tx, now, counsellor: row, request };
      return refer({ ...work, channel: 'sms' });
    });
  expect(await offers()).toBe('done');
  for (const endedAs of ['handed_over', 'changed']) {
    await w.database.run(
      (db) => db`
        update assignment set until = ${w.clock.now()}, state = 'ended', ended_as = ${endedAs}
        where member_id = ${memberId} and counsellor_id = ${counsellor.id}`,
    );
    expect(await offers()).toBe('closed');
  }
  await w.database.run(
    (db) => db`
      insert into assignment (counsellor_id, member_id, since)
      values (${other.id}, ${memberId}, ${w.clock.now()})`,
  );
  expect(await offers()).toBe('closed');
  // Asked of nobody, it would go out: what stands above can fail.
  vi.mocked(assignments.isSomebodyElses).mockResolvedValueOnce(false);
  expect(await offers()).toBe('done');
});

test('a number that waits for an answer never means something else, and one that is over rests first', async () => {
  const w = await opened();
  const { id: counsellorId } = await w.worker('counsellor', { duty: true });
  const first = await w.asks();
  await w.look();
  const numbered = (kind: string, followUpId: string | null) =>
    w.pool.transact(async (tx) => {
      await lockCounsellor(tx, counsellorId);
      const now = w.clock.now();
      const prompt = { id: newId(now.getTime()), counsellorId, kind, followUpId, aboutId: null };
      return savePrompt(tx, { ...prompt, now });
    });
  // Every other number of two or three digits was used on the same day.
  await w.database.run(
    (db) => db`
      insert into prompt (id, counsellor_id, number, kind, sent_at, closed_at)
      select gen_random_uuid(), ${counsellorId}, n, 'week', ${w.clock.now()}, ${w.clock.now()}
      from generate_series(11, 999) n where n not in (88, 99)`,
  );
  w.clock.moveMs(31 * DAY_MS);
  const others = await Promise.all([numbered('week', null), numbered('week', null)]);
  expect(others).not.toContain(10);
  const about = await w.pool.run((db) => promptOf(db, counsellorId, 10, w.clock.now()));
  expect(about?.followUpId).toBe(first);
  w.clock.moveMs(31 * DAY_MS);
  await w.database.run(
    (db) => db`update prompt set sent_at = ${w.clock.now()} where number in (12, 13)`,
  );
  expect(await numbered('week', null)).not.toBe(10);
});

test('a counsellor who is silent for days is told of once, and nothing is asked of the database about her again', async () => {
  const w = await opened();
  const supervisor = await w.worker('supervisor');
  await w.worker('counsellor', { duty: true, supervisorId: supervisor.id });
  await w.asks();
  await w.look();
  await w.database.run(
    (db) => db`update message set state = 'sent', finished_at = ${w.clock.now()}`,
  );
  w.clock.moveMs(9 * DAY_MS);
  const said = () =>
    vi.mocked(notices.noteOnce).mock.calls.filter(([, { what }]) => what === 'silent').length;
  for (let look = 0; look < 3; look += 1) await runSupervision(w.parts);
  expect(said()).toBe(1);
});

test('what was asked in the night and is seen after duty began is in the text of that morning, and no second text', async () => {
  const w = await opened(new Date('2026-11-23T04:00:00Z'));
  await w.worker('counsellor', { duty: true });
  await w.asks('not_going_well');
  await w.asks('not_going_well');
  w.clock.moveMs(90 * MINUTE_MS);
  await w.look();
  expect([await w.count('message'), await w.count('prompt')]).toEqual([1, 2]);
  await w.asks('not_going_well');
  await w.look();
  expect(await w.count('message')).toBe(1);
});

test('the text of a morning waits until all that was asked in the night was looked at, by whichever process', async () => {
  const w = await opened(new Date('2026-11-23T04:00:00Z'));
  await w.worker('counsellor', { duty: true });
  const first = await w.asks('not_going_well');
  const second = await w.asks('not_going_well');
  w.clock.moveMs(90 * MINUTE_MS);
  const now = w.clock.now();
  const look = { now, here: { date: '2026-11-23', weekday: 'mon', time: '08:30' } };
  const elsewhere = { ...look, now: new Date(now.getTime() + 2_000) };
  const one = (_id: string, work: () => Promise<boolean>) => work();
  // One process, whose clock is ahead, has looked at the first request when the other one comes to the text of the morning.
  expect(await stepRequest(w.parts, first, elsewhere)).toBe(true);
  expect(await morningDigest(w.parts, look, one)).toBe(0);
  // The other one still has it in its list: no text of its own.
  expect(await stepRequest(w.parts, first, look)).toBe(false);
  expect(await stepRequest(w.parts, second, look)).toBe(true);
  expect(await morningDigest(w.parts, look, one)).toBe(1);
  await w.look();
  expect([await w.count('message'), await w.count('prompt')]).toEqual([1, 2]);
});
