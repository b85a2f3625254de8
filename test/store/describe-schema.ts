import type { Pool } from '../../src/store/connect.ts';

/** The catalogue is slow to read beside tests that need the machine too. */
const READ_LIMIT = { deadlineMs: 60_000 };

/** The schema as a text that a person can review: tables with columns and checks, indexes, functions, rights. */
export async function describeSchema(pool: Pool): Promise<string> {
  const columns = await pool.run(
    (db) => db<{ tableName: string; line: string }[]>`
      select c.relname as table_name,
        a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || case when a.attnotnull then ' not null' else '' end
          || case when a.attidentity <> '' then ' generated always as identity'
             when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end as line
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> 'migration'
      order by c.relname, a.attnum`,
    READ_LIMIT,
  );
  const constraints = await pool.run(
    (db) => db<{ tableName: string; line: string }[]>`
      select c.relname as table_name, pg_get_constraintdef(k.oid) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where c.relnamespace = current_schema()::regnamespace and k.contype <> 'n' and c.relname <> 'migration'
      order by c.relname, k.contype desc, line`,
    READ_LIMIT,
  );
  const indexes = await pool.run(
    (db) => db<{ line: string }[]>`
      select replace(indexdef, current_schema() || '.', '') as line from pg_indexes
      where schemaname = current_schema() and tablename <> 'migration'
        and indexname not in (select conname from pg_constraint)
      order by indexname`,
    READ_LIMIT,
  );
  const functions = await pool.run(
    (db) => db<{ line: string }[]>`
      select replace(pg_get_functiondef(p.oid), current_schema() || '.', '') as line from pg_proc p
      where p.pronamespace = current_schema()::regnamespace
      order by p.proname`,
    READ_LIMIT,
  );
  const rights = await pool.transact(async (tx) => {
    await tx`set local statement_timeout = '60s'`;
    return tx<{ line: string }[]>`
      select format('-- %s: %s on %s%s', grantee, string_agg(distinct lower(privilege), ', '), object, columns) as line
      from (
        select grantee, privilege_type as privilege, table_name as object, '' as columns
        from information_schema.role_table_grants where table_schema = current_schema()
        union all
        select g.grantee, g.privilege_type, g.table_name,
          ' (' || string_agg(g.column_name, ', ' order by g.column_name) || ')'
        from information_schema.role_column_grants g
        where g.table_schema = current_schema() and not exists (
          select from information_schema.role_table_grants t
          where t.table_name = g.table_name and t.grantee = g.grantee and t.privilege_type = g.privilege_type
            and t.table_schema = g.table_schema)
        group by g.grantee, g.privilege_type, g.table_name
        union all
        select grantee, privilege_type, routine_name || '()', '' from information_schema.routine_privileges
        where routine_schema = current_schema()
      ) granted
      where grantee like 'mazano_%'
      group by grantee, object, columns
      order by grantee, object, columns`;
  }, READ_LIMIT);
  const tables = [...new Set(columns.map(({ tableName }) => tableName))].map((name) => {
    const lines = [...columns, ...constraints].filter(({ tableName }) => tableName === name);
    return `create table ${name} (\n${lines.map(({ line }) => `  ${line}`).join(',\n')}\n);`;
  });
  return [
    '-- Made from the migrations, for review; nothing runs it. UPDATE_SCHEMA=1 npm run test:fast -- schema writes it.',
    ...tables,
    indexes.map(({ line }) => `${line};`).join('\n'),
    ...functions.map(({ line }) => line.trim()),
    rights.map(({ line }) => line).join('\n'),
    '',
  ].join('\n\n');
}
