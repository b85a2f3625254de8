import { describe, expect, test } from 'vitest';
import { unlinkPhone, type UnlinkedWhy } from '../../src/store/unlink-phone.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { isAsked, joins, ledger } from './joined.ts';

describe('a phone that no longer leads to its member', () => {
  test('gets nothing that was meant for her, and remembers nothing', async () => {
    const w = await world();
    await isAsked(w);
    await queueMessage(w, {
      purpose: 'check_ins',
      sendAfter: new Date(w.clock.now().getTime() + 3_600_000),
    });
    const heard = w.phone.heard().length;
    const [memberId] = await unlinks(w, 'wrong_number');
    await w.clock.advance({ hours: 24 * 40 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    expect(memberId).toBeDefined();
    expect(await unlinks(w, 'wrong_number')).toEqual([]);
  });

  test('is not taken from whoever was heard while it was thought to be silent', async () => {
    const w = await world();
    await isAsked(w);
    expect(await unlinks(w, 'lapse')).toEqual([]);
    await w.clock.jump({ hours: 24 * 91 });
    await w.db.run((db) => db`update conversation set proved_at = ${w.clock.now()}`);
    expect(await unlinks(w, 'lapse')).toEqual([]);
    expect(await ledger(w)).toEqual(['given check_ins']);
    await w.db.run((db) => db`update conversation set proved_at = null`);
    expect(await unlinks(w, 'lapse')).toHaveLength(1);
  });

  test('makes whoever joins there somebody new, to whom nothing old is shown [rel R5]', async () => {
    const w = await world();
    await isAsked(w);
    await unlinks(w, 'wrong_number');
    await w.phone.texts('good evening');
    expect(w.phone.lastHeard()).toContain('community news and information');
    await joins(w.phone);
    const members = await w.db.run(
      (db) => db<{ unlinked: boolean; consents: number }[]>`
        select unlinked_at is not null as unlinked,
          (select count(*)::int from consent where member_id = member.id and act = 'given') as consents
        from member order by created_at`,
    );
    expect(members).toEqual([
      { unlinked: true, consents: 1 },
      { unlinked: false, consents: 1 },
    ]);
  });

  test('brings back nothing when a STOP before it is taken back', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.dials();
    expect(await w.phone.replies('88')).toContain('1 I pressed by mistake');
    await w.db.run(
      (db) => db`
        select unlink_phone(id, ${w.clock.now()}, 'wrong_number',
          (select id from member)) from phone`,
    );
    await w.db.run(
      (db) => db`
      update conversation set session_offer = 'stopped:' || (select max(seq) from stop_request)`,
    );
    await w.phone.replies('1');
    await w.clock.advance({ hours: 24 * 10 });
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });
});

async function unlinks({ service, clock, db }: World, why: UnlinkedWhy): Promise<string[]> {
  const [phone] = await db.run((sql) => sql<{ id: string }[]>`select id from phone`);
  return service.pools.waiting.run((sql) => unlinkPhone(sql, phone?.id ?? '', clock.now(), why));
}
