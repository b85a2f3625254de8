import { styleText } from 'node:util';
import type { ProofFinding, Report } from '../proof/report.ts';

/** The report for a terminal: findings by file, what ways cost, and a last line of totals. */
export function reportLines(report: Report, ms: number, colours: boolean): string[] {
  const paint = (style: 'bold' | 'red' | 'yellow' | 'dim', text: string) =>
    colours ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [];
  let file: string | undefined;
  for (const finding of report.findings) {
    if (finding.file !== file) lines.push('', paint('bold', (file = finding.file)));
    const { severity, line, column, code } = finding;
    const mark = paint(severity === 'error' ? 'red' : 'yellow', severity);
    lines.push(`  ${line}:${column}  ${mark}  ${sentence(finding)} ${paint('dim', code)}`);
    lines.push(`      ${finding.mend}`);
  }
  const { flows, steps, texts, languages, paths, errors, warnings } = report;
  const of = `${flows} flows, ${steps} steps, ${texts} texts in ${languages.length} languages, ${paths} turns walked`;
  const verdict = `${errors} errors, ${warnings} warnings`;
  lines.push('', `${paint(errors > 0 ? 'red' : 'bold', verdict)} in ${of}, ${ms} ms.`);
  return lines;
}

function sentence({ found, meant }: ProofFinding): string {
  return `${found}.${meant === undefined ? '' : ` Did you mean \`${meant}\`?`}`;
}
