import { DeadlinePassed, withDeadline } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { mayAct, mayRelease, nextOf, standing } from '../../release/rules.ts';
import { type FlowStages, listStages } from '../../release/stages.ts';
import { openDrafts } from '../../store/approvals.ts';
import { has, type Ask } from '../frame/route.ts';
import { CONFIRMS } from '../translate/asked-card.ts';
import { languageList, readingPath, toSign } from './language-next.ts';
import { openDraft } from './open-draft.ts';
import type { NoProof } from './proof-soon.ts';
import { readReview, readStanding, type Seen, wasProved } from './read-review.ts';

/** Drafts looked at: more than a programme has flows. */
const DRAFTS_MAX = 60;

/** Drafts with what their release waits for, as far as a page may wait for their proofs. */
export type SoonReviews = {
  reviews: readonly Seen[];
  /** Flows whose draft is not proved yet, or cannot be now, and which of both. */
  without: readonly string[];
  why: NoProof | undefined;
  /** Versions that go out, each before the draft of its flow. */
  open: readonly FlowStages[];
};

/** What is late goes on, and is there when the page looks again. */
export async function reviewsSoon(ask: Ask): Promise<SoonReviews> {
  const drafts = (await ask.parts.pool.run(openDrafts)).slice(0, DRAFTS_MAX);
  const reviews = new Map<string, Seen | undefined>();
  const work = readAll(
    ask,
    drafts.map(({ flow }) => flow),
    reviews,
  );
  const isLate = await isStillAtWork(work, ask.parts.proofWaits.page);
  const stages = await listStages(ask.parts.pool);
  return {
    reviews: [...reviews.values()].filter((review) => review !== undefined),
    without: drafts.map(({ flow }) => flow).filter((flow) => !reviews.has(flow)),
    why: isLate ? { kind: 'late' } : reviews.size < drafts.length ? { kind: 'refused' } : undefined,
    open: stages.filter(({ open }) => open !== undefined),
  };
}

async function readAll(
  ask: Ask,
  flows: readonly string[],
  reviews: Map<string, Seen | undefined>,
): Promise<void> {
  // One after the other: each proof may take a moment, and there is one thread for them.
  for (const flow of flows) {
    try {
      reviews.set(flow, await readKnown(ask, flow));
    } catch (error) {
      // A draft that cannot be proved hides no other.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}

/** What was sent or approved as it is now has no mistakes, and waits for no proof. */
async function readKnown(ask: Ask, flow: string): Promise<Seen | undefined> {
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return undefined;
  const now = await readStanding(ask, draft);
  return wasProved(now.facts) ? { draft, ...now } : readReview(ask, flow);
}

async function isStillAtWork(work: Promise<void>, withinMs: number): Promise<boolean> {
  try {
    await withDeadline(work, withinMs, 'the proofs of drafts');
    return false;
  } catch (error) {
    if (error instanceof DeadlinePassed) return true;
    throw error;
  }
}

export type ReviewTask = {
  kind: 'sign' | 'confirm' | 'peer' | 'second' | 'release' | 'translate';
  flow: string;
  to: string;
  says: string;
};

/** What this very person can do next for a draft. */
export function tasksOf(ask: Ask, review: Seen, { open }: Pick<SoonReviews, 'open'>): ReviewTask[] {
  const { w, staff } = ask;
  const { draft, facts } = review;
  const { flow } = draft;
  const to = `/console/flows/${flow}/release`;
  if (nextOf(facts) === 'nothing') return [];
  return [
    ...wordTasks(ask, review),
    ...(mayAct('peer_approved', facts, staff) === undefined
      ? [{ kind: 'peer' as const, flow, to, says: w('reviews.peer') }]
      : []),
    ...(mayAct('approved', facts, staff) === undefined
      ? [{ kind: 'second' as const, flow, to, says: w('reviews.second') }]
      : []),
    ...(mayRelease(facts, staff) === undefined && !open.some((one) => one.flow === flow)
      ? [{ kind: 'release' as const, flow, to, says: w('reviews.release') }]
      : []),
    ...translateTask(ask, review),
  ];
}

/** Words to be read and signed, or to be looked at again. */
function wordTasks(ask: Ask, { draft: { flow }, facts }: Seen): ReviewTask[] {
  const { w, staff } = ask;
  const own = facts.isSent ? toSign(ask, facts) : [];
  const [first] = own;
  const tasks: ReviewTask[] = [];
  if (first !== undefined) {
    const says = w('reviews.sign', { list: languageList(ask, own) });
    const to = own.length === 1 ? readingPath(flow, first) : readingPath(flow);
    tasks.push({ kind: 'sign', flow, to, says });
  }
  if (nextOf(facts) === 'confirm' && has(staff, CONFIRMS)) {
    const to = `/console/flows/${flow}/still-right`;
    tasks.push({ kind: 'confirm', flow, to, says: w('reviews.confirm') });
  }
  return tasks;
}

/** Once it was sent: which languages wait for a signature. */
function unsigned(facts: Seen['facts']): string[] {
  if (!facts.isSent) return [];
  const open = standing(facts).languages.filter(({ signed }) => signed === undefined);
  return open.map(({ language }) => language);
}

function translateTask({ w, staff }: Ask, { draft: { flow }, facts }: Seen): ReviewTask[] {
  const copied = facts.languages.find(({ copies }) => copies > 0)?.language;
  const isOpen = copied !== undefined || unsigned(facts).length > 0;
  if (!has(staff, ['translator']) || !isOpen) return [];
  const toCopies = copied === undefined ? '' : `?language=${copied}&show=missing`;
  const to = `/console/flows/${flow}/translate${toCopies}`;
  return [{ kind: 'translate', flow, to, says: w('reviews.translate') }];
}
