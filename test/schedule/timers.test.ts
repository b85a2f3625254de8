import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { flowsWith } from '../scenarios/flows-with.ts';
import { isAsked, joins } from '../scenarios/joined.ts';
import { world, type World } from '../world/world.ts';

const noSundays = flowsWith({
  'programmes/demo-kenya.yaml': (before) =>
    before.replace("to: '19:00' }", "to: '19:00', days: [mon, tue, wed, thu, fri, sat] }"),
});

describe('a timer', () => {
  test('fires once, though two processes look at the same moment [rel P27]', async () => {
    const w = await world();
    const phones = Array.from({ length: 12 }, (_, index) => w.phoneOf(`+25471400010${index}`));
    await Promise.all(
      phones.map(async ({ raw }) => {
        for (const text of ['JOIN', '1', '1', '1', '2']) await raw.texts(text);
      }),
    );
    await w.clock.settle();
    await w.replica();
    await w.clock.jump({ hours: 24, minutes: 1 });
    await w.clock.jump({ minutes: 1 });
    for (const phone of phones) {
      const asked = phone.heard().filter((text) => text.includes('How is your small step'));
      expect(asked).toHaveLength(1);
    }
    expect(await timers(w)).toHaveLength(phones.length);
  });

  test('of a question that was answered meanwhile never fires', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('3');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 47 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test.each([
    ['turn', 'turn = 1'],
    ['consent epoch', 'epoch = epoch - 1'],
  ])('of an earlier %s is dropped and counted [rel P27]', async (_, change) => {
    const w = await world();
    await isAsked(w);
    await w.db.run((sql) => sql.unsafe(`update timer set ${change} where kind = 'silence'`));
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 49 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await timers(w)).toEqual([]);
    expect(w.lines.join('')).toContain('timers_dropped');
  });

  test('of a silence that was missed says nothing late, and what the flow does in it is done', async () => {
    const w = await world();
    await isAsked(w);
    await w.db.run((sql) => sql`update timer set send_by = '2026-11-25' where kind = 'silence'`);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 49 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await timers(w)).toEqual(['start']);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done for trying');
    expect(w.lines.join('')).not.toContain('timers_dropped');
  });

  test('of a silence that ended while the service was down waits for what she has answered meanwhile', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.clock.jump({ hours: 73 });
    expect(await timers(w)).toEqual(['silence']);
    await w.phone.texts('1');
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('Well done for trying');
    expect(await timers(w)).toEqual(['start']);
  });

  test('of a phone that is parked is dropped', async () => {
    const w = await world();
    await isAsked(w);
    await w.db.run((sql) => sql`update conversation set trouble = 'test'`);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 49 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('that starts a flow waits behind an open question, and at its send_by for the next time of its rhythm', async () => {
    const w = await world();
    await joins(w.phone);
    const due = await startAt(w);
    for (let round = 0; round < 4; round += 1) {
      await w.clock.advance({ hours: 23 });
      await w.phone.texts('00');
    }
    await w.clock.advance({ hours: 30 });
    expect(w.phone.heard().join('\n')).not.toContain('How is your small step');
    expect(await timers(w)).toEqual(['start']);
    const next = await startAt(w);
    expect(next.getTime() - due.getTime()).toBe(7 * 24 * 3_600_000);
    expect(w.lines.join('')).toContain('"event":"timers_put_off","count":1');
    await w.clock.advance({ seconds: (next.getTime() - w.clock.now().getTime()) / 1_000 + 60 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });

  test('of a silence that ends on a day without texts is counted when they may be sent again [req C3]', async () => {
    const w = await world({ flowsFolder: noSundays });
    await isAsked(w);
    const heard = w.phone.heard().length;
    // Due on Sunday at 7, and worth sending until Monday at 7: an hour before texts may be sent.
    await w.db.run(
      (sql) => sql`
        update timer set due_at = ${new Date('2026-11-29T04:00:00Z')}, send_by = ${new Date('2026-11-30T04:00:00Z')}
        where kind = 'silence'`,
    );
    const opensAt = new Date('2026-11-30T05:00:00Z');
    const seconds = (opensAt.getTime() - w.clock.now().getTime()) / 1_000;
    await w.clock.advance({ seconds: seconds - 60 });
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ minutes: 2 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.lines.join('')).not.toContain('timers_dropped');
  });

  test('without consent starts nothing', async () => {
    const w = await world();
    await w.phone.texts('hello');
    const now = w.clock.now();
    const sendBy = new Date(now.getTime() + 3_600_000);
    await w.db.run(
      (sql) => sql`
        insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
        select ${newId()}, id, 'start', 0, 'check-in', ${now}, ${sendBy} from phone`,
    );
    await w.clock.advance({ minutes: 1 });
    expect(w.phone.heard()).toHaveLength(1);
    expect(await timers(w)).toEqual([]);
  });

  test('set anew replaces the one that was due', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('1');
    await w.phone.texts('00');
    await w.phone.texts('2');
    await w.phone.texts('1');
    expect(await timers(w)).toEqual(['start']);
  });
});

async function startAt({ db }: World): Promise<Date> {
  const [row] = await db.run(
    (sql) => sql<{ dueAt: Date }[]>`select due_at from timer where kind = 'start'`,
  );
  if (row === undefined) throw new Error('no start is due');
  return row.dueAt;
}

async function timers({ db }: World): Promise<string[]> {
  const rows = await db.run((sql) => sql<{ kind: string }[]>`select kind from timer order by kind`);
  return rows.map(({ kind }) => kind);
}
