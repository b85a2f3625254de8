import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { answerPromptWith } from '../../src/followup/answer-prompt.ts';
import { watchComplaints } from '../../src/followup/watch-complaints.ts';
import { lockCounsellor } from '../../src/store/counsellors.ts';
import { promptOf } from '../../src/store/prompts.ts';
import { ladderWorld } from './ladder-world.ts';

const HOUR_MS = 3_600_000;
let w: Awaited<ReturnType<typeof ladderWorld>>;
/** Ten past twelve in Nairobi: duty is open, and it is not at a half hour. */
const NOON = new Date('2026-11-23T09:10:00Z');
beforeAll(async () => void (w = await ladderWorld('demo-kenya', NOON)));
afterAll(() => w.drop());

async function complains(kind: string): Promise<string> {
  const id = newId();
  const day = w.clock.now().toISOString().slice(0, 10);
  await w.database.run(
    (db) => db`
      insert into complaint (id, received_on, language, wrapped_key, words_sealed, kind)
      values (${id}, ${day}, 'en', ${randomBytes(32)}, ${randomBytes(32)}, ${kind})`,
  );
  return id;
}

/** Two processes look at the same time. */
async function looks() {
  await Promise.all([watchComplaints(w.parts), watchComplaints(w.parts)]);
}

async function answers(id: string, number: number): Promise<string> {
  const said = await w.database.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, id);
    const now = w.clock.now();
    const prompt = await promptOf(tx, id, number, now);
    if (counsellor === undefined || prompt === undefined) throw new Error('both are there');
    return answerPromptWith({ setting: w.parts.setting, tx, now, counsellor }, prompt, 1);
  });
  return said.join('\n');
}

async function isTaken(id: string) {
  const [row] = await w.database.run(
    (db) =>
      db<
        { taken: boolean }[]
      >`select taken_on is not null as taken from complaint where id = ${id}`,
  );
  return row?.taken;
}

test('two processes tell of what waits once; her answer takes what she was told of and nothing that came later [req F2]', async () => {
  const { id } = await w.worker('safeguarding');
  const first = await complains('rude');
  await looks();
  expect(await w.count('message')).toBe(1);
  // A day later something urgent comes, and somebody hears of it.
  w.clock.moveMs(24 * HOUR_MS - 10 * 60_000);
  const urgent = await complains('touched_by_other');
  await looks();
  expect(await answers(id, 10)).toContain('Please read them at the office today');
  expect([await isTaken(first), await isTaken(urgent)]).toEqual([true, false]);
  expect(await answers(id, 10)).toContain('10 is closed');
  expect(await isTaken(urgent)).toBe(false);
});
