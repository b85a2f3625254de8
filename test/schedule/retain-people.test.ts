import { describe, expect, test } from 'vitest';
import { retain } from '../../src/schedule/retain.ts';
import { unlinkPhone } from '../../src/store/unlink-phone.ts';
import { joins } from '../scenarios/joined.ts';
import { deskOf, NEW_NUMBER } from '../scenarios/people-desk.ts';
import { world, type World } from '../world/world.ts';

const LIMIT = { timeout: 180_000 };
const YEAR = { hours: 24 * 366 };

describe('a member whose number turned out to be somebody else’s', () => {
  test('is forgotten after a year, and whoever took part there since is not', LIMIT, async () => {
    const w = await world();
    await joins(w.phone);
    const [was] = await unlinked(w);
    await joins(w.phone);
    await w.phone.texts('9');
    await w.clock.jump(YEAR);
    await w.db.run(
      (sql) => sql`
      insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
      select gen_random_uuid(), phone_id, id, 'wrote', 'sms', created_at from member where id = ${was ?? ''}`,
    );
    await retains(w);
    expect(await count(w, 'member')).toBe(2);
    await w.db.run((sql) => sql`delete from follow_up where member_id = ${was ?? ''}`);
    await retains(w);
    const left = await w.db.run(
      (sql) => sql`
        select distinct c.member_id = m.id as hers from consent c left join member m on m.phone_id = c.phone_id`,
    );
    expect(left).toEqual([{ hers: true }]);
    expect(await count(w, 'phone')).toBe(1);
    expect(await count(w, 'follow_up')).toBe(1);
  });
});

describe('who took part once and has no consent left', () => {
  test(
    'is forgotten a year after the last word, number and all, but for the hash of the STOP',
    LIMIT,
    async () => {
      const w = await world();
      await joins(w.phone);
      await w.phone.texts('STOP');
      await w.clock.jump({ hours: 24 * 364 });
      await retains(w);
      expect(await count(w, 'member')).toBe(1);
      await w.clock.jump({ hours: 48 });
      // She is somebody's member, who may meet her.
      await w.db.run(async (sql) => {
        await sql`insert into staff (id, role, created_at) values (${COUNSELLOR}, 'counsellor', ${w.clock.now()})`;
        await sql`
        insert into assignment (counsellor_id, member_id, since) select ${COUNSELLOR}, id, created_at from member`;
      });
      await retains(w);
      expect(await count(w, 'member')).toBe(1);
      await w.db.run((sql) => sql`update assignment set until = ${w.clock.now()}`);
      await retains(w);
      for (const table of [
        'phone',
        'member',
        'consent',
        'conversation',
        'turn',
        'message',
        'assignment',
      ])
        expect([table, await count(w, table)]).toEqual([table, 0]);
      expect(await count(w, 'suppression')).toBe(1);
    },
  );

  test('stays as long as a consent does, however silent', LIMIT, async () => {
    const w = await world();
    await joins(w.phone);
    await w.clock.jump(YEAR);
    await retains(w);
    expect(await count(w, 'member')).toBe(1);
  });
});

describe('a stranger', () => {
  test(
    'who said that it is the wrong number is forgotten after a week, and is not invited again',
    LIMIT,
    async () => {
      const w = await world();
      for (const text of ['wrong number', '1']) await w.phone.texts(text);
      await w.clock.jump({ hours: 24 * 8 });
      await retains(w);
      expect(await count(w, 'phone')).toBe(0);
      expect(await count(w, 'suppression')).toBe(1);
    },
  );

  test(
    'who refused and never answered is not invited later; who asked for a pause is kept until it is over',
    LIMIT,
    async () => {
      const w = await world();
      const paused = w.phoneOf('+254711000222');
      await w.phone.texts('please do not text me');
      await paused.texts('hello');
      await w.db.run(
        (sql) => sql`
          insert into member (id, phone_id, language, wrapped_key, paused_until, created_at)
          select gen_random_uuid(), phone_id, 'en', '', ${w.clock.now()}::timestamptz + interval '30 days', heard_at
          from conversation where offer is null`,
      );
      await w.clock.jump({ hours: 24 * 8 });
      await retains(w);
      expect([await count(w, 'phone'), await count(w, 'suppression')]).toEqual([1, 1]);
      expect(await count(w, 'member')).toBe(1);
      await w.clock.jump({ hours: 24 * 30 });
      await retains(w);
      expect([await count(w, 'phone'), await count(w, 'member')]).toEqual([0, 0]);
    },
  );

  test('to whose phone a member is about to come is not forgotten meanwhile', LIMIT, async () => {
    const w = await world();
    await joins(w.phone);
    const fresh = w.phoneOf(NEW_NUMBER);
    await fresh.texts('hello');
    await w.clock.jump({ hours: 24 * 8 });
    const { word } = await deskOf(w).changes(w.phone.number, NEW_NUMBER);
    await w.clock.advance({ hours: 1 });
    await retains(w);
    await fresh.texts(word);
    expect(fresh.lastHeard()).toContain('Texts will come to this number');
  });
});

const COUNSELLOR = '00000000-0000-4000-8000-000000000001';

async function unlinked({ db, service, clock }: World): Promise<string[]> {
  const [phone] = await db.run((sql) => sql<{ id: string }[]>`select id from phone`);
  return service.pools.waiting.run((sql) =>
    unlinkPhone(sql, phone?.id ?? '', clock.now(), 'wrong_number'),
  );
}

async function retains({ database, service }: World): Promise<void> {
  const { keyring, clock, log } = service.setting;
  const pool = database.open({ statementTimeoutMs: 20_000, deadlineMs: 20_000 });
  await retain({ pool, keyring, clock, log });
}

async function count({ db }: World, table: string): Promise<number> {
  return (await db.run((sql) => sql`select from ${sql(table)}`)).length;
}
