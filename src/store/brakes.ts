import type { Db } from './transact.ts';

/** What the gate holds up because it is too much of the same, too many, or too dear. */
export const BRAKES = ['looped', 'capped', 'spent'] as const;
export type Brake = (typeof BRAKES)[number];

/** Whether this brake holds anew for this phone: true once, until a day has passed in which it did not. */
export async function noteBrake(
  db: Db,
  phoneId: string,
  brake: Brake,
  now: Date,
): Promise<boolean> {
  const [row] = await db<{ fresh: boolean }[]>`
    select note_brake(${phoneId}::uuid, ${brake}, ${now}) as fresh`;
  return row?.fresh ?? false;
}

/** Forgets brakes that have not held since `before`. */
export async function dropBrakes(db: Db, before: Date): Promise<void> {
  await db`delete from brake where held_at < ${before}`;
}
