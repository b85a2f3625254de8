import type { Db, Pool } from '../store/connect.ts';
import {
  stageFigures,
  type StageFigures,
  stageHistory,
  standingStages,
  type Stage,
  type StandingStage,
} from '../store/release-stages.ts';
import { whyHold, type WhyHeld } from './hold-rule.ts';
import { isWatched, WATCHED_LEAST_MS } from './stage-rules.ts';

/** The weeks of the version before that a stage is compared with. */
const BASELINE_MS = 28 * 24 * 3_600_000;
/** Figures of weeks are read in milliseconds; on a busy machine they may take longer than a turn may. */
const FIGURES_LIMIT_MS = 10_000;

/** How a flow stands: what everybody begins with, and what is under way beside it. */
export type FlowStages = {
  flow: string;
  /** The version that is everybody's; undefined where none is. */
  settled: StandingStage | undefined;
  /** The version above it that runs for a share of phones, or is held. */
  open: StandingStage | undefined;
  /** The version that a roll back leads to. */
  previous: StandingStage | undefined;
};

/** The same with what is known of the stage under way. */
export type StageView = FlowStages & {
  history: readonly Stage[];
  /** Of the stage under way. */
  figures: StageFigures | undefined;
  usual: StageFigures | undefined;
  /** Whether it may be widened by one person, and when it may at the latest. */
  watched: boolean;
  /** Whether anybody has begun with it since it has this share. */
  isBegun: boolean;
  watchedAt: Date | undefined;
  /** Where it is held: why, in numbers. Undefined where a person held it. */
  why: WhyHeld | undefined;
};

/** How every flow stands that was ever released. */
export async function listStages(pool: Pool): Promise<FlowStages[]> {
  const all = await pool.run((db) => standingStages(db));
  return [...Map.groupBy(all, ({ flow }) => flow)].map(([flow, stages]) => arrange(flow, stages));
}

/** How one flow stands, with its history and figures; undefined where it was never released. */
export async function stageOf(pool: Pool, flow: string, now: Date): Promise<StageView | undefined> {
  const stages = await flowStages(pool, flow);
  if (stages === undefined) return undefined;
  const history = await pool.run((db) => stageHistory(db, flow));
  const { open } = stages;
  const none = {
    figures: undefined,
    usual: undefined,
    watched: false,
    isBegun: false,
    watchedAt: undefined,
  };
  if (open === undefined) return { ...stages, history, ...none, why: undefined };
  // Each reads weeks of turns: one beside the other, so that the page opens within its time.
  const [{ figures, usual }, people] = await Promise.all([
    compare(pool, stages, open, now),
    peopleOfShare(pool, open, now),
  ]);
  return {
    ...stages,
    history,
    figures,
    usual,
    watched: isWatched({ since: open.at, people }, now),
    isBegun: people > 0,
    watchedAt: new Date(open.at.getTime() + WATCHED_LEAST_MS),
    why: heldFor(open),
  };
}

/** The numbers that a held stage was held for. */
export function heldFor({ state, figures, baseline }: Stage): WhyHeld | undefined {
  if (state !== 'held' || figures === null || baseline === null) return undefined;
  return whyHold(figures, baseline);
}

export async function flowStages(pool: Pool, flow: string): Promise<FlowStages | undefined> {
  const stages = await pool.run((db) => standingStages(db, flow));
  return stages.length === 0 ? undefined : arrange(flow, stages);
}

/** `stages`: of one flow, the latest version first. */
export function arrange(flow: string, stages: readonly StandingStage[]): FlowStages {
  const [settled, below] = stages.filter(({ state }) => state === 'done');
  const open = stages.find(
    ({ state, version }) =>
      (state === 'running' || state === 'held') && version > (settled?.version ?? 0),
  );
  return { flow, settled, open, previous: open === undefined ? below : settled };
}

/** Each share is watched by itself: what ten times as many people say is not known from the first ones. */
export async function isShareWatched(pool: Pool, open: StandingStage, now: Date): Promise<boolean> {
  return isWatched({ since: open.at, people: await peopleOfShare(pool, open, now) }, now);
}

/** How many began with a version since it has the share that it has. */
export async function peopleOfShare(
  pool: Pool,
  { flow, version, at }: StandingStage,
  now: Date,
): Promise<number> {
  return (await figuresOf(pool, { flow, version, from: at, until: now })).people;
}

/** What became of people in the stage, and of those in the version before: then and since. Held, as it was held for. */
export async function compare(
  pool: Pool,
  { flow, settled }: FlowStages,
  { version, watchedSince, baseline, ...stage }: StandingStage,
  now: Date,
): Promise<{ figures: StageFigures; usual: StageFigures }> {
  if (stage.figures !== null && stage.state === 'held')
    return { figures: stage.figures, usual: baseline ?? NOBODY };
  const read = (place: { version: number; from: Date; until: Date }) =>
    figuresOf(pool, { flow, ...place });
  const span = { from: watchedSince, until: now };
  const [figures, since] = await Promise.all([
    read({ version, ...span }),
    settled === undefined ? NOBODY : read({ version: settled.version, ...span }),
  ]);
  return { figures, usual: sum(baseline ?? NOBODY, since) };
}

/** What became of people in a version in the weeks before `now`. */
export function baselineOf(
  pool: Pool,
  place: { flow: string; version: number },
  now: Date,
): Promise<StageFigures> {
  const from = new Date(now.getTime() - BASELINE_MS);
  return figuresOf(pool, { ...place, from, until: now });
}

function figuresOf(pool: Pool, span: Parameters<typeof stageFigures>[1]): Promise<StageFigures> {
  return pool.run((db: Db) => stageFigures(db, span), { deadlineMs: FIGURES_LIMIT_MS });
}

const NOBODY: StageFigures = { people: 0, stops: 0, parked: 0, notUnderstood: 0 };

function sum(a: StageFigures, b: StageFigures): StageFigures {
  return {
    people: a.people + b.people,
    stops: a.stops + b.stops,
    parked: a.parked + b.parked,
    notUnderstood: a.notUnderstood + b.notUnderstood,
  };
}
