/** The only door to time. Everything else is handed a `Clock`, so that a test or the demo can move it. */
export type Clock = {
  /** Wall-clock time of the programme: what is stored, compared with hours and shown to people. */
  now(): Date;
  /** Milliseconds that never jump: the age of a gate check, the length of a deadline. */
  monotonicMs(): number;
};

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
};

/** A clock whose `now` runs ahead of the machine's by an offset that can be moved (demo, tests). */
export type MovableClock = Clock & { moveMs(ms: number): void; offsetMs(): number };

export function movableClock(initialOffsetMs = 0): MovableClock {
  let offsetMs = initialOffsetMs;
  return {
    now: () => new Date(Date.now() + offsetMs),
    monotonicMs: () => performance.now(),
    moveMs: (ms) => void (offsetMs += ms),
    offsetMs: () => offsetMs,
  };
}

/** Waits `ms` of real time, or less when `signal` aborts. Never rejects. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

export type Timer = { cancel(): void };

/** Calls `then` after `ms` of real time, unless it is cancelled first. Does not keep the process alive. */
export function after(ms: number, then: () => void): Timer {
  const timer = setTimeout(then, ms).unref();
  return { cancel: () => clearTimeout(timer) };
}

/** Thrown by `withDeadline` when its time is over; what it waited for may still happen. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/** Waits at most `ms` for `work`. @throws DeadlinePassed; then the outcome of `work` is unknown. */
export async function withDeadline<T>(work: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlinePassed(`${what}: no answer in ${ms} ms`)), ms);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
