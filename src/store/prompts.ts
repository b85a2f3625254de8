import { NUMBER_HELD } from './read-phones.ts';
import type { Db, Tx } from './transact.ts';

/** So long a number means nothing else: whoever answers an old text is told that it is over. */
const NUMBER_RESTS = '1440 hours';
/** Three digits at most: a code is typed by thumb. */
const NUMBER_MAX = 999;

/** A prompt as it stands. */
export type PromptRow = {
  id: string;
  counsellorId: string;
  number: number;
  kind: string;
  followUpId: string | null;
  aboutId: string | null;
  sentAt: Date;
  closedAt: Date | null;
  answeredAt: Date | null;
  answer: string | null;
};

const columns = (db: Db) =>
  db`id, counsellor_id, number, kind, follow_up_id, about_id, sent_at, closed_at, answered_at, answer`;

export type NewPrompt = {
  id: string;
  counsellorId: string;
  kind: string;
  followUpId: string | null;
  aboutId: string | null;
  now: Date;
};

/**
 * Writes a prompt down and returns its number: hers alone for 30 days, two digits as long as there are some, never 88 or 99. One
 * that still waits for an answer is never given to something else, and one that is over rests for 30 days more, if others are
 * left. The one that has rested longest is taken. Lock her row first. @throws Error when 988 are in use
 */
export async function savePrompt(tx: Tx, p: NewPrompt): Promise<number> {
  const [row] = await tx<{ number: number }[]>`
    insert into prompt (id, counsellor_id, number, kind, follow_up_id, about_id, sent_at)
    select ${p.id}, ${p.counsellorId}, n.number, ${p.kind}, ${p.followUpId}, ${p.aboutId}, ${p.now}
    from (
      select s.number
      from generate_series(10, ${NUMBER_MAX}::int) as s(number)
      left join (
        select q.number, max(q.sent_at) as used_at, bool_or(q.closed_at is null and (
          q.follow_up_id is null or exists (
            select from follow_up f where f.id = q.follow_up_id and f.state = 'open'))) as waits
        from prompt q
        where q.counsellor_id = ${p.counsellorId} group by q.number
      ) u on u.number = s.number
      where s.number not in (88, 99)
        and coalesce(u.used_at <= ${p.now}::timestamptz - ${NUMBER_HELD}::interval and not u.waits, true)
      order by coalesce(u.used_at > ${p.now}::timestamptz - ${NUMBER_RESTS}::interval, false), s.number >= 100,
        u.used_at nulls first, s.number
      limit 1
    ) n
    returning number`;
  if (row === undefined) throw new Error('every number of this counsellor is in use');
  return row.number;
}

/** The prompt of a number within the 30 days in which it means the same, or while it is open. */
export async function promptOf(
  db: Db,
  counsellorId: string,
  number: number,
  now: Date,
): Promise<PromptRow | undefined> {
  // What was typed may be longer than any number of ours.
  if (number > NUMBER_MAX) return undefined;
  const [row] = await db<PromptRow[]>`
    select ${columns(db)} from prompt
    where counsellor_id = ${counsellorId} and number = ${number}
      and (closed_at is null or sent_at > ${now}::timestamptz - ${NUMBER_HELD}::interval)
    order by sent_at desc
    limit 1`;
  return row;
}

/** Whether this number was hers, and its 30 days are over: nothing else has it yet. */
export async function isNumberOver(
  db: Db,
  counsellorId: string,
  number: number,
  now: Date,
): Promise<boolean> {
  if (number > NUMBER_MAX) return false;
  const rows = await db`
    select from prompt
    where counsellor_id = ${counsellorId} and number = ${number} and sent_at <= ${now}::timestamptz - ${NUMBER_HELD}::interval
    limit 1`;
  return rows.length > 0;
}

/** What a prompt is about may have ended, or been erased, without anybody's answer. */
const waits = (db: Db) => db`(follow_up_id is null or exists (
  select from follow_up f where f.id = prompt.follow_up_id and f.state = 'open'
))`;

/** Those that wait for an answer, the latest first. */
export function openPrompts(db: Db, counsellorId: string): Promise<PromptRow[]> {
  return db<PromptRow[]>`
    select ${columns(db)} from prompt
    where counsellor_id = ${counsellorId} and closed_at is null and ${waits(db)}
    order by sent_at desc, number`;
}

/** Her answer counted. `closed`: it waits for nothing more. */
export async function answerPrompt(
  tx: Tx,
  id: string,
  { answer, closed, now }: { answer: string; closed: boolean; now: Date },
): Promise<void> {
  await tx`
    update prompt
    set answer = ${answer}, answered_at = ${now}, closed_at = case when ${closed} then ${now} else closed_at end
    where id = ${id}`;
}

/** Nobody's answer about this follow-up is waited for any more, but for those of `except`. */
export async function closePrompts(
  tx: Tx,
  followUpId: string,
  now: Date,
  except: string | null = null,
): Promise<void> {
  await tx`
    update prompt set closed_at = ${now}
    where follow_up_id = ${followUpId} and closed_at is null and counsellor_id is distinct from ${except}`;
}

/** Whether whoever accepted it was asked how it went, and has not said. */
export async function isOutcomeAsked(db: Db, followUpId: string): Promise<boolean> {
  const rows = await db`
    select from prompt where follow_up_id = ${followUpId} and kind = 'outcome' and closed_at is null limit 1`;
  return rows.length > 0;
}

/** A number that asks nothing: no bare digit is ever taken for it. */
export async function closePrompt(tx: Tx, id: string, now: Date): Promise<void> {
  await tx`update prompt set closed_at = ${now} where id = ${id} and closed_at is null`;
}

/** Nobody's answer about this is waited for any more. */
export async function closePromptsAbout(
  tx: Tx,
  aboutId: string,
  kinds: readonly string[],
  now: Date,
): Promise<void> {
  await tx`
    update prompt set closed_at = ${now}
    where about_id = ${aboutId} and kind = any(${[...kinds]}) and closed_at is null`;
}

/** Of this kind nothing of hers is waited for any more: what she asks for anew takes its place. */
export async function closePromptsOf(
  tx: Tx,
  counsellorId: string,
  kind: string,
  now: Date,
): Promise<void> {
  await tx`
    update prompt set closed_at = ${now}
    where counsellor_id = ${counsellorId} and kind = ${kind} and closed_at is null`;
}
