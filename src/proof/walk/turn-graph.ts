import type { Channel } from './known-facts.ts';
import type { Walk, WalkedTurn } from './walk-flow.ts';

/** Where a conversation that has not begun stands. */
export const BEFORE = '';

/** The turns of one channel by where they start, without those that lead back to where the conversation was before. */
export type Onward = {
  /** Places in an order in which every turn leads onward; the first is `BEFORE`. */
  places: readonly string[];
  from: ReadonlyMap<string, readonly WalkedTurn[]>;
};

/**
 * The turns that somebody takes who never goes back: `back`, what is only said again, and turns to a question that was
 * asked on the way there are left out, so that what remains has an end.
 */
export function onward(
  { turns }: Walk,
  channel: Channel,
  isTaken: (turn: WalkedTurn) => boolean,
): Onward {
  const all = new Map<string, WalkedTurn[]>();
  for (const turn of turns) {
    const isOnward = turn.from === undefined || (turn.way.length > 0 && turn.way[0] !== 'back');
    if (turn.walked !== channel || !isOnward || !isTaken(turn)) continue;
    const place = turn.from?.key ?? BEFORE;
    all.set(place, [...(all.get(place) ?? []), turn]);
  }
  const from = new Map<string, WalkedTurn[]>();
  const done: string[] = [];
  const open = new Set<string>();
  const visit = (place: string) => {
    open.add(place);
    const kept: WalkedTurn[] = [];
    from.set(place, kept);
    for (const turn of all.get(place) ?? []) {
      if (turn.to !== undefined && open.has(turn.to.key)) continue;
      kept.push(turn);
      if (turn.to !== undefined && !from.has(turn.to.key)) visit(turn.to.key);
    }
    open.delete(place);
    done.push(place);
  };
  visit(BEFORE);
  return { places: done.toReversed(), from };
}
