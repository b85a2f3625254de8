import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { movedExamples } from '../../src/console/flows/read/move-examples.ts';
import { rewordedExamples } from '../../src/console/try/follow-words.ts';
import type { DraftFiles, FileChanges } from '../../src/flow/edit/draft-files.ts';
import { editFlow } from '../../src/flow/edit/edit-flow.ts';
import { flowFolderFiles } from '../../src/store/flow-folder-files.ts';
import { startEmbedded } from '../../src/store/embedded/start-embedded.ts';
import { startService } from '../../src/service.ts';
import { liveConfig } from '../live-config.ts';
import { median } from '../median.ts';
import { partsOf } from './bench-console.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
const ROUNDS = 9;
type Versions = { before: DraftFiles; after: DraftFiles };

/**
 * Milliseconds of a processor that a save takes for the kept examples, in the flows that have the most: words that stand in
 * each English one, and a question that is moved before one of the first.
 */
export async function benchSaves() {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-bench-'));
  const { config, secrets, clock, log } = liveConfig(folder, 'web');
  const server = await startEmbedded({ dataDir: folder, log });
  try {
    const { socketDir, port, user } = server;
    const target = { socketDir, port, user, database: 'postgres' };
    const gatewayAddress = () => Promise.resolve('http://127.0.0.1:9');
    const service = await startService({ config, secrets, target, clock, log, gatewayAddress });
    const parts = partsOf(service, FLOWS);
    const [checkIn, welcome] = [
      await flowFolderFiles(FLOWS, 'check-in'),
      await flowFolderFiles(FLOWS, 'welcome'),
    ];
    const reword = (files: DraftFiles, flow: string, round: number) =>
      rewordedExamples(parts, flow, { before: files, after: reworded(files, flow, round) });
    const ms = {
      words_check_in: await taken((round) => reword(checkIn, 'check-in', round)),
      words_welcome: await taken((round) => reword(welcome, 'welcome', round)),
      move_welcome: await taken(() => movedExamples(parts, 'welcome', moved(welcome), 'more')),
    };
    await service.drain();
    await service.close();
    return {
      bench: 'saves',
      ms,
      conditions: { rounds: ROUNDS, load: Math.round(loadavg()[0] ?? 0) },
    };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function taken(save: (round: number) => Promise<{ changes: FileChanges } | undefined>) {
  const all: number[] = [];
  let examples = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    const before = process.threadCpuUsage();
    examples = (await save(round))?.changes.size ?? 0;
    const { user, system } = process.threadCpuUsage(before);
    if (round >= 0) all.push((user + system) / 1_000);
  }
  return { cpu: Math.round(median(all)), examples };
}

function reworded(files: DraftFiles, flow: string, round: number): DraftFiles {
  const path = `${flow}/en.yaml`;
  return new Map(files).set(
    path,
    (files.get(path) ?? '').replaceAll('9 a person', `9 person ${round + 2}`),
  );
}

function moved(before: DraftFiles): Versions {
  const at = { step: 'age', exit: 'before' };
  const edited = editFlow(before, 'welcome', { do: 'move_step', step: 'more', at });
  if (edited.kind !== 'edited') throw new Error('it can be moved');
  return { before, after: edited.files };
}
