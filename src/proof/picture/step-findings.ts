import type { PlaceOf } from '../../flow/finding.ts';
import type { Release } from '../../flow/release.ts';
import type { ProofFinding } from '../report.ts';
import type { StepFinding } from './draw-picture.ts';

/** A line that belongs to a step: where the step begins, or one of its texts. */
type Line = { file: string; line: number; step: string };

/** More marks than this are a list, and belong into the report. */
const FINDINGS_MAX = 40;

/** The findings that stand at a step of a flow or in one of its texts, in the language of the picture. */
export function stepFindings(
  release: Release,
  placeOf: PlaceOf,
  findings: readonly ProofFinding[],
  language: string,
): StepFinding[] {
  const lines: Line[] = [...release.steps].flatMap(([step, rest]) => {
    const own = { step, ...placeOf(['steps', step], 'key') };
    const text = 'text' in rest ? placeOf(['texts', rest.text], 'key', language) : undefined;
    return text === undefined ? [own] : [own, { step, ...text }];
  });
  const marked = findings.flatMap(({ file, line, severity, message }) => {
    const step = nearest(lines, file, line);
    return step === undefined ? [] : [{ step, severity, words: message }];
  });
  return marked.slice(0, FINDINGS_MAX);
}

/** The last line of that file that stands not below. */
function nearest(lines: readonly Line[], file: string, line: number): string | undefined {
  const above = lines.filter((one) => one.file === file && one.line <= line);
  return above.toSorted((a, b) => a.line - b.line).at(-1)?.step;
}
