import { pause } from '../base/clock.ts';
import type { Log } from '../base/log.ts';

export type Chore = {
  /** Runs it now, or again as soon as the run under way is over. */
  wake(): void;
  /** Starts no more, waits for the run under way. */
  close(): Promise<void>;
};

export type Rhythm = {
  everyMs: number;
  /** Milliseconds before the first run; 0 when not given. */
  firstMs?: number;
  log: Log;
};

/** Does `work` again and again, `everyMs` apart. A failure is logged by its name and does not end it. */
export function repeat(name: string, options: Rhythm, work: () => Promise<void>): Chore {
  const closing = new AbortController();
  let woken = Promise.withResolvers<void>();
  const loop = async () => {
    if (options.firstMs !== undefined)
      await Promise.race([woken.promise, pause(options.firstMs, closing.signal)]);
    while (!closing.signal.aborted) {
      woken = Promise.withResolvers<void>();
      try {
        await work();
      } catch (error) {
        options.log.error('chore_failed', { chore: name }, error);
      }
      await Promise.race([woken.promise, pause(options.everyMs, closing.signal)]);
    }
  };
  const running = loop();
  return {
    wake: () => woken.resolve(),
    async close() {
      closing.abort();
      await running;
    },
  };
}
