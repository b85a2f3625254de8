import type { Keyring } from '../base/keyring.ts';
import { auditEntry } from '../engine/audit-entry.ts';
import { writeAudit } from '../store/audit.ts';
import type { Pool } from '../store/connect.ts';
import type { StageWrite, StandingStage } from '../store/release-stages.ts';
import type { Tx } from '../store/transact.ts';

/** What releases are worked with. `practice`: own phones only, so that a release is everybody's at once. */
export type ReleaseParts = { pool: Pool; keyring: Keyring; practice: boolean };

/** Who does it, in the name of whom else, and when. Ids of staff, or names given to a command. */
export type ByWhom = { by: string; approvedBy?: string | undefined; now: Date };

export type ReleaseAct =
  | 'release_published'
  | 'release_advanced'
  | 'release_held'
  | 'release_resumed'
  | 'release_rolled_back';

/** A stage after `before`, with what is not said again carried over. */
export function stageAfter(
  before: StandingStage,
  { by, approvedBy, now }: ByWhom,
  change: Partial<StageWrite> & Pick<StageWrite, 'reason'>,
): StageWrite {
  const { flow, version, state, percent, baseline, moves, plan } = before;
  const kept = { flow, version, state, percent, baseline, moves, plan, figures: null };
  return { ...kept, at: now, actor: by, approver: approvedBy ?? null, ...change };
}

/** One entry of the audit log for a change of a stage, in its transaction. */
export async function auditRelease(
  tx: Tx,
  keyring: Keyring,
  action: ReleaseAct,
  stage: StageWrite,
): Promise<void> {
  const { flow, version, percent, state, actor, approver, at: now, reason, plan } = stage;
  const second = approver === null ? '' : ` with ${approver}`;
  const agreed = action === 'release_published' && plan !== null ? ` plan_${plan}` : '';
  const detail = `${flow}@${version} ${state} ${percent}% ${reason}${agreed}${second}`;
  await writeAudit(tx, auditEntry(keyring, { actor, action, detail, now }), { now });
}
