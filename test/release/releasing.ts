import { createKeyring } from '../../src/base/keyring.ts';
import { advanceStage } from '../../src/release/change-stage.ts';
import type { ProveSet } from '../../src/release/publish.ts';
import { publish, type Publish, type Published } from '../../src/release/publish.ts';
import { folderOf } from '../../src/release/prove-set.ts';
import type { ReleaseParts } from '../../src/release/release-parts.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { flowFolderFiles } from '../../src/store/flow-folder-files.ts';
import { readFlowFolders } from '../../src/store/flow-sources.ts';
import type { Db } from '../../src/store/connect.ts';
import type { Service } from '../../src/service.ts';
import type { World } from '../world/world.ts';
import { until } from '../world/until.ts';

const FLOWS = 'test/flows';
/** Milliseconds in which every process has taken up a release, on a machine that does other work too. */
const TAKEN_UP_MS = 10_000;
export const TWO = { by: 'one', approvedBy: 'another' };

/** What is read is released here: the proof of whole sets has tests of its own. */
const reads: ProveSet = async (flow, files) => {
  const others = (await readFlowFolders(FLOWS)).filter(({ name }) => name !== flow);
  const { flows } = readFlows([...others, folderOf(flow, files)]);
  const definition = flows.find(({ name }) => name === flow)?.release?.definition;
  return { errors: [], definition };
};

/** With the rights of the service itself, and no more. */
export function partsOf(w: Pick<World, 'service' | 'secrets'>, practice = false): ReleaseParts {
  return { pool: w.service.pools.web, keyring: createKeyring(w.secrets), practice };
}

/** The files of the check-in of the tests, the piece of a file changed. */
export async function checkInWith(
  changes: Readonly<Record<string, readonly [string, string]>> = {
    'en.yaml': ['Well done for trying. That took', 'New words. That took'],
  },
): Promise<Map<string, string>> {
  const files = new Map(await flowFolderFiles(FLOWS, 'check-in'));
  for (const [name, [piece, by]] of Object.entries(changes)) {
    const path = `check-in/${name}`;
    const text = files.get(path) ?? '';
    if (!text.includes(piece)) throw new Error(`${path} no longer reads as it did`);
    files.set(path, text.replaceAll(piece, by));
  }
  return files;
}

/** Publishes the changed check-in, and waits until every process has it. */
export async function publishes(
  w: World,
  order: Partial<Publish> = {},
  others: readonly Service[] = [],
): Promise<Published> {
  const files = order.files ?? (await checkInWith());
  const now = w.clock.now();
  const published = await publish(
    { ...partsOf(w), prove: reads },
    { flow: 'check-in', ...TWO, now, ...order, files },
  );
  await takenUp(w, others);
  return published;
}

/** Takes the stage on to all. */
export async function toAll(w: World): Promise<void> {
  for (let share = 0; share < 2; share += 1)
    await advanceStage(partsOf(w), { flow: 'check-in', ...TWO, now: w.clock.now() });
  await takenUp(w);
}

/** Waits until each process has what the database has. */
export async function takenUp(w: World, others: readonly Service[] = []): Promise<void> {
  const revision = await w.db.run(lastStage);
  const hasAll = () =>
    Promise.resolve(
      [w.service, ...others].every(({ setting }) => setting.releases.revision >= revision),
    );
  await until('every process has taken up what was released', hasAll, TAKEN_UP_MS);
}

async function lastStage(db: Db): Promise<number> {
  const [row] = await db<{ last: number }[]>`select max(seq)::int as last from release_stage`;
  return row?.last ?? 0;
}

export type Standing = { flow: string | null; version: number | null; step: string | null };

/** Where each phone stands, and whether it is parked. */
export function standings(w: World): Promise<(Standing & { trouble: string | null })[]> {
  return w.db.run(
    (db) => db`select flow, version, step, trouble from conversation order by phone_id`,
  );
}
