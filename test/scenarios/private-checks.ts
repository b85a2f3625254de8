import { expect } from 'vitest';
import { open } from '../../src/base/seal.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import type { World } from '../world/world.ts';
import { formsOf, rowsOf } from './dump-of.ts';
import { PIN, sees, typesPin } from './private-flows.ts';

/** What the first page of the private part shows, and nothing else. */
export const INSIDE = '1 My texts';

/** A wrong PIN, her own, another that she chooses, and what is kept, all in one session that stays open. */
export async function looksInside({ phone }: World): Promise<void> {
  await phone.dials();
  for (const reply of ['5093', PIN, '4', '7031', '7031', '2']) await phone.replies(reply);
  expect(phone.raw.screen?.text).toContain('Your number, language and hours');
}

/** Nothing of that session stands in a row, in the log of turns, or in a line of the log. */
export async function expectNothingLogged(w: World): Promise<void> {
  const pins = [PIN, '5093', '7031'];
  // The flows themselves, which are nobody's.
  const dump = (await rowsOf(w)).filter(({ table }) => !table.startsWith('release'));
  const rows = dump.map(({ row }) => row.replace(UUIDS_AND_BYTES, '')).join('\n');
  for (const pin of pins) expect(rows.includes(pin) ? pin : '').toBe('');
  for (const canary of ['Your number, language and hours', 'My texts'])
    for (const form of formsOf(canary)) expect(rows.includes(form) ? form : '').toBe('');
  const turns = await turnLog(w);
  // Two hops that chose the PIN, the one that let her in, and four inside.
  const inside = turns.filter((turn) => turn.startsWith('answered'));
  expect(inside.map((turn) => turn.includes('"input"'))).toEqual(Array(7).fill(false));
  const logged = turns.join('\n');
  expect(logged).toContain('"input":"5"');
  for (const word of [...pins, 'My texts', 'Your number', 'private', 'what_kept'])
    expect(logged.includes(word) ? word : '').toBe('');
  expect(w.lines.join('')).not.toMatch(/4826|5093|7031|My texts/u);
}

/** Five wrong ones, and the right one shows what any unknown choice shows. */
export async function expectWaits({ phone }: World, unknown: string): Promise<void> {
  for (let count = 0; count < 5; count += 1) await sees(phone, '5093');
  expect(await sees(phone, PIN)).toBe(unknown);
}

/** Whoever holds the phone chooses another PIN in the menu: it looks as it does for `said`, and opens nothing. */
export async function expectNotSetAnew({ phone }: World, said: string): Promise<void> {
  expect(await typesPin(phone, '5093')).toBe(said);
  expect(await sees(phone, '5093')).not.toContain(INSIDE);
}

/** Sealed values and ids may hold any four digits by chance. */
const UUIDS_AND_BYTES =
  /\\+x[0-9a-f]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|\d{4}-\d\d-\d\d[ T][\d:.+-]+/gu;

/** Each turn as the log has it, opened: event, step, and what was sealed with it. */
export async function turnLog({ db, service }: World): Promise<string[]> {
  const [phone] = await db.run(
    (sql) => sql<{ id: string; wrappedKey: Buffer }[]>`select id, wrapped_key from phone`,
  );
  if (phone === undefined) throw new Error('no phone');
  const key = service.setting.keyring.openKey(phone.id, phone.wrappedKey);
  const rows = await db.run(
    (sql) => sql<{ turn: number; event: string; flow: string; step: string; sealed: Buffer }[]>`
      select turn, event, flow, step, sealed from turn order by turn`,
  );
  return rows.map(({ turn, event, flow, step, sealed }) =>
    [event, flow, step, open(key, sealPlace(phone.id, turn), sealed).toString()].join(' '),
  );
}
