import { addStage, lockReleases, standingStages } from '../store/release-stages.ts';
import type { StageFigures, StageWrite, StandingStage } from '../store/release-stages.ts';
import type { Tx } from '../store/transact.ts';
import {
  auditRelease,
  type ByWhom,
  type ReleaseAct,
  type ReleaseParts,
  stageAfter,
} from './release-parts.ts';
import { mayWiden, nextShare } from './stage-rules.ts';
import { arrange, compare, flowStages, type FlowStages, isShareWatched } from './stages.ts';

/** `stage`: the one that was looked at; where another stands by now, nothing is done. Left out: whichever stands. */
type Which = ByWhom & { flow: string; stage?: string | undefined };

/**
 * What became of a wish to change a stage. `no_stage`: nothing is under way. `not_held` and `held`: it stands otherwise.
 * `changed_meanwhile`: somebody was faster. `watch_longer`: it was not watched for long enough, and one person alone may not widen
 * it. `second_person`: this takes two.
 */
export type Changed =
  | { kind: 'changed'; stage: StageWrite }
  | {
      kind: 'refused';
      reason: 'no_stage' | 'held' | 'not_held' | 'second_person' | 'changed_meanwhile';
    }
  | { kind: 'refused'; reason: 'watch_longer'; figures: StageFigures };

/**
 * Takes a stage on: from 1 % to 10 %, to all, and at last to being what everybody begins with. One person may once it was
 * watched; two may before.
 */
export async function advanceStage(
  parts: ReleaseParts,
  which: Which & { reason?: 'plan' },
): Promise<Changed> {
  const { pool } = parts;
  const before = await flowStages(pool, which.flow);
  if (before?.open === undefined) return { kind: 'refused', reason: 'no_stage' };
  const { figures } = await compare(pool, before, before.open, which.now);
  const watched = await isShareWatched(pool, before.open, which.now);
  const seen = { ...which, stage: which.stage ?? before.open.seq };
  return change(parts, seen, 'release_advanced', ({ open }) => {
    if (open === undefined) return { kind: 'refused', reason: 'no_stage' };
    if (open.state === 'held') return { kind: 'refused', reason: 'held' };
    if (!parts.practice && !mayWiden({ watched, two: areTwo(which) }))
      return { kind: 'refused', reason: 'watch_longer', figures };
    const percent = nextShare(open.percent);
    const reason = watched ? (which.reason ?? 'watched') : parts.practice ? 'practice' : 'by_two';
    return percent === undefined
      ? stageAfter(open, which, { state: 'done', reason, figures })
      : stageAfter(open, which, { percent, reason, figures });
  });
}

/**
 * Nobody begins with the version under way until it is resumed. Who is inside stays in it. One person may. What was held never
 * goes on by itself again: its plan was agreed to before anybody knew why.
 */
export function hold(
  parts: ReleaseParts,
  which: Which & { reason?: string; figures?: StageFigures; usual?: StageFigures },
): Promise<Changed> {
  return change(parts, which, 'release_held', ({ open }) => {
    if (open === undefined) return { kind: 'refused', reason: 'no_stage' };
    if (open.state === 'held') return { kind: 'refused', reason: 'held' };
    const { reason = 'by_hand', figures = null, usual } = which;
    const baseline = usual ?? open.baseline;
    const plan = open.plan === 'steps' ? null : open.plan;
    return stageAfter(open, which, { state: 'held', reason, figures, baseline, plan });
  });
}

/** A held version goes on for the share that it had, and is watched anew. Two people have to agree. */
export function resume(parts: ReleaseParts, which: Which): Promise<Changed> {
  return change(parts, which, 'release_resumed', ({ open }) => {
    if (open === undefined) return { kind: 'refused', reason: 'no_stage' };
    if (open.state !== 'held') return { kind: 'refused', reason: 'not_held' };
    if (!parts.practice && !areTwo(which)) return { kind: 'refused', reason: 'second_person' };
    return stageAfter(open, which, { state: 'running', reason: 'resumed' });
  });
}

export function areTwo({ by, approvedBy }: ByWhom): boolean {
  return approvedBy !== undefined && approvedBy !== by;
}

type Meanwhile = { kind: 'refused'; reason: 'changed_meanwhile' };

/** Decides under the lock of releases, on what stands then. */
export function change<Refused extends { kind: 'refused' }>(
  { pool, keyring }: ReleaseParts,
  { flow, stage }: Which,
  action: ReleaseAct,
  decide: (stages: FlowStages) => StageWrite | Refused,
): Promise<{ kind: 'changed'; stage: StageWrite } | Refused | Meanwhile> {
  return pool.transact(async (tx: Tx) => {
    await lockReleases(tx);
    const stages: readonly StandingStage[] = await standingStages(tx, flow);
    const standing = arrange(flow, stages);
    if (stage !== undefined && standing.open !== undefined && standing.open.seq !== stage)
      return { kind: 'refused', reason: 'changed_meanwhile' };
    const decided = decide(standing);
    if ('kind' in decided) return decided;
    await addStage(tx, decided);
    await auditRelease(tx, keyring, action, decided);
    return { kind: 'changed', stage: decided };
  });
}
