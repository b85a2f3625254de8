import { z } from 'zod';
import type { Db, Tx } from './transact.ts';

/**
 * `running`: whom the share takes in begins with it. `held`: nobody does until somebody looks. `done`: everybody does.
 * `rolled_back`: given up. `removed`: its flow is no more among the files.
 */
export type StageState = 'running' | 'held' | 'done' | 'rolled_back' | 'removed';
export type StagePercent = 1 | 10 | 100;
/** How fast a release goes, as both approvals agreed: a day for each share, by itself; or everybody, watched for a day. */
export type ReleasePlan = 'steps' | 'at_once';

/** People who began a version, and of how many of them something is known within a day. */
export type StageFigures = { people: number; stops: number; parked: number; notUnderstood: number };

/** Where the people inside one version are moved in another; `needs`: what one has to have answered to be moved there. */
export type StageMoves = {
  from: number;
  to: number;
  steps: Readonly<Record<string, { to: string; needs: readonly string[] }>>;
};

export type StageWrite = {
  flow: string;
  version: number;
  state: StageState;
  percent: StagePercent;
  at: Date;
  /** An id of staff, a name given to a command, or what in the service did it. */
  actor: string;
  approver: string | null;
  /** A word of ours that says why: `published`, `stops`, `by_hand`. */
  reason: string;
  figures: StageFigures | null;
  baseline: StageFigures | null;
  moves: StageMoves | null;
  /** Null: a person takes each step. */
  plan: ReleasePlan | null;
};

export type Stage = StageWrite & { seq: string };

/** How a version stands. */
export type StandingStage = Stage & {
  /** Since when it is watched: since it was opened, or since it goes on after it was held. */
  watchedSince: Date;
};

/** Of all advisory locks of a database this one is for whoever changes releases: "release" as bytes, read as a number. */
const LOCK = 0x72656c65617365n;
export const RELEASE_CHANNEL = 'mazano_release';

/**
 * Takes the one lock of all who change what is current, until the transaction ends. It also makes the numbers of stages
 * visible in their order, on which those rely who look for what is new.
 */
