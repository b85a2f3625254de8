import { fork } from 'node:child_process';
import { join } from 'node:path';

export const LOAD_KINDS = ['turn', 'own_transaction', 'select', 'bare'] as const;
export type LoadKind = (typeof LOAD_KINDS)[number];

export type LoadJob =
  | { kind: 'setup'; ussdPath: string; phones: number }
  /** The keys that are selected. */
  | { kind: 'ids'; ids: readonly string[] }
  /** `prepare`: until all phones have joined, however long that takes. */
  | {
      kind: 'run';
      load: LoadKind;
      port: number;
      connections: number;
      ms: number;
      prepare: boolean;
    };

export type LoadAnswer = {
  requests: number;
  ms: number;
  p50Ms: number;
  p99Ms: number;
  failures: string[];
};

export type Load = {
  tell(job: Exclude<LoadJob, { kind: 'run' }>): void;
  run(job: Extract<LoadJob, { kind: 'run' }>): Promise<LoadAnswer>;
  close(): void;
};

/** Starts the load in a process of its own. */
export function startLoad(): Load {
  const child = fork(join(import.meta.dirname, 'load-process.ts'), { execArgv: [] });
  return {
    tell: (job) => void child.send(job),
    run(job) {
      child.send(job);
      return new Promise((resolve, reject) => {
        child.removeAllListeners();
        child.once('message', (answer: LoadAnswer) => resolve(answer));
        child.once('exit', () => reject(new Error('the load has ended')));
      });
    },
    close: () => void child.kill(),
  };
}
