import type { FlowGraph, GraphEdge } from './flow-graph.ts';

/**
 * The arrows that lead back to what was passed before: without them no way returns. Of each circle the step that is
 * nearest to the beginning is its head, and what leads to a head from within leads back.
 */
export function waysBack({ nodes, edges }: FlowGraph): ReadonlySet<string> {
  const distance = distances(nodes[0]?.id ?? '', edges);
  const back = new Set<string>();
  const pending: (readonly string[])[] = circles(
    nodes.map(({ id }) => id),
    edges,
  );
  for (let circle = pending.pop(); circle !== undefined; circle = pending.pop()) {
    const [first = ''] = circle;
    const near = (id: string) => distance.get(id) ?? Number.POSITIVE_INFINITY;
    const head = circle.reduce((best, id) => (near(id) < near(best) ? id : best), first);
    const inside = new Set(circle);
    const within = edges.filter(
      ({ from, to, id }) => inside.has(from) && inside.has(to) && !back.has(id),
    );
    for (const { id, to } of within) if (to === head) back.add(id);
    pending.push(
      ...circles(
        circle,
        within.filter(({ id }) => !back.has(id)),
      ),
    );
  }
  return back;
}

/** How many arrows each step is away from the beginning. */
function distances(start: string, edges: readonly GraphEdge[]): Map<string, number> {
  const found = new Map([[start, 0]]);
  for (const [id, steps] of found)
    for (const { from, to } of edges) if (from === id && !found.has(to)) found.set(to, steps + 1);
  return found;
}

/** Steps that lead to each other, in the order given; a step that leads to itself is a circle too. */
function circles(ids: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const reached = new Map(ids.map((id) => [id, reachedFrom(id, edges)]));
  const reaches = (from: string, to: string) => reached.get(from)?.has(to) === true;
  const placed = new Set<string>();
  return ids.flatMap((id) => {
    if (placed.has(id) || !reaches(id, id)) return [];
    const circle = ids.filter((other) => reaches(id, other) && reaches(other, id));
    for (const one of circle) placed.add(one);
    return [circle];
  });
}

function reachedFrom(start: string, edges: readonly GraphEdge[]): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
    for (const { from, to } of edges)
      if (from === id && !reached.has(to)) {
        reached.add(to);
        waiting.push(to);
      }
  return reached;
}
