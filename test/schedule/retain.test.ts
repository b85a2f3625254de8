import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/base/seal.ts';
import { runRetention } from '../../src/cli/run-retention.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { GONE_DAYS, overdue, STRANGER_DAYS } from '../../src/schedule/retain.ts';
import { BODY_DAYS, KEPT } from '../../src/store/retention.ts';
import { isAsked } from '../scenarios/joined.ts';
import { world, type World } from '../world/world.ts';

/** A few seconds on a machine that is at rest. */
const LIMIT = { timeout: 180_000 };
const YEAR = { hours: 24 * 366 };

test(
  'after a year nothing is there that is over its time; who takes part, consent and the log of turns are [rel P74]',
  LIMIT,
  async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('1');
    await w.phone.texts('9');
    await w.phone.dials();
    await w.phoneOf('+254711000222').texts('hello');
    await w.phoneOf('+254711000333').texts('STOP');
    await w.phoneOf('+254711000444').texts('9');
    await w.db.run((db) => db`update follow_up set state = 'done' where member_id is not null`);
    // Nobody is told a year later that nobody has called.
    await w.db.run((db) => db`update follow_up set late_told_at = opened_at`);
    await worksHere(w);
    await w.db.run(
      (db) => db`
    insert into complaint (id, received_on, language, wrapped_key, words_sealed, state)
    select gen_random_uuid(), '2026-11-23', 'en', '', '', s from unnest(array['open', 'done']) s`,
    );
    const before = await counted(w);
    expect(sum(await overdue(at(w)))).toBe(0);
    await w.clock.jump(YEAR);

    const found = await overdue(at(w));
    expect(sum(found)).toBeGreaterThan(20);
    expect(found.filter(({ count }) => count > 0).map(({ name }) => name)).toEqual([
      'texts sent',
      'words heard',
      'attempts to send',
      'traces of sessions',
      'keys of texts that came in',
      'requests for a person that are done',
      'complaints that are done',
      'prompts to counsellors',
      'acts about requests',
      'contacts that counsellors count',
      'what was told about counsellors',
      'half hours of complaints',
      'numbers of strangers',
      'last words of a talk',
    ]);
    const dry = await runRetention(['--dry-run'], reach(w));
    expect(dry).toContain('nothing was changed');
    expect(sum(await overdue(at(w)))).toBe(sum(found));

    await runRetention([], reach(w));
    expect(sum(await overdue(at(w)))).toBe(0);
    const after = await counted(w);
    expect(after).toMatchObject({
      attempt: 0,
      // That of the STOP.
      inbound: 1,
      // Of the three strangers only she stays who waits for a person.
      phone: before['phone']! - 2,
      member: 1,
      consent: before['consent'],
      follow_up: 1,
      complaint: 1,
      suppression: 1,
      prompt: 0,
      follow_up_act: 0,
      contact: 0,
      counsellor_notice: 0,
      complaint_tick: 0,
    });
    const [bodies] = await w.db.run(
      (db) => db`
    select count(text_sealed)::int as texts, count(text_hash)::int as hashes, count(*)::int as messages
    from message`,
    );
    expect(bodies).toMatchObject({ texts: 0, hashes: bodies?.['messages'] });
    for (const talk of await opened(w)) {
      expect(talk).not.toHaveProperty('input');
      expect(talk).not.toHaveProperty('screen');
    }
    const [words] = await w.db.run(
      (db) => db`
    select count(sealed)::int as sealed, count(step)::int as steps from turn`,
    );
    expect(words).toMatchObject({ sealed: 0 });
    expect(words?.['steps']).toBeGreaterThan(3);
    // The service goes on where bodies are gone.
    await w.phone.texts('HELP');
    expect(w.phone.lastHeard()).toContain('9');
  },
);

