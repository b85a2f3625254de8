import { expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { ledger } from './joined.ts';

const PIN = '48213';

/** The reasons of all requests for a person, oldest first. */
async function reasons({ db }: Awaited<ReturnType<typeof world>>): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ reason: string }[]>`select reason from follow_up order by opened_at`,
  );
  return rows.map(({ reason }) => reason);
}

test('whoever has a new number asks for her person before any yes, and no number is told of another [req C4][rel R3]', async () => {
  const w = await world({ flowsFolder: 'flows' });
  const [old, fresh, stranger] = [w.phone, w.phoneOf('+254711000777'), w.phoneOf('+254711000778')];
  for (const text of ['JOIN', '1', '1', '1', '1', '1', '1']) await old.texts(text);
  const [yes, heard] = [await ledger(w), old.heard().length];
  for (const text of ['START', '1', '3', '1', '4']) await fresh.texts(text);
  for (const text of ['START', '1', '3', '3', '4']) await stranger.texts(text);
  expect(await reasons(w)).toEqual(['new_number', 'new_number']);
  expect(fresh.heard()).toEqual(stranger.heard());
  expect(await ledger(w)).toEqual(yes);
  expect(old.heard()).toHaveLength(heard);
});

test('whoever joins by dialling chooses a PIN in the same session, and it opens her part the next time', async () => {
  const w = await world({ flowsFolder: 'flows' });
  await w.phone.dials();
  for (const key of ['1', '1', '1', '1', '1', '1', '1', '1', '1']) await w.phone.replies(key);
  expect(await w.phone.replies('1')).toContain('PIN of 4 to 6 digits');
  await w.phone.replies(PIN);
  await w.phone.replies(PIN);
  w.phone.drops();
  await w.phone.dials();
  expect(await w.phone.replies(PIN)).toContain('1 My texts');
});
