import type { Db, Tx } from './transact.ts';

/** What somebody did about the quiet of sending. */
export type QuietAct = 'pressed' | 'release_asked' | 'released';
export type QuietActRow = {
  act: QuietAct;
  actor: string;
  at: Date;
  /** As colleagues see her; null for the command line. */ name?: string | null;
};

/** Whether it is quiet now, and the newest act. Holds the row, so that of two who press one is the second. */
export async function lockQuiet(
  tx: Tx,
): Promise<{ quiet: boolean; last: QuietActRow | undefined }> {
  const [row] = await tx<{ quiet: boolean }[]>`select quiet from sending for no key update`;
  const [last] = await readQuietActs(tx, 1);
  return { quiet: row?.quiet ?? false, last };
}

/** Writes an act and what sending is from its commit on. What waits is looked for anew. */
export async function saveQuiet(
  tx: Tx,
  { quiet, act, actor, at }: QuietActRow & { quiet: boolean },
): Promise<void> {
  await tx`update sending set quiet = ${quiet}`;
  await tx`insert into quiet_act (act, actor, at) values (${act}, ${actor}, ${at})`;
  if (!quiet) await tx`select pg_notify('mazano_outbox', '')`;
}

/** The newest acts, newest first. */
export async function readQuietActs(db: Db, limit: number): Promise<QuietActRow[]> {
  return await db<QuietActRow[]>`
    select q.act, q.actor, q.at, a.display_name as name
    from quiet_act q left join staff_account a on a.staff_id::text = q.actor
    order by q.seq desc limit ${limit}`;
}

/** So many names are said; more are not needed to find two. */
const NAMES = 8;

/** Who has one of these roles and could open it again, by the names that colleagues see. */
export async function whoReleases(db: Db, roles: readonly string[]): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select a.display_name as name from staff_account a
    where a.state = 'active' and exists (select from staff_role r where r.staff_id = a.staff_id and r.role = any (${[...roles]}))
    order by a.display_name limit ${NAMES}`;
  return rows.map(({ name }) => name);
}
