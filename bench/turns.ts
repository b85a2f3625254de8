import { availableParallelism, cpus } from 'node:os';
import { cpuTime } from './cpu-time.ts';
import { LOAD_KINDS, startLoad, type Load, type LoadKind } from './load.ts';
import { median } from './median.ts';
import { startTurnTargets, type TurnTargets } from './turn-targets.ts';

/** Connections open at once. The ratios are those of the last. */
const CONNECTIONS = [1, 32, 128] as const;
const RATIO_AT = 128;
/** Phones of each of the 128 places that have joined before anything is measured: 5,000 in all. */
const PHONES_EACH = 39;
const WARM_MS = 1_000;

export type TurnOptions = {
  /** Seconds of a round of one kind. */
  seconds: number;
  /** Rounds at 128 connections; the others have half. */
  rounds: number;
  only: readonly LoadKind[];
  connections: readonly number[];
};

export const TURN_DEFAULTS: TurnOptions = {
  seconds: 2,
  rounds: 5,
  only: LOAD_KINDS,
  connections: CONNECTIONS,
};

type Figures = {
  rate: number;
  p50_ms: number;
  p99_ms: number;
  node_us: number;
  postgres_us: number | undefined;
};
type Measured = Partial<Record<LoadKind, Figures[]>>;

/** The durable USSD turn beside what it is compared with, interleaved round by round. */
export async function benchTurns(options: TurnOptions) {
  const targets = await startTurnTargets();
  const load = startLoad();
  try {
    const before = await prepared(targets, load, options);
    const at: Record<number, Measured> = {};
    for (const connections of options.connections) {
      const rounds = connections === RATIO_AT ? options.rounds : Math.ceil(options.rounds / 2);
      const { only, seconds } = options;
      at[connections] = await interleaved(targets, load, { only, seconds, connections, rounds });
    }
    const top = at[RATIO_AT] ?? {};
    return {
      bench: 'turns',
      ratio: {
        own_transaction: ratio(top, 'own_transaction'),
        select: ratio(top, 'select'),
        bare: ratio(top, 'bare'),
      },
      p99_ms: Object.fromEntries(
        Object.entries(top).map(([kind, all]) => [kind, medianOf(all, 'p99_ms')]),
      ),
      connections: Object.fromEntries(
        Object.entries(at).map(([connections, measured]) => [connections, summary(measured)]),
      ),
      conditions: { ...before, ...(await conditions(targets, options)) },
    };
  } finally {
    load.close();
    await targets.close();
  }
}

/** Every phone joins through the real webhook, so that tables and caches are those of a programme that runs. */
async function prepared(targets: TurnTargets, load: Load, { only }: TurnOptions) {
  const { ports, ussdPath, sql } = targets;
  load.tell({ kind: 'setup', ussdPath, phones: PHONES_EACH });
  const ussd = only.filter((kind) => kind === 'turn' || kind === 'own_transaction');
  const run = { kind: 'run', connections: RATIO_AT, ms: 0, prepare: true } as const;
  for (const kind of ussd.length === 0 ? (['turn'] as const) : ussd)
    assertFine(await load.run({ ...run, load: kind, port: ports.turn }));
  const rows = await sql<{ id: string }[]>`select id from phone order by id`;
  await sql`analyze`;
  load.tell({ kind: 'ids', ids: rows.map(({ id }) => id) });
  return { phones: rows.length };
}

type Interleaving = Pick<TurnOptions, 'only' | 'seconds'> & { connections: number; rounds: number };

async function interleaved(
  { ports, postmaster }: TurnTargets,
  load: Load,
  { only, connections, rounds, seconds }: Interleaving,
): Promise<Measured> {
  const measured: Measured = {};
  const round = async (kind: LoadKind, ms: number): Promise<Figures> => {
    const before = cpuTime(postmaster);
    const run = { kind: 'run', load: kind, port: ports[kind], connections, ms } as const;
    const answer = assertFine(await load.run({ ...run, prepare: false }));
    const after = cpuTime(postmaster);
    const us = (spentMs: number) => Math.round((spentMs / answer.requests) * 1_000);
    return {
      rate: Math.round(answer.requests / (answer.ms / 1_000)),
      p50_ms: rounded(answer.p50Ms),
      p99_ms: rounded(answer.p99Ms),
      node_us: us(after.node - before.node),
      postgres_us: us((after.postgres ?? NaN) - (before.postgres ?? NaN)),
    };
  };
  for (const kind of only) await round(kind, WARM_MS);
  for (let count = 0; count < rounds; count += 1)
    for (const kind of only) (measured[kind] ??= []).push(await round(kind, seconds * 1_000));
  return measured;
}

function assertFine<T extends { failures: string[] }>(answer: T): T {
  if (answer.failures.length > 0)
    throw new Error(`wrong answers under load:\n${answer.failures.join('\n')}`);
  return answer;
}

/** The median over rounds of one round's ratio, so that what else the machine did then weighs on both sides. */
function ratio(measured: Measured, other: LoadKind): number | undefined {
  const turn = measured.turn ?? [];
  const rival = measured[other] ?? [];
  if (turn.length === 0 || rival.length === 0) return undefined;
  return rounded(median(turn.map(({ rate }, round) => rate / (rival[round]?.rate ?? NaN))));
}

function summary(measured: Measured) {
  return Object.fromEntries(
    Object.entries(measured).map(([kind, rounds]) => [
      kind,
      {
        rate: medianOf(rounds, 'rate'),
        rates: rounds.map(({ rate }) => rate),
        p50_ms: medianOf(rounds, 'p50_ms'),
        p99_ms: medianOf(rounds, 'p99_ms'),
        node_us: medianOf(rounds, 'node_us'),
        postgres_us: medianOf(rounds, 'postgres_us'),
      },
    ]),
  );
}

function medianOf(rounds: readonly Figures[], name: keyof Figures): number {
  return median(rounds.map((figures) => figures[name] ?? NaN));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

async function conditions({ sql }: TurnTargets, { seconds, rounds }: TurnOptions) {
  const show = async (name: string) => {
    const [row] = await sql<{ value: string }[]>`select current_setting(${name}) as value`;
    return row?.value;
  };
  return {
    seconds,
    rounds,
    cores: availableParallelism(),
    cpu: cpus()[0]?.model,
    node: process.versions.node,
    postgres: await show('server_version'),
    fsync: await show('fsync'),
    synchronous_commit: await show('synchronous_commit'),
    shared: 'load, Node and PostgreSQL share the cores: only ratios within a run hold',
  };
}