describe('a stranger is forgotten after a week', () => {
  test('with everything of the number but the keyed hash of a STOP or an invitation', async () => {
    const w = await world();
    const texts: [string, string][] = [
      ['222', 'hello'],
      ['333', 'STOP'],
    ];
    for (const [end, text] of texts) await w.phoneOf(`+254711000${end}`).texts(text);
    await w.clock.advance({ hours: 24 * 6 });
    expect(sum(await overdue(at(w)))).toBe(0);
    await w.clock.advance({ hours: 25 });
    await runRetention([], reach(w));
    const after = await counted(w);
    expect(after).toMatchObject({ phone: 0, conversation: 0, turn: 0, message: 0, suppression: 1 });
    // He writes again: a number like any other.
    await w.phoneOf('+254711000222').texts('hello again');
    expect(w.phoneOf('+254711000222').heard()).toHaveLength(2);
  });

  test.each(['9', 'hello'])('but not within the week after %s', async (text) => {
    const w = await world();
    await w.phone.texts('hello');
    await w.clock.advance({ hours: 24 * 6 });
    await w.phone.texts(text);
    await w.clock.advance({ hours: 24 * 2 });
    await runRetention([], reach(w));
    expect(await counted(w)).toMatchObject({ phone: 1 });
  });
});

test('docs/operate.md says how long each thing is kept', () => {
  const said = readFileSync('docs/operate.md', 'utf8')
    .matchAll(/^\| ([a-z ]+) \| (\d+) \|/gmu)
    .map(([, name, days]) => ({ name, days: Number(days) }));
  const kept = KEPT.map(({ name, days }) => ({ name, days }));
  expect([...said]).toEqual([
    ...kept,
    { name: 'numbers of strangers', days: STRANGER_DAYS },
    { name: 'numbers of members who are gone', days: GONE_DAYS },
    { name: 'last words of a talk', days: BODY_DAYS },
  ]);
});

/** One of each that is written of somebody who works here; what is kept longer than a year is a month old. */
async function worksHere({ db, clock }: World): Promise<void> {
  const now = clock.now();
  const monthAgo = new Date(now.getTime() - 40 * 24 * 3_600_000);
  const id = '00000000-0000-4000-8000-000000000001';
  await db.run((sql) =>
    Promise.all([
      sql`insert into prompt (id, counsellor_id, number, kind, sent_at) values (${id}, ${id}, 10, 'talk', ${now})`,
      sql`insert into follow_up_act (follow_up_id, act, at, channel) values (${id}, 'told', ${now}, 'service')`,
      sql`
        insert into contact (counsellor_id, kind, number, day, at)
        values (${id}, 'group', 3, '2026-10-01', ${monthAgo})`,
      sql`
        insert into counsellor_notice (counsellor_id, what, since, at)
        values (${id}, 'silent', '2026-10-01', ${monthAgo})`,
      sql`insert into complaint_tick (at, counsellor_id) values (${now}, ${id})`,
    ]),
  );
}

const sum = (counts: readonly { count: number }[]) =>
  counts.reduce((total, { count }) => total + count, 0);

/** What the row of each talk keeps. */
async function opened({ db, service }: World): Promise<object[]> {
  const rows = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer; turn: number; sealed: Buffer }[]>`
      select p.id, p.wrapped_key, c.turn, c.sealed
      from conversation c join phone p on p.id = c.phone_id where c.sealed is not null`,
  );
  const { keyring } = service.setting;
  return rows.map(({ id, wrappedKey, turn, sealed }) => {
    const key = keyring.openKey(id, wrappedKey);
    return JSON.parse(open(key, sealPlace(id, turn), sealed).toString('utf8'));
  });
}

/** As the owner of the schema. */
function at({ database, service }: World) {
  const { keyring, clock, log } = service.setting;
  const pool = database.open({ statementTimeoutMs: 20_000, deadlineMs: 20_000 });
  return { pool, keyring, clock, log };
}

function reach(w: World) {
  return <T>(work: (parts: ReturnType<typeof at>) => Promise<T>) => work(at(w));
}

const TABLES = [
  'phone',
  'member',
  'conversation',
  'turn',
  'inbound',
  'consent',
  'message',
  'attempt',
  'follow_up',
  'complaint',
  'suppression',
  'prompt',
  'follow_up_act',
  'contact',
  'counsellor_notice',
  'complaint_tick',
];

/** How many rows each table has. */
async function counted({ db }: World): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of TABLES)
    counts[table] = (await db.run((sql) => sql`select from ${sql(table)}`)).length;
  return counts;
}
