import { newId } from '../base/ids.ts';
import type { Tx } from './transact.ts';

/** Told a day later it is still true; after that it is only a reproach. In milliseconds. */
const WORTH_MS = 24 * 3_600_000;

/**
 * Lets the phone of a request have a turn in which it is told that nobody has reached it yet: a turn, so that a digit can
 * answer it. A STOP takes it away like every timer.
 */
export async function dueLate(
  tx: Tx,
  { id, phoneId }: { id: string; phoneId: string },
  now: Date,
): Promise<void> {
  await tx`
    insert into timer (id, phone_id, kind, epoch, due_at, send_by, follow_up_id)
    select ${newId(now.getTime())}, ${phoneId}, 'late', epoch, ${now}, ${new Date(now.getTime() + WORTH_MS)}, ${id}
    from gate where phone_id = ${phoneId}`;
}
