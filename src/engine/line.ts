/**
 * The line in front of the database: while one batch is on its way, what arrives waits and forms the next. Nothing waits
 * on purpose, and one phone is in one batch at a time (ARCHITECTURE.md, "A turn").
 */

/** At most so many batches on their way; a third was no faster and only queues in PostgreSQL. */
const IN_FLIGHT_MAX = 2;
/** At most so many turns a batch: longer ones hold their locks too long for the others. */
const BATCH_MAX = 64;
/** At most so many waiting: about two seconds of work; the rest is refused and repeated by the gateway. */
const WAITING_MAX = 8_192;

export type Waiting<A, R> = {
  arrival: A;
  /** One at a time for each phone. */
  phone: string;
  /** The same arrival twice shares one answer. */
  same: string;
  /** Once; later calls change nothing. */
  settle(result: PromiseSettledResult<R>): void;
};

/** The line is full. The gateway is asked to come again. */
export class LineFull extends Error {
  override readonly name = 'LineFull';
}

/** A caller whose time was over took its arrival back before it was read. */
export class LeftTheLine extends Error {
  override readonly name = 'LeftTheLine';
}

export type Line<A, R> = ReturnType<typeof createLine<A, R>>;

/** `run` settles every one of its batch, and rejects only where none of them can have been saved. */
export function createLine<A, R>(run: (batch: readonly Waiting<A, R>[]) => Promise<void>) {
  let waiting: Waiting<A, R>[] = [];
  const busyPhones = new Set<string>();
  const answers = new Map<string, Promise<R>>();
  let inFlight = 0;
  let unsettled = 0;
  let idle: (() => void)[] = [];

  /** Frees the entry's phone as soon as its fate is known: one that is retried alone does not hold up its batch. */
  const settled = (entry: Waiting<A, R>, wasTaken: boolean) => {
    if (wasTaken) busyPhones.delete(entry.phone);
    unsettled -= 1;
    pump();
    if (unsettled === 0) for (const done of idle.splice(0)) done();
  };

  const pump = () => {
    while (inFlight < IN_FLIGHT_MAX && waiting.length > 0) {
      const { batch, rest } = nextBatch(waiting, busyPhones);
      waiting = rest;
      if (batch.length === 0) return;
      inFlight += 1;
      void run(batch)
        .catch((reason: unknown) => {
          for (const entry of batch) entry.settle({ status: 'rejected', reason });
        })
        .finally(() => {
          inFlight -= 1;
          pump();
        });
    }
  };

  const pumpSoon = inOneGo(pump);

  const join = (arrival: A, phone: string, same: string, signal?: AbortSignal): Promise<R> => {
    const refused = refusalOf(waiting.length, signal);
    if (refused !== undefined) return Promise.reject(refused);
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    const settle = once((result: PromiseSettledResult<R>, wasTaken?: boolean) => {
      signal?.removeEventListener('abort', leave);
      if (result.status === 'fulfilled') resolve(result.value);
      else reject(result.reason);
      settled(entry, wasTaken ?? true);
    });
    const entry: Waiting<A, R> = { arrival, phone, same, settle };
    const leave = () => {
      if (!waiting.includes(entry)) return;
      waiting = waiting.filter((other) => other !== entry);
      settle({ status: 'rejected', reason: new LeftTheLine('left before it was read') }, false);
    };
    unsettled += 1;
    signal?.addEventListener('abort', leave, { once: true });
    waiting.push(entry);
    answers.set(same, promise);
    const forget = () => void (answers.get(same) === promise && answers.delete(same));
    promise.then(forget, forget);
    pumpSoon();
    return promise;
  };

  return {
    /** Resolves with what became of the arrival. @throws LineFull, LeftTheLine, or what saving threw */
    submit: (arrival: A, phone: string, same: string, signal?: AbortSignal): Promise<R> =>
      answers.get(same) ?? join(arrival, phone, same, signal),
    /** Resolves when nothing is waiting or on its way. */
    drained: (): Promise<void> =>
      unsettled === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve)),
  };
}

function refusalOf(waiting: number, signal?: AbortSignal): Error | undefined {
  if (signal?.aborted === true) return new LeftTheLine('the caller left before it came');
  return waiting >= WAITING_MAX ? new LineFull('too many waiting') : undefined;
}

/** The first of each phone that is not busy, up to a batch; their phones are busy from now on. */
function nextBatch<A, R>(waiting: readonly Waiting<A, R>[], busyPhones: Set<string>) {
  const batch: Waiting<A, R>[] = [];
  const rest: Waiting<A, R>[] = [];
  for (const entry of waiting)
    if (batch.length < BATCH_MAX && !busyPhones.has(entry.phone)) {
      busyPhones.add(entry.phone);
      batch.push(entry);
    } else rest.push(entry);
  return { batch, rest };
}

/** Calls `act` once for all who ask in one go: of many due timers the first would else go alone, and so the second. */
function inOneGo(act: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    queueMicrotask(() => {
      isAsked = false;
      act();
    });
  };
}

/** Only the first call does anything. */
function once<Args extends unknown[]>(act: (...args: Args) => void): (...args: Args) => void {
  let isOpen = true;
  return (...args) => {
    if (!isOpen) return;
    isOpen = false;
    act(...args);
  };
}
