import { join } from 'node:path';
import { movableClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { makePhones, phoneOfNumber } from '../../src/engine/new-phone.ts';
import { runLadder } from '../../src/followup/run-ladder.ts';
import { loadSetting } from '../../src/load-setting.ts';
import {
  addCounsellor,
  addDuty,
  agreeCounsellor,
  type CounsellorRole,
} from '../../src/store/counsellors.ts';
import { makeDatabase } from '../world/database.ts';
import { freshSecrets } from '../world/world.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** The ladder of a shipped programme on a database of its own, with a clock that is moved; nothing is sent. */
export async function ladderWorld(programme: string, start: Date) {
  const database = await makeDatabase();
  const pool = database.open({
    deadlineMs: 20_000,
    statementTimeoutMs: 20_000,
    lockTimeoutMs: 10_000,
  });
  const keyring = createKeyring(freshSecrets());
  const clock = movableClock(start.getTime() - Date.now());
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line), clock.now);
  const setting = await loadSetting(database.pool, {
    flowsFolder: FLOWS,
    programme,
    keyring,
    clock,
    log,
  });
  const parts = { setting, pool };
  let made = 0;
  const phone = async () => {
    made += 1;
    const number = parsePhoneNumber(`+2547110${String(10_000 + made)}`);
    if (number === undefined) throw new Error('a number of the tests is one');
    await makePhones(pool, keyring, [number], clock.now());
    const found = await phoneOfNumber(pool, keyring, number);
    if (found === undefined) throw new Error('a phone just made is there');
    return found.phoneId;
  };
  return {
    ...database,
    database: database.pool,
    pool,
    parts,
    lines,
    clock,
    phone,
    /** Looks as the chore does, again and again, until nothing moves; a second process does it at the same time. */
    /** As one process does, once. */
    lookAlone: () => runLadder(parts),
    async look() {
      const both = () => Promise.all([runLadder(parts), runLadder(parts)]);
      for (let moved = [1, 0]; moved.some((n) => n > 0);) moved = await both();
    },
    async worker(
      role: CounsellorRole,
      more: { duty?: boolean; backupId?: string; supervisorId?: string; trained?: string } = {},
    ) {
      const id = newId();
      const phoneId = await phone();
      const { backupId = null, supervisorId = null, trained = '2026-01-01' } = more;
      const now = clock.now();
      await database.pool.transact(async (tx) => {
        await addCounsellor(tx, {
          id,
          phoneId,
          role,
          place: 'main',
          language: setting.programme.defaultLanguage,
          backupId,
          supervisorId,
          trainedOn: trained,
          refresherBy: null,
          now,
        });
        if (more.duty === true)
          await addDuty(tx, {
            place: 'main',
            counsellorId: id,
            days: WEEK,
            from: '00:00',
            to: '23:59',
          });
        await agreeCounsellor(tx, id, now);
      });
      return { id, phoneId };
    },
    /** Somebody who has said yes to being met by this counsellor, as the rows have it. */
    async memberOf(counsellorId: string) {
      const phoneId = await phone();
      const memberId = newId();
      const { wrapped } = keyring.newKey(memberId);
      const now = clock.now();
      await database.pool.run(async (db) => {
        await db`
          insert into member (id, phone_id, language, wrapped_key, created_at)
          values (${memberId}, ${phoneId}, 'en', ${wrapped}, ${now})`;
        await db`
          insert into assignment (counsellor_id, member_id, since) values (${counsellorId}, ${memberId}, ${now})`;
      });
      return { phoneId, memberId };
    },
    async asks(reason = 'asked', phoneId?: string) {
      const id = newId();
      const from = phoneId ?? (await phone());
      await database.pool.run(
        (db) => db`
          insert into follow_up (id, phone_id, reason, channel, opened_at)
          values (${id}, ${from}, ${reason}, 'sms', ${clock.now()})`,
      );
      return id;
    },
    /** What was done, oldest first, each with who was asked: `told 2`. */
    async acts() {
      const rows = await database.pool.run(
        (db) => db<{ act: string; rung: number | null }[]>`
          select act, rung from follow_up_act order by seq`,
      );
      return rows.map(({ act, rung }) => `${act} ${rung ?? '-'}`);
    },
    async count(table: 'prompt' | 'message') {
      const [row] = await database.pool.run(
        (db) => db<{ n: number }[]>`select count(*)::int as n from ${db(table)}`,
      );
      return row?.n ?? 0;
    },
  };
}
