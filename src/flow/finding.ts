/** One thing that is wrong in a flow or language file, said so that its author can mend it. */
export type Finding = {
  /** Stable, in lower_snake_case: what tests and tools match. */
  code: string;
  /** `error`: the flow is not released. `warning`: somebody has to look, and may decide that it is meant. */
  severity: 'error' | 'warning';
  file: string;
  /** From 1. */
  line: number;
  column: number;
  /** What stands there. */
  found: string;
  /** What was probably meant; undefined when nothing is close. */
  meant: string | undefined;
  /** What to do. */
  mend: string;
};

/** Where a value stands in its file, by its path of keys. */
type Spot = { line: number; column: number };
export type SpotOf = (path: readonly string[], at: 'key' | 'value') => Spot;

/** The same over several files: `language` names a file of texts, otherwise it is that of the steps. */
export type PlaceOf = (
  path: readonly string[],
  at: 'key' | 'value',
  language?: string,
) => Spot & { file: string };

/** What stands there, and what was probably meant. */
export function foundWords({ found, meant }: Pick<Finding, 'found' | 'meant'>): string {
  return `${found}.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`;
}

/** The finding as one line, for a terminal or a log of a developer. */
export function findingLine(finding: Finding): string {
  const place = `${finding.file}:${finding.line}:${finding.column}`;
  return `${place} ${foundWords(finding)} ${finding.mend}`;
}

/** So many findings are given of one file: more are the same mistake again, and each looks for what was meant. */
export const FINDINGS_MAX = 100;

/** Collects errors, each at its place. */
export type Findings = {
  readonly all: Finding[];
  /** Whether no more are taken: whoever would look long for what was meant can stop. */
  readonly isFull: boolean;
  add(
    path: readonly string[],
    at: 'key' | 'value',
    what: { code: string; found: string; meant?: string | undefined; mend: string },
  ): void;
};

/** Collects the findings of one file. */
export function findingsOf(file: string, spotOf: SpotOf): Findings {
  return findingsAt((path, at) => ({ file, ...spotOf(path, at) }));
}

/** Collects the findings of a flow and of the parts that it uses, each in its own file. */
export function findingsAt(placeOf: PlaceOf): Findings {
  const all: Finding[] = [];
  return {
    all,
    get isFull() {
      return all.length >= FINDINGS_MAX;
    },
    add: (path, at, { code, found, meant, mend }) => {
      if (all.length >= FINDINGS_MAX) return;
      all.push({ code, severity: 'error', ...placeOf(path, at), found, meant, mend });
    },
  };
}

/** An error of a file as a whole. */
export function findingOfFile(
  file: string,
  what: { code: string; found: string; meant?: string; mend: string },
): Finding {
  const { code, found, meant, mend } = what;
  return { code, severity: 'error', file, line: 1, column: 1, found, meant, mend };
}

/** By file, in the order of its lines. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
}

/** Longest quotation, in characters: it and what is said of it fit a line. */
const QUOTED_MAX = 40;

/** Quotes what a person wrote, shortened, and without the characters that would command a terminal. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const cut = text.length > QUOTED_MAX ? `${text.slice(0, QUOTED_MAX - 1)}…` : text;
  return `\`${cut.replaceAll(/\p{Cc}/gu, '\uFFFD')}\``;
}

/** So many candidates are looked at: a real flow has fewer, and a hostile one must not cost more. */
const CANDIDATES_MAX = 200;

/** The candidate that differs from `word` by the fewest keystrokes, at most a third of its letters and 3. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(word.length / 3))) + 1;
  let looked = 0;
  for (const candidate of candidates) {
    if (++looked > CANDIDATES_MAX) break;
    const isFar = Math.abs(candidate.length - word.length) >= bestDistance;
    if (isFar || candidate === word) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Keystrokes between two words: a letter more, less or other, or two neighbours swapped (optimal string alignment).
 * `limit` stands for so many or more: cells further than that from the diagonal are never looked at.
 */
function editDistance(left: string, right: string, limit: number): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    const last = Math.min(right.length, i + limit);
    for (let j = Math.max(1, i - limit); j <= last; j++) {
      const replaced = cell(row, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1);
      const isSwap = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      const swapped = isSwap ? cell(before, j - 2) + 1 : Infinity;
      next[j] = Math.min(replaced, swapped, cell(row, j) + 1, cell(next, j - 1) + 1);
    }
    [before, row] = [row, next];
  }
  return cell(row, right.length);
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? Infinity;
}
