import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { open } from '../../src/base/seal.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { desk } from '../cli/desk.ts';
import type { TestDatabase } from '../world/database.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { formsOf, rowsOf } from './dump-of.ts';
import { joins, ledger } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

/** The flow that ships, in the world of the tests. */
const flowsFolder = wishFlows();
cpSync('flows/complaint', join(flowsFolder, 'complaint'), { recursive: true });
// Signed, so that words of danger would raise a flag.
const DANGER = join(flowsFolder, 'risk', 'en.yaml');
const SIGNED = "reviewed: { by: A reader, on: '2026-11-01' }";
writeFileSync(DANGER, readFileSync(DANGER, 'utf8').replace('reviewed: null', SIGNED));
const WORDS = 'She told my sister about zebras';
const OTHERS = 'Nobody came on the third Tuesday';
const CALLED = '+254711000222';
const QUESTION = 'A complaint. What is it about?';
const RECEIPT = 'Thank you. Your receipt: ';

async function stoppedMember(prepare?: (database: TestDatabase) => Promise<void>): Promise<World> {
  const w = await world({ flowsFolder, ...(prepare === undefined ? {} : { prepare }) });
  await joins(w.phone);
  await w.phone.texts('STOP');
  return w;
}

async function withoutName(phone: WorldPhone, word = 'COMPLAIN'): Promise<void> {
  for (const text of [word, '1', '2', WORDS]) await phone.texts(text);
}

async function withName(phone: WorldPhone): Promise<string> {
  await phone.dials();
  for (const reply of ['5', '4', '3', '1']) await phone.replies(reply);
  return phone.replies(OTHERS);
}

describe('a complaint [req F2]', () => {
  test('without a name by text, after a STOP: heard, with a receipt, and nobody is subscribed', async () => {
    const w = await stoppedMember();
    const heard = w.phone.heard().length;
    await withoutName(w.phone);
    const [question, reads, asked, receipt, ...more] = w.phone.heard().slice(heard);
    expect(question).toContain(QUESTION);
    expect(reads).toContain('the phone company sees that you wrote');
    expect(asked).toContain('What went wrong?');
    expect(receipt).toContain(RECEIPT);
    expect(more).toEqual([]);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    const said = await desk(w)('complaints');
    expect(said).toMatch(/^[0-9A-F]{7} {2}2026-11-23 {2}en {3}without a name$/mu);
    expect(said).toContain(`  ${WORDS}`);
    expect(said).not.toContain(w.phone.number.slice(-9));
    expect(await desk(w)()).toBe('Nobody waits for a person.');
  });

  test('with words of danger is heard as a complaint, with the way to a person behind, and no flag leads to the phone', async () => {
    const w = await stoppedMember();
    for (const text of ['COMPLAIN', '5', '2', 'He beats me and I want to die'])
      await w.phone.texts(text);
    expect(w.phone.lastHeard()).toContain('reply 9 to ask for a call');
    expect(w.phone.heard().join('\n')).toContain(RECEIPT);
    expect(w.phone.heard().join('\n')).not.toContain('You can talk to someone');
    expect(await desk(w)('complaints')).toContain('  He beats me and I want to die');
    expect(await desk(w)()).toBe('Nobody waits for a person.');
  });

  test('with a name by dialling: the number stands beside it, and that it has stopped', async () => {
    const w = await stoppedMember();
    const other = w.phoneOf(CALLED);
    await joins(other);
    await other.texts('STOP');
    expect(await withName(other)).toContain(RECEIPT);
    const said = await desk(w)('complaints');
    expect(said).toMatch(
      /^[0-9A-F]{7} {2}2026-11-23 {2}en {3}\+254711000222 \(has stopped texts; the complaint stands\)$/mu,
    );
    expect(said).toContain(`  ${OTHERS}`);
    expect(await desk(w)()).toBe('Nobody waits for a person.');
  });

  test('stands nowhere in the database in its words, and no key of a phone opens them', async () => {
    const w = await stoppedMember();
    await withoutName(w.phone);
    await withName(w.phoneOf(CALLED));
    const rows = await rowsOf(w);
    const dump = rows.map(({ row }) => row).join('\n');
    expect(rows.filter(({ table }) => table === 'complaint')).toHaveLength(2);
    const log = [...w.lines, ...(await sealedOf(w))].join('\n');
    expect(log).toContain('"wish":"no_name"');
    for (const canary of [WORDS, OTHERS, 'zebras', 'third Tuesday'])
      for (const form of formsOf(canary)) {
        expect(dump.includes(form) ? canary : '').toBe('');
        expect(log.includes(form) ? canary : '').toBe('');
      }
  });

  test('without a name leads to no phone, also once it was read and closed', async () => {
    const w = await stoppedMember();
    await withoutName(w.phone);
    await withName(w.phoneOf(CALLED));
    expect(await linksOf(w)).toEqual([]);
    const said = await desk(w)('complaints');
    const reference = /^[0-9A-F]{7}(?=.*without a name$)/mu.exec(said)?.[0] ?? '';
    expect(await desk(w)(`complaint-done ${reference}`)).toBe(`Done: ${reference}.`);
    expect(await linksOf(w)).toEqual([]);
    const audited = (await rowsOf(w)).filter(({ row }) => row.includes('complaint'));
    expect(audited.some(({ row }) => row.includes('complaint_done'))).toBe(true);
  });

  const LEAKS = {
    'the phone is kept': 'new.phone_id := (select id from phone limit 1);',
    'its id is that of the phone': 'new.id := (select id from phone limit 1);',
    'its id tells the time': 'new.id := uuidv7();',
  };
  test.each(Object.entries(LEAKS))('a mutant where %s is noticed', async (_, change) => {
    const w = await stoppedMember((database) => leak(database, change));
    await withoutName(w.phone);
    expect(await linksOf(w)).not.toEqual([]);
  });
});