export async function lockReleases(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(${LOCK.toString()}::bigint)`;
}

/** Under the lock of releases. Tells every process. */
export async function addStage(tx: Tx, stage: StageWrite): Promise<void> {
  const { flow, version, state, percent, at, actor, approver, reason } = stage;
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  await tx`
    insert into release_stage (flow, version, state, percent, at, actor, approver, reason, figures, baseline, step_map, plan)
    values (${flow}, ${version}, ${state}, ${percent}, ${at}, ${actor}, ${approver}, ${reason},
      ${json(stage.figures)}::text::jsonb, ${json(stage.baseline)}::text::jsonb, ${json(stage.moves)}::text::jsonb,
      ${stage.plan})`;
  await tx`select pg_notify(${RELEASE_CHANNEL}, '')`;
}

/** Grows with every change of a stage. */
export async function stagesRevision(db: Db): Promise<number> {
  const [row] = await db<{ revision: number }[]>`
    select coalesce(max(seq), 0)::int as revision from release_stage`;
  return row?.revision ?? 0;
}

/** How every version stands, of one flow or of all, the latest version of each flow first. */
export async function standingStages(db: Db, flow?: string): Promise<StandingStage[]> {
  const rows = await db<Stored<StandingStage>[]>`
    select s.seq::text as seq, s.flow, s.version, s.state, s.percent, s.at, s.actor, s.approver, s.reason,
      s.figures, s.baseline, s.step_map::text as moves, s.plan, w.watched_since
    from (
      select distinct on (flow, version) * from release_stage
      where ${flow ?? null}::text is null or flow = ${flow ?? null}
      order by flow, version, seq desc
    ) s
    cross join lateral (
      select coalesce(min(r.at) filter (where r.state = 'running' and r.seq > coalesce(
          (select max(h.seq) from release_stage h where h.flow = s.flow and h.version = s.version
             and h.state = 'held' and h.seq < s.seq), 0)), s.at) as watched_since
      from release_stage r where r.flow = s.flow and r.version = s.version
    ) w
    order by s.flow, s.version desc`;
  return rows.map(withMoves);
}

/** All that ever happened to the stages of a flow, the latest first. */
export async function stageHistory(db: Db, flow: string): Promise<Stage[]> {
  const rows = await db<Stored<Stage>[]>`
    select seq::text as seq, flow, version, state, percent, at, actor, approver, reason, figures, baseline,
      step_map::text as moves, plan
    from release_stage where flow = ${flow} order by release_stage.seq desc`;
  return rows.map(withMoves);
}

/** Selected as text: the driver would rename the steps. */
type Stored<Row> = Omit<Row, 'moves'> & { moves: string | null };

const Moves = z.strictObject({
  from: z.number().int(),
  to: z.number().int(),
  steps: z.record(z.string(), z.strictObject({ to: z.string(), needs: z.array(z.string()) })),
});

function withMoves<Row extends { moves: string | null }>(row: Row) {
  return { ...row, moves: row.moves === null ? null : Moves.parse(JSON.parse(row.moves)) };
}

/**
 * What became within a day of whoever began a version in this span: each phone counts once, with the first time that it
 * began. What ended in the very turn in which it began left nothing to judge; what could not even be begun got stuck.
 */
export async function stageFigures(
  db: Db,
  { flow, version, from, until }: { flow: string; version: number; from: Date; until: Date },
): Promise<StageFigures> {
  const [row] = await db<StageFigures[]>`
    with turned as (
      select phone_id, min(at) as began, min(at) filter (where event = 'not_understood') as lost_at
      from turn where at >= ${from} and at < ${until} and flow = ${flow} and version = ${version}
      group by phone_id
    ), failed as (
      select phone_id, trouble_at as began from conversation
      where trouble is not null and trouble_flow = ${flow} and trouble_version = ${version}
        and trouble_at >= ${from} and trouble_at < ${until}
    ), people as (
      select phone_id, coalesce(t.began, f.began) as began, t.lost_at, f.began is not null as is_failed
      from turned t full join failed f using (phone_id)
    )
    select count(*)::int as people,
      count(*) filter (where exists (
        select from stop_request s where s.phone_id = p.phone_id
          and s.asked_at >= p.began and s.asked_at < p.began + interval '1 day'))::int as stops,
      count(*) filter (where p.is_failed or exists (
        select from conversation c where c.phone_id = p.phone_id and c.trouble is not null
          and c.flow = ${flow} and c.version = ${version}))::int as parked,
      count(*) filter (where p.lost_at < p.began + interval '1 day')::int as not_understood
    from people p`;
  return row ?? { people: 0, stops: 0, parked: 0, notUnderstood: 0 };
}

/** How many phones came by a flow since then, counted up to a bound: to know more takes longer and changes nothing. */
export async function phonesInFlow(
  db: Db,
  { flow, since, most }: { flow: string; since: Date; most: number },
): Promise<number> {
  const [row] = await db<{ phones: number }[]>`
    select count(*)::int as phones from (
      select distinct phone_id from turn where at >= ${since} and flow = ${flow} limit ${most}
    ) came`;
  return row?.phones ?? 0;
}

/** Phones whose open question is of this version and at one of these steps, from behind `after` on. */
export function phonesAt(
  db: Db,
  place: { flow: string; version: number; steps: readonly string[]; after: string; limit: number },
): Promise<{ phoneId: string; numberIndex: Buffer }[]> {
  return db`
    select c.phone_id, p.number_index
    from conversation c join phone p on p.id = c.phone_id
    where c.flow = ${place.flow} and c.version = ${place.version} and c.step = any(${[...place.steps]}::text[])
      and c.closed_by is null and c.trouble is null and c.phone_id > ${place.after}::uuid
    order by c.phone_id limit ${place.limit}`;
}
