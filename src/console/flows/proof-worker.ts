import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { assert } from '../../base/assert.ts';
import { systemClock } from '../../base/clock.ts';
import type { LiveMap } from '../../proof/picture/draw-live-map.ts';
import { createDraftProver, type ProvedDraft } from './draft-prover.ts';

/** What the thread is asked; it answers in order, with the number that came. */
export type ThreadRequest = { id: number } & (
  | { kind: 'prove'; flow: string; files: ReadonlyMap<string, string> }
  | { kind: 'draw'; wish: LiveMap }
);
export type ThreadAnswer = { id: number } & (
  | { kind: 'proved'; value: ProvedDraft }
  | { kind: 'drawn'; value: string }
  | { kind: 'broken' }
);

const { folder, shipped } = z.object({ folder: z.string(), shipped: z.string() }).parse(workerData);
const prover = createDraftProver(folder, shipped, systemClock);
const port = parentPort;
assert(port !== null, 'this file runs in a thread of its own');

port.on('message', (asked: ThreadRequest) => {
  void answer(asked).then((answered) => port.postMessage(answered));
});

async function answer(asked: ThreadRequest): Promise<ThreadAnswer> {
  const { id } = asked;
  try {
    return asked.kind === 'prove'
      ? { id, kind: 'proved', value: await prover.prove(asked.flow, asked.files) }
      : { id, kind: 'drawn', value: await prover.draw(asked.wish) };
  } catch {
    // Nothing of the error goes on: it may quote the draft.
    return { id, kind: 'broken' };
  }
}
