import type { Span } from './read-pattern.ts';

/** What spans of one text cover, so that each question about another span costs the same however many there are. */
export type Cover = {
  /** Whether one of them shares a word with this span. */
  touches(span: Span): boolean;
  /** Whether one of them that shares a word with this span begins before it, or with it and is longer. */
  outdoes(span: Span): boolean;
};

/** `length`: how many words the text has. */
export function coverOf(spans: readonly Span[], length: number): Cover {
  const longest = new Map<number, number>();
  for (const { from, to } of spans) longest.set(from, Math.max(to, longest.get(from) ?? 0));
  // By place, how far those reach that begin before it.
  const reach = [0];
  for (let at = 0; at <= length; at += 1)
    reach.push(Math.max(reach[at] ?? 0, longest.get(at) ?? 0));
  return {
    touches: ({ from, to }) => (reach[to] ?? 0) > from,
    outdoes: ({ from, to }) => (reach[from] ?? 0) > from || (longest.get(from) ?? 0) > to,
  };
}
