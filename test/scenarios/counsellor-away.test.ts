import { describe, expect, test } from 'vitest';
import { runCounsellors } from '../../src/cli/run-counsellors.ts';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { atDesk } from '../cli/at-desk.ts';
import { asks, hers, team } from '../followup/staffed.ts';
import type { TestDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { joins } from './joined.ts';

/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

/** `npm run counsellors` beside a running service: what is typed behind it, and the answers to what it asks. */
function commands(w: World) {
  return (typed: string, ...answers: string[]) =>
    runCounsellors({ typed: typed.split(' '), ask: async () => answers.shift() ?? '' }, (work) =>
      work(atDesk(w), w.service.setting),
    );
}

async function atWork(prepare?: (database: TestDatabase) => Promise<void>) {
  const w = await world(prepare === undefined ? {} : { prepare });
  const people = await team(w);
  const one = w.phoneOf('+254711000201');
  await joins(one);
  await hers(w, people.counsellor.id);
  return { w, one, ...people, run: commands(w) };
}

/** The code that supervision calls her by. */
function codeOf(w: World, id: string) {
  return w.db.run(async (db) => {
    const [row] = await db<{ code: number }[]>`select code from counsellor where id = ${id}`;
    return String(row?.code);
  });
}

async function supervise(w: World) {
  const { setting, pools } = w.service;
  await runSupervision({ setting, pool: pools.web });
  await w.clock.settle();
}

function proposals(w: World) {
  return w.db.run(
    (db) => db<{ counsellorId: string; state: string; asked: boolean }[]>`
      select counsellor_id, state, asked_at is not null as asked from assignment where until is null`,
  );
}

describe('a counsellor is away', () => {
  test(
    'her requests go to her backup at once, and she hears nothing until she is back',
    BUSY,
    async () => {
      const { w, one, run, counsellor, backup } = await atWork();
      await asks(w, one, 'asked');
      await w.clock.advance({ minutes: 1 });
      const code = await codeOf(w, counsellor.id);
      expect(await run(`away ${code}`)).toContain('1 requests go to the next person at once.');
      await w.clock.jump({ seconds: 2 });
      expect(backup.phone.lastHeard()).toContain('asks for a call');
      const heard = counsellor.phone.heard().length;
      await w.clock.jump({ hours: 24 });
      expect(counsellor.phone.heard()).toHaveLength(heard);
      // She is hers all the same, and nobody is asked anything.
      expect(await proposals(w)).toEqual([
        { counsellorId: counsellor.id, state: 'agreed', asked: false },
      ]);
      expect(await run(`back ${code}`)).toContain(`${code} is asked again`);
    },
  );

  test('who has no airtime passes on without blame, and it is counted', async () => {
    const { w, one, counsellor, backup } = await atWork();
    await asks(w, one, 'asked');
    await counsellor.phone.texts('104');
    expect(counsellor.phone.lastHeard()).toBe('Thank you for saying so. 10 goes to somebody else.');
    await w.clock.jump({ seconds: 2 });
    expect(backup.phone.lastHeard()).toContain('asks for a call');
  });
});

describe('a supervisor, in one step by text', () => {
  test('moves a list: each member is asked, in coded mode by visit, and none is anybody’s before', async () => {
    const { w, one, counsellor, backup, supervisor } = await atWork();
    const code = await codeOf(w, counsellor.id);
    const other = await codeOf(w, backup.id);
    const heard = one.heard().length;
    await supervisor.phone.texts(`01 ${code} 1`);
    expect(supervisor.phone.lastHeard()).toBe(
      `Done. 1 of ${code} are asked whether ${other} may take over.`,
    );
    await supervise(w);
    expect(await proposals(w)).toEqual([
      { counsellorId: backup.id, state: 'proposed', asked: true },
    ]);
    // The line of the digest, next morning, to whoever takes over; no text about it to the member.
    await w.clock.advance({ hours: 22 });
    expect(backup.phone.lastHeard()).toContain('Good morning. 1 wait');
    expect(one.heard()).toHaveLength(heard);
    const number = /wait: (\d+)\./u.exec(backup.phone.lastHeard())?.[1] ?? '';
    await backup.phone.texts(`${number}6`);
    expect(await proposals(w)).toEqual([{ counsellorId: backup.id, state: 'agreed', asked: true }]);
  });

  test('a mutant that gives the list away unasked is noticed', async () => {
    const { w, counsellor, supervisor } = await atWork(
      withoutPiece('hand_over_list', "'proposed', p_now", "'agreed', p_now"),
    );
    await supervisor.phone.texts(`01${await codeOf(w, counsellor.id)}1`);
    expect((await proposals(w)).map(({ state }) => state)).toEqual(['agreed']);
  });

  test('locks a phone: nothing goes to it, its PIN opens nothing, and only hers can be named', async () => {
    const { w, one, counsellor, supervisor, backup } = await atWork();
    await w.db.run(
      (db) => db`update counsellor set pin_hash = '\\x01' where id = ${counsellor.id}`,
    );
    const code = await codeOf(w, counsellor.id);
    await supervisor.phone.texts(`01${code}2`);
    expect(supervisor.phone.lastHeard()).toContain(`Nothing goes to the phone of ${code}`);
    const [row] = await w.db.run(
      (db) => db<{ state: string; pin: boolean }[]>`
        select state, pin_hash is not null as pin from counsellor where id = ${counsellor.id}`,
    );
    expect(row).toEqual({ state: 'suspended', pin: false });
    const heard = counsellor.phone.heard().length;
    await asks(w, one, 'asked');
    await w.clock.advance({ minutes: 1 });
    expect(counsellor.phone.heard()).toHaveLength(heard);
    expect(backup.phone.lastHeard()).toContain('asks for a call');
    // Nobody but whoever decides for her: not her backup, and no code that is none of hers.
    await backup.phone.texts(`01${code}3`);
    expect(backup.phone.lastHeard()).toContain(`${code} is nobody for whom you decide`);
    await supervisor.phone.texts('01993');
    expect(supervisor.phone.lastHeard()).toContain('99 is nobody for whom you decide');
    await supervisor.phone.texts(`01${code}3`);
    expect(supervisor.phone.lastHeard()).toBe(`Done. ${code} is asked again.`);
  });

  test('hears once that somebody has pressed no key on five days of duty on which she was waited for', async () => {
    const { w, one, counsellor, supervisor } = await atWork();
    const code = await codeOf(w, counsellor.id);
    const silent = () =>
      supervisor.phone.heard().filter((text) => text.startsWith(`${code} has pressed no key`));
    // Monday noon. Of whom nothing is asked, no key is asked for: eleven days of duty, and nobody is told.
    await w.clock.jump({ hours: 24 * 14 });
    await supervise(w);
    expect(silent()).toEqual([]);
    // On a Monday somebody asks; it waits with her and with everybody. Friday is the fifth day.
    await asks(w, one, 'asked');
    await w.clock.advance({ hours: 24 * 4 });
    await supervise(w);
    expect(silent()).toEqual([]);
    await w.clock.advance({ hours: 24 * 3 });
    await supervise(w);
    await supervise(w);
    await w.clock.advance({ hours: 24 });
    await supervise(w);
    const told = silent();
    expect(told).toHaveLength(1);
    const number = /(\d+)1 move her list/u.exec(told[0] ?? '')?.[1] ?? '';
    await supervisor.phone.texts(`${number}2`);
    expect(supervisor.phone.lastHeard()).toContain(`Nothing goes to the phone of ${code}`);
  });
});
