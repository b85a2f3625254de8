import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runSupervision } from '../../src/followup/run-supervision.ts';
import { holdCounsellors } from '../../src/followup/watch-complaints.ts';
import { desk } from '../cli/desk.ts';
import { asks, hers, team, worker } from '../followup/staffed.ts';
import type { TestDatabase } from '../world/database.ts';
import { withoutPiece } from '../world/mutant.ts';
import { until } from '../world/until.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { joins } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
cpSync('flows/complaint', join(flowsFolder, 'complaint'), { recursive: true });
/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };
const WORDS = 'She asked about zebras';

/** A member of a counsellor, and two people outside every line. */
async function withLine(prepare?: (database: TestDatabase) => Promise<void>) {
  // Ten past twelve in Nairobi: not at a half hour.
  const start = new Date('2026-11-23T09:10:00Z');
  const w = await world({ flowsFolder, start, ...(prepare === undefined ? {} : { prepare }) });
  const people = await team(w);
  const outside = await worker(w, '+254711000905', { role: 'safeguarding' });
  const another = await worker(w, '+254711000906', { role: 'safeguarding' });
  const member = w.phoneOf('+254711000201');
  await joins(member);
  await hers(w, people.counsellor.id);
  return { w, member, outside, another, ...people };
}

async function complains(phone: WorldPhone, ...answers: string[]): Promise<string> {
  for (const text of ['COMPLAIN', ...answers, WORDS]) await phone.texts(text);
  return phone.lastHeard();
}

async function atHalfHour(w: World) {
  const half = 30 * 60_000;
  const left = half - (w.clock.now().getTime() % half);
  await w.clock.advance({ seconds: left / 1_000 + 5 });
  await look(w);
}

async function look(w: World) {
  const { setting, pools } = w.service;
  await runSupervision({ setting, pool: pools.web });
  await w.clock.settle();
}

/** As long as a busy machine takes: what is judged is the seconds of the world's own clock. */
const comesToRest = (w: World, id: string, state: string) =>
  until(
    `the counsellor is ${state}`,
    async () => {
      await w.clock.jump({ seconds: 1 });
      return (await stateOf(w, id)) === state;
    },
    20_000,
  );

function stateOf(w: World, id: string) {
  return w.db.run(async (db) => {
    const [row] = await db<{ state: string }[]>`select state from counsellor where id = ${id}`;
    return row?.state;
  });
}

describe('a complaint that her own counsellor touched or threatened her [req F2]', () => {
  test(
    'without a name: off prompts within seconds, somebody outside within the hour, nobody of the line at all',
    BUSY,
    async () => {
      const { w, member, outside, another, counsellor, backup, supervisor, lead } =
        await withLine();
      const line = [counsellor, backup, supervisor, lead].map(({ phone }) => phone);
      const before = line.map((phone) => phone.heard().length);
      const receipt = await complains(member, '4', '1', '2');
      expect(receipt).toMatch(
        /^Thank you\. Your receipt: \d{4}\. Somebody sees to it within 72 hours/u,
      );
      await comesToRest(w, counsellor.id, 'suspended');
      await w.clock.settle();
      expect(outside.phone.lastHeard()).toMatch(/^\d+ gets nothing for work now/u);
      await atHalfHour(w);
      const told = outside.phone.heard().concat(another.phone.heard());
      const letters = told.filter((text) => text.startsWith('1 urgent letters wait'));
      expect(letters).toHaveLength(1);
      // Nobody has answered: half an hour later the other one hears, within the hour.
      await atHalfHour(w);
      const urgent = (phone: WorldPhone) =>
        phone.heard().filter((text) => text.startsWith('1 urgent letters wait'));
      expect([urgent(outside.phone).length, urgent(another.phone).length]).toEqual([1, 1]);
      const number = /(\d+)1 I see to it/u.exec(another.phone.lastHeard())?.[1] ?? '';
      await another.phone.texts(`${number}1`);
      expect(another.phone.lastHeard()).toBe('Thank you. Please read them at the office today.');
      await atHalfHour(w);
      expect([urgent(outside.phone).length, urgent(another.phone).length]).toEqual([1, 1]);
      // The counsellor gets nothing, and her member's request goes to somebody else.
      await asks(w, member, 'asked');
      await w.clock.advance({ minutes: 3 });
      expect(counsellor.phone.heard()).toHaveLength(before[0] ?? -1);
      expect(line.slice(2).map((phone) => phone.heard().length)).toEqual(before.slice(2));
      expect(backup.phone.lastHeard()).toContain('asks for a call');
      expect([...told, ...line.flatMap((phone) => phone.heard())].join('\n')).not.toContain(
        'zebras',
      );
      // What led from the phone to her is gone, and the complaint has no phone and no time of day.
      const left = await w.db.run(
        (db) => db<{ holds: number; row: string }[]>`
        select (select count(*)::int from complaint_hold) as holds, (select c::text from complaint c) as row`,
      );
      expect(left[0]?.holds).toBe(0);
      expect(left[0]?.row).not.toMatch(/\d\d:\d\d/u);
      const said = await desk(w)('complaints');
      expect(said).toContain(`receipt ${/\d{4}/u.exec(receipt)?.[0] ?? ''}`);
      expect(said).toContain('touched or threatened, by her own counsellor');
      // Whoever stands outside the line brings her back, when she has looked.
      const code = /^\d+/u.exec(outside.phone.heard().at(0) ?? '')?.[0] ?? '';
      await outside.phone.texts(`01${code}3`);
      expect(await stateOf(w, counsellor.id)).toBe('active');
    },
  );

  test(
    'a mutant that forgets who it was about is noticed: she goes on as before',
    BUSY,
    async () => {
      const { w, member, counsellor } = await withLine(async ({ pool }) => {
        await pool.run((sql) =>
          sql.unsafe(`create function forget() returns trigger language plpgsql as $$ begin return null; end $$;
          create trigger forget before insert on complaint_hold for each row execute function forget();`),
        );
      });
      await complains(member, '4', '1', '2');
      const { setting, pools } = w.service;
      expect(await holdCounsellors({ setting, pool: pools.web })).toBe(0);
      expect(await stateOf(w, counsellor.id)).toBe('active');
    },
  );

  test('by somebody else takes no counsellor off, and is told of as soon', async () => {
    const { w, member, outside, counsellor } = await withLine();
    await complains(member, '4', '2', '1');
    await atHalfHour(w);
    expect(outside.phone.lastHeard()).toMatch(/^1 urgent letters wait/u);
    expect(await stateOf(w, counsellor.id)).toBe('active');
  });
});

