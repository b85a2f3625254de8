import { expect, test, vi } from 'vitest';
import { openBallot } from '../../src/groups/open-ballot.ts';
import { grouped, membersOf } from '../groups/grouped.ts';
import { world, type World } from '../world/world.ts';
import { shippedFolder } from './shipped-folder.ts';

/** Whether the hash of a vote is that of its digits. */
const out = vi.hoisted(() => ({ hashes: false }));
vi.mock(import('../../src/engine/ballot-vote.ts'), async (original) => {
  const real = await original();
  return { ...real, hashedText: (text: string) => (out.hashes ? text : real.hashedText(text)) };
});

const flowsFolder = shippedFolder();
const NUMBERS = Array.from({ length: 25 }, (_, n) => `+2547110002${String(n).padStart(2, '0')}`);
const HOURS_OPEN = 72;
/** Milliseconds: 25 phones take half a minute, and two where others work on the machine. */
const BUSY_MS = 180_000;

/** Whether votes of one phone hash apart by what was chosen, so that one tells of another. */
async function hashesTell({ db }: World): Promise<boolean> {
  const rows = await db.run(
    (sql) => sql`
      select from inbound group by phone_id having count(distinct content_hash) > 1`,
  );
  return rows.length > 0;
}

/** Everything of a vote that a row could tell, but for ids, times and random bytes. */
async function rowsOfVotes({ db }: World): Promise<Set<string>> {
  const rows = await db.run(
    (sql) => sql<{ shape: string }[]>`
      select concat_ws('|', t.event, t.outcome, t.flow, t.step, octet_length(t.sealed), i.handled_as,
        octet_length(i.content_hash), octet_length(c.own_sealed)) as shape
      from turn t join inbound i on i.phone_id = t.phone_id and i.turn = t.turn
      join conversation c on c.phone_id = t.phone_id
      where i.received_at = t.at and i.sent_at is not null`,
  );
  return new Set(rows.map(({ shape }) => shape));
}

test('who wants no reminders is asked nothing, and votes from the menu all the same', async () => {
  const w = await world({ programme: 'kenya-groups', flowsFolder });
  const group = await grouped(w);
  const phones = await membersOf(w, group, NUMBERS.slice(0, 5));
  await w.db.run(
    (db) => db`delete from consent where member_id = (select id from member order by id limit 1)`,
  );
  const closesAt = new Date(w.clock.now().getTime() + HOURS_OPEN * 3_600_000);
  const at = { setting: w.service.setting, now: w.clock.now(), actor: 'test' };
  await w.db.transact((tx) =>
    openBallot({ ...at, tx }, { groupId: group.id, options: 3, closesAt }),
  );
  await w.clock.jump({ seconds: 1 });
  const unasked = phones.filter((phone) => phone.heard().length === 0);
  expect(unasked).toHaveLength(1);
  const [phone] = unasked;
  await phone?.dials();
  for (const digit of ['3', '1']) await phone?.replies(digit);
  expect(await phone?.replies('5')).toContain('21 to 23');
  expect(await phone?.replies('22')).toContain('in the box');
});

