import type { Pool } from '../../src/store/connect.ts';

/** Replaces a piece of a function of this database: a mutant. @throws Error when the piece is not there */
export async function mutateFunction(
  pool: Pool,
  name: string,
  piece: string,
  by: string,
): Promise<void> {
  const [row] = await pool.run(
    (db) => db<{ text: string }[]>`select pg_get_functiondef(${name}::regproc) as text`,
  );
  if (row?.text.includes(piece) !== true)
    throw new Error(`mutant: ${name} no longer reads as it did`);
  await pool.run((db) => db.unsafe(row.text.replace(piece, by)));
}
