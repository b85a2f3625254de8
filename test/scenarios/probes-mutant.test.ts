import { expect, onTestFinished, test, vi } from 'vitest';
import { world } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { probed, quietMember } from './probes.ts';

// A service that greets its members: whoever holds the phone then knows.
vi.mock(import('../../src/engine/who-we-are.ts'), async (original) => {
  const { whoWeAre } = await original();
  return {
    whoWeAre: (setting, situation) =>
      situation.row.memberId === null ? whoWeAre(setting, situation) : 'Hello again.',
  };
});

test('mutant: who-we-are that knows its members is told apart by the probes', async () => {
  const w = await world({ flowsFolder: flowsWith(AT_FULL_RATE, onTestFinished) });
  await quietMember(w, w.phone);
  const [member, stranger] = await probed(w, [w.phone, w.phoneOf('+254711000222')]);
  expect(member).not.toEqual(stranger);
}, 180_000);
