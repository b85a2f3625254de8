import { diffLines, type Hunk } from './diff-lines.ts';

/** A stretch of a merged text: what both can have, or two changes of the same lines. */
export type MergePiece =
  | { kind: 'agreed'; lines: readonly string[] }
  | {
      kind: 'clash';
      /** What both began from. */
      base: readonly string[];
      mine: readonly string[];
      theirs: readonly string[];
    };

/**
 * Joins two changes of one text. Changes of different lines always merge, also of neighbouring ones: in a flow file each
 * line is a thing of its own. Changes of the same lines, or two insertions at one place, are a clash unless they are alike.
 */
export function mergeTexts(base: string, mine: string, theirs: string): MergePiece[] {
  const lines = { base: linesOf(base), mine: linesOf(mine), theirs: linesOf(theirs) };
  const sided = [
    ...diffLines(lines.base, lines.mine).map((hunk) => ({ side: 'mine' as const, hunk })),
    ...diffLines(lines.base, lines.theirs).map((hunk) => ({ side: 'theirs' as const, hunk })),
  ].toSorted((a, b) => a.hunk.from - b.hunk.from || a.hunk.to - b.hunk.to);
  const pieces: MergePiece[] = [];
  let at = 0;
  for (const group of groupsOf(sided)) {
    const from = Math.min(...group.map(({ hunk }) => hunk.from));
    const to = Math.max(...group.map(({ hunk }) => hunk.to));
    pieces.push({ kind: 'agreed', lines: lines.base.slice(at, from) });
    pieces.push(pieceOf(lines, group, { from, to }));
    at = to;
  }
  pieces.push({ kind: 'agreed', lines: lines.base.slice(at) });
  return joined(pieces);
}

/** Two texts of which nobody knows any more what they began from: wherever they differ, somebody has to choose. */
export function compareTexts(mine: string, theirs: string): MergePiece[] {
  const lines = { mine: linesOf(mine), theirs: linesOf(theirs) };
  const pieces: MergePiece[] = [];
  let at = 0;
  for (const { from, to, nowFrom, nowTo } of diffLines(lines.theirs, lines.mine)) {
    pieces.push({ kind: 'agreed', lines: lines.theirs.slice(at, from) });
    const clash = { mine: lines.mine.slice(nowFrom, nowTo), theirs: lines.theirs.slice(from, to) };
    pieces.push({ kind: 'clash', base: [], ...clash });
    at = to;
  }
  pieces.push({ kind: 'agreed', lines: lines.theirs.slice(at) });
  return joined(pieces);
}

/** The text that comes of the pieces; `chosen` gives the lines of each clash, in order. */
export function textOf(
  pieces: readonly MergePiece[],
  chosen: (clash: MergePiece & { kind: 'clash' }, index: number) => readonly string[],
): string {
  let clashes = 0;
  return pieces
    .flatMap((piece) => {
      if (piece.kind === 'agreed') return piece.lines;
      clashes += 1;
      return chosen(piece, clashes - 1);
    })
    .join('\n');
}

type Sided = { side: 'mine' | 'theirs'; hunk: Hunk };
type Lines = Record<'base' | 'mine' | 'theirs', readonly string[]>;

/** Changes that meet, with those that meet them. */
function groupsOf(sorted: readonly Sided[]): Sided[][] {
  const groups: Sided[][] = [];
  for (const one of sorted) {
    const group = groups.at(-1);
    if (group?.some((other) => meet(one, other)) === true) group.push(one);
    else groups.push([one]);
  }
  return groups;
}

function meet(a: Sided, b: Sided): boolean {
  if (a.side === b.side) return false;
  const bothInsert = a.hunk.from === a.hunk.to && b.hunk.from === b.hunk.to;
  if (bothInsert) return a.hunk.from === b.hunk.from;
  return a.hunk.from < b.hunk.to && b.hunk.from < a.hunk.to;
}

function pieceOf(
  lines: Lines,
  group: readonly Sided[],
  { from, to }: { from: number; to: number },
): MergePiece {
  const seenBy = (side: 'mine' | 'theirs') => {
    const own = group.flatMap((one) => (one.side === side ? [one.hunk] : []));
    const [first] = own;
    const last = own.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return lines[side].slice(first.nowFrom - (first.from - from), last.nowTo + (to - last.to));
  };
  const mine = seenBy('mine');
  const theirs = seenBy('theirs');
  if (mine === undefined || theirs === undefined)
    return { kind: 'agreed', lines: mine ?? theirs ?? [] };
  if (mine.length === theirs.length && mine.every((line, index) => line === theirs[index]))
    return { kind: 'agreed', lines: mine };
  return { kind: 'clash', base: lines.base.slice(from, to), mine, theirs };
}

/** Neighbours that are agreed become one. */
function joined(pieces: readonly MergePiece[]): MergePiece[] {
  const all: MergePiece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (piece.kind === 'clash') all.push(piece);
    else if (last?.kind === 'agreed')
      all.splice(-1, 1, { kind: 'agreed', lines: [...last.lines, ...piece.lines] });
    else if (piece.lines.length > 0) all.push(piece);
  }
  return all;
}

function linesOf(text: string): string[] {
  return text.split('\n');
}
