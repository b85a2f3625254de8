import { withDeadline } from '../base/clock.ts';

/** `places` at once, first come first served. */
export type WaitingLine = {
  /** Takes a place. @throws DeadlinePassed; whoever gave up is passed over. */
  enter(waitMs: number): Promise<void>;
  /** Gives the place to the next. Once for each `enter`. */
  leave(): void;
  /** Resolves when everyone who is in or waiting has left; takes all places for good. */
  emptied(): Promise<void>;
};

export function createWaitingLine(places: number): WaitingLine {
  let free = places;
  const waiting = new Set<() => void>();

  function stand(): { turn: Promise<void>; giveUp: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.add(resolve);
    return { turn: promise, giveUp: () => void waiting.delete(resolve) };
  }
  async function enter(waitMs: number): Promise<void> {
    if (free > 0) return void (free -= 1);
    const { turn, giveUp } = stand();
    try {
      await withDeadline(turn, waitMs, 'waiting for a connection');
    } catch (late) {
      giveUp();
      throw late;
    }
  }
  function leave(): void {
    const [next] = waiting;
    if (next === undefined) return void (free += 1);
    waiting.delete(next);
    next();
  }
  async function emptied(): Promise<void> {
    for (let place = 0; place < places; place += 1) {
      if (free > 0) free -= 1;
      else await stand().turn;
    }
  }
  return { enter, leave, emptied };
}
