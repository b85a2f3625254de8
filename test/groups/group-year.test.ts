import { expect, test } from 'vitest';
import { groupRoom } from './group-room.ts';

/** Milliseconds: two years of looks at a database take seconds, and a minute where others work on the machine. */
const BUSY_MS = 300_000;
/** Sunday noon in Nairobi. */
const START = new Date('2026-11-22T09:00:00Z');
const YEAR_LATER = new Date('2027-11-21T09:00:00Z');

test(
  'a year of a weekly and of a monthly group: each meeting asks once, silence rests, and a holiday is left out [req G1][req C3]',
  { timeout: BUSY_MS },
  async () => {
    const room = await groupRoom(START);
    await room.pool.run((db) => db`insert into holiday values ('2026-12-24'), ('2027-06-05')`);
    const moderatorId = (await room.worker('supervisor')).id;
    const leads = await room.worker('facilitator');
    const meets = { meetsAt: '14:00', moderatorId, facilitatorIds: [leads.id] };
    const weekly = await room.group({
      ...meets,
      name: 'Green group',
      rhythm: { every: 'weeks', weeks: 1, from: '2026-11-26' },
      reminds: [
        { days: 1, at: '16:00' },
        { days: 0, at: '09:00' },
      ],
    });
    const monthly = await room.group({
      ...meets,
      name: 'Blue group',
      rhythm: { every: 'months', months: 1, nth: 1, weekday: 'sat', from: '2026-12-01' },
      reminds: [{ days: 2, at: '10:00' }],
    });
    const [comes = '', silent = '', leaves = '', pauses = ''] = await room.members(weekly.id, 4);
    room.unreached.add(pauses);
    const [now = ''] = await room.members(monthly.id, 1);
    const asked = new Map<string, number>();
    const again = new Map<string, number>();
    let days = 0;
    while (await room.next(YEAR_LATER)) {
      let isSaid = false;
      const says = async (...said: Parameters<typeof room.says>) => {
        await room.says(...said);
        isSaid = true;
      };
      for (const { phoneId, what, meetingId } of await room.taken()) {
        const counted = what === 'meeting' ? asked : again;
        counted.set(phoneId, (counted.get(phoneId) ?? 0) + 1);
        if (what === 'meeting' && phoneId === comes) await says(comes, 'coming', meetingId);
        if (what === 'meeting' && phoneId === now) await says(now, 'not_coming', meetingId);
      }
      days += 1;
      // In spring one leaves, and the silent one writes about something else.
      if (days === 100) await says(leaves, 'leave');
      if (days === 200)
        await room.pool.run(
          (db) =>
            db`update conversation set heard_at = ${room.clock.now()} where phone_id = ${silent}`,
        );
      if (isSaid) await room.look();
    }
    // 52 Thursdays but for Christmas Eve; who comes is reminded once more each time, who does not is not.
    expect(asked.get(comes)).toBe(51);
    expect(again.get(comes)).toBe(51);
    expect(asked.get(now)).toBe(11);
    expect(again.has(now)).toBe(false);
    // Three unanswered, and three more after she was heard.
    expect(asked.get(silent)).toBe(6);
    expect(asked.get(leaves)).toBe(3);
    // To whom nothing leaves was not silent.
    const [paused] = await room.pool.run(
      (db) => db`select unanswered from membership where phone_id = ${pauses}`,
    );
    expect(paused).toEqual({ unanswered: 0 });
    const meetings = await room.pool.run(
      (db) => db<{ name: string; n: number; coming: number }[]>`
      select g.name, count(*)::int as n, sum(m.coming)::int as coming
      from meeting m join peer_group g on g.id = m.group_id
      where m.state = 'over' group by g.name order by g.name`,
    );
    expect(meetings).toEqual([
      { name: 'Blue group', n: 11, coming: 0 },
      { name: 'Green group', n: 51, coming: expect.any(Number) },
    ]);
    // What is left of answers is of the last three days alone.
    expect((await room.pool.run((db) => db`select 1 from meeting_answer`)).length).toBeLessThan(3);
    expect(room.lines.filter((line) => line.includes('meeting_not_moved'))).toEqual([]);
  },
);
