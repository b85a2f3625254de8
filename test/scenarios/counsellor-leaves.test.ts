import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCounsellors } from '../../src/cli/run-counsellors.ts';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { atDesk } from '../cli/at-desk.ts';
import { asks, hers, team, worker, type Worker } from '../followup/staffed.ts';
import { openWorld, type World, type WorldPhone } from '../world/world.ts';
import { joins } from './joined.ts';

/** A busy machine's time, not the service's. */
const BUSY_MS = 90_000;

/** What is typed at the desk, what is said of it, and what becomes of her and of her member. */
const CASES = {
  left: { typed: 'left', says: 'asked whether her backup', state: 'left', member: 'proposed' },
  died: { typed: 'died', says: 'asked whether her backup', state: 'dead', member: 'proposed' },
  away: { typed: 'away', says: 'To undo', state: 'away', member: 'agreed' },
} as const;
const BACK = '2026-11-30';

type Case = keyof typeof CASES;
type One = { who: Worker; code: string; member: WorldPhone; heard: number; said: string };

let w: World;
let backup: Worker;
let supervisor: Worker;
const all = new Map<Case, One>();

const run = (typed: string) =>
  runCounsellors({ typed: typed.split(' '), ask: async () => '' }, (work) =>
    work(atDesk(w), w.service.setting),
  );

async function supervise() {
  const { setting, pools } = w.service;
  await runSupervision({ setting, pool: pools.web });
  await w.clock.settle();
}

function one(name: Case): One {
  const found = all.get(name);
  if (found === undefined) throw new Error('everybody was entered before');
  return found;
}

/** Her code, and what the database has of her and of her member. */
async function stands(who: Worker, member: WorldPhone) {
  const index = w.service.setting.keyring.numberIndex(member.number);
  const rows = await w.db.run(
    (db) => db<{ code: string; state: string; has: string; how: string; request: string }[]>`
      select c.code::text as code, c.state, a.counsellor_id as has, a.state as how, f.counsellor_id as request
      from counsellor c, phone p join member m on m.phone_id = p.id
      left join assignment a on a.member_id = m.id and a.until is null
      left join follow_up f on f.member_id = m.id and f.state = 'open' and f.reason = 'asked'
      where c.id = ${who.id} and p.number_index = ${index}`,
  );
  return rows[0];
}

beforeAll(async () => {
  w = await openWorld();
  ({ backup, supervisor } = await team(w));
  const names: Case[] = ['left', 'died', 'away'];
  for (const [nth, name] of names.entries()) {
    const rest = { backupId: backup.id, supervisorId: supervisor.id };
    const who = await worker(w, `+25471100092${nth}`, rest);
    const member = w.phoneOf(`+25471100020${nth}`);
    await joins(member);
    await hers(w, who.id);
    await asks(w, member, 'asked');
    const code = (await stands(who, member))?.code ?? '';
    all.set(name, { who, code, member, heard: 0, said: '' });
  }
  await w.clock.advance({ minutes: 1 });
  for (const [name, each] of all) {
    each.heard = each.who.phone.heard().length;
    const until = name === 'away' ? ` --until ${BACK}` : '';
    each.said = await run(`${CASES[name].typed} ${each.code}${until}`);
  }
  await w.clock.advance({ minutes: 1 });
}, BUSY_MS);
afterAll(() => w.close());

test.each(['left', 'died', 'away'] as const)(
  '%s: her request is with her backup at once, her member nobody’s unasked, and nothing more goes to her [req H2]',
  async (name) => {
    const { who, member, heard, said } = one(name);
    const { says, state, member: how } = CASES[name];
    expect(said).toContain('1 requests go to the next person at once.');
    expect(said).toContain(says);
    const has = name === 'away' ? who.id : backup.id;
    expect(await stands(who, member)).toMatchObject({ state, has, how, request: backup.id });
    expect(who.phone.heard()).toHaveLength(heard);
  },
);

test('her backup was asked about each of the three, by a number of its own', () => {
  const asked = backup.phone.heard().filter((text) => text.includes('asks for a call'));
  expect(new Set(asked.map((text) => /^\d+/u.exec(text)?.[0])).size).toBe(3);
});

test('who has left or died does not come back by a command, and nobody is away until a day that is over', async () => {
  for (const name of ['left', 'died'] as const)
    await expect(run(`back ${one(name).code}`)).rejects.toThrow('Enter her anew');
  await expect(run(`away ${one('away').code} --until 2026-11-23`)).rejects.toThrow(
    'the day on which she is back',
  );
});

test(
  'refreshers are counted: who is due within a month and whose training is over, each told once [req H8]',
  async () => {
    const soon = await worker(w, '+254711000931', { supervisorId: supervisor.id });
    const over = await worker(w, '+254711000932', { supervisorId: supervisor.id });
    const code = async (who: Worker) => (await stands(who, one('away').member))?.code ?? '';
    await run(`train ${await code(soon)} --on 2025-01-10 --until 2026-12-20`);
    await run(`train ${await code(over)} --on 2025-01-10 --until 2026-11-20`);
    expect(await run('list')).toContain(
      'Refreshers: 1 overdue, 1 due within 30 days. Not trained yet: 0.',
    );
    for (let times = 0; times < 3; times += 1) await supervise();
    expect(soon.phone.heard().filter((text) => text.includes('20/12/2026'))).toHaveLength(1);
    expect(over.phone.heard().filter((text) => text.includes('20/11/2026'))).toHaveLength(1);
    expect(supervisor.phone.heard().filter((text) => /20\/1[12]\/2026/u.test(text))).toHaveLength(
      2,
    );
    await run(`train ${await code(over)} --on 2026-11-23 --until 2028-11-23`);
    expect(await run('list')).toContain('Refreshers: 0 overdue, 1 due within 30 days.');
  },
  BUSY_MS,
);

test(
  'away until a day: on that day she is back by herself and is asked again; who left or died hears nothing for ever',
  async () => {
    const { who, member, heard } = one('away');
    await w.db.run((db) => db`update follow_up set state = 'done', ended_at = ${w.clock.now()}`);
    await w.clock.jump({ hours: 24 * 6 });
    await supervise();
    expect(await stands(who, member)).toMatchObject({ state: 'away' });
    expect(who.phone.heard()).toHaveLength(heard);
    // Monday morning.
    await w.clock.jump({ hours: 24 });
    await supervise();
    expect(await stands(who, member)).toMatchObject({ state: 'active', has: who.id });
    await asks(w, member, 'asked');
    await w.clock.advance({ minutes: 1 });
    expect(who.phone.lastHeard()).toContain('asks for a call');
    for (const name of ['left', 'died'] as const)
      expect(one(name).who.phone.heard()).toHaveLength(one(name).heard);
  },
  BUSY_MS,
);
