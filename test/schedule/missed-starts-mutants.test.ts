import { expect, test, vi } from 'vitest';
import { flowsWith } from '../scenarios/flows-with.ts';
import { world } from '../world/world.ts';
import { expectNextWeek, expectNoSilence, sending, setsFirst } from './missed-checks.ts';

/** What is left out just now. */
const out = vi.hoisted(() => ({ rule: '' }));

vi.mock(import('../../src/engine/next-start.ts'), async (original) => {
  const real = await original();
  return {
    nextStart: (...given) =>
      out.rule === 'what was missed comes again' ? undefined : real.nextStart(...given),
  };
});
vi.mock(import('../../src/engine/reminder-moment.ts'), async (original) => {
  const real = await original();
  return {
    ...real,
    stepsAfter: (from, everyMs, where) =>
      out.rule === 'nothing is sent late'
        ? new Date(where.after.getTime() + 60_000)
        : real.stepsAfter(from, everyMs, where),
  };
});
vi.mock(import('../../src/store/asked-last.ts'), async (original) => {
  const real = await original();
  return {
    askedLast: (db) =>
      out.rule === 'what never left is no silence'
        ? db`left join (select null::text as flow, false as never_left) b on true`
        : real.askedLast(db),
  };
});

const flowsFolder = flowsWith(setsFirst);

test('what was missed comes a week after it was due', async () => {
  await expectNextWeek(await world({ flowsFolder }));
});

test.each(['what was missed comes again', 'nothing is sent late'])(
  'without the rule that %s, its test fails',
  async (rule) => {
    out.rule = rule;
    const check = expectNextWeek(await world({ flowsFolder }));
    await expect(check).rejects.toThrow(/expected|nothing is due/u);
    out.rule = '';
  },
);

test('without the rule that what never left is no silence, its test fails [req C3]', async () => {
  out.rule = 'what never left is no silence';
  const w = await world({ flowsFolder: 'flows' });
  const check = expectNoSilence(w, sending('quiet = true'), sending('quiet = false'));
  await expect(check).rejects.toThrow(/expected/u);
  out.rule = '';
});
