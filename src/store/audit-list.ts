import type { AuditedAs } from './audit-members.ts';
import type { Db } from './transact.ts';

export type AuditRow = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  subject: string | null;
  detail: string;
  /** Null while no link of the chain covers it. */
  seal: number | null;
};

export type AuditWanted = {
  /** Who did it: these, where something was looked for by a name. */
  actors: readonly string[];
  /** What entries about a member carry, where one was looked for. */
  about: AuditedAs | undefined;
  /** An id: of an entry, of who did it, of the phone that it is about, or the whole detail. */
  id: string;
  action: string;
  since: Date | undefined;
  page: number;
  size: number;
};

/** Entries, the latest first. `total` is counted as far as `most` and one more. */
export async function listAudit(
  db: Db,
  wanted: AuditWanted,
  most: number,
): Promise<{ rows: AuditRow[]; total: number }> {
  const where = condition(db, wanted);
  const rows = await db<AuditRow[]>`
    select a.id, a.at, a.actor, a.action, a.subject, a.detail, l.seal
    from (
      select * from audit a where ${where} order by a.seq desc
      limit ${wanted.size} offset ${(wanted.page - 1) * wanted.size}
    ) a left join audit_link l on l.seq = a.seq
    order by a.seq desc`;
  const [counted] = await db<{ total: number }[]>`
    select count(*)::int as total from (select from audit a where ${where} limit ${most + 1}) c`;
  return { rows, total: counted?.total ?? 0 };
}

function condition(db: Db, { actors, about, id, action, since }: AuditWanted) {
  const looksFor =
    actors.length === 0 && id === ''
      ? db`true`
      : db`(a.actor = any(${[...actors, id]}) or a.detail = any(${[id, ...(about?.details ?? [])]})
          ${
            about === undefined || about.requests.length === 0
              ? db``
              : db`or (a.action = 'requests_shown' and string_to_array(a.detail, ',') && ${about.requests})`
          }
          ${(about?.members ?? []).reduce(
            (others, { phoneId, since: from, until }) =>
              db`${others} or (a.subject = ${phoneId} and a.at >= ${from}
                and (${until}::timestamptz is null or a.at < ${until}))`,
            db``,
          )}
          ${isUuid(id) ? db`or a.subject = ${id}::uuid or a.id = ${id}::uuid` : db``})`;
  return db`${looksFor}
    and ${action === '' ? db`true` : db`a.action = ${action}`}
    and ${since === undefined ? db`true` : db`a.at >= ${since}`}`;
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u.test(text);
}

/** Every kind of act that the log has, found by stepping through its index and not through its entries. */
export async function auditActions(db: Db): Promise<string[]> {
  const rows = await db<{ action: string }[]>`
    with recursive step as (
      (select action from audit order by action limit 1)
      union all
      select (select a.action from audit a where a.action > s.action order by a.action limit 1)
      from step s where s.action is not null
    )
    select action from step where action is not null`;
  return rows.map(({ action }) => action);
}

/** Ids of those whose name has this in it, with or without a role by phone. */
export async function staffCalled(db: Db, part: string): Promise<string[]> {
  const like = `%${part.replace(/[\\%_]/gu, (sign) => `\\${sign}`)}%`;
  const rows = await db<{ id: string }[]>`
    select staff_id::text as id from staff_account where display_name ilike ${like} limit 50`;
  return rows.map(({ id }) => id);
}

/** Entries that wait for their link: the sealer comes every ten seconds. */
export async function countUnsealed(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from (
      select from audit a
      where a.seq > coalesce((select max(l.seq) from audit_link l), 0) limit 10000
    ) c`;
  return row?.count ?? 0;
}

export type AuditCheckRow = {
  id: string;
  askedAt: Date;
  doneAt: Date | null;
  entries: number | null;
  turns: number | null;
  faults: number | null;
  firstFaults: unknown;
};

export async function lastAuditCheck(db: Db): Promise<AuditCheckRow | undefined> {
  const [row] = await db<AuditCheckRow[]>`
    select id, asked_at, done_at, entries, turns, faults, first_faults
    from audit_check order by asked_at desc, id desc limit 1`;
  return row;
}

export async function beginAuditCheck(
  db: Db,
  one: { id: string; askedBy: string; now: Date },
): Promise<void> {
  await db`insert into audit_check (id, asked_by, asked_at) values (${one.id}, ${one.askedBy}, ${one.now})`;
}

export async function endAuditCheck(
  db: Db,
  id: string,
  found: { now: Date; entries: number; turns: number; faults: readonly Record<string, unknown>[] },
  most: number,
): Promise<void> {
  const first = JSON.stringify(found.faults.slice(0, most));
  await db`
    update audit_check set done_at = ${found.now}, entries = ${found.entries}, turns = ${found.turns},
      faults = ${found.faults.length}, first_faults = ${first}::text::jsonb
    where id = ${id}`;
}
