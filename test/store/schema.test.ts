import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import { describeSchema } from './describe-schema.ts';

const FILE = join(import.meta.dirname, '..', '..', 'migrations', 'schema.sql');

// Describing all of it takes a busy machine longer than a turn may.
const pool = (await freshDatabase()).open({ statementTimeoutMs: 30_000, deadlineMs: 30_000 });

it('migrations/schema.sql is the schema that the migrations make', async () => {
  const schema = await describeSchema(pool);
  if (process.env['UPDATE_SCHEMA'] !== undefined) writeFileSync(FILE, schema);
  expect(readFileSync(FILE, 'utf8')).toBe(schema);
});

it('every table and every function says what it is for', async () => {
  const silent = await pool.run(
    (db) => db<{ name: string }[]>`
      select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname <> 'migration'
        and obj_description(oid, 'pg_class') is null
      union all
      select proname from pg_proc
      where pronamespace = current_schema()::regnamespace and obj_description(oid, 'pg_proc') is null`,
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});
