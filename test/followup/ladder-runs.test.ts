import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { accept } from '../../src/followup/accept.ts';
import * as askAbout from '../../src/followup/ask-about.ts';
import { runLadder } from '../../src/followup/run-ladder.ts';
import * as work from '../../src/followup/work.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { lockRequest } from '../../src/store/ladder-requests.ts';
import { ladderWorld } from './ladder-world.ts';

vi.mock('../../src/followup/work.ts', { spy: true });
vi.mock('../../src/followup/ask-about.ts', { spy: true });
afterEach(() => void vi.mocked(work.hindered).mockReset());

const HOUR_MS = 3_600_000;
/** A Monday, nine o'clock or later in the morning in each of the five countries but Peru, where it is four. */
const MONDAY = new Date('2026-11-23T09:00:00Z');

async function opened(programme = 'demo-kenya', start = MONDAY) {
  const w = await ladderWorld(programme, start);
  onTestFinished(() => w.drop());
  return w;
}

type Ladder = Awaited<ReturnType<typeof opened>>;

/** Somebody on duty, her supervisor, the lead, and a second on duty. */
async function staffed(w: Ladder) {
  const lead = await w.worker('lead');
  const supervisor = await w.worker('supervisor');
  const second = await w.worker('counsellor', { duty: true, supervisorId: supervisor.id });
  const first = await w.worker('counsellor', { duty: true, supervisorId: supervisor.id });
  return { first, second, supervisor, lead };
}

describe.each([
  'kenya-groups',
  'zimbabwe-clinics',
  'mozambique-pilot',
  'india-villages',
  'peru-centres',
])('in %s', (programme) => {
  test('a request climbs to the lead though every phone is silent; two processes ask nobody twice [req K5]', async () => {
    const w = await opened(programme);
    await staffed(w);
    await w.asks();
    for (let hour = 0; hour < 24 * 4; hour += 1) {
      await w.look();
      w.clock.moveMs(HOUR_MS);
    }
    const acts = await w.acts();
    expect(acts.filter((act) => act.startsWith('told'))).toEqual([
      'told 0',
      'told 1',
      'told 2',
      'told 3',
    ]);
    expect(acts.filter((act) => act.startsWith('late_told'))).toHaveLength(1);
    expect(acts.at(-1)).toBe('unanswered 3');
    expect([await w.count('prompt'), await w.count('message')]).toEqual([4, 4]);
    expect(w.lines.join('')).toContain('request_unanswered');
  });
});

describe('whoever is asked', () => {
  test('is trained, does not work in her own matter, and of two the one who has less', async () => {
    const w = await opened();
    await w.worker('counsellor', { duty: true, trained: '2027-01-01' });
    const asking = await w.worker('counsellor', { duty: true });
    const busy = await w.worker('counsellor', { duty: true });
    await w.asks('asked', asking.phoneId);
    await w.look();
    await w.asks();
    await w.look();
    const rows = await w.pool.run(
      (db) =>
        db<{ id: string }[]>`select counsellor_id as id from follow_up order by opened_at, id`,
    );
    expect(rows.map(({ id }) => id)).toEqual([busy.id, asking.id]);
  });

  test('is nobody where nobody works, that is said aloud, and when somebody begins she is asked at once', async () => {
    const w = await opened();
    await w.asks();
    await w.look();
    expect(w.lines.join('')).toContain('request_for_nobody');
    await w.worker('counsellor', { duty: true });
    await w.look();
    expect(await w.acts()).toEqual(['told 0']);
  });
});

/** Both were asked, and both say yes at once. */
async function twoYes(w: Ladder, first: string, second: string): Promise<string[]> {
  const id = await w.asks();
  await w.look();
  const yes = (counsellorId: string) =>
    w.pool.transact(async (tx) => {
      const counsellor = await lockCounsellor(tx, counsellorId);
      const request = await lockRequest(tx, id);
      if (counsellor === undefined || request === undefined) throw new Error('both are there');
      const { setting } = w.parts;
      const now = w.clock.now();
      return accept({ setting, tx, now, counsellor, request, channel: 'sms' });
    });
  return (await Promise.all([yes(first), yes(second)])).toSorted();
}

