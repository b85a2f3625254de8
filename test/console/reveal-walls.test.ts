import { afterEach, expect, test, vi } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { askReveal } from '../../src/followup/ask-reveal.ts';
import { decideReveal } from '../../src/followup/decide-reveal.ts';
import * as rules from '../../src/followup/reveal-rules.ts';
import { showReveal } from '../../src/followup/show-reveal.ts';
import { addMember, peopleWorld } from './people-world.ts';

vi.mock('../../src/followup/reveal-rules.ts', { spy: true });
afterEach(() => {
  vi.mocked(rules.hindersDecision).mockReset();
  vi.mocked(rules.hindersShowing).mockReset();
});

const w = await peopleWorld();
let phones = 300;

/** A lead who agrees with herself, and then looks twice, and too late. What of it worked. */
async function alone(): Promise<string[]> {
  phones += 1;
  const member = await addMember(w, { number: `+254711000${phones}` });
  const lead = { staffId: newId(), isLead: true, mayAgree: true };
  const second = { staffId: newId(), isLead: false, mayAgree: true };
  const wish = { memberId: member.id, reason: 'danger', note: 'She may be in danger.' } as const;
  const worked: string[] = [];
  const tries = async (what: string, act: () => Promise<string>, done: string) => {
    const outcome = await act().catch(() => 'refused by the database');
    if (outcome === done) worked.push(what);
  };
  const asked = await askReveal(w.parts, wish, lead);
  if (asked.kind !== 'asked') throw new Error('the lead may ask');
  const decide = (by: rules.RevealActor) => decideReveal(w.parts, asked.id, { agrees: true }, by);
  const show = () => showReveal(w.parts, asked.id, lead).then(({ kind }) => kind);
  await tries('agreed with herself', () => decide(lead), 'agreed');
  await tries('shown before anybody agreed', show, 'number');
  await decide(second);
  w.moveMs(rules.SHOW_WITHIN_MS);
  await tries('shown too late', show, 'number');
  return worked;
}

/** Takes away every check of the table, as somebody with the rights of its owner could. */
async function checksOff(): Promise<void> {
  await w.database.pool.run(async (db) => {
    const checks = await db<{ name: string }[]>`
      select conname as name from pg_constraint where conrelid = 'reveal'::regclass and contype = 'c'`;
    for (const { name } of checks) await db.unsafe(`alter table reveal drop constraint ${name}`);
  });
}

const rulesOff = () => {
  vi.mocked(rules.hindersDecision).mockReturnValue(undefined);
  vi.mocked(rules.hindersShowing).mockReturnValue(undefined);
};

test('nobody sees a number alone, before a second person agreed, or after the time', async () => {
  expect(await alone()).toEqual([]);
});

test('mutant: without the rules the checks of the table still refuse each of these', async () => {
  rulesOff();
  expect(await alone()).toEqual([]);
});

test('mutant: without the checks of the table the rules still refuse; without both nothing does', async () => {
  await checksOff();
  expect(await alone()).toEqual([]);
  rulesOff();
  expect(await alone()).toEqual(['agreed with herself', 'shown before anybody agreed']);
});
