import { type Finding, foundWords } from '../flow/finding.ts';
import { isOfWords } from './holds-up.ts';
import type { ProofFinding } from './report.ts';
import type { Adders, Said } from './rule.ts';

/** Collects findings, each once, with its place in a file. */
export type Collector = Adders & {
  /** By file, line and column. */
  sorted(): ProofFinding[];
  /** Names of the flows whose transcripts were not played. */
  readonly unplayed: ReadonlySet<string>;
};

export function collect(
  read: readonly Finding[],
  isWanted: (file: string) => boolean = () => true,
): Collector {
  const all = new Map<string, ProofFinding>();
  const wrong = new Set<string>();
  const unplayed = new Set<string>();
  const put = (finding: Finding) => {
    if (!isWanted(finding.file)) return;
    const key = `${finding.file}:${finding.line}:${finding.column} ${finding.code} ${finding.found}`;
    all.set(key, { ...finding, message: messageOf(finding) });
  };
  for (const finding of read) put(finding);
  const add = (place: { file: string; line: number; column: number }, said: Said) => {
    put({ ...place, ...wholeOf(said) });
  };
  return {
    adderFor:
      ({ name, placeOf }) =>
      ({ path, at = 'value', language }, said) => {
        add(placeOf(path, at, language), said);
        // Words that are too long are said all the same, so that what is played is what happens.
        if (wholeOf(said).severity === 'error' && !isOfWords(said)) wrong.add(name);
      },
    addAt: ({ file, spotOf }, { path, at = 'value' }, said) =>
      add({ file, ...spotOf(path, at) }, said),
    isWanted: ({ file }) => isWanted(file),
    isWrong: ({ name }) => wrong.has(name),
    leaveUnplayed: ({ name }) => void unplayed.add(name),
    unplayed,
    sorted: () => [...all.values()].toSorted(byPlace),
  };
}

function wholeOf({ code, severity = 'error', found, meant, mend }: Said) {
  return { code, severity, found, meant, mend };
}

function messageOf(finding: Finding): string {
  return `${foundWords(finding)} ${finding.mend}`;
}

function byPlace(a: ProofFinding, b: ProofFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
