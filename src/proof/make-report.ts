import { costsOf } from './costs/costs.ts';
import type { InputFlow } from './read-input.ts';
import type { ProofFinding, Report } from './report.ts';
import type { ProvedFlow } from './rule.ts';

/** Counts what was read, proved and found. */
export function makeReport(
  flows: readonly InputFlow[],
  proved: readonly ProvedFlow[],
  findings: readonly ProofFinding[],
  unplayed: ReadonlySet<string>,
): Report {
  const texts = flows.flatMap((flow) => flow.texts);
  return {
    flows: flows.length,
    steps: sum(flows.map(({ flow }) => Object.keys(flow?.definition.steps ?? {}).length)),
    texts: sum(
      texts.map(({ definition: { texts: own, choices } }) => sizeOf(own) + sizeOf(choices)),
    ),
    languages: [...new Set(texts.map(({ language }) => language))].toSorted(),
    paths: sum(proved.map(({ walk }) => walk.turns.length)),
    errors: count(findings, 'error'),
    warnings: count(findings, 'warning'),
    findings,
    unplayed: flows.flatMap(({ name }) => (unplayed.has(name) ? name : [])),
    costs: proved.flatMap(costsOf),
  };
}

/** Whether a file is one of a flow or of the parts that it uses. */
export function filesOf(
  read: InputFlow,
  proved: ProvedFlow | undefined,
): (file: string) => boolean {
  const steps = Object.keys(proved?.definition.steps ?? {});
  const files = steps.flatMap((id) => proved?.placeOf(['steps', id], 'key').file ?? []);
  const folders = [...new Set([read.file, ...files])].map(folderOf);
  return (file) => folders.some((folder) => isIn(file, folder));
}

/** `check-in/` of `check-in/flow.yaml`; nothing where the folder holds one flow alone. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function isIn(file: string, folder: string): boolean {
  return folder === '' ? !/\/flow\.yaml$|^programmes\//u.test(file) : file.startsWith(folder);
}

function count(findings: readonly ProofFinding[], severity: ProofFinding['severity']): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function sizeOf(entries: Readonly<Record<string, unknown>>): number {
  return Object.keys(entries).length;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
