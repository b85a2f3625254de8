import type { World, WorldPhone } from '../world/world.ts';

/** JOIN, English, go on, yes to a text a week, a phone of one's own. */
export async function joins(phone: WorldPhone): Promise<void> {
  for (const text of ['JOIN', '1', '1', '1', '2']) await phone.texts(text);
}

/** A member whose first weekly question has come. */
export async function isAsked({ phone, clock }: Pick<World, 'phone' | 'clock'>): Promise<void> {
  await joins(phone);
  await clock.advance({ hours: 24 });
}

/** What the ledger says of consent, oldest first, as `given check_ins`. */
export async function ledger({ db }: Pick<World, 'db'>): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ act: string; purpose: string }[]>`select act, purpose from consent order by seq`,
  );
  return rows.map(({ act, purpose }) => `${act} ${purpose}`);
}

/** The state and reason of each message, oldest first. */
export async function outbox({ db }: Pick<World, 'db'>): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ class: string; state: string; reason: string | null }[]>`
      select class, state, reason from message order by seq`,
  );
  return rows.map(({ class: kind, state, reason }) => [kind, state, reason ?? ''].join(' ').trim());
}
