/**
 * Load on a database in a process of its own, so that a crash of the driver is seen. Its argument is a `LoadPlan`; it obeys
 * `LoadOrder`s and answers with `LoadAnswer`s.
 */
import { registerHooks } from 'node:module';
import { newId } from '../../src/base/ids.ts';
import type { Pool, Target } from '../../src/store/connect.ts';

export type LoadPlan = {
  targets: Target[];
  /** The address of a driver to use in place of the installed one. */
  driver?: string;
};
export type LoadOrder =
  /** Answer once every loop of every pool has had this many successes, or answers of whatever kind, from now on. */
  | { order: 'progress'; of: 'successes' | 'answers'; times: number }
  /** Answer once some caller was told that the server cannot be reached. */
  | { order: 'outage' }
  | { order: 'cut' }
  /** Stop, compare what was said with what is there, and end. */
  | { order: 'finish' };
export type LoadAnswer =
  | { answer: 'started' | 'outage' }
  | { answer: 'progress'; ms: number }
  | { answer: 'report'; report: LoadReport };
/** Counts. `late`, `odd` and below must be 0 for a sound driver. */
export type LoadReport = {
  done: number;
  nothing: number;
  unknown: number;
  /** Callers told later than their deadline and a slack. */
  late: number;
  /** Errors of another kind than a lost database. */
  odd: number;
  /** Work said to be done, and not there. */
  missing: number;
  /** Work said not to be done, and there. */
  ghosts: number;
  /** Transactions of which a part is there. */
  halves: number;
  longestMs: number;
};

const LOOPS = 6;
const DEADLINE_MS = 2_500;
/** Milliseconds that a busy machine may add to a deadline. */
const SLACK_MS = 1_000;

type Said = 'done' | 'nothing' | 'unknown';
const ledger = new Map<string, { said: Said; rows: number }>();
const report: LoadReport = {
  done: 0,
  nothing: 0,
  unknown: 0,
  late: 0,
  odd: 0,
  missing: 0,
  ghosts: 0,
  halves: 0,
  longestMs: 0,
};
const counts: { successes: number[]; answers: number[] } = { successes: [], answers: [] };
const outages: (() => void)[] = [];
const waiting = new Set<() => void>();
const state = { stopping: false };
const run = newId();

const plan: LoadPlan = JSON.parse(process.argv[2] ?? '{}');
const { driver } = plan;
if (driver !== undefined)
  registerHooks({
    resolve: (name, context, next) =>
      name === 'postgres' ? { url: driver, shortCircuit: true } : next(name, context),
  });
const { openPool } = await import('../../src/store/connect.ts');
const { DatabaseLost } = await import('../../src/store/database-lost.ts');

const limits = { max: 4, applicationName: 'load', statementTimeoutMs: 2_500, lockTimeoutMs: 300 };
const pools = plan.targets.map((target) =>
  openPool(target, { ...limits, idleInTransactionMs: 60_000 }),
);
const [first] = pools;
if (first === undefined) throw new Error('a plan names a target');
await first.run(
  (db) => db`create table if not exists done (id text, part text, primary key (id, part))`,
);

/** Every kind of use: a transaction of three statements, of pipelined ones, single statements. */
const uses: { rows: number; work: (pool: Pool, id: string) => Promise<unknown> }[] = [
  {
    rows: 2,
    work: (pool, id) =>
      pool.transact(async (tx) => {
        await tx`insert into done values (${id}, 'a')`;
        await tx`select count(*) from done where id = ${id}`;
        await tx`insert into done values (${id}, 'b')`;
      }),
  },
  { rows: 1, work: (pool, id) => pool.run((db) => db`insert into done values (${id}, 'a')`) },
  {
    rows: 2,
    work: (pool, id) =>
      pool.transact((tx) =>
        Promise.all([
          tx`insert into done values (${id}, 'a')`,
          tx`select pg_sleep(0.002)`,
          tx`insert into done values (${id}, 'b')`,
        ]),
      ),
  },
  { rows: 0, work: (pool) => pool.run((db) => db`select pg_sleep(0.001)`) },
];

async function loop(pool: Pool, name: number): Promise<void> {
  for (let turn = 0; !state.stopping; turn += 1) {
    const { rows, work } = uses[turn % uses.length]!;
    const id = `${run}-${name}-${turn}`;
    const began = performance.now();
    const said = await tell(() => work(pool, id));
    const ms = performance.now() - began;
    report.longestMs = Math.max(report.longestMs, Math.round(ms));
    if (ms > DEADLINE_MS + SLACK_MS) report.late += 1;
    report[said] += 1;
    counts.answers[name]! += 1;
    if (said === 'done') counts.successes[name]! += 1;
    waiting.forEach((look) => look());
    if (rows > 0) ledger.set(id, { said, rows });
  }
}

async function tell(work: () => Promise<unknown>): Promise<Said> {
  try {
    await work();
    return 'done';
  } catch (error) {
    if (error instanceof DatabaseLost) {
      if (error.code === 'unreachable') outages.splice(0).forEach((seen) => seen());
      return error.outcome;
    }
    console.error(error);
    report.odd += 1;
    return 'unknown';
  }
}

async function audit(pool: Pool): Promise<void> {
  const found = await pool.run(
    (db) => db<{ id: string; n: number }[]>`select id, count(*)::int as n from done group by id`,
    {
      deadlineMs: 20_000,
    },
  );
  const there = new Map(found.map(({ id, n }) => [id, n]));
  for (const [id, { said, rows }] of ledger) {
    const n = there.get(id) ?? 0;
    if (n !== 0 && n !== rows) report.halves += 1;
    if (said === 'done' && n === 0) report.missing += 1;
    if (said === 'nothing' && n > 0) report.ghosts += 1;
  }
}

const answer = (message: LoadAnswer) => void process.send?.(message);
const loops = pools.flatMap((pool, at) =>
  Array.from({ length: LOOPS }, (_, i) => {
    counts.successes[at * LOOPS + i] = 0;
    counts.answers[at * LOOPS + i] = 0;
    return loop(pool, at * LOOPS + i);
  }),
);

function progress(of: 'successes' | 'answers', times: number): void {
  const began = performance.now();
  const goals = counts[of].map((count) => count + times);
  const look = () => {
    if (counts[of].some((count, name) => count < goals[name]!)) return;
    waiting.delete(look);
    answer({ answer: 'progress', ms: Math.round(performance.now() - began) });
  };
  waiting.add(look);
}

async function finish(): Promise<void> {
  state.stopping = true;
  await Promise.all(loops);
  await audit(first!);
  await Promise.all(pools.map((pool) => pool.close()));
  answer({ answer: 'report', report });
  process.disconnect?.();
}

process.on('message', (message: LoadOrder) => {
  if (message.order === 'progress') progress(message.of, message.times);
  else if (message.order === 'outage') outages.push(() => answer({ answer: 'outage' }));
  else if (message.order === 'cut') pools.forEach((pool) => pool.cut());
  else void finish();
});
answer({ answer: 'started' });
