import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../base/clock.ts';
import { loadRelease, type Release } from '../../flow/release.ts';
import type { FlowCosts, Report } from '../../proof/report.ts';
import type { LiveMap } from '../../proof/picture/draw-live-map.ts';
import type { DraftFinding, ProvedDraft } from './draft-prover.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { createProofThread, type ProofThread } from './proof-thread.ts';
import type { StepScreen } from './step-screens.ts';

/** A draft, proved. */
export type DraftProof = {
  flow: string;
  report: Report;
  /** With their places and certain mends; the same findings as in the report. */
  findings: readonly DraftFinding[];
  costs: readonly FlowCosts[];
  /** What each step sends, and what it takes. */
  screens: readonly StepScreen[];
  /** What would be released; undefined while it has errors in its own files. */
  readonly release: Release | undefined;
};

/** What is proved, and where its flows lie. */
export type ProofParts = { flowsFolder: string };

const SHIPPED = fileURLToPath(new URL('../../../flows', import.meta.url));
/** So many proofs are kept: two for each flow that somebody may be looking at. */
const KEPT_MAX = 64;
/** What git brings to the folder of flows shows after so long. */
const KEPT_MS = 30_000;

/** From when it was done; while it is made, whoever asks waits for the same. */
type Kept = { proof: Promise<DraftProof>; untilMs: number };
const kept = new Map<string, Kept>();
const threads = new Map<string, ProofThread>();

/**
 * Proves a flow as its draft has it, against all others as they are. The same files are proved once. `by` names whoever
 * types: what she asks now takes the place of what she asked before, which is refused. @throws Refusal
 */
export function proveDraft(
  parts: ProofParts,
  flow: string,
  files: DraftFiles,
  by?: string,
): Promise<DraftProof> {
  const key = hashOf(parts.flowsFolder, flow, files);
  const before = kept.get(key);
  if (before !== undefined && before.untilMs > systemClock.monotonicMs()) return before.proof;
  const proof = threadOf(parts)
    .prove(flow, files, by)
    .then((proved) => proofFrom(flow, proved));
  if (kept.size >= KEPT_MAX) kept.clear();
  const now: Kept = { proof, untilMs: Number.POSITIVE_INFINITY };
  kept.set(key, now);
  proof.then(
    () => (now.untilMs = systemClock.monotonicMs() + KEPT_MS),
    () => kept.delete(key),
  );
  return proof;
}

/** A map, drawn beside whoever texts as proofs are made. @throws Refusal */
export function drawMap(parts: ProofParts, wish: LiveMap): Promise<string> {
  return threadOf(parts).draw(wish);
}

/** Ends the threads of this process. */
export async function stopProving(): Promise<void> {
  const all = [...threads.values()];
  threads.clear();
  kept.clear();
  await Promise.all(all.map((thread) => thread.close()));
}

/** One a process: services have one folder of flows. */
function threadOf({ flowsFolder: folder }: ProofParts): ProofThread {
  const known = threads.get(folder);
  if (known !== undefined) return known;
  const thread = createProofThread({ folder, shipped: SHIPPED });
  threads.set(folder, thread);
  return thread;
}

function proofFrom(
  flow: string,
  { report, findings, screens, definition }: ProvedDraft,
): DraftProof {
  let release: Release | undefined;
  return {
    flow,
    report,
    findings,
    costs: report.costs,
    screens,
    get release() {
      if (definition !== undefined) release ??= loadRelease(definition);
      return release;
    },
  };
}

function hashOf(folder: string, flow: string, files: DraftFiles): string {
  const hash = createHash('sha256').update(JSON.stringify([folder, flow]));
  for (const [path, text] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(JSON.stringify([path, text]));
  return hash.digest('base64url');
}
