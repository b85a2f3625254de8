import { pause, systemClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { isPostmasterOf } from './live-process.ts';

/** Milliseconds for a fast shutdown (connections are ended, a checkpoint is written), then for an immediate one. */
const FAST_MS = 10_000;
const IMMEDIATE_MS = 6_000;
/** Milliseconds between two looks: a stop takes about 100. */
const LOOK_MS = 20;

/** Stops the postmaster and waits until it has ended. After an immediate shutdown the next start replays the log. */
export async function stopServer(cluster: string, pid: number, log: Log): Promise<void> {
  const steps = [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
  ] as const;
  for (const [signal, limitMs] of steps) {
    if (!isPostmasterOf(pid, cluster)) return;
    process.kill(pid, signal);
    const until = systemClock.monotonicMs() + limitMs;
    while (isPostmasterOf(pid, cluster)) {
      if (systemClock.monotonicMs() > until) break;
      await pause(LOOK_MS);
    }
  }
  if (isPostmasterOf(pid, cluster)) log.error('postgres_did_not_stop', { pid });
}
