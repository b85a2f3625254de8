import type { Finding, SpotOf } from '../flow/finding.ts';
import type { ProofFinding } from './report.ts';
import type { Add, AddAt, Place, ProvedFlow, Said } from './rule.ts';

/** Collects findings, each once, with its place in a file. */
export type Collector = {
  adderFor(flow: ProvedFlow): Add;
  addAt: AddAt;
  /** By file, line and column. */
  sorted(): ProofFinding[];
};

type File = { file: string; spotOf: SpotOf };

export function collect(read: readonly Finding[]): Collector {
  const all = new Map<string, ProofFinding>();
  const put = (finding: ProofFinding) =>
    void all.set(
      `${finding.file}:${finding.line}:${finding.column} ${finding.code} ${finding.found}`,
      finding,
    );
  for (const finding of read) put({ ...finding, severity: 'error', message: messageOf(finding) });
  const addAt: AddAt = ({ file, spotOf }, { path, at = 'value' }, said) => {
    const finding = { file, ...spotOf(path, at), ...wholeOf(said) };
    put({ ...finding, message: messageOf(finding) });
  };
  return {
    adderFor: (flow) => (place, said) => {
      const { file, place: inside } = locate(flow, place);
      addAt(file, inside, said);
    },
    addAt,
    sorted: () => [...all.values()].toSorted(byPlace),
  };
}

function wholeOf({ code, severity = 'error', found, meant, mend }: Said) {
  return { code, severity, found, meant, mend };
}

function locate(flow: ProvedFlow, place: Place): { file: File; place: Place } {
  const own = flow.set.flows.find(({ name }) => name === flow.name);
  const texts = own?.texts.find(({ language }) => language === place.language);
  const file: File = texts ??
    own?.flow ?? { file: flow.name, spotOf: () => ({ line: 1, column: 1 }) };
  return { file, place };
}

function messageOf({ found, meant, mend }: Finding): string {
  const guess = meant === undefined ? '' : ` Did you mean \`${meant}\`?`;
  return `${found}.${guess} ${mend}`;
}

function byPlace(a: ProofFinding, b: ProofFinding): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
