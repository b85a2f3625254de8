import { describe, expect, test } from 'vitest';
import * as rules from '../../src/release/rules.ts';
import type { ReviewAct, ReviewFacts, ReviewKind } from '../../src/release/review-facts.ts';
import { without } from './without.ts';

type Rules = typeof rules;

const EDITOR = { id: 'editor', roles: ['editor'] };
const REVIEWER = { id: 'reviewer', roles: ['reviewer'] };
const PEER = { id: 'peer', roles: ['peer_reviewer'] };
const OTHER_PEER = { id: 'other peer', roles: ['peer_reviewer'] };
const ADMIN = { id: 'admin', roles: ['admin'] };
/** One person who may do everything, in a small programme. */
const ALL = { id: 'all', roles: ['admin', 'editor', 'reviewer', 'peer_reviewer'] };

let minute = 0;
const did = (who: { id: string }, kind: ReviewKind, more: Partial<ReviewAct> = {}): ReviewAct => ({
  kind,
  by: who.id,
  at: new Date(Date.UTC(2027, 2, 1, 8, (minute += 1))),
  hash: kind === 'signed' ? 'words 1' : 'all 1',
  language: kind === 'signed' ? 'en' : undefined,
  words: kind === 'blocked' ? 'It would frighten me.' : undefined,
  plan: null,
  ...more,
});
/** English as it is read here. */
const en = (more: Partial<ReviewFacts['languages'][number]> = {}) => [
  { language: 'en', hash: 'words 1', isSignedInFile: false, copies: 0, asked: 0, ...more },
];
const draft = (acts: ReviewAct[] = [], more: Partial<ReviewFacts> = {}): ReviewFacts => ({
  isSent: true,
  isChanged: true,
  errors: 0,
  content: 'all 1',
  languages: en(),
  authors: [
    { staffId: 'editor', language: undefined },
    { staffId: 'editor', language: 'en' },
  ],
  plan: null,
  isFew: false,
  acts,
  isOne: (account, other) => account === other,
  ...more,
});
/** The same with a text that is a copy of another language. */
const copied = (acts: ReviewAct[] = []): ReviewFacts =>
  draft(acts, { languages: en({ copies: 1 }) });
/** The same with a text that stayed while another language changed. */
const unsure = (acts: ReviewAct[] = []): ReviewFacts =>
  draft(acts, { languages: en({ asked: 1 }) });
const ready = [did(REVIEWER, 'signed'), did(PEER, 'peer_approved'), did(ADMIN, 'approved')];

/**
 * Each rule, what shows that it holds, and the piece of the code that keeps it: without that piece the rule must fail.
 * A mutant that a rule does not notice fails this file.
 */
