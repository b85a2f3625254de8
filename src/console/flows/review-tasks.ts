import { languageName } from '../frame/language-names.ts';
import { DeadlinePassed, withDeadline } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { localeOf } from '../frame/locale.ts';
import { mayAct, mayRelease, nextOf, standing } from '../../release/rules.ts';
import { openDrafts } from '../../store/approvals.ts';
import { has, type Ask } from '../frame/route.ts';
import { type NoProof, SOON_MS } from './proof-soon.ts';
import { readReview, type Review } from './read-review.ts';

/** Drafts looked at: more than a programme has flows. */
const DRAFTS_MAX = 60;

/** Drafts with what their release waits for, as far as a page may wait for their proofs. */
export type SoonReviews = {
  reviews: readonly Review[];
  /** Flows whose draft is not proved yet, or cannot be now, and which of both. */
  without: readonly string[];
  why: NoProof | undefined;
};

/** What is late goes on, and is there when the page looks again. */
export async function reviewsSoon(ask: Ask): Promise<SoonReviews> {
  const drafts = (await ask.parts.pool.run(openDrafts)).slice(0, DRAFTS_MAX);
  const reviews = new Map<string, Review | undefined>();
  const work = readAll(
    ask,
    drafts.map(({ flow }) => flow),
    reviews,
  );
  const isLate = await isStillAtWork(work);
  return {
    reviews: [...reviews.values()].filter((review) => review !== undefined),
    without: drafts.map(({ flow }) => flow).filter((flow) => !reviews.has(flow)),
    why: isLate ? { kind: 'late' } : reviews.size < drafts.length ? { kind: 'refused' } : undefined,
  };
}

async function readAll(
  ask: Ask,
  flows: readonly string[],
  reviews: Map<string, Review | undefined>,
): Promise<void> {
  // One after the other: each proof may take a moment, and there is one thread for them.
  for (const flow of flows) {
    try {
      reviews.set(flow, await readReview(ask, flow));
    } catch (error) {
      // A draft that cannot be proved hides no other.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

async function isStillAtWork(work: Promise<void>): Promise<boolean> {
  try {
    await withDeadline(work, SOON_MS, 'the proofs of drafts');
    return false;
  } catch (error) {
    if (error instanceof DeadlinePassed) return true;
    throw error;
  }
}

export type ReviewTask = {
  kind: 'sign' | 'peer' | 'second' | 'release' | 'translate';
  flow: string;
  to: string;
  says: string;
};

/** What this very person can do next for a draft. */
export function tasksOf(ask: Ask, { draft, facts }: Review): ReviewTask[] {
  const { w, staff, language } = ask;
  const { flow } = draft;
  const to = `/console/flows/${flow}/release`;
  if (nextOf(facts) === 'nothing') return [];
  const missing = facts.isSent
    ? standing(facts)
        .languages.filter(({ signed }) => signed === undefined)
        .map((one) => one.language)
    : [];
  const own = missing.filter(
    (one) => mayAct('signed', facts, staff, { language: one }) === undefined,
  );
  const names = new Intl.ListFormat(localeOf(language)).format(
    own.map((one) => languageName(ask, one)),
  );
  const copied = facts.languages.find(({ copies }) => copies > 0)?.language;
  const isTranslator = has(staff, ['translator']) && (missing.length > 0 || copied !== undefined);
  const toCopies = copied === undefined ? '' : `?language=${copied}&show=missing`;
  return [
    ...(own.length > 0
      ? [
          {
            kind: 'sign' as const,
            flow,
            to: `${to}#languages`,
            says: w('reviews.sign', { list: names }),
          },
        ]
      : []),
    ...(mayAct('peer_approved', facts, staff) === undefined
      ? [{ kind: 'peer' as const, flow, to: `${to}#approvals`, says: w('reviews.peer') }]
      : []),
    ...(mayAct('approved', facts, staff) === undefined
      ? [{ kind: 'second' as const, flow, to: `${to}#approvals`, says: w('reviews.second') }]
      : []),
    ...(mayRelease(facts, staff) === undefined
      ? [{ kind: 'release' as const, flow, to: `${to}#people`, says: w('reviews.release') }]
      : []),
    ...(isTranslator
      ? [
          {
            kind: 'translate' as const,
            flow,
            to: `/console/flows/${flow}/translate${toCopies}`,
            says: w('reviews.translate'),
          },
        ]
      : []),
  ];
}
