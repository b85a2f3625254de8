import type { OutcomeLine } from '../followup/outcome-report.ts';

const HEAD = ['programme', 'month', 'group', 'figure', 'value'];
/** What a spreadsheet takes for a formula, at the start of a cell (OWASP, CSV injection). */
const BEGINS_FORMULA = /^[=+\-@\t\r\n|%]/u;

/** Figures as CSV (RFC 4180): counts and names of ours, nobody's id; no cell begins a formula. */
export function outcomeCsv(programme: string, lines: readonly OutcomeLine[]): string {
  const rows = lines.map(({ month, group, cell, value }) => [
    programme,
    month,
    group,
    cell,
    String(value),
  ]);
  return [HEAD, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n');
}

export function csvCell(text: string): string {
  const safe = BEGINS_FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
