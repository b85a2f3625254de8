import type { Db, Tx } from './transact.ts';

export type BallotRow = {
  id: string;
  groupId: string;
  options: number;
  eligible: number;
  opensAt: Date;
  closesAt: Date;
  state: 'open' | 'counted' | 'void';
  /** While it is open. */
  wrappedKey: Buffer | null;
  box: Buffer | null;
  counts: number[] | null;
};

const columns = (db: Db) =>
  db`id, group_id, options, eligible, opens_at, closes_at, state, wrapped_key, box, counts`;

export async function lockBallot(tx: Tx, id: string): Promise<BallotRow | undefined> {
  const [row] = await tx<BallotRow[]>`
    select ${columns(tx)} from ballot where id = ${id} for no key update`;
  return row;
}

/** How many may vote now: members to whom a facilitator has said yes. */
export async function addBallot(
  tx: Tx,
  b: Pick<BallotRow, 'id' | 'groupId' | 'options' | 'eligible' | 'opensAt' | 'closesAt'> & {
    wrappedKey: Buffer;
    box: Buffer;
  },
): Promise<boolean> {
  const rows = await tx`
    insert into ballot (id, group_id, options, eligible, opens_at, closes_at, wrapped_key, box)
    values (${b.id}, ${b.groupId}, ${b.options}, ${b.eligible}, ${b.opensAt}, ${b.closesAt}, ${b.wrappedKey}, ${b.box})
    on conflict do nothing returning 1`;
  return rows.length > 0;
}

/** Every member who may vote is asked once. */
export async function askVoters(
  tx: Tx,
  b: { groupId: string; now: Date; sendBy: Date },
): Promise<void> {
  await tx`
    insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
    select gen_random_uuid(), q.phone_id, 'remind', g.epoch, 'ballot', ${b.now}, ${b.sendBy}
    from membership q join gate g on g.phone_id = q.phone_id
    where q.group_id = ${b.groupId} and q.state = 'agreed' and q.agreed_at <= ${b.now}
    order by q.id`;
}

export async function saveBox(tx: Tx, id: string, box: Buffer): Promise<void> {
  await tx`update ballot set box = ${box} where id = ${id}`;
}

export async function dueBallots(db: Db, now: Date): Promise<{ id: string; groupId: string }[]> {
  return db`select id, group_id from ballot where state = 'open' and closes_at <= ${now} order by closes_at, id`;
}

/** The counts stay; the box and its key go. */
export async function endBallot(
  tx: Tx,
  id: string,
  result: { state: 'counted'; counts: readonly number[] } | { state: 'void' },
  now: Date,
): Promise<void> {
  const counts = result.state === 'counted' ? [...result.counts] : null;
  await tx`
    update ballot set state = ${result.state}, counts = ${counts}, counted_at = ${now}, box = null, wrapped_key = null
    where id = ${id}`;
  await tx`
    delete from timer t using ballot b join membership q on q.group_id = b.group_id
    where b.id = ${id} and t.phone_id = q.phone_id and t.flow = 'ballot' and t.stopped_by is null`;
}

/** Every member who could vote hears how it went. */
export async function tellVoters(
  tx: Tx,
  b: { ballotId: string; notice: 'group_voted' | 'group_vote_void'; now: Date; sendBy: Date },
): Promise<void> {
  await tx`
    insert into timer (id, phone_id, kind, epoch, notice, due_at, send_by)
    select gen_random_uuid(), q.phone_id, 'group', g.epoch, ${b.notice}, ${b.now}, ${b.sendBy}
    from ballot o join membership q on q.group_id = o.group_id join gate g on g.phone_id = q.phone_id
    where o.id = ${b.ballotId} and q.state = 'agreed' and q.agreed_at <= o.opens_at
    order by q.id`;
}
