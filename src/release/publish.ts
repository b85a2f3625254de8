import { contentHash } from '../base/seal.ts';
import { ReleaseDefinition } from '../flow/definition.ts';
import type { ProofFinding } from '../proof/report.ts';
import { loadRelease, type Release } from '../flow/release.ts';
import type { Pool } from '../store/connect.ts';
import { writeSources } from '../store/release-sources.ts';
import {
  addStage,
  lockReleases,
  type ReleasePlan,
  type StageFigures,
  type StageMoves,
  type StageWrite,
  standingStages,
} from '../store/release-stages.ts';
import type { Tx } from '../store/transact.ts';
import { latestVersion, registerReleases } from '../store/releases.ts';
import { areTwo } from './change-stage.ts';
import { hasFewPeople } from './plan.ts';
import { planFor } from './rules.ts';
import { auditRelease, type ByWhom, type ReleaseParts } from './release-parts.ts';
import { peopleInside, releaseOf } from './roll-back.ts';
import { arrange, baselineOf, flowStages, type FlowStages } from './stages.ts';
import { readStepMap, type StepMap, type StepMapFault } from './step-map.ts';
import { versionIn, withVersion } from './version-line.ts';

/** What proving a flow among all others came to. `definition` is undefined where it could not be read. */
export type SetProof = { errors: readonly ProofFinding[]; definition: string | undefined };
/** Proves the whole set of flows with these files in place of those of `flow`. */
export type ProveSet = (flow: string, files: ReadonlyMap<string, string>) => Promise<SetProof>;

export type PublishParts = ReleaseParts & { prove: ProveSet };

export type Publish = ByWhom & {
  flow: string;
  /** Every file of the flow, by its path from the folder of flows: `check-in/flow.yaml`. */
  files: ReadonlyMap<string, string>;
  /** Urgent: the people inside the version before are moved as well. Each step at which somebody stands has to be named. */
  stepMap?: StepMap;
  /** What both approvals agreed to. Left out: a person takes each step. */
  plan?: ReleasePlan | null;
  origin?: 'console' | 'import';
  /**
   * Looks once more, in the transaction and under the lock of releases, whether it may still be released, and ends its draft
   * there. False: it may not, and nothing was written.
   */
  ending?: (
    tx: Tx,
    made: { version: number; files: ReadonlyMap<string, string> },
  ) => Promise<boolean>;
};

export type Published =
  | { kind: 'published'; version: number; stage: StageWrite }
  /**
   * `second_person`: it takes two. `nothing_new`: it says what everybody has already. `stage_open`: another version is under
   * way. `changed_meanwhile`: somebody was faster. `no_flow`: a part, or without a readable `version:`.
   */
  | {
      kind: 'refused';
      reason: 'second_person' | 'nothing_new' | 'stage_open' | 'changed_meanwhile' | 'no_flow';
    }
  | { kind: 'refused'; reason: 'findings'; findings: readonly ProofFinding[] }
  | { kind: 'refused'; reason: 'step_map'; faults: readonly StepMapFault[] };

type Refused = Extract<Published, { kind: 'refused' }>;
type Plain = Exclude<Refused['reason'], 'findings' | 'step_map'>;
const refused = (reason: Plain): Refused => ({ kind: 'refused', reason });

/**
 * Makes a release of the files: proved with all other flows, registered for ever, and opened for 1 % of phones; for everybody
 * where it is the first of its flow, or in practice, and watched where it was agreed so and few take part. It gets the next number where the files have none above the last.
 */
export async function publish(parts: PublishParts, order: Publish): Promise<Published> {
  const { pool } = parts;
  const { flow } = order;
  if (!parts.practice && !areTwo(order)) return refused('second_person');
  const before = await flowStages(pool, flow);
  if (before?.open !== undefined) return refused('stage_open');
  const numbered = withNextVersion(order, await pool.run((db) => latestVersion(db, flow)));
  if (numbered === undefined) return refused('no_flow');
  const proof = await parts.prove(flow, numbered.files);
  if (proof.errors.length > 0)
    return { kind: 'refused', reason: 'findings', findings: proof.errors };
  if (proof.definition === undefined) return refused('no_flow');
  const release = loadRelease(proof.definition);
  const settled = await settledRelease(pool, before);
  if (settled !== undefined && isSame(settled, release)) return refused('nothing_new');
  const read = await readMoves(parts, order, settled, release);
  if ('kind' in read) return read;
  const isFirst = settled === undefined;
  const baseline = isFirst ? null : await baselineOf(pool, settled, order.now);
  const plan = await planNow(pool, order);
  const stage = firstStage(order, {
    release,
    baseline,
    moves: read.moves,
    plan,
    all: isFirst || parts.practice,
  });
  return save(parts, order, { release, files: numbered.files, stage, before });
}

