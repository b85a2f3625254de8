import { expect, test, vi } from 'vitest';
import { world, type World } from '../world/world.ts';
import {
  expectNotSetAnew,
  expectNothingLogged,
  expectWaits,
  looksInside,
} from './private-checks.ts';
import { hasPin, privateFlows, sees, typesPin } from './private-flows.ts';

/** The rule that is left out just now. */
const out = vi.hoisted(() => ({ rule: '' }));

vi.mock(import('../../src/engine/session-only.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    staysInside: (...given) => out.rule !== 'screens stay inside' && real.staysInside(...given),
    passingTurn: (situation, turn) =>
      out.rule === 'typing stays inside' ? turn : real.passingTurn(situation, turn),
    movesOutside: (situation, draft) =>
      out.rule === 'the place stays inside' ? draft.talk : real.movesOutside(situation, draft),
  };
});
vi.mock(import('../../src/engine/pin-tries.ts'), async (original) => {
  const real = await original();
  return { ...real, mayTry: (...given) => out.rule === 'wrong ones wait' || real.mayTry(...given) };
});
vi.mock(import('../../src/engine/pin.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    pinToSet: (setting, situation, draft) =>
      real.pinToSet(
        setting,
        out.rule === 'a PIN that is set stays'
          ? { ...situation, row: { ...situation.row, pins: [] } }
          : situation,
        draft,
      ),
  };
});

const flowsFolder = privateFlows();

const looks = { act: looksInside, check: expectNothingLogged };
const guesses = {
  act: async () => undefined,
  check: async (w: World) => expectWaits(w, await sees(w.phone, '6')),
};
const sets = {
  act: async () => undefined,
  check: async (w: World) =>
    expectNotSetAnew(w, await typesPin(w.phoneOf('+254711000777'), '5093')),
};

test.each([
  ['screens stay inside', looks],
  ['typing stays inside', looks],
  ['the place stays inside', looks],
  ['wrong ones wait', guesses],
  ['a PIN that is set stays', sets],
])('without the rule that %s, its test fails', async (rule, { act, check }) => {
  out.rule = '';
  const w = await world({ flowsFolder });
  await hasPin(w);
  out.rule = rule;
  await act(w);
  await expect(check(w)).rejects.toThrow(/expected/u);
  out.rule = '';
});
