import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { advanceStage, hold } from './change-stage.ts';
import { whyHold, type WhyHeld } from './hold-rule.ts';
import type { ReleaseParts } from './release-parts.ts';
import { goesOnByPlan, isWatchedForLong } from './stage-rules.ts';
import { compare, type FlowStages, listStages, peopleOfShare } from './stages.ts';

/** Who holds a release, or ends its last stage, where no person does. */
const THE_WATCH = 'watch';

export type WatchParts = ReleaseParts & { clock: Clock; log: Log };

/**
 * Compares what becomes of people in each stage with the version before: one that is worse is held, and alarms. One that
 * was everybody's for a day becomes what is gone back to, and one with a plan goes to its next share after a day.
 */
export async function watchStages(parts: WatchParts): Promise<void> {
  for (const stages of await listStages(parts.pool))
    if (stages.open?.state === 'running')
      await watchStage(parts, stages).catch((error: unknown) =>
        parts.log.error('stage_not_watched', { flow: stages.flow }, error),
      );
}

async function watchStage(parts: WatchParts, stages: FlowStages): Promise<void> {
  const { flow, open } = stages;
  const now = parts.clock.now();
  if (open === undefined) return;
  const { figures, usual } = await compare(parts.pool, stages, open, now);
  const why = whyHold(figures, usual);
  const by = { flow, stage: open.seq, by: THE_WATCH, now };
  if (why !== undefined) {
    const held = await hold(parts, { ...by, reason: why.sign, figures, usual });
    if (held.kind === 'changed') alarm(parts.log, { flow, version: open.version }, why);
    return;
  }
  // One that is everybody's already is only called so, after its whole day.
  if (open.percent === 100 && isWatchedForLong(open.at, now))
    await advanceStage({ ...parts, practice: false }, by);
  if (open.percent === 100 || open.plan === null) return;
  const people = await peopleOfShare(parts.pool, open, now);
  if (goesOnByPlan({ ...open, since: open.at, people }, now))
    await advanceStage({ ...parts, practice: false }, { ...by, reason: 'plan' });
}

function alarm(log: Log, place: { flow: string; version: number }, why: WhyHeld): void {
  log.error('release_held', { ...place, ...why });
}
