import { Worker } from 'node:worker_threads';
import { after, type Timer } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import type { LiveMap } from '../../proof/picture/draw-live-map.ts';
import type { ProvedDraft } from './draft-prover.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { ThreadAnswer, ThreadRequest } from './proof-worker.ts';

/** The dearest flow takes a second on a slow machine; what takes longer has lost its way. */
const PROVE_MS = 15_000;
/** A thread that has just started reads and compiles every flow first: some seconds, and more where others work too. */
const FIRST_MS = 60_000;
/** So many wait: an editor each, and a page or two. */
const WAITING_MAX = 32;

type Asked = { kind: 'prove'; flow: string; files: DraftFiles } | { kind: 'draw'; wish: LiveMap };
type Waiting = {
  asked: Asked;
  /** Whoever types: what she asks now takes the place of what she asked before. */
  by: string | undefined;
  done: PromiseWithResolvers<ThreadAnswer>;
};

export type ProofThread = {
  prove(flow: string, files: DraftFiles, by?: string): Promise<ProvedDraft>;
  draw(wish: LiveMap): Promise<string>;
  /** Ends the thread; whoever waits is refused. */
  close(): Promise<void>;
};

export type ThreadOptions = {
  folder: string;
  shipped: string;
  proveMs?: number;
  /** For tests: another file than the worker. */
  file?: URL;
};

/**
 * One thread that proves one thing after the other, so that a proof takes nothing from whoever texts. It starts with the
 * first request and again when it died; what takes too long dies with it. @throws Refusal where a newer request took the
 * place of this one, where too many wait, or where the proof broke
 */
export function createProofThread(options: ThreadOptions): ProofThread {
  const { ask, close } = createQueue(options);
  return {
    prove: async (flow, files, by) => {
      const answer = await ask({ kind: 'prove', flow, files }, by);
      if (answer.kind !== 'proved') throw broken();
      return answer.value;
    },
    draw: async (wish) => {
      const answer = await ask({ kind: 'draw', wish });
      if (answer.kind !== 'drawn') throw broken();
      return answer.value;
    },
    close,
  };
}

function createQueue(options: ThreadOptions) {
  const { folder, shipped, proveMs = PROVE_MS } = options;
  const file = options.file ?? new URL('./proof-worker.ts', import.meta.url);
  const waiting: Waiting[] = [];
  let worker: Worker | undefined;
  let busy: { one: Waiting; id: number; limit: Timer } | undefined;
  let last = 0;

  const start = (): Worker => startWorker(file, { folder, shipped }, { take, lose });

  function take(answer: ThreadAnswer): void {
    if (busy?.id !== answer.id) return;
    const { one, limit } = busy;
    limit.cancel();
    busy = undefined;
    one.done.resolve(answer);
    next();
  }

  /** Whoever it worked for is refused; the next gets a new thread. */
  function lose(lost: Worker): void {
    if (worker !== lost) return;
    refuseBusy();
    next();
  }

  function refuseBusy(): void {
    worker = undefined;
    busy?.limit.cancel();
    busy?.one.done.reject(broken());
    busy = undefined;
  }

  function next(): void {
    if (busy !== undefined) return;
    const one = waiting.shift();
    if (one === undefined) return;
    const limitMs = worker === undefined ? (options.proveMs ?? FIRST_MS) : proveMs;
    const running = (worker ??= start());
    const id = ++last;
    const limit = after(limitMs, () => {
      lose(running);
      void running.terminate();
    });
    busy = { one, id, limit };
    running.postMessage({ id, ...one.asked } satisfies ThreadRequest, []);
  }

  function ask(asked: Asked, by?: string): Promise<ThreadAnswer> {
    const before = waiting.findIndex((one) => by !== undefined && one.by === by);
    const [older] = before === -1 ? [] : waiting.splice(before, 1);
    older?.done.reject(new Refusal('conflict', 'Something newer is asked.'));
    if (waiting.length >= WAITING_MAX)
      return Promise.reject(new Refusal('limit', 'Too many proofs wait. Try again in a moment.'));
    const done = Promise.withResolvers<ThreadAnswer>();
    waiting.push({ asked, by, done });
    next();
    return done.promise;
  }

  return {
    ask,
    close: async () => {
      const closing = worker;
      for (const { done } of waiting.splice(0)) done.reject(broken());
      refuseBusy();
      await closing?.terminate();
    },
  };
}

type Told = { take: (answer: ThreadAnswer) => void; lose: (lost: Worker) => void };

function startWorker(
  file: URL,
  workerData: { folder: string; shipped: string },
  { take, lose }: Told,
): Worker {
  const started = new Worker(file, { workerData });
  // A process that has nothing else to do may end.
  started.unref();
  started.on('message', take);
  started.on('error', () => lose(started));
  started.on('exit', () => lose(started));
  return started;
}

function broken(): Refusal {
  return new Refusal('invalid', 'This could not be proved. Undo the last change, or try again.');
}
