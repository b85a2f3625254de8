import { randomBytes } from 'node:crypto';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { open } from '../../src/base/seal.ts';
import { takeText } from '../../src/followup/take-text.ts';
import { asStaff } from '../../src/store/as-staff.ts';
import { setAway } from '../../src/store/counsellor-times.ts';
import { setCounsellorState } from '../../src/store/counsellors.ts';
import * as people from '../../src/store/ladder-people.ts';
import { ladderWorld } from './ladder-world.ts';

vi.mock('../../src/store/ladder-people.ts', { spy: true });
afterEach(() => void vi.mocked(people.areApart).mockReset());

const HOUR_MS = 3_600_000;
const MONDAY = new Date('2026-11-23T09:00:00Z');

async function opened() {
  const w = await ladderWorld('demo-kenya', MONDAY);
  onTestFinished(() => w.drop());
  return w;
}

type Ladder = Awaited<ReturnType<typeof opened>>;

async function asksAs(w: Ladder, { phoneId, memberId }: { phoneId: string; memberId: string }) {
  const id = await w.asks('asked', phoneId);
  await w.database.run((db) => db`update follow_up set member_id = ${memberId} where id = ${id}`);
  await w.look();
  return id;
}

/** Takes her digits as her text, and returns what she was answered. */
async function texts(w: Ladder, { id, phoneId }: { id: string; phoneId: string }, digits: string) {
  const contentHash = randomBytes(32);
  const from = parsePhoneNumber('+254711000900');
  if (from === undefined) throw new Error('a number of the tests is one');
  const sms = { provider: 'test', providerId: newId(), from, to: '22334', text: digits };
  const rest = { contentHash, fetched: false, digits, memberAsks: false };
  await takeText(w.parts, { counsellorId: id, sms: { ...sms, sentAt: undefined }, ...rest });
  const [row] = await w.database.run(
    (db) => db<{ id: string; textSealed: Buffer; wrappedKey: Buffer }[]>`
      select m.id, m.text_sealed, p.wrapped_key from message m join phone p on p.id = m.phone_id
      where m.phone_id = ${phoneId} order by m.created_at desc, m.id desc limit 1`,
  );
  if (row === undefined) throw new Error('she is answered');
  const key = w.parts.setting.keyring.openKey(phoneId, row.wrappedKey);
  return open(key, `message.text:${row.id}`, row.textSealed).toString('utf8');
}

async function stands(w: Ladder, id: string) {
  const [row] = await w.database.run(
    (db) => db<{ state: string; stage: string; counsellorId: string | null; rung: number }[]>`
      select state, stage, counsellor_id, rung from follow_up where id = ${id}`,
  );
  if (row === undefined) throw new Error('it is there');
  return row;
}

/** Whose phone the database shows her. */
const phonesShown = (w: Ladder, id: string) =>
  asStaff(w.database, id, async (tx) => (await tx`select id from phone`).length);

/** She was asked about a member of hers, who has then chosen somebody else. */
async function parted(w: Ladder) {
  const counsellor = await w.worker('counsellor');
  const other = await w.worker('counsellor', { duty: true });
  const member = await w.memberOf(counsellor.id);
  const request = await asksAs(w, member);
  expect(await stands(w, request)).toMatchObject({ counsellorId: counsellor.id });
  await w.database.run(async (db) => {
    await db`
      update assignment set until = ${w.clock.now()}, state = 'ended', ended_as = 'changed'
      where member_id = ${member.memberId}`;
    await db`
      update follow_up set stage = 'waiting', counsellor_id = null, due_at = ${w.clock.now()} where id = ${request}`;
    await db`update prompt set closed_at = ${w.clock.now()} where follow_up_id = ${request}`;
  });
  return { counsellor, other, request };
}

test('after a member has chosen somebody else no late code opens, ends or takes her request [rel P56]', async () => {
  const w = await opened();
  const { counsellor, other, request } = await parted(w);
  for (const digit of ['1', '3', '6', '7', '2'])
    expect(await texts(w, counsellor, `10${digit}`)).toBe('10 is closed. Thank you all the same.');
  expect(await stands(w, request)).toMatchObject({ state: 'open', stage: 'waiting' });
  expect(await phonesShown(w, counsellor.id)).toBe(0);
  await w.look();
  expect(await stands(w, request)).toMatchObject({ stage: 'offered', counsellorId: other.id });
});

test('mutant: a code that asks nobody whether they were parted shows her the number', async () => {
  const w = await opened();
  const { counsellor } = await parted(w);
  vi.mocked(people.areApart).mockResolvedValue(false);
  await texts(w, counsellor, '101');
  expect(await phonesShown(w, counsellor.id)).toBe(1);
});

test('a code is hers for 30 days; after that words say that it is over, and nothing is done', async () => {
  const w = await opened();
  const counsellor = await w.worker('counsellor', { duty: true });
  const request = await w.asks();
  await w.look();
  await texts(w, counsellor, '106');
  w.clock.moveMs(31 * 24 * HOUR_MS);
  const again = await w.asks();
  await w.look();
  expect(await texts(w, counsellor, '101')).toBe(
    '10 is over: a number counts for 30 days. 000 shows what there is.',
  );
  expect([(await stands(w, request)).state, (await stands(w, again)).stage]).toEqual([
    'done',
    'offered',
  ]);
});

test('what is longer than any number of ours is answered like any number that is none', async () => {
  const w = await opened();
  const counsellor = await w.worker('counsellor');
  for (const digits of ['0711000555', '4111111111111111'])
    expect(await texts(w, counsellor, digits)).toContain('is not a number that we gave you');
});

test('what somebody accepts while she is away, or before her work ends, goes on to the next [req H2]', async () => {
  const w = await opened();
  const first = await w.worker('counsellor', { duty: true });
  const second = await w.worker('counsellor', { duty: true });
  const request = await w.asks();
  await w.look();
  await w.database.transact((tx) =>
    setAway(tx, first.id, new Date(w.clock.now().getTime() + 400 * HOUR_MS), w.clock.now()),
  );
  await texts(w, first, '101');
  expect(await stands(w, request)).toMatchObject({ stage: 'accepted', counsellorId: first.id });
  w.clock.moveMs(4.5 * HOUR_MS);
  await w.look();
  expect(await stands(w, request)).toMatchObject({ stage: 'offered', counsellorId: second.id });
});

test('a text that comes while her work ends takes nothing', async () => {
  const w = await opened();
  const first = await w.worker('counsellor', { duty: true });
  const request = await w.asks();
  await w.look();
  await w.database.transact((tx) => setCounsellorState(tx, first.id, 'suspended', w.clock.now()));
  await texts(w, first, '101');
  expect(await stands(w, request)).toMatchObject({ stage: 'offered' });
});
