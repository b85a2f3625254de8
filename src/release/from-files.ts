import type { Release } from '../flow/release.ts';
import { renewSources, type ReleaseSource, writeSources } from '../store/release-sources.ts';
import {
  addStage,
  lockReleases,
  type StageState,
  type StageWrite,
  type StandingStage,
  standingStages,
} from '../store/release-stages.ts';
import type { Tx } from '../store/transact.ts';

/** Who changes releases where no person does: the folder of flows, at a start. */
const BY_FILES = 'files';

type Shipped = readonly Pick<Release, 'flow' | 'version'>[];
type Standing = readonly Pick<StandingStage, 'flow' | 'version' | 'state' | 'reason'>[];

/** A release, and the files that it was read from. */
export type WrittenFlow = Pick<ReleaseSource, 'flow' | 'version' | 'files'>;

/** What the files of a start change of what is current. */
export type FileChange = { flow: string; version: number; state: StageState; reason: string };

/**
 * The database says what is current. Of the files counts only a version that is higher than every version of its flow
 * there: it is everybody's at once, and what ran for a share is given up. Where a flow that came with the files is no more
 * among them, it ends; when it is back, it goes on.
 */
export function changesByFiles(shipped: Shipped, standing: Standing): FileChange[] {
  const named = new Set(shipped.map(({ flow }) => flow));
  const gone = standing
    .filter(({ flow, state, reason }) => !named.has(flow) && state === 'done' && cameSo(reason))
    .map(({ flow, version }) => ({ flow, version, state: 'removed' as const, reason: 'gone' }));
  const brought = shipped.flatMap(({ flow, version }) =>
    broughtBy(
      version,
      standing.filter((stage) => stage.flow === flow),
    ).map((change) => ({ flow, ...change })),
  );
  return [...brought, ...gone];
}

function cameSo(reason: string): boolean {
  return reason === 'files' || reason === 'back';
}

/** `versions`: of one flow, as they stand. */
function broughtBy(version: number, versions: Standing): Omit<FileChange, 'flow'>[] {
  const highest = Math.max(0, ...versions.map((stage) => stage.version));
  const same = versions.find((stage) => stage.version === version);
  const isBack = same?.state === 'removed' && version === highest;
  if (version <= highest && !isBack) return [];
  const overtaken = versions
    .filter(({ state }) => state === 'running' || state === 'held')
    .map((stage) => ({
      version: stage.version,
      state: 'rolled_back' as const,
      reason: 'overtaken',
    }));
  return [{ version, state: 'done', reason: isBack ? 'back' : 'files' }, ...overtaken];
}

/** Settles what the files of a start change, and keeps what they were written as. */
export async function settleFiles(
  tx: Tx,
  { shipped, written, now }: { shipped: Shipped; written: readonly WrittenFlow[]; now: Date },
): Promise<void> {
  await lockReleases(tx);
  const by = { origin: 'files' as const, author: null, approver: null, writtenAt: now };
  const sources = written.map((one): ReleaseSource => ({ ...one, ...by }));
  await writeSources(tx, sources);
  await renewSources(tx, sources);
  for (const change of changesByFiles(shipped, await standingStages(tx)))
    await addStage(tx, stageOfFiles(change, now));
}

function stageOfFiles({ flow, version, state, reason }: FileChange, now: Date): StageWrite {
  return {
    flow,
    version,
    state,
    percent: 100,
    at: now,
    actor: BY_FILES,
    approver: null,
    reason,
    figures: null,
    baseline: null,
    moves: null,
    plan: null,
  };
}
