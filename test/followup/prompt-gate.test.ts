import { describe, expect, test } from 'vitest';
import { runLadder } from '../../src/followup/run-ladder.ts';
import type { World } from '../world/world.ts';
import { world } from '../world/world.ts';
import { asks, team } from './staffed.ts';

/** Somebody asks for a call while nothing is sent: the prompt waits in the queue. */
async function queued(
  reason: string,
  { prepare }: { prepare?: (sql: World) => Promise<void> } = {},
) {
  const w = await world();
  const people = await team(w);
  await prepare?.(w);
  await w.db.run((db) => db`update sending set paused = true`);
  await asks(w, w.phoneOf('+254711000201'), reason);
  const let_go = async () => {
    await w.db.run((db) => db`update sending set paused = false`);
    await w.clock.jump({ seconds: 1 });
    const [row] = await w.db.run(
      (db) => db<{ state: string; reason: string | null }[]>`
        select state, reason from message where class = 'prompt' order by seq limit 1`,
    );
    return [row?.state, row?.reason];
  };
  return { w, ...people, let_go, heard: () => people.counsellor.phone.heard() };
}

const changes = (w: World, id: string, state: string) =>
  w.db.run((db) => db`update counsellor set state = ${state} where id = ${id}`);

describe('a prompt leaves only', () => {
  test('to somebody who works with that phone: nobody invited, away, suspended, stopped, gone or dead', async () => {
    const { w, counsellor, let_go, heard } = await queued('asked');
    const rows: unknown[] = [];
    for (const state of ['invited', 'away', 'suspended', 'stopped', 'left', 'dead']) {
      await w.db.run(
        (db) => db`
          update message set state = 'queued', reason = null, finished_at = null where class = 'prompt'`,
      );
      await changes(w, counsellor.id, state);
      rows.push(await let_go());
    }
    expect(rows).toEqual(Array.from({ length: 6 }, () => ['cancelled', 'off_duty']));
    expect(heard()).toEqual([]);
    // Nor an answer that still waited when her phone was locked: it may hold a number.
    await changes(w, counsellor.id, 'suspended');
    await w.db.run(
      (db) => db`
        update message set state = 'queued', reason = null, finished_at = null, class = 'reply', heard_at = ${w.clock.now()},
          send_by = ${new Date(w.clock.now().getTime() + 300_000)}
        where class = 'prompt'`,
    );
    await w.clock.jump({ seconds: 1 });
    expect(heard()).toEqual([]);
  });

  test('where no consent of a member is needed, and none of a member helps', async () => {
    const { let_go, heard } = await queued('asked');
    expect(await let_go()).toEqual(['sent', null]);
    expect(heard()).toHaveLength(1);
  });

  test('after a STOP of that phone: never, urgent or not', async () => {
    for (const reason of ['asked', 'not_safe']) {
      const { w, counsellor, let_go, heard } = await queued(reason);
      await counsellor.phone.texts('STOP').catch(() => undefined);
      await w.db.run(
        (db) => db`update counsellor set state = 'active' where id = ${counsellor.id}`,
      );
      await let_go();
      expect(heard().filter((text) => text.includes('asks for a call'))).toEqual([]);
    }
  });

  test('in the hours of the programme, unless somebody may be in danger', async () => {
    const { w, let_go, heard } = await queued('asked');
    await night(w);
    expect((await let_go())[0]).toBe('queued');
    expect(heard()).toEqual([]);
    const urgent = await queued('not_safe');
    await night(urgent.w);
    // Nor is it held back by what else she was asked in this hour.
    await urgent.w.db.run(
      (db) => db`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by,
          state, finished_at, seq)
        overriding system value
        select gen_random_uuid(), m.phone_id, 'prompt', 4, 0, '\\x00', 1, m.created_at, m.created_at, m.created_at, 'sent',
          ${urgent.w.clock.now()}, 1000000 + n
        from message m, generate_series(1, 20) n where m.class = 'prompt'`,
    );
    expect((await urgent.let_go())[0]).toBe('sent');
  });

  test('as soon as her phone may get one more, where it had enough of them in this hour', async () => {
    const { w, let_go, heard } = await queued('asked');
    await w.db.run(
      (db) => db`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, created_at, send_after, send_by,
          state, finished_at, seq)
        overriding system value
        select gen_random_uuid(), m.phone_id, 'prompt', 4, 0, '\\x00', 1, m.created_at, m.created_at, m.created_at, 'sent',
          ${w.clock.now()}, 1000000 + n
        from message m, generate_series(1, 15) n where m.class = 'prompt'`,
    );
    expect(await let_go()).toEqual(['queued', 'capped']);
    expect(heard()).toEqual([]);
    await w.clock.advance({ minutes: 65 });
    expect(heard()).toHaveLength(1);
  });

  test('while somebody is on duty, however urgent: stuck past that it is gone, and the next is asked in the morning', async () => {
    const w = await world({ start: new Date('2026-11-24T13:45:00Z') });
    const { counsellor, supervisor } = await team(w);
    await w.db.run((db) => db`update sending set paused = true`);
    await asks(w, w.phoneOf('+254711000201'), 'not_safe');
    await w.clock.jump({ hours: 8 });
    await w.db.run((db) => db`update sending set paused = false`);
    await w.clock.jump({ minutes: 1 });
    const rows = await w.db.run(
      (db) => db`select state, reason from message where class = 'prompt'`,
    );
    expect(rows).toEqual([{ state: 'expired', reason: 'late' }]);
    expect([counsellor.phone.heard(), supervisor.phone.heard()]).toEqual([[], []]);
    // Duty begins at 05:00; nobody waits for the answer of somebody who has heard nothing.
    await w.clock.jump({ hours: 7, minutes: 15 });
    expect(w.clock.now().toISOString()).toContain('2026-11-25T05:01');
    const { setting, pools } = w.service;
    await runLadder({ setting, pool: pools.web });
    await w.clock.jump({ seconds: 1 });
    expect(supervisor.phone.lastHeard()).toContain('has waited since');
  });

  test('mutant: a gate that asks nothing of her role lets it go to somebody suspended', async () => {
    const { w, counsellor, let_go, heard } = await queued('asked');
    await w.db.run((db) =>
      db.unsafe(`
        create or replace function prompt_verdict(m message, p_hours_open boolean) returns text
        language sql stable as $$ select 'open' $$`),
    );
    await changes(w, counsellor.id, 'suspended');
    expect(await let_go()).toEqual(['sent', null]);
    expect(heard()).toHaveLength(1);
  });
});

/** As if it had waited until the middle of the night, and were still worth sending. */
async function night(w: World): Promise<void> {
  await w.db.run(
    (db) =>
      db`update message set send_by = ${new Date('2026-11-25T00:00:00Z')} where class = 'prompt'`,
  );
  await w.db.run((db) => db`update follow_up set due_at = ${new Date('2026-12-01T00:00:00Z')}`);
  await w.clock.jump({ hours: 12 });
}
