import { describe, expect, onTestFinished, test } from 'vitest';
import { accept } from '../../src/followup/accept.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { lockRequest } from '../../src/store/ladder-requests.ts';
import { ladderWorld } from './ladder-world.ts';

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
  test('a request climbs to the lead though every phone is silent; two processes ask nobody twice', async () => {
    const w = await opened(programme);
    await staffed(w);
    await w.asks();
    for (let hour = 0; hour < 24 * 5; hour += 1) {
      await w.look();
      w.clock.moveMs(HOUR_MS / 2);
      await w.look();
      w.clock.moveMs(HOUR_MS / 2);
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

  test('is nobody where nobody works: that is said aloud, and when somebody begins she is asked at once', async () => {
    const w = await opened();
    await w.asks();
    await w.look();
    expect(w.lines.join('')).toContain('request_for_nobody');
    await w.worker('counsellor', { duty: true });
    await w.look();
    expect(await w.acts()).toEqual(['told 0']);
  });
});

test('of two who say yes in the same moment one has it, and the other is told the truth', async () => {
  const w = await opened();
  const { first, second } = await staffed(w);
  for (let round = 0; round < 8; round += 1) {
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
    const both = await Promise.all([yes(first.id), yes(second.id)]);
    expect(both.toSorted()).toEqual(['done', 'taken']);
  }
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
