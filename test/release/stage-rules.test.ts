import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as rules from '../../src/release/stage-rules.ts';

type Rules = typeof rules;

const SINCE = new Date('2027-03-01T08:00:00Z');
const hoursLater = (hours: number) => new Date(SINCE.getTime() + hours * 3_600_000);
const DAY = hoursLater(24);
const share = { plan: 'steps', state: 'running', since: SINCE, people: 1 } as const;

/** Each condition, and the piece of the code that keeps it: without that piece the condition must fail. */
const RULES: [rule: string, piece: string, holds: (r: Rules) => void][] = [
  [
    'before its day is over',
    ' && isWatchedForLong(since, now)',
    (r) => expect(r.goesOnByPlan({ ...share, people: 5_000 }, hoursLater(23.9))).toBe(false),
  ],
  [
    'where nobody agreed that it goes on by itself',
    "plan === 'steps' && ",
    (r) => expect(r.goesOnByPlan({ ...share, plan: null }, DAY)).toBe(false),
  ],
  [
    'where it is held',
    " && state === 'running'",
    (r) => expect(r.goesOnByPlan({ ...share, state: 'held' }, DAY)).toBe(false),
  ],
  [
    'where nobody has begun with it',
    ' && people > 0',
    (r) => expect(r.goesOnByPlan({ ...share, people: 0 }, DAY)).toBe(false),
  ],
];

describe('a share goes on by itself after its day, and never', () => {
  test.each(RULES)('%s', (_rule, _piece, holds) => {
    expect(rules.goesOnByPlan(share, DAY)).toBe(true);
    holds(rules);
  });

  test.each(RULES)('mutant: without its piece of code this fails: %s', async (_, piece, holds) => {
    const mutant = await without(piece);
    expect(mutant.goesOnByPlan(share, DAY)).toBe(true);
    expect(() => holds(mutant)).toThrow();
  });
});

/** @throws Error where the piece is not there, so that no mutant goes stale unseen */
async function without(piece: string): Promise<Rules> {
  const file = join(import.meta.dirname, '..', '..', 'src', 'release', 'stage-rules.ts');
  const source = readFileSync(file, 'utf8');
  if (!source.includes(piece)) throw new Error(`mutant: no longer there: ${piece}`);
  const code = stripTypeScriptTypes(source.replace(piece, ''));
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  const mutant: Rules = await import(/* @vite-ignore */ url);
  return mutant;
}
