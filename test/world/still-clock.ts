import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pause } from '../../src/base/clock.ts';

const EVERY_MS = 50;
/** Says back what it hears, and does nothing else. */
const ECHO = 'process.stdin.pipe(process.stdout)';

export type StillClock = {
  /** Milliseconds for which the machine stood still at the longest between two moments, for a process that has nothing to do. */
  during(from: number, to: number): number;
  close(): Promise<void>;
};

/** Asks a process of its own again and again, so that how long the service takes can be told from how busy the machine is. */
export function startStillClock(): StillClock {
  const echo = spawn(process.execPath, ['-e', ECHO], { stdio: ['pipe', 'pipe', 'ignore'] });
  const asked: { from: number; to: number }[] = [];
  const over = new AbortController();
  const asking = (async () => {
    while (!over.signal.aborted) {
      const one = { from: performance.now(), to: Infinity };
      asked.push(one);
      echo.stdin.write('.');
      await once(echo.stdout, 'data');
      one.to = performance.now();
      await pause(EVERY_MS, over.signal);
    }
  })();
  return {
    during: (from, to) =>
      Math.max(
        0,
        ...asked
          .filter((one) => one.from < to && one.to > from)
          .map((one) => Math.min(one.to, to) - Math.max(one.from, from)),
      ),
    async close() {
      over.abort();
      await asking;
      if (echo.exitCode !== null) return;
      echo.stdin.end();
      await once(echo, 'exit');
    },
  };
}
