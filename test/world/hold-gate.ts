import type { Pool } from '../../src/store/connect.ts';

/** Holds every gate for share, as senders do while they call; `release` resolves once they are free. */
export async function holdGate({ db }: { db: Pool }): Promise<{ release(): Promise<void> }> {
  const held = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holding = db.transact(
    async (tx) => {
      await tx`select from gate for share`;
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
