import { describe, expect, test } from 'vitest';
import type { ReviewAct, ReviewFacts, ReviewKind } from '../../src/release/review-facts.ts';
import * as agreed from '../../src/release/rules.ts';
import * as rules from '../../src/release/stage-rules.ts';
import { without } from './without.ts';

type Rules = typeof rules;
type Agreed = typeof agreed;

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

test('before it was watched it takes two to be quicker than the plan, and a mutant is caught', async () => {
  const holds = (r: Rules) =>
    expect(
      [
        { watched: false, two: false },
        { watched: false, two: true },
        { watched: true, two: false },
      ].map((one) => r.mayWiden(one)),
    ).toEqual([false, true, true]);
  holds(rules);
  for (const by of ['true', 'watched', 'two']) {
    const mutant = await without<Rules>('stage-rules.ts', 'watched || two', by);
    expect(() => holds(mutant), by).toThrow();
  }
});

describe('a share goes on by itself after its day, and never', () => {
  test.each(RULES)('%s', (_rule, _piece, holds) => {
    expect(rules.goesOnByPlan(share, DAY)).toBe(true);
    holds(rules);
  });

  test.each(RULES)('mutant: without its piece of code this fails: %s', async (_, piece, holds) => {
    const mutant = await without<Rules>('stage-rules.ts', piece);
    expect(mutant.goesOnByPlan(share, DAY)).toBe(true);
    expect(() => holds(mutant)).toThrow();
  });
});

type Plan = ReviewAct['plan'];
const did = (by: string, kind: ReviewKind, plan: Plan = null): ReviewAct => ({
  kind,
  by,
  at: SINCE,
  hash: 'all',
  language: undefined,
  words: undefined,
  plan,
});
/** A draft that both approved for one plan, and that would now go by another. */
const draft = (approved: Plan, plan: Plan): ReviewFacts => ({
  isSent: true,
  isChanged: true,
  errors: 0,
  content: 'all',
  languages: [],
  authors: [{ staffId: 'editor', language: undefined }],
  plan,
  isFew: true,
  acts: [did('peer', 'peer_approved', approved), did('admin', 'approved', approved)],
  isOne: (account, other) => account === other,
});

const AGREED: [rule: string, piece: string, by: string, holds: (r: Agreed) => void][] = [
  [
    'an approval counts for the plan that it was given for, and for a slower one, never for a quicker one',
    'agreesTo(plan, facts.plan) && ',
    '',
    (r) => {
      const next = (approved: Plan, plan: Plan) => r.nextOf(draft(approved, plan));
      expect(next('at_once', 'steps')).toBe('release');
      expect(next('steps', 'steps')).toBe('release');
      expect(next('steps', 'at_once')).toBe('peer');
      expect(next(null, 'steps')).toBe('peer');
      expect(r.mayRelease(draft('steps', 'at_once'), { id: 'admin', roles: ['admin'] })).toBe(
        'not_ready',
      );
    },
  ],
  [
    'a plan for everybody at once is none where many take part',
    "wished === 'at_once' && !isFew ? 'steps' : wished",
    'wished',
    (r) => {
      expect(r.planFor('at_once', false)).toBe('steps');
      expect(r.planFor('at_once', true)).toBe('at_once');
      expect(r.planFor(null, true)).toBeNull();
    },
  ],
  [
    'the plan is that of the last time that it was sent, and of no draft before',
    "roundOf(acts).findLast(({ kind }) => kind === 'sent')",
    "acts.find(({ kind }) => kind === 'sent')",
    (r) => {
      const sent = (plan: Plan) => did('editor', 'sent', plan);
      expect(r.sentPlan([sent('at_once'), did('editor', 'taken_back'), sent('steps')])).toBe(
        'steps',
      );
      expect(r.sentPlan([sent('at_once'), did('admin', 'closed')])).toBeNull();
    },
  ],
];

describe('how fast a release goes', () => {
  test.each(AGREED)('%s', (_rule, _piece, _by, holds) => holds(agreed));

  test.each(AGREED)(
    'mutant: without its piece of code this fails: %s',
    async (_, piece, by, holds) => {
      const mutant = await without<Agreed>('rules.ts', piece, by);
      expect(() => holds(mutant)).toThrow();
    },
  );
});
