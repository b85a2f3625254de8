import { expect, test } from 'vitest';
import type { Tx } from '../../src/store/connect.ts';
import { shredKeys } from '../../src/store/shred-keys.ts';
import { freshDatabase } from '../world/database.ts';

const database = await freshDatabase();
const BORN = new Date('2026-11-23T09:00:00Z');
const KEY = Buffer.from('the key of a number that was erased');
const LIMIT = { deadlineMs: 60_000 };
const ALL = { since: BORN, forgotten: true };

test('a key is not called shredded while something else still reads the database as it was [rel P70]', async () => {
  await database.pool.run(
    (db) => db`
      insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
      values (gen_random_uuid(), '\\x01', '\\x02', '\\x03', ${KEY}, ${BORN})`,
  );
  const backup = await snapshot();
  await database.pool.run((db) => db`delete from phone`);

  expect(await shredKeys(database.pool, ALL, LIMIT)).toContainEqual({
    table: 'phone',
    why: 'held',
  });
  expect(await isInFile()).toBe(true);

  await backup.end();
  expect(await shredKeys(database.pool, ALL, LIMIT)).toEqual([]);
  expect(await isInFile()).toBe(false);
});

/** Something that reads all of the database as it is now, until it is told to end. */
async function snapshot() {
  const begun = Promise.withResolvers<void>();
  const ending = Promise.withResolvers<void>();
  const reads = async (tx: Tx) => {
    await tx`set transaction isolation level repeatable read`;
    await tx`select count(*) from release`;
    begun.resolve();
    await ending.promise;
  };
  const reading = database.open({ idleInTransactionMs: 0 }).transact(reads, LIMIT);
  await begun.promise;
  return {
    end: async () => {
      ending.resolve();
      await reading;
    },
  };
}

async function isInFile(): Promise<boolean> {
  await database.pool.run((db) => db`checkpoint`, LIMIT);
  const [row] = await database.pool.run(
    (db) => db<{ bytes: Buffer }[]>`
      select pg_read_binary_file(pg_relation_filepath('phone'::regclass)) as bytes`,
  );
  return row?.bytes.includes(KEY) === true;
}
