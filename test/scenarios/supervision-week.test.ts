import { expect, test } from 'vitest';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { asks, hers, team, worker } from '../followup/staffed.ts';
import { world, type World } from '../world/world.ts';
import { joins } from './joined.ts';

/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

async function look(w: World) {
  const { setting, pools } = w.service;
  await runSupervision({ setting, pool: pools.web });
  await w.clock.settle();
}

function codeOf(w: World, id: string) {
  return w.db.run(async (db) => {
    const [row] = await db<{ code: number }[]>`select code from counsellor where id = ${id}`;
    return String(row?.code);
  });
}

test(
  'a week of supervision by text: how it was, asked of each; codes, counts and a question to whoever supervises; nobody’s life [req H7]',
  BUSY,
  async () => {
    const w = await world();
    const { counsellor, backup, supervisor, lead } = await team(w);
    const quiet = await worker(w, '+254711000907', { supervisorId: supervisor.id });
    const members = ['+254711000201', '+254711000202'].map((number) => w.phoneOf(number));
    for (const phone of members) await joins(phone);
    await hers(w, counsellor.id);
    // Monday: two ask; with one she talks, for the other she has no airtime, and her backup takes it.
    const [one, two] = members;
    if (one === undefined || two === undefined) throw new Error('two members');
    await asks(w, one, 'asked');
    await counsellor.phone.texts('101');
    await counsellor.phone.texts('106');
    await asks(w, two, 'asked');
    await counsellor.phone.texts('114');
    await w.clock.jump({ seconds: 2 });
    await backup.phone.texts('101');
    // Contacts outside every request, by digits.
    await counsellor.phone.texts('02103');
    expect(counsellor.phone.lastHeard()).toBe('Thank you. Home visits of this week: 3.');
    await counsellor.phone.texts('02 1 2');
    expect(counsellor.phone.lastHeard()).toBe('Thank you. Home visits of this week: 5.');
    await counsellor.phone.texts('02 2 01');
    expect(counsellor.phone.lastHeard()).toBe('Thank you. Groups of this week: 1.');
    // Friday, the last day of duty: each for whom something happened is asked how it was.
    await w.clock.jump({ hours: 24 * 4 });
    await look(w);
    await look(w);
    const asked = counsellor.phone.heard().filter((text) => text.startsWith('Your week:'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^Your week: 2 asked, 1 talked, 0 wait\. How was it\?/u);
    expect(quiet.phone.heard()).toEqual([]);
    const number = /(\d+)1 good/u.exec(asked[0] ?? '')?.[1] ?? '';
    await counsellor.phone.texts(`${number}3`);
    expect(counsellor.phone.lastHeard()).toContain(
      'Your supervisor is told that you would like to talk',
    );
    // Monday: one text in codes and counts.
    await w.clock.jump({ hours: 24 * 3 });
    await look(w);
    await look(w);
    const [hersCode, backupCode, quietCode] = [
      await codeOf(w, counsellor.id),
      await codeOf(w, backup.id),
      await codeOf(w, quiet.id),
    ];
    const weeks = supervisor.phone.heard().filter((text) => text.startsWith('Last week'));
    // The ladder takes from the backup in the same moment what she let lie: it waits with her still, or no more.
    const told = (waits: number) => {
      const lines = [`${backupCode}: 1/0/${waits}`, `${hersCode}: 2/1/0+`, `${quietCode}: 0/0/0`];
      return (
        `Last week, asked/talked/waiting: ${lines.join(', ')}. ? was hard, + would like to talk. No airtime: 1 times. ` +
        'To ask each: what was hard, what helped? No names please.'
      );
    };
    expect(weeks).toHaveLength(1);
    expect([told(0), told(1)]).toContain(weeks[0]);
    expect(lead.phone.heard().filter((text) => text.startsWith('Last week'))).toEqual([]);
    // Nothing that could be a number of anybody, in all that supervision reads.
    for (const text of supervisor.phone.heard()) expect(text).not.toMatch(/\d{5,}/u);
  },
);
