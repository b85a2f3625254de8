/** A stretch where two texts differ: the lines `from` to `to` of the first became `nowFrom` to `nowTo` of the second. */
export type Hunk = { from: number; to: number; nowFrom: number; nowTo: number };

/**
 * Cells of the table that compares two stretches without a line of their own, 8 ms of work. Longer ones count as
 * replaced as a whole, which is true, only less fine.
 */
const TABLE_MAX = 250_000;

type Span = Hunk;
type Match = { before: number; after: number; length: number };

/** What makes `after` of `before`, in order; between two hunks there is at least one line that both have. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  const whole = { from: 0, to: before.length, nowFrom: 0, nowTo: after.length };
  const hunks: Hunk[] = [];
  let from = 0;
  let nowFrom = 0;
  const end = { before: before.length, after: after.length, length: 0 };
  for (const match of [...matchesIn(before, after, whole), end]) {
    if (match.before > from || match.after > nowFrom)
      hunks.push({ from, to: match.before, nowFrom, nowTo: match.after });
    from = match.before + match.length;
    nowFrom = match.after + match.length;
  }
  return hunks;
}

/** Lines that both have, in order: those at both ends, then between those that stand once in either, then the rest. */
function matchesIn(before: readonly string[], after: readonly string[], span: Span): Match[] {
  let { from, to, nowFrom, nowTo } = span;
  while (from < to && nowFrom < nowTo && before[from] === after[nowFrom]) {
    from += 1;
    nowFrom += 1;
  }
  while (from < to && nowFrom < nowTo && before[to - 1] === after[nowTo - 1]) {
    to -= 1;
    nowTo -= 1;
  }
  const head = { before: span.from, after: span.nowFrom, length: from - span.from };
  const tail = { before: to, after: nowTo, length: span.to - to };
  const inner = { from, to, nowFrom, nowTo };
  return [head, ...innerMatches(before, after, inner), tail].filter(({ length }) => length > 0);
}

function innerMatches(before: readonly string[], after: readonly string[], span: Span): Match[] {
  const { from, to, nowFrom, nowTo } = span;
  if (from === to || nowFrom === nowTo) return [];
  const anchors = inBothOrders(uniqueInBoth(before, after, span));
  if (anchors.length === 0) return byTable(before, after, span);
  const found: Match[] = [];
  let at = { before: from, after: nowFrom };
  for (const anchor of [...anchors, { before: to, after: nowTo, length: 0 }]) {
    const gap = { from: at.before, to: anchor.before, nowFrom: at.after, nowTo: anchor.after };
    found.push(...matchesIn(before, after, gap));
    if (anchor.length > 0) found.push(anchor);
    at = { before: anchor.before + anchor.length, after: anchor.after + anchor.length };
  }
  return found;
}

/** Lines that stand once in either stretch: those mean the same place. */
function uniqueInBoth(before: readonly string[], after: readonly string[], span: Span): Match[] {
  const there = once(before, span.from, span.to);
  const now = once(after, span.nowFrom, span.nowTo);
  return [...there].flatMap(([line, at]) => {
    const nowAt = now.get(line);
    return at === undefined || nowAt === undefined ? [] : [{ before: at, after: nowAt, length: 1 }];
  });
}

/** Where each line stands; undefined for one that stands there twice. */
function once(lines: readonly string[], from: number, to: number): Map<string, number | undefined> {
  const places = new Map<string, number | undefined>();
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? '';
    places.set(line, places.has(line) ? undefined : at);
  }
  return places;
}

/** The longest of them that stand in the same order in both: patience sorting. */
function inBothOrders(matches: readonly Match[]): Match[] {
  type Card = { match: Match; left: Card | undefined };
  const piles: Card[] = [];
  for (const match of matches) {
    let low = 0;
    let high = piles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((piles[middle]?.match.after ?? 0) < match.after) low = middle + 1;
      else high = middle;
    }
    piles[low] = { match, left: piles[low - 1] };
  }
  const chain: Match[] = [];
  for (let card = piles.at(-1); card !== undefined; card = card.left) chain.push(card.match);
  return chain.toReversed();
}

/** The longest common lines of two stretches, by the table of all pairs. */
function byTable(before: readonly string[], after: readonly string[], span: Span): Match[] {
  const { from, to, nowFrom, nowTo } = span;
  const width = nowTo - nowFrom + 1;
  if ((to - from + 1) * width > TABLE_MAX) return [];
  const longest = new Uint32Array((to - from + 1) * width);
  const cell = (at: number, nowAt: number) => (at - from) * width + (nowAt - nowFrom);
  for (let at = to - 1; at >= from; at -= 1)
    for (let nowAt = nowTo - 1; nowAt >= nowFrom; nowAt -= 1)
      longest[cell(at, nowAt)] =
        before[at] === after[nowAt]
          ? (longest[cell(at + 1, nowAt + 1)] ?? 0) + 1
          : Math.max(longest[cell(at + 1, nowAt)] ?? 0, longest[cell(at, nowAt + 1)] ?? 0);
  const found: Match[] = [];
  let at = from;
  let nowAt = nowFrom;
  while (at < to && nowAt < nowTo)
    if (before[at] === after[nowAt]) {
      found.push({ before: at, after: nowAt, length: 1 });
      at += 1;
      nowAt += 1;
    } else if ((longest[cell(at + 1, nowAt)] ?? 0) >= (longest[cell(at, nowAt + 1)] ?? 0)) at += 1;
    else nowAt += 1;
  return found;
}