describe('the word for a complaint', () => {
  test('opens it for a member too, whatever was asked before, and STOP works within it [rel P4]', async () => {
    const w = await world({ flowsFolder });
    await joins(w.phone);
    await w.phone.texts('Ndine chichemo');
    expect(w.phone.lastHeard()).toContain(QUESTION);
    await w.phone.texts('2');
    await w.phone.texts('2');
    await w.phone.texts('stop');
    expect(w.phone.lastHeard()).toBe('OK. No more texts. To come back, text START.');
    const heard = w.phone.heard().length;
    await w.phone.texts(WORDS);
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await desk(w)('complaints')).toBe('No complaint waits.');
  });

  test('gets six answers a day after a STOP; what comes after is heard all the same', async () => {
    const w = await stoppedMember();
    await withoutName(w.phone);
    const heard = w.phone.heard().length;
    await withoutName(w.phone);
    expect(w.phone.heard()).toHaveLength(heard + 2);
    expect(await desk(w)('complaints')).toContain(WORDS);
  });

  test('is an answer as any other where a programme hears no complaints', async () => {
    const w = await world();
    await w.phone.texts('complaint');
    const stranger = w.phone.lastHeard();
    await w.phoneOf(CALLED).texts('blue bicycle');
    expect(stranger).toBe(w.phoneOf(CALLED).lastHeard());
    await joins(w.phone);
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    await w.phone.texts('complaint');
    expect(w.phone.heard()).toHaveLength(heard);
  });
});

/** What the phones' own keys open: the log of turns, and what is kept beside it. */
async function sealedOf({ db, service }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer; turn: number; sealed: Buffer; own: Buffer }[]>`
      select p.id, p.wrapped_key, t.turn, t.sealed, c.own_sealed as own
      from phone p join conversation c on c.phone_id = p.id join turn t on t.phone_id = p.id`,
  );
  return rows.flatMap(({ id, wrappedKey, turn, sealed, own }) => {
    const key = service.setting.keyring.openKey(id, wrappedKey);
    const opened = [
      open(key, sealPlace(id, turn), sealed),
      ...(own === null ? [] : [open(key, `own:${id}`, own)]),
    ];
    return opened.map((plain) => plain.toString('utf8'));
  });
}

/** Ids, keyed hashes and sealed values. */
const TELLING = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/gu;
const TIME_OF_DAY = /\d\d:\d\d/u;
/** The version of an id that is random throughout (RFC 9562). */
const ALL_RANDOM = /^.{14}4/u;

/**
 * Whatever the complaints without a name have in common with a row that may be about a phone, and whatever tells when in
 * the day they came. The one complaint with a name is that of `CALLED`; audit entries without a subject are about nobody.
 */
async function linksOf(w: World): Promise<string[]> {
  const index = w.service.setting.keyring.numberIndex(CALLED);
  const nameless = await w.db.run(
    (sql) => sql<{ id: string; row: string }[]>`
      select id, c::text as row from complaint c
      where not coalesce(phone_id = (select id from phone where number_index = ${index}), false)`,
  );
  const aboutNobody = await w.db.run(
    (sql) => sql<{ row: string }[]>`select a::text as row from audit a where subject is null`,
  );
  expect(nameless).toHaveLength(1);
  const own = new Set([...nameless, ...aboutNobody].map(({ row }) => row));
  const rest = (await rowsOf(w)).filter(({ row }) => !own.has(row));
  return nameless.flatMap(({ id, row }) => [
    ...(row.match(TELLING) ?? []).flatMap((value) =>
      rest.filter((other) => other.row.includes(value)).map(({ table }) => `${table}: ${value}`),
    ),
    ...(TIME_OF_DAY.test(row) ? ['a time of day'] : []),
    ...(ALL_RANDOM.test(id) ? [] : ['an id that is not all random']),
  ]);
}

/** Changes each complaint before it is stored, with the rights of the owner of the schema. */
async function leak({ pool }: TestDatabase, change: string): Promise<void> {
  await pool.run((sql) =>
    sql.unsafe(
      `create function leak() returns trigger language plpgsql security definer set search_path from current as $$
      begin
        ${change}
        return new;
      end $$;
      create trigger leak before insert on complaint for each row execute function leak();`,
    ),
  );
}
