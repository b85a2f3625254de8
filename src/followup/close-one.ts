import type { Pool } from '../store/connect.ts';
import type { Db, Tx } from '../store/transact.ts';
import { readReference } from './request-reference.ts';

/** `several`: more than one is called so; the whole id has to be given. */
export type Closed = 'done' | 'not_found' | 'several';

/** What a reference may stand for: `find` locks the open ones whose id ends so, `close` closes one, with its audit entry. */
type Closing<Open> = {
  find(tx: Db, ending: string): Promise<readonly Open[]>;
  close(tx: Tx, open: Open): Promise<void>;
};

/** Closes the one open thing that a reference stands for, in one transaction; none where it is not clear which. */
export async function closeOne<Open>(
  pool: Pool,
  reference: string,
  { find, close }: Closing<Open>,
): Promise<Closed> {
  const ending = readReference(reference);
  if (ending === undefined) return 'not_found';
  return pool.transact(async (tx) => {
    const [one, another] = await find(tx, ending);
    if (one === undefined) return 'not_found';
    if (another !== undefined) return 'several';
    await close(tx, one);
    return 'done';
  });
}