describe('another complaint [req F2]', () => {
  test(
    'waits for the next duty hours, is told of once a day until a human has spoken with her, and late is alarmed',
    BUSY,
    async () => {
      const { w, member, outside, counsellor, supervisor, lead } = await withLine();
      const heard = () => outside.phone.heard().filter((text) => text.includes('letters wait'));
      expect(await complains(member, '3', '1')).toContain('Somebody sees to it within 72 hours.');
      await look(w);
      await look(w);
      expect(heard()).toHaveLength(1);
      for (const { phone } of [counsellor, supervisor, lead]) expect(phone.heard()).toEqual([]);
      // Another contact, without a reason: no call of hers goes to the one it was about.
      expect(member.lastHeard()).toContain('2 Somebody else now');
      await member.texts('2');
      await member.texts('9');
      await w.clock.advance({ minutes: 3 });
      expect(counsellor.phone.heard().join('\n')).not.toContain('asks for a call');
      expect(supervisor.phone.lastHeard()).toContain('has waited since');
      await w.clock.jump({ hours: 24 });
      await look(w);
      expect(heard()).toHaveLength(2);
      expect(w.lines.join('\n')).not.toContain('complaint_late');
      await w.clock.jump({ hours: 48 });
      await look(w);
      expect(w.lines.join('\n')).toContain('complaint_late');
      const [reference] = /^[0-9A-F]{7}/mu.exec(await desk(w)('complaints')) ?? [];
      await desk(w)(`complaint-done ${reference ?? ''}`);
      const told = heard().length;
      await w.clock.jump({ hours: 24 });
      await look(w);
      expect(heard()).toHaveLength(told);
    },
  );
});

describe('a complaint of a number that has said STOP [req F2][req C2]', () => {
  const CALL = '2';
  const answers = ['4', CALL, '1'];
  /** Nobody's members, who are asked nothing behind the receipt. */
  async function afterStop(prepare?: (database: TestDatabase) => Promise<void>) {
    const { w } = await withLine(prepare);
    const phones = [w.phoneOf('+254711000298'), w.phoneOf('+254711000299')] as const;
    for (const phone of phones) {
      await joins(phone);
      await phone.texts('STOP');
    }
    const joined = phones[0].heard().length;
    return { phones, since: (phone: WorldPhone) => phone.heard().slice(joined) };
  }

  test(
    'comes to its receipt, also after three other answers; its steps are six a day, other answers three',
    BUSY,
    async () => {
      const { phones, since } = await afterStop();
      const [needy, complainer] = phones;
      for (const text of ['HELP', '9', '3', 'HELP']) await needy.texts(text);
      expect(since(needy)).toHaveLength(3);
      expect(await complains(needy, ...answers)).toContain('Your receipt:');
      expect(since(needy)).toHaveLength(8);
      await complains(needy, ...answers);
      expect(since(needy)).toHaveLength(9);
      expect(await complains(complainer, ...answers)).toContain('Your receipt:');
      expect(since(complainer)).toHaveLength(5);
      for (const text of ['HELP', '9', '3', 'HELP']) await complainer.texts(text);
      expect(since(complainer)).toHaveLength(8);
    },
  );

  test('mutant: counted like any other answer it never comes to its receipt', BUSY, async () => {
    const { phones, since } = await afterStop(
      withoutPiece('open_for_send', 'case when m.in_talk then 6 else 3 end', '3'),
    );
    await complains(phones[0], ...answers);
    expect(since(phones[0]).join('\n')).not.toContain('Your receipt:');
  });
});