/** More people may take part than when it was agreed to. */
async function planNow(pool: Pool, { flow, plan = null, now }: Publish) {
  return plan === 'at_once' ? planFor(plan, await hasFewPeople(pool, flow, now)) : plan;
}

function withNextVersion({ flow, files }: Publish, latest: number) {
  const path = `${flow}/flow.yaml`;
  const source = files.get(path);
  const written = source === undefined ? undefined : versionIn(source);
  if (source === undefined || written === undefined) return undefined;
  if (written > latest) return { files };
  return { files: new Map([...files, [path, withVersion(source, latest + 1)]]) };
}

async function settledRelease(pool: Pool, before: FlowStages | undefined) {
  const place = before?.settled;
  return place === undefined ? undefined : releaseOf(pool, place.flow, place.version);
}

/** Whether two releases differ in their number at most. */
function isSame(one: Release, other: Release): boolean {
  const content = ({ definition }: Release) => {
    const { flow, texts } = ReleaseDefinition.parse(JSON.parse(definition));
    return contentHash(JSON.stringify({ flow: { ...flow, version: 0 }, texts }));
  };
  return content(one) === content(other);
}

async function readMoves(
  { pool }: ReleaseParts,
  { stepMap }: Publish,
  from: Release | undefined,
  to: Release,
): Promise<Refused | { moves: StageMoves | null }> {
  if (stepMap === undefined || from === undefined) return { moves: null };
  const inside = await peopleInside(pool, from.flow, from.version);
  const { moves, faults } = readStepMap({ from, to }, stepMap, inside);
  return faults.length > 0 ? { kind: 'refused', reason: 'step_map', faults } : { moves };
}

type First = {
  release: Release;
  baseline: StageFigures | null;
  moves: StageMoves | null;
  plan: ReleasePlan | null;
  all: boolean;
};

function firstStage(
  { by, approvedBy, now }: Publish,
  { release, baseline, moves, plan, all }: First,
): StageWrite {
  return {
    flow: release.flow,
    version: release.version,
    state: all ? 'done' : 'running',
    percent: all || plan === 'at_once' ? 100 : 1,
    at: now,
    actor: by,
    approver: approvedBy ?? null,
    reason: 'published',
    figures: null,
    baseline,
    moves,
    plan: all ? null : plan,
  };
}

type Made = {
  release: Release;
  files: ReadonlyMap<string, string>;
  stage: StageWrite;
  before: FlowStages | undefined;
};

function save(parts: PublishParts, order: Publish, made: Made): Promise<Published> {
  const { flow, by, approvedBy, now, origin = 'console' } = order;
  const { release, files, stage, before } = made;
  return parts.pool.transact(async (tx) => {
    await lockReleases(tx);
    const stands = arrange(flow, await standingStages(tx, flow));
    const latest = await latestVersion(tx, flow);
    const isSettled = stands.settled?.seq === before?.settled?.seq;
    if (!isSettled || stands.open !== undefined || latest >= release.version)
      return refused('changed_meanwhile');
    const { version } = release;
    const mayStill = (await order.ending?.(tx, { version, files })) ?? true;
    if (!mayStill) return refused('changed_meanwhile');
    await registerReleases(tx, [release], now);
    const written = { origin, author: by, approver: approvedBy ?? null, writtenAt: now };
    await writeSources(tx, [
      { flow, version: release.version, files: Object.fromEntries(files), ...written },
    ]);
    await addStage(tx, stage);
    await auditRelease(tx, parts.keyring, 'release_published', stage);
    return { kind: 'published', version: release.version, stage };
  });
}
