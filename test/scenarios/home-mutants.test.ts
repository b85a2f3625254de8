import { expect, test, vi } from 'vitest';
import {
  type AtWork,
  atWork,
  expectAudited,
  expectHomeWaits,
  expectOnce,
  expectStopped,
  wishesCall,
} from './home-checks.ts';

/** The rule that is left out just now. */
const out = vi.hoisted(() => ({ rule: '' }));

vi.mock(import('../../src/engine/pin-tries.ts'), async (original) => {
  const real = await original();
  return { ...real, mayTry: (...given) => out.rule === 'wrong ones wait' || real.mayTry(...given) };
});
vi.mock(import('../../src/store/audit.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    writeAudit: (db, entry, about) =>
      out.rule === 'a number has its entry' && entry.action === 'number_shown'
        ? Promise.resolve()
        : real.writeAudit(db, entry, about),
  };
});
vi.mock(import('../../src/engine/hear-hop.ts'), async (original) => {
  const real = await original();
  const last = (input: string) => input.slice(input.lastIndexOf('*') + 1);
  return {
    ...real,
    hearHop: (row, hop, hashKey, now) => {
      const heard = real.hearHop(row, hop, hashKey, now);
      const forgets = out.rule === 'the same hop is known' && heard.kind === 'same';
      return forgets ? { kind: 'reply', text: last(hop.input) } : heard;
    },
    hopSaysStop: (...given) => out.rule !== '88 stops' && real.hopSaysStop(...given),
  };
});

test.each([
  ['wrong ones wait', expectHomeWaits],
  ['a number has its entry', expectAudited],
  ['the same hop is known', expectOnce],
  ['88 stops', expectStopped],
] as const)('without the rule that %s, the test of her menu fails', async (rule, check) => {
  out.rule = '';
  const work: AtWork = await atWork();
  if (rule !== 'wrong ones wait' && rule !== '88 stops') await wishesCall(work.w, work.one);
  out.rule = rule;
  await expect(check(work)).rejects.toThrow(/expected/u);
  out.rule = '';
});
