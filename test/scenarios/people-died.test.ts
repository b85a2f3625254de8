import { describe, expect, onTestFinished, test } from 'vitest';
import { moveList } from '../../src/followup/move-list.ts';
import { OF_THE_DESK } from '../../src/store/ladder-requests.ts';
import { desk } from '../cli/desk.ts';
import { asks, hers, requests, team, worker } from '../followup/staffed.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { codeOf, WORK_PIN } from './home-checks.ts';
import { isAsked, joins, ledger } from './joined.ts';
import { deskOf } from './people-desk.ts';
import { sees } from './private-flows.ts';

describe('a member who has died', () => {
  test('gets nothing more, not even an acknowledgement; a review and a call are open [req K14]', async () => {
    const w = await world();
    expect(await textsAfterDeath(w)).toEqual([]);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    const open = await w.db.run(
      (db) => db<{ reason: string; mine: boolean }[]>`
        select reason, member_id = (select id from member) as mine from follow_up order by reason`,
    );
    expect(open).toEqual([
      { reason: 'died_call', mine: true },
      { reason: 'died_review', mine: true },
    ]);
    const acts = await w.db.run(
      (db) => db<{ actor: string }[]>`select actor from audit where action = 'member_died'`,
    );
    expect(acts).toEqual([{ actor: 'test' }]);
    expect(await desk(w)()).toMatch(/died call \(this member has died\)/u);
    await expect(deskOf(w).died(w.phone.number)).rejects.toThrow('Nobody takes part');
  });

  test('is not followed by a text: without the STOP and what is cancelled, one would come', async () => {
    const w = await world({
      prepare: async (database) => {
        await withoutPiece(
          'unlink_phone',
          'update gate set epoch = epoch + 1',
          'update gate set epoch = epoch',
        )(database);
        await withoutPiece(
          'unlink_phone',
          "state = 'cancelled', reason = 'unlinked'",
          'state = state',
        )(database);
        await withoutPiece('unlink_phone', "'withdrawn', p_now", "'given', p_now")(database);
        await withoutPiece('is_stopped', 'select exists', 'select false and exists')(database);
        await withoutPiece('finish_stop', 'set epoch = epoch + 1', 'set epoch = epoch')(database);
        await withoutPiece('finish_stop', "'withdrawn', p_now", "'given', p_now")(database);
        await withoutPiece(
          'finish_stop',
          "state = 'cancelled', reason = 'stopped'",
          'state = state',
        )(database);
      },
    });
    expect(await textsAfterDeath(w)).not.toEqual([]);
  });

  test('is named to no counsellor in the days after, by text, list or hand-over [req K14]', async () => {
    expect(await heardOfHer()).toEqual([]);
  });

  test('mutant: without what is for staff alone a counsellor is asked to call her', async () => {
    const kept = OF_THE_DESK.splice(0);
    onTestFinished(() => void OF_THE_DESK.push(...kept));
    expect(await heardOfHer(kept)).not.toEqual([]);
  });

  test('has asked for nothing any more: what is with a counsellor is over, and its code says so', async () => {
    const w = await world();
    const { counsellor } = await team(w);
    await joins(w.phone);
    await hers(w, counsellor.id);
    await asks(w, w.phone, 'not_going_well');
    await asks(w, w.phone, 'asked');
    const number = counsellor.phone.lastHeard().slice(0, 2);
    await deskOf(w).died(w.phone.number);
    const ended = (await requests(w)).map(({ state, endedAs }) => [state, endedAs]);
    expect(ended.slice(0, 2)).toEqual([
      ['done', 'died'],
      ['done', 'died'],
    ]);
    await counsellor.phone.texts(`${number}1`);
    expect(counsellor.phone.lastHeard()).toBe(`${number} is closed. Thank you all the same.`);
    const heard = counsellor.phone.heard().length;
    await w.clock.advance({ hours: 24 * 3 });
    expect(counsellor.phone.heard().slice(heard)).toEqual([]);
  });

  test('whoever has the phone then is a stranger: START begins anew and shows nothing old', async () => {
    const w = await world();
    await isAsked(w);
    await deskOf(w).died(w.phone.number);
    const heard = w.phone.heard().length;
    await w.phone.texts('STOP');
    expect(w.phone.heard()).toHaveLength(heard);
    await w.clock.advance({ minutes: 5 });
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain('Which language?');
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
    const members = await w.db.run((db) => db`select id from member`);
    expect(members).toHaveLength(2);
  });

  test('a STOP of the phone in that moment changes nothing: no text follows', async () => {
    const w = await world();
    await joins(w.phone);
    const heard = w.phone.heard().length;
    await Promise.all([deskOf(w).died(w.phone.number), w.phone.raw.texts('STOP')]);
    await w.clock.settle();
    await w.clock.advance({ hours: 24 * 40 });
    const later = w.phone.heard().slice(heard);
    expect(later.filter((text) => !text.includes('No more texts'))).toEqual([]);
    expect(later.length).toBeLessThanOrEqual(1);
  });
});

/** What arrives once a member is said to have died whose next text is queued, and whose next week is due. */
async function textsAfterDeath(w: World): Promise<string[]> {
  await isAsked(w);
  const sendAfter = new Date(w.clock.now().getTime() + 3_600_000);
  await queueMessage(w, { purpose: 'check_ins', sendAfter });
  await queueMessage(w, { kind: 'acknowledgement', sendAfter });
  const heard = w.phone.heard().length;
  await deskOf(w).died(w.phone.number);
  await w.clock.advance({ hours: 24 * 40 });
  return w.phone.heard().slice(heard);
}

/**
 * What counsellors hear and see once a member of hers is said to have died: days of a silent ladder, a list that is moved,
 * somebody who begins, a week of supervision. `opened`: what a death opens, where that list is left out.
 */
async function heardOfHer(opened: readonly string[] = []): Promise<string[]> {
  const w = await world();
  const { counsellor, backup, supervisor, lead } = await team(w);
  const { phone } = counsellor;
  await sees(phone, await codeOf(w, counsellor.id), WORK_PIN, WORK_PIN);
  await joins(w.phone);
  await hers(w, counsellor.id);
  await deskOf(w).died(w.phone.number);
  for (const reason of opened)
    await w.db.run(
      (db) => db`
        insert into follow_up (id, phone_id, member_id, reason, channel, opened_at)
        select gen_random_uuid(), phone_id, id, ${reason}, 'operator', ${w.clock.now()} from member`,
    );
  await w.clock.advance({ hours: 24 });
  const list = await sees(phone, WORK_PIN, '1');
  const { setting, pools } = w.service;
  const doing = { setting, now: w.clock.now(), actor: 'test' };
  await pools.web.transact((tx) => moveList({ ...doing, tx }, counsellor.id));
  const late = await worker(w, '+254711000905', { duty: true });
  await w.clock.advance({ hours: 24 * 8 });
  const phones = [counsellor, backup, supervisor, lead, late].map((one) => one.phone);
  const lines = [list, await sees(phone, WORK_PIN, '1')].filter(
    (screen) => !/Nobody waits/u.test(screen),
  );
  return [...phones.flatMap((one) => one.heard()), ...lines];
}
