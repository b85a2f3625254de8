import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Pool } from '../../src/store/connect.ts';
import { migrate, readMigrations } from '../../src/store/migrate.ts';
import { freshDatabase } from '../world/database.ts';

const database = await freshDatabase();
let folder: string;
let schema: string;
let pool: Pool;
let count = 0;

beforeEach(async () => {
  schema = `own_${(count += 1)}`;
  await database.pool.run((db) => db`create schema ${db(schema)}`);
  pool = database.open({ schema });
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  file('0001_letters.sql', 'create table letter (id int);\nselect pg_sleep(0.05);');
  file('0002_stamps.sql', 'alter table letter add stamp text;\ninsert into letter values (1);');
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, sql: string): void {
  writeFileSync(join(folder, name), sql);
}
const start = (given = pool) => migrate(given, readMigrations(folder));
const letters = async () => (await pool.run((db) => db`select id from letter`)).length;

test('migrations are applied once, in order, and named', async () => {
  expect(await start()).toEqual(['0001_letters.sql', '0002_stamps.sql']);
  expect(await start()).toEqual([]);
  file('0003_more.sql', 'insert into letter values (2)');
  expect(await start()).toEqual(['0003_more.sql']);
  expect(await letters()).toBe(2);
});

test('four processes that start at once apply each migration once', async () => {
  const starts = Array.from({ length: 4 }, () => start(database.open({ schema, max: 1 })));
  const applied = (await Promise.all(starts)).flat();
  expect(applied.toSorted()).toEqual(['0001_letters.sql', '0002_stamps.sql']);
  expect(await letters()).toBe(1);
});

test('a migration that fails leaves nothing of itself, and what came before it stands', async () => {
  file('0003_broken.sql', 'insert into letter values (3); select 1/0;');
  await expect(start()).rejects.toThrow('division by zero');
  expect(await letters()).toBe(1);
  file('0003_broken.sql', 'insert into letter values (3);');
  expect(await start()).toEqual(['0003_broken.sql']);
});

test('a start is refused in words when an applied file has changed', async () => {
  await start();
  file('0001_letters.sql', 'create table letter (id bigint);');
  await expect(start()).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/0001_letters\.sql was changed .* new migration/s),
  });
});

test('line ends changed by a checkout are no change', async () => {
  await start();
  file('0001_letters.sql', 'create table letter (id int);\r\nselect pg_sleep(0.05);');
  expect(await start()).toEqual([]);
});

test('a start is refused in words when an applied file is missing', async () => {
  await start();
  rmSync(join(folder, '0001_letters.sql'));
  file('0001_notes.sql', 'create table note (id int);');
  await expect(start()).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/0001_letters\.sql .* is not there any more/s),
  });
});

test('a start is refused in words when the database is ahead', async () => {
  await start();
  rmSync(join(folder, '0002_stamps.sql'));
  await expect(start()).rejects.toMatchObject({
    name: 'Refusal',
    message: expect.stringMatching(/ahead: it has 0002_stamps\.sql.* newer version/s),
  });
});

test('a folder with a gap, a double or a stray name is refused before anything is applied', async () => {
  file('0004_gap.sql', 'select 1');
  expect(() => readMigrations(folder)).toThrow('migrations/0004_gap.sql should be number 3');
  rmSync(join(folder, '0004_gap.sql'));
  file('0002_double.sql', 'select 1');
  expect(() => readMigrations(folder)).toThrow('should be number 3');
  rmSync(join(folder, '0002_double.sql'));
  file('fix.sql', 'select 1');
  expect(() => readMigrations(folder)).toThrow('NNNN_name.sql');
});
