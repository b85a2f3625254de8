import type { Pool } from '../../src/store/connect.ts';

/**
 * Holds every gate, `shared` as senders do while they call, or `alone` as a withdrawal does; `release` resolves once
 * they are free.
 */
export async function holdGate(
  { db }: { db: Pool },
  how: 'shared' | 'alone' = 'shared',
): Promise<{ release(): Promise<void> }> {
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holding = db.transact(
    async (tx) => {
      await (how === 'shared'
        ? tx`select from gate for share`
        : tx`select from gate for no key update`);
      locked.resolve();
      await held.promise;
    },
    { deadlineMs: 20_000 },
  );
  await Promise.race([locked.promise, holding]);
  return {
    async release() {
      held.resolve();
      await holding;
    },
  };
}
