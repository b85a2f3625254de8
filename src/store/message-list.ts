import type { Db } from './transact.ts';

export const MESSAGE_CLASSES = [
  'acknowledgement',
  'safety',
  'reply',
  'prompt',
  'timer',
  'invitation',
  'broadcast',
] as const;
export const MESSAGE_STATES = [
  'sent',
  'failed',
  'cancelled',
  'expired',
  'unknown',
  'queued',
] as const;
const OVER = MESSAGE_STATES.filter((state) => state !== 'queued');
/** Rows counted for a total: counting more would be the slowest part of a page. */
const COUNTED_MAX = 10_001;

/** A message without what it says, and without whom it is for. */
export type ListedMessage = {
  seq: string;
  class: string;
  state: string;
  reason: string | null;
  segments: number;
  createdAt: Date;
  finishedAt: Date | null;
  delivery: string | null;
};

type MessagesWanted = {
  /** Codes of which a reason is one; undefined: any, or none. */
  reasons: readonly string[] | undefined;
  class: string | undefined;
  state: string | undefined;
  /** From and to, for messages that were over on one day. */
  span: { from: Date; to: Date } | undefined;
  page: number;
  size: number;
};

/**
 * Messages, newest first. Each kind has its own stretch of the index and gives no more rows than the page needs, so that it is
 * as fast with a million.
 */
export async function listMessages(
  db: Db,
  wanted: MessagesWanted,
): Promise<{ rows: ListedMessage[]; total: number }> {
  if (wanted.state === 'queued') return listQueued(db, wanted);
  const { page, size, reasons, span } = wanted;
  const classes = wanted.class === undefined ? [...MESSAGE_CLASSES] : [wanted.class];
  const states = wanted.state === undefined ? OVER : [wanted.state];
  const within =
    span === undefined
      ? db``
      : db`and x.finished_at >= ${span.from} and x.finished_at < ${span.to}`;
  const why = reasons === undefined ? db`` : db`and x.reason = any(${reasons})`;
  const found = (limit: number) => db`
    from unnest(${classes}::text[]) as c(class)
    cross join unnest(${states}::text[]) as s(state)
    cross join lateral (
      select x.seq, x.class, x.state, x.reason, x.segments, x.created_at, x.finished_at, x.delivery
      from message x
      where x.class = c.class and x.state = s.state and x.finished_at is not null
        ${within} ${why}
      order by x.finished_at desc
      limit ${limit}
    ) m`;
  const rows = await db<ListedMessage[]>`
    select m.seq::text, m.class, m.state, m.reason, m.segments, m.created_at, m.finished_at, m.delivery
    ${found(page * size)}
    order by m.finished_at desc, m.seq desc limit ${size} offset ${(page - 1) * size}`;
  const [counted] = await db<{ n: number }[]>`
    select count(*)::int as n from (select 1 ${found(COUNTED_MAX)} limit ${COUNTED_MAX}) t`;
  return { rows, total: counted?.n ?? 0 };
}

async function listQueued(
  db: Db,
  { page, size, reasons, ...wanted }: MessagesWanted,
): Promise<{ rows: ListedMessage[]; total: number }> {
  const kind = wanted.class === undefined ? db`` : db`and class = ${wanted.class}`;
  const why = reasons === undefined ? db`` : db`and reason = any(${reasons})`;
  const which = () => db`from message where state = 'queued' ${kind} ${why}`;
  const rows = await db<ListedMessage[]>`
    select seq::text, class, state, reason, segments, created_at, finished_at, delivery ${which()}
    order by rank, seq limit ${size} offset ${(page - 1) * size}`;
  const [counted] = await db<{ n: number }[]>`
    select count(*)::int as n from (select 1 ${which()} limit ${COUNTED_MAX}) t`;
  return { rows, total: counted?.n ?? 0 };
}
