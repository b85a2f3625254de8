import type { World } from '../world/world.ts';

export type DumpedRow = { table: string; row: string };

/** Every row of every table, as text. */
export async function rowsOf({ db }: Pick<World, 'db'>): Promise<DumpedRow[]> {
  const tables = await db.run(
    (sql) => sql<{ name: string }[]>`
      select relname as name from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace order by relname`,
  );
  const rows: DumpedRow[] = [];
  for (const { name: table } of tables) {
    const found = await db.run(
      (sql) => sql<{ row: string }[]>`select t::text as row from ${sql(table)} t`,
    );
    rows.push(...found.map(({ row }) => ({ table, row })));
  }
  return rows;
}

/** What a text may look like where it is stored: as it is, in hexadecimal, in base64. */
export function formsOf(canary: string): string[] {
  const bytes = Buffer.from(canary, 'utf8');
  return [canary, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/u, '')];
}
