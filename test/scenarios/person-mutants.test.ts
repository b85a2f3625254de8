import { expect, test, vi } from 'vitest';
import { withoutPiece } from '../world/mutant.ts';
import { world } from '../world/world.ts';
import { expectMistakeEnds, expectRequest, expectToldAfterADay } from './person-checks.ts';

/** What is left out just now. */
const out = vi.hoisted(() => ({ rule: '' }));

vi.mock(import('../../src/engine/asks-person.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    askedPerson: (...given) => {
      const { followUps, ...rest } = real.askedPerson(...given);
      return out.rule === '9 alone is a request'
        ? rest
        : { ...rest, ...(followUps && { followUps }) };
    },
    answeredWhen: (...given) => {
      const draft = real.answeredWhen(...given);
      if (out.rule !== '3 ends it' || draft?.event !== 'person_off') return draft;
      const { requestMove: _, ...rest } = draft;
      return rest;
    },
  };
});
vi.mock(import('../../src/store/due-late.ts'), async (original) => {
  const real = await original();
  return {
    dueLate: (...given) =>
      out.rule === 'after a day she is told' ? Promise.resolve() : real.dueLate(...given),
  };
});

test.each([
  ['9 alone is a request', expectRequest],
  ['3 ends it', expectMistakeEnds],
  ['after a day she is told', expectToldAfterADay],
] as const)('without the rule that %s, its test fails [req K5]', async (rule, check) => {
  out.rule = rule;
  await expect(check(await world())).rejects.toThrow(/expected/u);
  out.rule = '';
});

test('without the gate that lets her own request be the consent, she is not told after a day', async () => {
  const w = await world({
    prepare: withoutPiece(
      'open_for_send',
      'when m.follow_up_id is not null then',
      'when false then',
    ),
  });
  // Somebody nobody knows: no other consent lets it pass.
  await w.phone.texts('9');
  await w.clock.advance({ hours: 24, minutes: 5 });
  expect(w.phone.heard().join()).not.toContain('it is our fault');
});
