import type { TestDatabase } from './database.ts';

/** Changes each row of a table before it is stored, as a fault would: a mutant, which a test must notice. */
export function spoilRows(table: string, change: string) {
  return async ({ pool }: Pick<TestDatabase, 'pool'>): Promise<void> => {
    await pool.run((sql) =>
      sql.unsafe(
        `create function spoil() returns trigger language plpgsql as $$
        begin
          ${change}
          return new;
        end $$;
        create trigger spoil before insert or update on ${table} for each row execute function spoil();`,
      ),
    );
  };
}