const RULES: [rule: string, piece: string, by: string, holds: (r: Rules) => void][] = [
  [
    'what the proof calls an error is not sent to review',
    "return facts.errors > 0 ? 'errors' : undefined;",
    'return undefined;',
    (r) => expect(r.mayAct('sent', draft([], { isSent: false, errors: 1 }), EDITOR)).toBe('errors'),
  ],
  [
    'nothing is released while the proof finds an error',
    "if (facts.errors > 0) return 'mend';",
    '',
    (r) => expect(r.mayRelease(draft(ready, { errors: 1 }), ADMIN)).toBe('not_ready'),
  ],
  [
    'words that are copies of another language are not sent to review',
    "if (hasCopies(facts)) return 'copies';",
    '',
    (r) => {
      const unsent = { ...copied(), isSent: false };
      expect(r.mayAct('sent', unsent, EDITOR)).toBe('copies');
      expect(r.nextOf(unsent)).toBe('translate');
    },
  ],
  [
    'nobody signs a language that has copies of another',
    "if (one.copies > 0) return 'copies';",
    '',
    (r) => expect(r.mayAct('signed', copied(), REVIEWER, { language: 'en' })).toBe('copies'),
  ],
  [
    'a signature from before does not hold for a language that has copies',
    'copies > 0 || asked > 0',
    'asked > 0',
    (r) => expect(r.standing(copied(ready)).languages[0]?.signed).toBeUndefined(),
  ],
  [
    'a signature from before does not hold while another language has changed and nobody said that the words are right',
    'copies > 0 || asked > 0',
    'copies > 0',
    (r) => expect(r.standing(unsure(ready)).languages[0]?.signed).toBeUndefined(),
  ],
  [
    'nothing is sent to review while nobody said whether the other languages are still right',
    "if (isAsked(facts)) return 'unconfirmed';",
    '',
    (r) => expect(r.mayAct('sent', { ...unsure(), isSent: false }, EDITOR)).toBe('unconfirmed'),
  ],
  [
    'nothing is released while nobody said whether the other languages are still right',
    "if (isAsked(facts)) return 'confirm';",
    '',
    (r) => {
      expect(r.nextOf(unsure(ready))).toBe('confirm');
      expect(r.mayRelease(unsure(ready), ADMIN)).toBe('not_ready');
    },
  ],
  [
    'nothing is released while words are copies of another language',
    "if (hasCopies(facts)) return 'translate';",
    '',
    (r) => {
      expect(r.nextOf(copied(ready))).toBe('translate');
      expect(r.mayRelease(copied(ready), ADMIN)).toBe('not_ready');
    },
  ],
  [
    'a change of a language takes its signature back',
    'act.hash === hash && !hasWritten',
    '!hasWritten',
    (r) => {
      const changed = draft(ready, { languages: en({ hash: 'words 2' }) });
      expect(r.standing(changed).languages[0]).toMatchObject({
        signed: undefined,
        wasSigned: true,
      });
      expect(r.nextOf(changed)).toBe('sign');
    },
  ],
  [
    'a signature of one language signs no other',
    "act.kind === 'signed' && act.language === language",
    "act.kind === 'signed'",
    (r) => {
      const two = ['en', 'sw'].flatMap((language) => en({ language }));
      expect(r.nextOf(draft(ready, { languages: two }))).toBe('sign');
    },
  ],
  [
    'who wrote the words of a language does not sign them',
    'if (hasWritten(facts, who.id, language)) return whoseWork(facts, who);',
    '',
    (r) => {
      const own = draft([], { authors: [{ staffId: 'all', language: 'en' }] });
      expect(r.mayAct('signed', own, ALL, { language: 'en' })).toBe('own_work');
    },
  ],
  [
    'who changes words after signing them has not signed',
    '(act) => act.hash === hash && !hasWritten(facts, act.by, language)',
    '(act) => act.hash === hash',
    (r) => {
      const own = draft(ready, { authors: [{ staffId: 'reviewer', language: 'en' }] });
      expect(r.nextOf(own)).toBe('sign');
    },
  ],
  [
    'nobody approves what she has saved herself',
    'if (isAuthor(facts, who.id)) return whoseWork(facts, who);',
    '',
    (r) => {
      const own = draft([], { authors: [{ staffId: 'all', language: undefined }] });
      expect(r.mayAct('approved', own, ALL)).toBe('own_work');
      expect(r.mayAct('peer_approved', own, ALL)).toBe('own_work');
    },
  ],
  [
    'who saves something after approving has not approved',
    'hash === facts.content && !isAuthor(facts, by)',
    'hash === facts.content',
    (r) => {
      const own = draft(ready, { authors: [{ staffId: 'admin', language: undefined }] });
      expect(r.nextOf(own)).toBe('second');
    },
  ],
  [
    'any change takes both approvals back',
    'hash === facts.content && !isAuthor(facts, by)',
    '!isAuthor(facts, by)',
    (r) => expect(r.nextOf(draft(ready, { content: 'all 2' }))).toBe('peer'),
  ],
  [
    'somebody with lived experience has to approve',
    "if (now.peer === undefined) return 'peer';",
    '',
    (r) => {
      const lacking = draft(ready.filter(({ kind }) => kind !== 'peer_approved'));
      expect(r.mayRelease(lacking, ADMIN)).toBe('not_ready');
    },
  ],
  [
    'a second person has to approve',
    "if (now.second === undefined) return 'second';",
    '',
    (r) => {
      const lacking = draft(ready.filter(({ kind }) => kind !== 'approved'));
      expect(r.mayRelease(lacking, EDITOR)).toBe('not_ready');
    },
  ],
  [
    'one person gives one approval',
    'if (other === undefined || !facts.isOne(other.by, who.id)) return undefined;',
    'return undefined;',
    (r) => {
      expect(r.mayAct('approved', draft([did(ALL, 'peer_approved')]), ALL)).toBe('same_person');
      expect(r.mayAct('peer_approved', draft([did(ALL, 'approved')]), ALL)).toBe('same_person');
    },
  ],
  [
    'who counts as the author, having been invited by her this week, approves and signs nothing of hers',
    'isOne(staffId, id)',
    'staffId === id',
    (r) => {
      const hers = draft([], { isOne: () => true });
      expect(r.mayAct('approved', hers, ADMIN)).toBe('counts_as_one');
      expect(r.mayAct('peer_approved', hers, PEER)).toBe('counts_as_one');
      expect(r.nextOf(draft(ready, { isOne: () => true }))).toBe('sign');
    },
  ],
  [
    'nor does she sign its words',
    'isOne(author.staffId, id)',
    'author.staffId === id',
    (r) => {
      const hers = draft([], { isOne: () => true });
      expect(r.mayAct('signed', hers, REVIEWER, { language: 'en' })).toBe('counts_as_one');
    },
  ],
  [
    'two accounts that count as one give one approval',
    "other.by === who.id ? 'same_person' : 'counts_as_one'",
    "other.by === who.id ? 'same_person' : undefined",
    (r) => {
      const isOne: ReviewFacts['isOne'] = (one, other) => one !== 'editor' && other !== 'editor';
      const given = draft([did(PEER, 'peer_approved')], { isOne });
      expect(r.mayAct('approved', given, ADMIN)).toBe('counts_as_one');
    },
  ],
  [
    'one person counts once, however it was written down',
    ' && !(peer && facts.isOne(by, peer.by))',
    '',
    (r) => {
      const twice = [did(REVIEWER, 'signed'), did(ALL, 'peer_approved'), did(ALL, 'approved')];
      expect(r.nextOf(draft(twice))).toBe('second');
    },
  ],
  [
    'a block holds it up, also when everything else is given',
    "if (now.block !== undefined) return 'unblock';",
    '',
    (r) => expect(r.mayRelease(draft([...ready, did(PEER, 'blocked')]), ADMIN)).toBe('not_ready'),
  ],
  [
    'a block is not got rid of by a change',
    'block: blocksOf(round)[0],',
    'block: blocksOf(valid)[0],',
    (r) => {
      const changed = draft([did(PEER, 'blocked')], { content: 'all 2' });
      expect(r.standing(changed).block?.reason).toBe('It would frighten me.');
    },
  ],
  [
    'nobody else overrules a block of the same content',
    "return first.hash === facts.content ? 'same_content' : undefined;",
    'return undefined;',
    (r) => {
      const blocked = draft([did(PEER, 'blocked')]);
      expect(r.mayAct('lifted', blocked, OTHER_PEER)).toBe('same_content');
      expect(r.mayAct('lifted', blocked, PEER)).toBeUndefined();
      expect(r.mayAct('lifted', { ...blocked, content: 'all 2' }, OTHER_PEER)).toBeUndefined();
    },
  ],
  [
    'two blocks are lifted one by one',
    'const lifted = own ?? blocks[0];\n      blocks = blocks.filter((block) => block !== lifted);',
    'blocks = [];',
    (r) => {
      const two = [did(PEER, 'blocked'), did(OTHER_PEER, 'blocked'), did(OTHER_PEER, 'lifted')];
      expect(r.standing(draft(two)).block?.by).toBe('peer');
    },
  ],
  [
    'nobody approves over the block of another',
    "return 'blocked';\n",
    'void 0;\n',
    (r) => {
      const blocked = draft([did(PEER, 'blocked')]);
      expect(r.mayAct('approved', blocked, ADMIN)).toBe('blocked');
      expect(r.mayAct('peer_approved', blocked, OTHER_PEER)).toBe('blocked');
      expect(r.mayAct('peer_approved', blocked, PEER)).toBeUndefined();
    },
  ],
  [
    'a block says why, so that the editors know',
    "(about.reason ?? '').trim() === '' ? 'no_reason' : undefined",
    'undefined',
    (r) => {
      expect(r.mayAct('blocked', draft(), PEER, { reason: ' ' })).toBe('no_reason');
      expect(r.mayAct('blocked', draft(), PEER, { reason: 'It blames.' })).toBeUndefined();
    },
  ],
  [
    'what was said of an earlier draft says nothing of this one',
    "acts.findLastIndex(({ kind }) => kind === 'closed') + 1",
    '0',
    (r) => {
      const before = [...ready, did(PEER, 'blocked'), did(ADMIN, 'closed')];
      expect(r.standing(draft(before))).toMatchObject({
        block: undefined,
        peer: undefined,
        second: undefined,
      });
    },
  ],
  [
    'each act is for those whose task it is',
    "if (!who.roles.some((role) => MAY[kind].includes(role))) return 'not_your_role';",
    '',
    (r) => {
      expect(r.mayAct('signed', draft(), PEER, { language: 'en' })).toBe('not_your_role');
      expect(r.mayAct('peer_approved', draft(), REVIEWER)).toBe('not_your_role');
      expect(r.mayAct('blocked', draft(), EDITOR, { reason: 'x' })).toBe('not_your_role');
      expect(r.mayAct('approved', draft(), PEER)).toBe('not_your_role');
      expect(r.mayAct('sent', draft([], { isSent: false }), REVIEWER)).toBe('not_your_role');
    },
  ],
  [
    'only an editor or an admin releases',
    "if (!who.roles.some((role) => MAY_RELEASE.includes(role))) return 'not_your_role';",
    '',
    (r) => expect(r.mayRelease(draft(ready), REVIEWER)).toBe('not_your_role'),
  ],
  [
    'nothing is approved before it was sent',
    "if (!facts.isSent) return 'not_sent';",
    '',
    (r) => expect(r.mayAct('approved', draft([], { isSent: false }), ADMIN)).toBe('not_sent'),
  ],
];

