/** What is to happen, by its time; equal times in the order of `who`, then as they were added. */
export type Agenda<T> = {
  add(atMs: number, who: number, what: T): void;
  /** The time of the next one. */
  nextMs(): number | undefined;
  /** Takes out everything up to this time, in order. */
  takeUntil(untilMs: number): Entry<T>[];
};

type Entry<T> = { atMs: number; who: number; what: T };
type Placed<T> = Entry<T> & { seq: number };

/** A binary heap: a run of months holds tens of thousands of things to come. */
export function createAgenda<T>(): Agenda<T> {
  const heap: Placed<T>[] = [];
  let seq = 0;
  const before = (a: Placed<T>, b: Placed<T>) =>
    a.atMs !== b.atMs ? a.atMs < b.atMs : a.who !== b.who ? a.who < b.who : a.seq < b.seq;
  const swap = (one: number, other: number) => {
    const held = heap[one]!;
    heap[one] = heap[other]!;
    heap[other] = held;
  };
  const isBefore = (one: number, other: number) => before(heap[one]!, heap[other]!);

  const rise = (from: number) => {
    for (let at = from; at > 0;) {
      const above = (at - 1) >> 1;
      if (!isBefore(at, above)) return;
      swap(at, above);
      at = above;
    }
  };
  const sink = () => {
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < heap.length && isBefore(left, least)) least = left;
      if (right < heap.length && isBefore(right, least)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    add(atMs, who, what) {
      heap.push({ atMs, who, what, seq: seq++ });
      rise(heap.length - 1);
    },
    nextMs: () => heap[0]?.atMs,
    takeUntil(untilMs) {
      const taken: Entry<T>[] = [];
      while (heap[0] !== undefined && heap[0].atMs <= untilMs) {
        taken.push(heap[0]);
        const last = heap.pop()!;
        if (heap.length > 0) {
          heap[0] = last;
          sink();
        }
      }
      return taken;
    },
  };
}