test('of two who say yes in the same moment one has it, and the other is told the truth', async () => {
  const w = await opened();
  const { first, second } = await staffed(w);
  for (let round = 0; round < 8; round += 1)
    expect(await twoYes(w, first.id, second.id)).toEqual(['done', 'taken']);
});

test('mutant: a yes that does not ask who has it tells two that it is theirs', async () => {
  const w = await opened();
  const { first, second } = await staffed(w);
  vi.mocked(work.hindered).mockResolvedValue(undefined);
  expect(await twoYes(w, first.id, second.id)).not.toEqual(['done', 'taken']);
});

test('asked twice is one request: nobody gets a second number for the same call', async () => {
  const w = await opened();
  const { first } = await staffed(w);
  const member = await w.worker('peer');
  for (const reason of ['asked', 'asked_to_talk', 'asked']) {
    await w.asks(reason, member.phoneId);
    await w.look();
  }
  expect(await w.acts()).toEqual(['told 0', 'asked_again 0', 'asked_again 0']);
  const open = await w.pool.run(
    (db) => db<{ n: number }[]>`
      select count(*)::int as n from follow_up where counsellor_id = ${first.id} and state = 'open'`,
  );
  expect(open[0]?.n ?? 0).toBeLessThanOrEqual(1);
});

describe('what can wait', () => {
  test('is one text a morning for each, shared among those on duty; what is too much waits for the next', async () => {
    const w = await opened();
    const workers = [await w.worker('counsellor', { duty: true })];
    workers.push(await w.worker('counsellor', { duty: true }));
    for (let n = 0; n < 30; n += 1) await w.asks('not_going_well');
    await w.look();
    expect(await w.count('message')).toBe(0);
    const texts = async () => {
      const rows = await w.pool.run(
        (db) => db<{ n: number }[]>`
          select count(*)::int as n from message group by phone_id order by phone_id`,
      );
      return rows.map(({ n }) => n);
    };
    w.clock.moveMs(20 * HOUR_MS + HOUR_MS / 12);
    await w.look();
    expect([await texts(), await w.count('prompt')]).toEqual([[1, 1], 24]);
    w.clock.moveMs(6 * HOUR_MS);
    await w.look();
    expect([await texts(), await w.count('prompt')]).toEqual([[1, 1], 24]);
    w.clock.moveMs(18 * HOUR_MS);
    await w.look();
    expect(await texts()).toEqual([2, 2]);
  });

  test('a list that is older than what another process did asks nobody else in the same moment [req K5]', async () => {
    const w = await opened();
    await staffed(w);
    await w.asks();
    let looked = false;
    const run: typeof w.pool.run = async (...asked) => {
      const list = await w.pool.run(...asked);
      // The other process does it all between this one's list and its first step.
      if (!looked) await w.lookAlone();
      looked = true;
      return list;
    };
    await runLadder({ ...w.parts, pool: { ...w.pool, run } });
    expect((await w.acts()).filter((act) => act.startsWith('told'))).toEqual(['told 0']);
  });

  test('a request that cannot be looked at is left, and keeps nobody else waiting', async () => {
    const w = await opened();
    await staffed(w);
    await w.asks();
    await w.asks();
    vi.mocked(askAbout.askAbout).mockImplementationOnce(() =>
      Promise.reject(new Error('a key that does not fit')),
    );
    await w.lookAlone();
    expect(w.lines.join('')).toContain('request_not_moved');
    const rows = await w.pool.run(
      (db) => db<{ id: string; stage: string }[]>`
        select id, stage from follow_up where state = 'open' order by stage`,
    );
    expect(rows.map(({ stage }) => stage)).toEqual(['new', 'offered']);
    w.clock.moveMs(HOUR_MS / 6);
    await w.look();
    expect((await w.acts()).filter((act) => act === 'told 0')).toHaveLength(2);
  });
});
