import { expect, onTestFinished, test } from 'vitest';
import { invite } from '../../src/engine/invite.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { runErasures } from '../../src/cli/run-erasures.ts';
import { runRetention } from '../../src/cli/run-retention.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import type { Db } from '../../src/store/connect.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { rowsOf } from './dump-of.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';

/** A hundred people join, leave and come back from a backup: some seconds on a machine that is at rest. */
const LIMIT = { timeout: 180_000 };
const MANY = 100;
/** Joins by dialling. */
const REPLIES = ['1', '1', '1', '1', '2'];
const KEYED = ['phone', 'member', 'complaint'];

/** What could lead back to a phone or open anything of it, as the database writes it. */
type Trace = { id: string; memberId: string; numberIndex: Buffer; keys: Buffer[] };

test(
  'a hundred are erased: no row, no look-up value and no key of them is left, in the files too [rel P69, P70]',
  LIMIT,
  async () => {
    const made = await world({ flowsFolder: flowsWith(AT_FULL_RATE, onTestFinished) });
    const w = { ...made, db: made.database.open(PATIENT) };
    const [kept, ...gone] = Array.from({ length: MANY + 1 }, (_, index) =>
      w.phoneOf(`+2547110${String(10_000 + index)}`),
    );
    const phones = [kept, ...gone].filter((phone) => phone !== undefined);
    await Promise.all(phones.map(joins));
    await w.clock.settle();
    const traces = await tracesOf(w, gone);
    expect(traces).toHaveLength(MANY);
    expect(await keysInFiles(w, traces)).toBe(2 * MANY);
    await w.db.run(backUp);
    await Promise.all(gone.map((phone) => phone.raw.texts('DELETE')));
    await w.clock.settle();
    const heard = gone.map((phone) => phone.heard().length);
    await w.clock.advance({ hours: 73 });
    expect(gone.map((phone) => phone.heard().length)).toEqual(heard);

    expect(await leftOf(w, traces)).toEqual([]);
    expect(await retention(w)).toContain('in all');
    expect(await keysInFiles(w, traces)).toBe(0);
    expect(w.lines.join('')).not.toContain('keys_not_shredded');

    // Entered again by somebody else, none of them is invited.
    const answers = await Promise.all(gone.map((phone) => invited(w, phone)));
    expect(new Set(answers)).toEqual(new Set(['stopped']));
    const told = gone.map((phone) => phone.heard().length);
    await w.clock.advance({ hours: 24 });
    expect(gone.map((phone) => phone.heard().length)).toEqual(told);
    expect(kept?.lastHeard()).toContain('small step going?');

    // A backup from before brings them back, keys included, until the ledger is replayed.
    const ledger = await erasures(w, ['export']);
    await w.db.run(restore);
    expect((await leftOf(w, traces)).length).toBeGreaterThan(0);
    expect(await erasures(w, ['replay', 'ledger'], ledger)).toContain(`Erased again: ${MANY}.`);
    expect(await leftOf(w, traces)).toEqual([]);
    expect(await erasures(w, ['replay', 'ledger'], ledger)).toContain('Erased again: 0.');
    expect(timeless(await erasures(w, ['export']))).toEqual(timeless(ledger));
  },
);

/** The lines of a ledger, in no order, without their times. */
function timeless(ledger: string): string[] {
  const lines = ledger.split('\n').map((line) => line.split(' ').slice(0, -1).join(' '));
  return lines.toSorted();
}

/** A checkpoint waits for the disk of everybody. */
const PATIENT = { statementTimeoutMs: 60_000, deadlineMs: 60_000 };

async function joins({ raw }: WorldPhone): Promise<void> {
  await raw.dials();
  for (const reply of REPLIES) await raw.replies(reply);
  await raw.texts('ndakasuwa zvikuru');
}

async function tracesOf(w: World, phones: readonly WorldPhone[]): Promise<Trace[]> {
  const { keyring } = w.service.setting;
  const indexes = phones.map(({ number }) => keyring.numberIndex(number).toString('hex'));
  const rows = await w.db.run(
    (db) => db<(Omit<Trace, 'keys'> & { phoneKey: Buffer; memberKey: Buffer })[]>`
      select p.id, m.id as member_id, p.number_index, p.wrapped_key as phone_key, m.wrapped_key as member_key
      from phone p join member m on m.phone_id = p.id
      where encode(p.number_index, 'hex') = any(${indexes})`,
  );
  return rows.map(({ phoneKey, memberKey, ...row }) => ({ ...row, keys: [phoneKey, memberKey] }));
}

/** Tables, other than those that outlive it, in whose rows anything of them stands. */
async function leftOf(w: World, traces: readonly Trace[]): Promise<string[]> {
  const marks = traces.flatMap(({ id, memberId, numberIndex, keys }) => [
    id,
    memberId,
    numberIndex.toString('hex'),
    ...keys.map((key) => key.toString('hex')),
  ]);
  const rows = (await rowsOf(w)).filter(({ table }) => table !== 'audit' && table !== 'erasure');
  const whole = Map.groupBy(rows, ({ table }) => table);
  return [...whole].flatMap(([table, of]) => {
    const text = of.map(({ row }) => row).join('\n');
    return marks.some((mark) => text.includes(mark)) ? [table] : [];
  });
}

/** How many of their keys can be read in the files of the database. */
async function keysInFiles({ db }: World, traces: readonly Trace[]): Promise<number> {
  await db.run((sql) => sql`checkpoint`);
  const files = await Promise.all(
    KEYED.map((table) =>
      db.run(
        (sql) => sql<{ bytes: Buffer }[]>`
          select pg_read_binary_file(pg_relation_filepath(${table}::regclass)) as bytes`,
      ),
    ),
  );
  const bytes = files.flat().map((row) => row.bytes);
  const keys = traces.flatMap((trace) => trace.keys);
  return keys.filter((key) => bytes.some((file) => file.includes(key))).length;
}

function invited(w: World, { number }: WorldPhone): Promise<string> {
  const parsed = parsePhoneNumber(number);
  if (parsed === undefined) throw new Error('the test writes numbers');
  return invite(w.service.setting, w.db, parsed, 'test');
}

function retention(w: World): Promise<string> {
  return runRetention([], reach(w));
}

function erasures(w: World, typed: readonly string[], file = ''): Promise<string> {
  return runErasures(typed, { reach: reach(w), read: () => Promise.resolve(file) });
}

/** The commands, at the world's database. */
function reach({ db: pool, service }: World) {
  const { keyring, clock, log } = service.setting;
  return <T>(work: (at: Pick<AtDatabase, 'pool' | 'keyring' | 'clock' | 'log'>) => Promise<T>) =>
    work({ keyring, clock, log, pool });
}

async function tables(db: Db): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select relname as name from pg_class
    where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migration'`;
  return rows.map(({ name }) => name);
}

async function backUp(db: Db): Promise<void> {
  await db`create schema backup`;
  for (const name of await tables(db))
    await db`create table backup.${db(name)} as table ${db(name)}`;
}

/** Every table as it was, whatever refers to whatever. */
async function restore(db: Db): Promise<void> {
  await db`set session_replication_role = replica`;
  for (const name of await tables(db)) {
    await db`delete from ${db(name)}`;
    await db`insert into ${db(name)} overriding system value select * from backup.${db(name)}`;
  }
  await db`set session_replication_role = origin`;
}
