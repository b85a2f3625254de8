import type { TestDatabase } from './database.ts';

/**
 * Replaces a piece of a function of the database, so that a test can show that it would notice.
 * @throws Error when the piece is not there: no mutant goes stale unseen
 */
export function withoutPiece(name: string, piece: string, by = '') {
  return async ({ pool }: Pick<TestDatabase, 'pool'>): Promise<void> => {
    await pool.run(async (sql) => {
      const [row] = await sql<{ body: string }[]>`
        select pg_get_functiondef(${name}::regproc) as body`;
      const body = row?.body ?? '';
      if (!body.includes(piece)) throw new Error(`mutant: ${name} no longer reads as it did`);
      await sql.unsafe(body.replace(piece, by));
    });
  };
}
