import { describe, expect, test } from 'vitest';
import { acts, asks, hers, requests, team } from '../followup/staffed.ts';
import { withoutPiece } from '../world/mutant.ts';
import { world, type World } from '../world/world.ts';
import { joins } from './joined.ts';

const ROUNDS = 4;
/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

/** A counsellor with two members, one of whom has asked for a call. */
async function withList(prepare?: Parameters<typeof world>[0]) {
  const w = await world(prepare);
  const people = await team(w);
  const [one, two] = [w.phoneOf('+254711000201'), w.phoneOf('+254711000202')];
  await joins(one);
  await joins(two);
  await hers(w, people.counsellor.id);
  return { w, one, two, ...people };
}

/** Whom each member has, and how it stands: nothing counts but what is committed. */
function list(w: World) {
  return w.db.run(
    (db) => db<{ counsellorId: string; state: string; endedAs: string | null }[]>`
      select counsellor_id, state, ended_as from assignment order by since, member_id`,
  );
}

function stateOf(w: World, id: string) {
  return w.db.run(async (db) => {
    const [row] = await db<{ state: string }[]>`select state from counsellor where id = ${id}`;
    return row?.state;
  });
}

describe('STOP of a counsellor', () => {
  test(
    'ends her work and hands her list to her backup in the same transaction [req H2]',
    BUSY,
    async () => {
      const { w, one, counsellor, backup } = await withList();
      await asks(w, one, 'asked');
      await w.clock.advance({ minutes: 3 });
      expect(counsellor.phone.lastHeard()).toContain('10 asks for a call');
      await counsellor.phone.texts('STOP');
      expect(counsellor.phone.lastHeard()).toBe('OK. No more texts. To come back, text START.');
      expect(await stateOf(w, counsellor.id)).toBe('stopped');
      const [request] = await requests(w);
      expect([request?.state, request?.counsellorId]).toEqual(['open', backup.id]);
      expect(backup.phone.lastHeard()).toContain('asks for a call');
      expect(await acts(w)).toContain('stopped');
      expect(await list(w)).toEqual([
        { counsellorId: counsellor.id, state: 'ended', endedAs: 'stopped' },
        { counsellorId: counsellor.id, state: 'ended', endedAs: 'stopped' },
        { counsellorId: backup.id, state: 'proposed', endedAs: null },
        { counsellorId: backup.id, state: 'proposed', endedAs: null },
      ]);
      const heard = counsellor.phone.heard().length;
      await w.clock.jump({ hours: 50 });
      expect(counsellor.phone.heard()).toHaveLength(heard);
    },
  );

  test(
    'who is a member too: one STOP ends both, and START brings back the member alone',
    BUSY,
    async () => {
      const { w, one, counsellor } = await withList();
      await joins(counsellor.phone);
      await counsellor.phone.texts('STOP');
      await w.clock.advance({ minutes: 1 });
      for (const text of ['START', '1', '1', '1', '2']) await counsellor.phone.texts(text);
      expect(await stateOf(w, counsellor.id)).toBe('stopped');
      const heard = counsellor.phone.heard().length;
      await asks(w, one, 'asked');
      await w.clock.advance({ minutes: 3 });
      expect(counsellor.phone.heard()).toHaveLength(heard);
      const given = await w.db.run(
        (db) => db<{ act: string }[]>`
        select act from consent where phone_id = (select phone_id from counsellor where id = ${counsellor.id})
        order by seq desc limit 1`,
      );
      expect(given).toEqual([{ act: 'given' }]);
    },
  );

  test('a mutant where her list stays with her is noticed', async () => {
    const { w, one, counsellor, backup } = await withList({
      prepare: withoutPiece('finish_stop', 'perform stop_counsellor(s.phone_id, p_now);'),
    });
    await asks(w, one, 'asked');
    await w.clock.advance({ minutes: 3 });
    await counsellor.phone.texts('STOP');
    expect(await stateOf(w, counsellor.id)).toBe('active');
    expect(backup.phone.heard()).toEqual([]);
  });

  test(
    `[rel P1] raced with a prompt that is being sent, ${ROUNDS} times: nothing comes after the answer, and nothing is lost`,
    BUSY,
    async () => {
      const { w, one, counsellor, backup } = await withList();
      for (let round = 0; round < ROUNDS; round += 1) {
        const asked = asks(w, one, 'asked');
        const stopped = counsellor.phone.raw.texts('STOP');
        const [id] = await Promise.all([asked, stopped]);
        await w.clock.settle();
        await w.clock.advance({ minutes: 3 });
        expect(counsellor.phone.lastHeard()).toBe('OK. No more texts. To come back, text START.');
        const request = (await requests(w)).find((each) => each.id === id);
        expect(request?.counsellorId).toBe(backup.id);
        await w.db.run(async (db) => {
          await db`update follow_up set state = 'done'`;
          await db`update prompt set closed_at = ${w.clock.now()}`;
          await db`update counsellor set state = 'active' where id = ${counsellor.id}`;
          await db`update assignment set state = 'ended', until = ${w.clock.now()} where until is null`;
        });
        await counsellor.phone.texts('START');
        await w.clock.advance({ minutes: 1 });
        await w.db.run(
          (db) => db`
        insert into assignment (counsellor_id, member_id, since)
        select ${counsellor.id}, id, ${w.clock.now()} from member
        where phone_id = (select f.phone_id from follow_up f limit 1)`,
        );
      }
    },
  );
});
