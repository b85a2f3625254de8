import { styleText } from 'node:util';
import { costLines } from './cost-lines.ts';
import { foundWords } from '../flow/finding.ts';
import type { Report } from '../proof/report.ts';

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
    lines.push(`  ${line}:${column}  ${mark}  ${foundWords(finding)} ${paint('dim', code)}`);
    lines.push(...finding.mend.split('\n').map((words) => `      ${words}`));
  }
  const costs = costLines(report.costs);
  if (costs.length > 0) lines.push('', ...costs);
  if (report.unplayed.length > 0)
    lines.push(
      '',
      `Transcripts not played until the errors are mended: ${report.unplayed.join(', ')}.`,
    );
  const { flows, steps, texts, languages, paths, errors, warnings } = report;
  const of = [
    many(flows, 'flow'),
    many(steps, 'step'),
    `${many(texts, 'text')} in ${many(languages.length, 'language')}`,
    `${many(paths, 'turn')} walked`,
  ].join(', ');
  const verdict = `${many(errors, 'error')}, ${many(warnings, 'warning')}`;
  lines.push('', `${paint(errors > 0 ? 'red' : 'bold', verdict)} in ${of}, ${ms} ms.`);
  return lines;
}

function many(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