describe('on the way to a release', () => {
  test.each(RULES)('%s', (_rule, _piece, _by, holds) => holds(rules));

  test.each(RULES)(
    'mutant: without its piece of code a test fails: %s',
    async (_, piece, by, holds) => {
      const mutant = await without<Rules>('rules.ts', piece, by);
      expect(() => holds(mutant)).toThrow();
    },
  );

  test('one thing after the other is next, until it may be released', () => {
    const next = (count: number, isSent = true) =>
      rules.nextOf(draft(ready.slice(0, count), { isSent }));
    expect(rules.nextOf(draft([], { isChanged: false }))).toBe('nothing');
    expect([next(0, false), next(0), next(1), next(2), next(3)]).toEqual([
      'send',
      'sign',
      'peer',
      'second',
      'release',
    ]);
    expect(rules.mayRelease(draft(ready), EDITOR)).toBeUndefined();
  });

  test('a language that was signed in its file and did not change needs nobody', () => {
    const languages = en({ isSignedInFile: true });
    expect(rules.nextOf(draft([], { languages }))).toBe('peer');
  });

  test('what was signed once is signed again when its words come back', () => {
    expect(
      rules.standing(draft([did(REVIEWER, 'signed'), did(ADMIN, 'closed')])).languages,
    ).toEqual([
      expect.objectContaining({
        language: 'en',
        signed: expect.objectContaining({ by: 'reviewer' }),
      }),
    ]);
  });
});
