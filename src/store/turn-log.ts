import type { Db } from './transact.ts';

export type TurnRow = {
  phoneId: string;
  turn: number;
  at: Date;
  event: string;
  flow: string | null;
  version: number | null;
  step: string | null;
  sealed: Buffer | null;
  mac: Buffer;
  /** The turn that the phone's conversation stands at. */
  stands: number;
};

/** The log of turns, by phone and number, from behind one place on. */
export function turnsAfter(
  db: Db,
  after: { phoneId: string; turn: number } | undefined,
  limit: number,
): Promise<TurnRow[]> {
  const { phoneId = '00000000-0000-0000-0000-000000000000', turn = 0 } = after ?? {};
  return db<TurnRow[]>`
    select t.phone_id, t.turn, t.at, t.event, t.flow, t.version, t.step, t.sealed, t.mac,
      coalesce(c.turn, 0) as stands
    from turn t left join conversation c on c.phone_id = t.phone_id
    where (t.phone_id, t.turn) > (${phoneId}::uuid, ${turn}::int)
    order by t.phone_id, t.turn limit ${limit}`;
}
