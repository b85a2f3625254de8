import { describe, expect, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { finishErasure } from '../../src/store/erasures.ts';
import { setPaused } from '../../src/store/sending-state.ts';
import { holdGate } from '../world/hold-gate.ts';
import { world, type World } from '../world/world.ts';
import { joins, ledger } from './joined.ts';

const LOOK_MS = 5;

/** Somebody who has joined and said DELETE; what follows happens while it is finished. */
async function deleted(): Promise<World & { old: string }> {
  const w = await world();
  await joins(w.phone);
  await w.phone.texts('DELETE');
  await w.clock.advance({ minutes: 1 });
  const [row] = await w.db.run((db) => db<{ id: string }[]>`select id from phone`);
  return { ...w, old: row?.id ?? '' };
}

describe('an erasure that is due', () => {
  test('waits for a send that holds the gate, then finishes; a connection that is lost meanwhile changes nothing', async () => {
    const w = await deleted();
    const gate = await holdGate(w);
    await makeDue(w);
    await until(() => isWaiting(w));
    await w.db.run(
      (db) => db`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'mazano stop' and datname = current_database() and wait_event_type = 'Lock'`,
    );
    await until(async () => w.lines.join('').includes('erasure_not_finished'));
    w.service.wake();
    await until(() => isWaiting(w));
    expect(await places(w)).toEqual([w.old]);
    await gate.release();
    await w.clock.settle();
    expect(await places(w)).toEqual([]);
  });

  test('ends whole or not at all: what was cut before its commit is there, and the next round finishes it', async () => {
    const w = await deleted();
    const before = await rows(w);
    const cut = w.db.transact(async (tx) => {
      await tx`update erasure set due_at = asked_at`;
      const [row] = await tx<{ id: string }[]>`select id from erasure`;
      expect(await finishErasure(tx, row?.id ?? '', w.clock.now())).toBe('erased');
      throw new Error('cut');
    });
    await expect(cut).rejects.toThrow('cut');
    expect(await rows(w)).toEqual(before);
    await makeDue(w);
    await w.clock.settle();
    expect(await places(w)).toEqual([]);
  });

  test.each([
    ['a STOP', 'STOP', []],
    ['a question', 'HELP', ['1 phone']],
    ['a START', 'START', ['1 phone']],
  ])('meets %s at its commit: that ends as for a number never seen', async (_, text, left) => {
    const w = await deleted();
    const answered = await whileErasing(w, async () => {
      const asked = w.phone.raw.texts(text);
      await pause(50);
      return { asked };
    });
    expect((await answered.asked).taken).toBe(true);
    await w.clock.settle();
    const phones = await places(w);
    expect(phones).not.toContain(w.old);
    expect(phones).toHaveLength(left.length);
    expect(await ledger(w)).toEqual([]);
    if (text === 'START') expect(w.phone.lastHeard()).toContain('Which language?');
  });

  test('takes what was waiting to be sent with it', async () => {
    const w = await deleted();
    await w.db.run((db) => setPaused(db, true));
    await w.phone.texts('HELP');
    const heard = w.phone.heard().length;
    await whileErasing(w, async () => {
      await w.db.run((db) => setPaused(db, false));
      w.service.wake();
      await pause(50);
    });
    await w.clock.advance({ hours: 1 });
    expect(w.phone.heard()).toHaveLength(heard);
  });
});

/** Does `work` while everything is deleted and not yet committed. */
function whileErasing<T>(w: World, work: () => Promise<T>): Promise<T> {
  return w.database.open({ deadlineMs: 8_000 }).transact(async (tx) => {
    await tx`update erasure set due_at = asked_at`;
    const [row] = await tx<{ id: string }[]>`select id from erasure`;
    expect(await finishErasure(tx, row?.id ?? '', w.clock.now())).toBe('erased');
    return work();
  });
}

async function makeDue({ db, service }: World): Promise<void> {
  await db.run((sql) => sql`update erasure set due_at = asked_at`);
  service.wake();
}

async function isWaiting({ db }: World): Promise<boolean> {
  const waiting = await db.run(
    (sql) => sql`
      select from pg_stat_activity
      where application_name = 'mazano stop' and datname = current_database() and wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await pause(LOOK_MS);
}

/** The phones that have a row. */
async function places({ db }: World): Promise<string[]> {
  const found = await db.run((sql) => sql<{ id: string }[]>`select id from phone`);
  return found.map(({ id }) => id);
}

/** How much there is of the phone. */
async function rows({ db }: World): Promise<unknown> {
  const [counts] = await db.run(
    (sql) => sql`
      select (select count(*)::int from phone) as phones, (select count(*)::int from turn) as turns,
        (select count(*)::int from message) as messages, (select count(*)::int from consent) as consents,
        (select state from erasure) as state`,
  );
  return counts;
}
