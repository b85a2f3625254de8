import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { sealOwn } from '../../src/engine/own-values.ts';
import * as wishes from '../../src/engine/wishes.ts';
import type { World, WorldPhone } from '../world/world.ts';
import { atWork, firstDue, shownTo, wishesCall, WORK_PIN as PIN } from './home-checks.ts';
import { sees } from './private-flows.ts';

vi.mock('../../src/engine/wishes.ts', { spy: true });
afterEach(() => void vi.mocked(wishes.isOpenMode).mockReset());

const WORDS = 'sell eggs at the gate';

/** She has written what she calls her step, and lets texts show it. */
async function writes(w: World, phone: WorldPhone): Promise<void> {
  const [row] = await w.db.run(
    (db) => db<{ id: string; phoneId: string; wrappedKey: Buffer }[]>`
      select m.id, m.phone_id, p.wrapped_key from member m join phone p on p.id = m.phone_id
      order by m.created_at limit 1`,
  );
  if (row === undefined) throw new Error(`nobody joined from ${phone.number}`);
  const key = createKeyring(w.secrets).openKey(row.phoneId, row.wrappedKey);
  const nothing = { memory: {}, remembered: {} };
  const sealed = sealOwn(row.phoneId, key, nothing, {
    memory: {},
    remembered: { step_words: WORDS },
  });
  await w.db.run(async (db) => {
    await db`update conversation set own_sealed = ${sealed} where phone_id = ${row.phoneId}`;
    await db`update member set traits = '{open_texts}', shared_phone = false where id = ${row.id}`;
  });
}

/** Her counsellor, whom she has asked for a call; she is the first who joined. */
async function asked() {
  const work = await atWork();
  await writes(work.w, work.one);
  await wishesCall(work.w, work.one);
  const number = await firstDue(work.phone);
  await sees(work.phone, PIN, '1', number, '1');
  const last = () => sees(work.phone, PIN, '1', number, '1', '1');
  const sets = (change: string) => work.w.db.run((db) => db.unsafe(change));
  return { ...work, number, last, sets };
}

const audited = (w: World) =>
  w.db.run(
    (db) => db<{ actor: string }[]>`select actor from audit where action = 'own_word_shown'`,
  );

test('what a member calls her step stands beside her number alone, for an entry of the audit log [req A12]', async () => {
  const { w, phone, number, last, counsellor, one } = await asked();
  expect(await sees(phone, PIN, '1', number, '1')).not.toContain(WORDS);
  expect(await audited(w)).toEqual([]);
  const screen = await last();
  expect(screen).toContain(one.number);
  expect(screen).toContain(`Her step, in her words: ${WORDS}`);
  expect(await audited(w)).toEqual([{ actor: `counsellor ${counsellor.id}` }]);
  expect(phone.heard().join('\n')).not.toContain(WORDS);
  expect(w.lines.join('\n')).not.toContain(WORDS);
});

test('is the word that the shipped flows keep as a secret', () => {
  for (const flow of ['problem-solving', 'check-in']) {
    const source = readFileSync(`flows/${flow}/flow.yaml`, 'utf8');
    expect(source).toMatch(/remember: \[step_words/u);
    expect(source).toMatch(/save: step_words\n\s+secret: true/u);
  }
});

const HIDDEN: readonly [string, string][] = [
  ['who did not ask for open texts', `update member set traits = '{}'`],
  ['who shares her phone', 'update member set shared_phone = true'],
  ['who only dials', `update member set traits = '{open_texts,dial_only}'`],
  ['whose phone may be another’s', 'update conversation set doubted = true'],
  [
    'who was silent for long',
    `update conversation set heard_at = heard_at - interval '31 days', proved_at = null`,
  ],
  ['who is nobody’s member', `update assignment set state = 'ended', until = now()`],
];

test('is shown of no one who hides it, or may have another phone, or is not hers [req A12][rel R5]', async () => {
  const { w, last, one, sets } = await asked();
  for (const [whose, change] of HIDDEN) {
    await sets(`update member set traits = '{open_texts}', shared_phone = false`);
    await sets('update conversation set doubted = false');
    await sets(change);
    const screen = await last();
    expect([whose, screen.includes(one.number), screen.includes(WORDS)]).toEqual([
      whose,
      true,
      false,
    ]);
  }
  expect(await audited(w)).toEqual([]);
  expect(await shownTo(w)).toHaveLength(HIDDEN.length);
});

test('mutant: without the rule of open texts a shared phone’s word is shown', async () => {
  const { last, sets } = await asked();
  await sets('update member set shared_phone = true');
  vi.mocked(wishes.isOpenMode).mockReturnValue(true);
  expect(await last()).toContain(WORDS);
});