test(
  'a ballot of 25, re-votes and a drop in the middle: one vote each, counted, and no row tells whose [req G4]',
  { timeout: BUSY_MS },
  async () => {
    const w = await world({ programme: 'kenya-groups', flowsFolder });
    const group = await grouped(w);
    const phones = await membersOf(w, group, NUMBERS);
    const { setting } = w.service;
    const closesAt = new Date(w.clock.now().getTime() + HOURS_OPEN * 3_600_000);
    const opened = await w.db.transact((tx) =>
      openBallot(
        { setting, tx, now: w.clock.now(), actor: 'test' },
        { groupId: group.id, options: 3, closesAt },
      ),
    );
    expect(opened).toMatchObject({ eligible: 25 });
    await w.clock.jump({ seconds: 1 });
    expect(phones.every((phone) => phone.lastHeard().includes('21 to 23'))).toBe(true);
    const boxOf = async () => {
      const [row] = await w.db.run((db) => db<{ box: Buffer }[]>`select box from ballot`);
      return row?.box ?? Buffer.alloc(0);
    };
    const empty = await boxOf();

    // All at once: 7 for each of three, and four have not chosen yet.
    await Promise.all(phones.slice(0, 21).map(({ raw }, n) => raw.texts(String(21 + (n % 3)))));
    await w.clock.settle();
    expect(phones.slice(0, 21).every((phone) => phone.lastHeard().includes('in the box'))).toBe(
      true,
    );
    expect(await boxOf()).toHaveLength(empty.length);
    expect(await rowsOfVotes(w)).toHaveProperty('size', 1);

    // A number that is not there, and then one that is.
    const [first, late] = [phones[0], phones[21]];
    if (first === undefined || late === undefined) throw new Error('25 phones were made');
    await late.texts('29');
    expect(late.lastHeard()).toContain('from 21 to 23');
    await late.texts('23');
    expect(late.lastHeard()).toContain('in the box');

    // Chosen again by the number alone, when nothing is open: heard, and in no log.
    const second = phones[1];
    await second?.texts('23');
    expect(second?.lastHeard()).toContain('in the box');
    await second?.texts('22');
    expect(second?.lastHeard()).toContain('in the box');
    expect(await hashesTell(w)).toBe(false);
    expect(await rowsOfVotes(w)).toHaveProperty('size', 2);

    // The first chooses again by dialling, and the line drops in the middle.
    await first.dials();
    for (const digit of ['3', '1']) await first.replies(digit);
    expect(await first.replies('5')).toContain('21 to 23');
    first.drops();
    expect(await first.dials()).toContain('1 Go on');
    expect(await first.replies('1')).toContain('21 to 23');
    expect(await first.replies('22')).toContain('in the box');
    await first.dials();
    for (const digit of ['3', '1', '5']) await first.replies(digit);
    expect(await first.replies('23')).toContain('in the box');

    await w.clock.advance({ hours: HOURS_OPEN + 1 });
    const said = 'Green group chose: 21: 6, 22: 7, 23: 9. 22 votes, 25 could vote.';
    expect(group.facilitator.phone.lastHeard()).toBe(said);
    expect(group.moderator.phone.lastHeard()).toBe(said);
    const told = 'Green group, the vote is over: 21: 6, 22: 7, 23: 9. Thank you for being there.';
    expect(phones.every((phone) => phone.heard().includes(told))).toBe(true);
    const [ballot] = await w.db.run((db) => db`select state, counts, box, wrapped_key from ballot`);
    expect(ballot).toEqual({ state: 'counted', counts: [6, 7, 9], box: null, wrappedKey: null });
    expect(w.lines.join('\n')).not.toMatch(/"2[123]"|choice/u);

    // After its end there is nothing to choose.
    await late.dials();
    for (const digit of ['2', '3', '1']) await late.replies(digit);
    expect(await late.replies('5')).toContain('nothing to choose');
  },
);

test('a vote that hashes as its digits do is found by what the test above looks at', async () => {
  out.hashes = true;
  try {
    const w = await world({ programme: 'kenya-groups', flowsFolder });
    const group = await grouped(w);
    const phones = await membersOf(w, group, NUMBERS.slice(0, 5));
    const { setting } = w.service;
    const closesAt = new Date(w.clock.now().getTime() + HOURS_OPEN * 3_600_000);
    const at = { setting, now: w.clock.now(), actor: 'test' };
    await w.db.transact((tx) =>
      openBallot({ ...at, tx }, { groupId: group.id, options: 3, closesAt }),
    );
    await w.clock.jump({ seconds: 1 });
    for (const digits of ['21', '22']) await phones[0]?.texts(digits);
    expect(await hashesTell(w)).toBe(true);
  } finally {
    out.hashes = false;
  }
});
