import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { MoveArrival } from '../engine/decide-move.ts';
import type { Turns } from '../engine/take-turns.ts';
import type { Pool } from '../store/connect.ts';
import { phonesAt, type StandingStage, standingStages } from '../store/release-stages.ts';

/** Phones moved at once: a few batches of turns. */
const PHONES_MAX = 256;
/** Below every id. */
const FIRST = '00000000-0000-0000-0000-000000000000';
/** So long is looked for people to be moved: a STOP taken back opens a conversation again, and no question stands longer. */
const MOVES_FOR_MS = 7 * 24 * 3_600_000;

export type MoveParts = { pool: Pool; turns: Turns; clock: Clock; log: Log };

/**
 * Moves the open conversations that step maps name, each in a turn of its own, which takes the same locks in the same order
 * as any other. Whoever answers at the same moment is decided first or after; two processes may do the same.
 */
export async function movePeople(parts: MoveParts): Promise<void> {
  const { pool, clock, log } = parts;
  const since = new Date(clock.now().getTime() - MOVES_FOR_MS);
  for (const stage of await pool.run((db) => standingStages(db))) {
    const { flow, version, moves } = stage;
    if (moves === null || stage.at < since || !isMoving(stage)) continue;
    const moved = await moveAll(parts, { flow, ...moves });
    if (moved > 0) log.info('people_moved', { flow, version, to: moves.to, count: moved });
  }
}

/** Into a version while people begin with it; out of one from when it was given up. */
function isMoving({ state, version, moves }: StandingStage): boolean {
  if (state === 'rolled_back') return moves?.from === version;
  return (state === 'running' || state === 'done') && moves?.to === version;
}

async function moveAll({ pool, turns, log }: MoveParts, move: MoveArrival): Promise<number> {
  const { flow, from: version } = move;
  const steps = Object.keys(move.steps);
  let moved = 0;
  let after = FIRST;
  for (;;) {
    const look = { flow, version, steps, after, limit: PHONES_MAX };
    const phones = await pool.run((db) => phonesAt(db, look));
    const taken = await Promise.all(phones.map((phone) => moveOne(turns, phone, move, log)));
    moved += taken.filter(Boolean).length;
    const last = phones.at(-1);
    if (last === undefined || phones.length < PHONES_MAX) return moved;
    after = last.phoneId;
  }
}

async function moveOne(
  turns: Turns,
  { phoneId, numberIndex }: { phoneId: string; numberIndex: Buffer },
  move: MoveArrival,
  log: Log,
): Promise<boolean> {
  const arrival = { kind: 'move' as const, numberIndex, number: undefined, move };
  const same = `move|${phoneId}|${move.flow}|${move.from}|${move.to}`;
  try {
    return (await turns.submit(arrival, numberIndex.toString('base64'), same)).kind === 'done';
  } catch (error) {
    log.error('person_not_moved', { phone: phoneId }, error);
    return false;
  }
}
