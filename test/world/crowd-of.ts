import { createKeyring } from '../../src/base/keyring.ts';
import type { World, WorldPhone } from './world.ts';

/** Phones that wrote once and agreed to the weekly question, without the talk that leads there. */
export async function crowdOf(w: World, size: number, first = 0): Promise<WorldPhone[]> {
  const phones = Array.from({ length: size }, (_, index) =>
    w.phoneOf(`+2547120${String(10_000 + first + index)}`),
  );
  const keyring = createKeyring(w.secrets);
  await Promise.all(phones.map(({ raw }) => raw.texts('hello')));
  await w.clock.settle();
  const indexes = phones.map(({ number }) => keyring.numberIndex(number));
  for (const numberIndex of indexes)
    await w.db.run(
      (sql) => sql`
        insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
        select id, gen_random_uuid(), 'check_ins', 'given', ${w.clock.now()}, 'sms', 0
        from phone where number_index = ${numberIndex}`,
    );
  return phones;
}
