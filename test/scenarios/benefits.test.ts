import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { benefitsFolder, WAYS } from './benefit-programmes.ts';

/** Screens of a dialled session that there is time for. */
const HOPS_MAX = 9;
const SCREEN_MAX = 160;
/** What no page may say of anybody, in the languages that ship. */
const VERDICT = /qualif|entitled|eligible|tem direito|tiene derecho|cumple|una haki/iu;

const folder = benefitsFolder();
const open = (code: string) => world({ programme: `anywhere-${code}`, flowsFolder: folder });

describe.each(WAYS)('benefits in %s', (code, _language, digits) => {
  test('[req B14] a number that nobody knows reads by dialling, within nine screens of 160 letters, where to go', async () => {
    const w = await open(code);
    const phone = w.phoneOf('+254711000001');
    const screens = [await phone.dials()];
    for (const digit of ['3', '2', ...digits]) screens.push(await phone.replies(digit));
    expect(screens.length).toBeLessThanOrEqual(HOPS_MAX);
    // The two before are the menu's.
    for (const screen of screens.slice(2)) {
      expect(screen.length, screen).toBeLessThanOrEqual(SCREEN_MAX);
      expect(screen).not.toMatch(VERDICT);
      expect(screen).toContain('88');
    }
    expect(screens.at(-1)).toMatch(/PIN/u);
    phone.drops();
    await w.clock.advance({ minutes: 6 });
    await nothingIsKept(w);
  });
});

test('[req B22] by text the same, and half an hour later no table knows what was looked at', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000002');
  for (const text of ['00', '3', '2', '1', '2', '1', '2', '1']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(/hospital note.*Never send your PIN/su);
  for (const text of phone.heard()) expect(text.length, text).toBeLessThanOrEqual(SCREEN_MAX);
  await nothingIsKept(w);
  await w.clock.advance({ minutes: 31 });
  await phone.texts('3');
  expect(phone.lastHeard()).not.toMatch(/register|papers/iu);
});

test('[req B11] help to ask is a request for a person, and says nothing of what was looked at', async () => {
  const w = await open('ke');
  const phone = w.phoneOf('+254711000003');
  await phone.dials();
  for (const digit of ['3', '2', '1', '2', '1', '2', '3', '1']) await phone.replies(digit);
  const [asked] = await w.db.run((sql) => sql<{ reason: string }[]>`select reason from follow_up`);
  expect(asked).toEqual({ reason: 'asks_about_grants' });
  await nothingIsKept(w);
});

/** No row says which of the pages it was: the talk is gone, and so are the words that were sent. */
async function nothingIsKept({ db }: World): Promise<void> {
  const [kept] = await db.run(
    (sql) => sql<{ talks: number; turns: number; texts: number; sessions: number }[]>`
      select
        (select count(*)::int from conversation where flow like 'benefits%') as talks,
        (select count(*)::int from turn where flow like 'benefits%') as turns,
        (select count(*)::int from message where passing and text_sealed is not null) as texts,
        (select count(*)::int from conversation
          where session_sealed is not null and session_id <> 'text') as sessions`,
  );
  expect(kept).toMatchObject({ talks: 0, turns: 0, texts: 0 });
}
