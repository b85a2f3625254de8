import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { formsOf, rowsOf } from './dump-of.ts';
import { isAsked } from './joined.ts';

const DIGITS = '254711000111';
const TEXTS = ['zebra-in-the-kitchen', 'Nyarai Moyo', 'ndakasuwa zvikuru'];
/** The number as people and systems write it. */
const SPELLINGS = [
  DIGITS,
  `0${DIGITS.slice(3)}`,
  DIGITS.slice(3),
  '254 711 000 111',
  '254-711-000-111',
  '711 000 111',
];

/** A person who tells things, by text and by dialling, in good and in bad moments. */
async function talks(w: World): Promise<void> {
  await isAsked(w);
  for (const text of TEXTS) await w.phone.texts(text);
  await w.phone.dials();
  for (const text of TEXTS) await w.phone.replies(text);
  w.phone.drops();
  w.standIn.faults.set({ outcomes: [{ code: 501, times: 1 }] });
  await w.phone.texts('9');
  await w.db.run((sql) => sql`update conversation set sealed = '\\x0102'`);
  await w.phone.raw.texts(TEXTS[1] ?? '');
  w.standIn.faults.set({
    answers: [{ answer: 'server_error', status: 500, accepts: true, times: 1 }],
  });
  await w.phone.texts('STOP');
  await w.phone.texts(TEXTS[2] ?? '');
}

describe('what a person says and the number it comes from', () => {
  test('are nowhere in the database as they are, in hexadecimal or in base64 [rel P66]', async () => {
    const w = await world();
    await talks(w);
    const dump = await dumpOf(w);
    expect(dump.length).toBeGreaterThan(10_000);
    expect(dump).toContain('check_ins');
    const heard = w.phone
      .heard()
      .flatMap((text) => text.split('\n'))
      .filter((line) => line.length > 20);
    const sent = heard.filter((line) => !dumpOfReleases(dump).includes(line));
    for (const canary of [...SPELLINGS, ...TEXTS, ...sent])
      for (const form of formsOf(canary)) expect(dump.includes(form) ? canary : '').toBe('');
  });

  test('are in no line of the log [rel P71]', async () => {
    const w = await world();
    await talks(w);
    const log = w.lines.join('');
    expect(log).toContain('turn_not_decided');
    expect(log).toContain('send_later');
    for (const canary of [...SPELLINGS, ...TEXTS, w.callbacks.secret])
      for (const form of formsOf(canary)) expect(log.includes(form) ? canary : '').toBe('');
  });
});

/** The tables one after the other, each with its name above. */
async function dumpOf(w: World): Promise<string> {
  const tables = Map.groupBy(await rowsOf(w), ({ table }) => table);
  return [...tables]
    .flatMap(([table, rows]) => [`${table}:`, ...rows.map(({ row }) => row)])
    .join('\n');
}

/** Texts of flows are public: they stand in the table of releases, whose rows begin with the flow's name. */
function dumpOfReleases(dump: string): string {
  const begins = dump.indexOf('\nrelease:');
  return dump.slice(begins, dump.indexOf('\nsending:', begins)).replaceAll('""', '"');
}
