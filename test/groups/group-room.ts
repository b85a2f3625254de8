import { join } from 'node:path';
import { movableClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { makePhones, phoneOfNumber } from '../../src/engine/new-phone.ts';
import { createGroup, type GroupWanted } from '../../src/groups/create-group.ts';
import { runGroups } from '../../src/groups/run-groups.ts';
import { loadSetting } from '../../src/load-setting.ts';
import {
  addCounsellor,
  agreeCounsellor,
  type CounsellorRole,
} from '../../src/store/counsellors.ts';
import { makeDatabase } from '../world/database.ts';
import { freshSecrets } from '../world/world.ts';

const FLOWS = join(import.meta.dirname, '..', '..', 'flows');

/** Groups on a database of their own, with a clock that is moved; nothing is sent, and what would be asked is taken from the timers. */
export async function groupRoom(start: Date) {
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
  const setting = await loadSetting(pool, {
    flowsFolder: FLOWS,
    programme: 'kenya-groups',
    keyring,
    clock,
    log,
  });
  const parts = { setting, pool };
  let made = 0;
  let turn = 1_000;
  const phone = async () => {
    made += 1;
    const number = parsePhoneNumber(`+2547110${String(10_000 + made)}`);
    if (number === undefined) throw new Error('a number of the tests is one');
    await makePhones(pool, keyring, [number], clock.now());
    const found = await phoneOfNumber(pool, keyring, number);
    if (found === undefined) throw new Error('a phone just made is there');
    return found;
  };
  /** Two processes look at the same time, again and again, until nothing moves. */
  const look = async () => {
    const both = () => Promise.all([runGroups(parts), runGroups(parts)]);
    for (let moved = [1, 0]; moved.some((n) => n > 0);) moved = await both();
  };
  return {
    ...database,
    pool,
    parts,
    setting,
    clock,
    lines,
    look,
    phone,
    async worker(role: CounsellorRole) {
      const { phoneId } = await phone();
      const id = newId();
      const now = clock.now();
      await pool.transact(async (tx) => {
        await addCounsellor(tx, {
          id,
          phoneId,
          role,
          place: 'main',
          language: 'en',
          backupId: null,
          supervisorId: null,
          trainedOn: null,
          refresherBy: null,
          now,
        });
        await agreeCounsellor(tx, id, now);
      });
      return { id, phoneId };
    },
    async group(wanted: Omit<GroupWanted, 'language' | 'places' | 'onHoliday'>) {
      const all = { language: 'en', places: ['the hall'], onHoliday: 'skip', ...wanted } as const;
      const at = { setting, now: clock.now(), actor: 'test' };
      const group = await pool.transact((tx) => createGroup({ ...at, tx }, all));
      await look();
      return group;
    },
    /** As many members of a group; returns their phones. */
    async members(groupId: string, count: number): Promise<string[]> {
      const phones: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const { phoneId } = await phone();
        phones.push(phoneId);
        await pool.run(
          (db) => db`
            insert into membership (id, group_id, phone_id, state, asked_at, agreed_at)
            values (${newId()}, ${groupId}, ${phoneId}, 'agreed', ${clock.now()}, ${clock.now()})`,
        );
      }
      return phones;
    },
    /** Says something to the group from a phone, as a turn does. */
    async says(phoneId: string, act: string, aboutId: string | null = null): Promise<void> {
      const now = clock.now();
      await pool.run(
        (db) => db`update conversation set heard_at = ${now} where phone_id = ${phoneId}`,
      );
      await pool.run(
        (db) => db`
          insert into group_task (id, phone_id, act, about_id, channel, asked_at)
          values (${newId()}, ${phoneId}, ${act}, ${aboutId}, 'sms', ${now})`,
      );
    },
    /** Phones to which nothing leaves: paused, without consent, or dialled only. */
    unreached: new Set<string>(),
    /** What would be asked or told now, oldest first; it is taken away, and leaves, as a turn does. */
    async taken(): Promise<{ phoneId: string; what: string; meetingId: string | null }[]> {
      const rows = await pool.run(
        (db) => db<{ phoneId: string; what: string; meetingId: string | null }[]>`
          with t as (delete from timer returning *)
          select phone_id, coalesce(notice, flow) as what, meeting_id from t order by due_at, id`,
      );
      const asked = rows.filter(({ what }) => what === 'meeting').map(({ phoneId }) => phoneId);
      const left = asked.filter((phoneId) => !this.unreached.has(phoneId));
      turn += 1;
      const at = clock.now();
      await pool.run(
        (db) => db`
          with t as (
            insert into turn (phone_id, turn, at, channel, event, flow, mac)
            select unnest(${left}::uuid[]), ${turn}::int, ${at}, 'sms', 'start', 'meeting', ''
            returning phone_id, turn)
          insert into message (id, phone_id, class, rank, purpose, epoch, state, segments, turn, created_at, send_after, send_by)
          select gen_random_uuid(), phone_id, 'timer', 1, 'group_reminders', 1, 'sent', 1, turn, ${at}, ${at}, ${at} from t`,
      );
      return rows;
    },
    /** Moves the clock to what is due next, and does it. False: nothing is due before `until`. */
    async next(until: Date): Promise<boolean> {
      const [row] = await pool.run(
        (db) => db<{ due: Date | null }[]>`select min(due_at) as due from meeting`,
      );
      const due = row?.due ?? undefined;
      if (due === undefined || due > until) return false;
      clock.moveMs(Math.max(0, due.getTime() - clock.now().getTime()) + 1_000);
      await Promise.all([runGroups(parts), runGroups(parts)]);
      return true;
    },
  };
}
