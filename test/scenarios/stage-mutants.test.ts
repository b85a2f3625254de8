import { expect, test, vi } from 'vitest';
import { expectHeld, expectPinned, expectSharesGrow } from '../release/stage-checks.ts';

/** The rule that is left out just now. */
const out = vi.hoisted(() => ({ rule: '' }));

vi.mock(import('../../src/engine/releases.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    createReleases: (...given) => {
      const releases = real.createReleases(...given);
      return Object.assign(Object.create(releases), {
        pinned: (flow: string, version: number) =>
          out.rule === 'whoever is inside stays'
            ? releases.current(flow)
            : releases.pinned(flow, version),
        current: (flow: string, phoneId?: string) =>
          out.rule === 'a wider share only adds' && phoneId !== undefined
            ? releases.current(flow, `${phoneId}${releases.revision}`)
            : releases.current(flow, phoneId),
      });
    },
  };
});
vi.mock(import('../../src/store/release-stages.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    addStage: (tx, stage) =>
      real.addStage(
        tx,
        out.rule === 'what harms is held' && stage.state === 'held'
          ? { ...stage, state: 'running' }
          : stage,
      ),
  };
});

test.each([
  ['whoever is inside stays', expectPinned],
  ['a wider share only adds', expectSharesGrow],
  ['what harms is held', expectHeld],
] as const)('without the rule that %s, the test of it fails', async (rule, check) => {
  out.rule = rule;
  await expect(check()).rejects.toThrow(/expected/u);
  out.rule = '';
});
