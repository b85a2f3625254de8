import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../base/refusal.ts';
import type { Pool, Tx } from './connect.ts';

/** One step of the schema: `number` counts from 1 without gaps. */
export type Migration = { number: number; name: string; sql: string; sha256: string };

type Applied = { number: number; name: string; sha256: string };

const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;
/** Of all advisory locks of a database this one is ours: "mazano" as bytes, read as a number. */
const LOCK = 0x6d617a616e6f;
/** Milliseconds for one migration, waiting for another process's included: an index on a large table takes minutes. */
const MIGRATION_MS = 15 * 60_000;

/** Reads `NNNN_name.sql` of a folder, in order. @throws Refusal for a gap, a double or a stray file */
export function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter(
    (name) => name.endsWith('.sql') && name !== 'schema.sql',
  );
  return names.toSorted().map((name, index) => {
    const number = Number(FILE_NAME.exec(name)?.[1]);
    if (number !== index + 1)
      throw new Refusal(
        'invalid',
        `migrations/${name} should be number ${index + 1}, named NNNN_name.sql.`,
      );
    // A checkout may have changed the line ends; that is no other migration.
    const sql = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    return { number, name, sql, sha256: createHash('sha256').update(sql, 'utf8').digest('hex') };
  });
}

/**
 * Brings the database up to the last of `migrations`, each in a transaction of its own, and returns the names of those it
 * applied. Any number of processes may do so at once: one works, the others wait and find it done.
 * @throws Refusal when what was applied is not what is given, DatabaseLost, PostgresError of the migration's SQL
 */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const applied: string[] = [];
  for (;;) {
    const name = await pool.transact((tx) => applyNext(tx, migrations), {
      deadlineMs: MIGRATION_MS,
    });
    if (name === undefined) return applied;
    applied.push(name);
  }
}

/** The lock ends with the transaction, so that it works behind a pooler as well. */
async function applyNext(tx: Tx, migrations: readonly Migration[]): Promise<string | undefined> {
  await tx`select set_config('lock_timeout', '0', true), set_config('statement_timeout', ${MIGRATION_MS}, true)`;
  await tx`select pg_advisory_xact_lock(${LOCK})`;
  await tx`
    create table if not exists migration (
      number integer primary key,
      name text not null,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`;
  const done = await tx<Applied[]>`select number, name, sha256 from migration order by number`;
  for (const [index, row] of done.entries()) assertSame(row, migrations[index], migrations.length);
  const next = migrations[done.length];
  if (next === undefined) return undefined;
  await tx.unsafe(next.sql);
  await tx`insert into migration ${tx({ number: next.number, name: next.name, sha256: next.sha256 })}`;
  return next.name;
}

function assertSame(applied: Applied, given: Migration | undefined, known: number): void {
  if (applied.number > known)
    throw new Refusal(
      'conflict',
      `The database is ahead: it has ${applied.name}, this version of Mazano ends at ${known}. ` +
        'Start the newer version, or restore a backup from before the upgrade.',
    );
  if (given?.name !== applied.name)
    throw new Refusal(
      'conflict',
      `migrations/${applied.name} was applied to this database and is not there any more. ` +
        'Restore the file as it was; to undo it, add a new migration.',
    );
  if (given.sha256 !== applied.sha256)
    throw new Refusal(
      'conflict',
      `migrations/${applied.name} was changed after it had been applied to this database. ` +
        'Restore the file as it was and put the change into a new migration.',
    );
}
