import { CsvError, parse } from 'csv-parse/sync';

/**
 * What a spreadsheet takes for the start of a formula, the wide forms of CJK keyboards too (OWASP ASVS 5.0, 1.2.10), with
 * any apostrophes in front.
 */
const AS_FORMULA = /^'*[=+\-@\t\r\n\0＝＋－＠|%]/u;
const APOSTROPHES = /^'+[=+\-@\t\r\n\0＝＋－＠|%]/u;
/** Spreadsheets read UTF-8 only behind this mark. */
const BYTE_ORDER_MARK = '\uFEFF';
/** Spreadsheets of many countries save CSV with these. */
const DELIMITERS = [',', ';', '\t'];
/** A flow has at most a few hundred texts; more lines are another file. */
const LINES_MAX = 5_000;

type SheetRow = { line: number; cells: readonly string[] };
export type SheetRead =
  | { ok: true; header: readonly string[]; rows: readonly SheetRow[] }
  /** `why`: the end of a word key. */
  | { ok: false; line: number; why: 'not_csv' | 'not_utf8' | 'too_long' | 'empty' };

/**
 * A cell that no spreadsheet takes for a formula: one that would begin one, also behind apostrophes, gets one apostrophe
 * more. `fromSafe` takes one such apostrophe away again, so that whatever was written comes back letter by letter.
 */
export function toSafe(text: string): string {
  return AS_FORMULA.test(text) ? `'${text}` : text;
}

export function fromSafe(cell: string): string {
  return APOSTROPHES.test(cell) ? cell.slice(1) : cell;
}

/** CSV as RFC 4180 has it, safe to open. */
export function writeSheet(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [header, ...rows].map((row) => row.map(writeCell).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

function writeCell(cell: string): string {
  const safe = toSafe(cell);
  return /[",;\t\r\n']/u.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}

/** Reads CSV as a spreadsheet of any country saved it; `names` are columns of which its first line has at least one. */
export function readSheet(text: string, names: readonly string[]): SheetRead {
  if (text.includes('\uFFFD') || text.includes('\0'))
    return { ok: false, line: 1, why: 'not_utf8' };
  if (text.trim() === '') return { ok: false, line: 1, why: 'empty' };
  const delimiter = delimiterOf(text, names);
  if (delimiter === undefined) return { ok: false, line: 1, why: 'not_csv' };
  try {
    const [head, ...rows] = recordsOf(text, delimiter);
    if (rows.length > LINES_MAX) return { ok: false, line: LINES_MAX, why: 'too_long' };
    return { ok: true, header: (head?.cells ?? []).map(plainName), rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = error['lines'];
    return { ok: false, line: typeof line === 'number' ? line : 1, why: 'not_csv' };
  }
}

/** The sign that parts the names in the first line. */
function delimiterOf(text: string, names: readonly string[]): string | undefined {
  const [first = ''] = text.replace(BYTE_ORDER_MARK, '').split(/\r?\n/u, 1);
  return DELIMITERS.find((sign) => {
    const cells = first.split(sign).map(plainName);
    return cells.length > 1 && cells.some((name) => names.includes(name));
  });
}

function plainName(cell: string): string {
  return cell.replaceAll('"', '').trim().toLowerCase();
}

function recordsOf(text: string, delimiter: string): SheetRow[] {
  const rows: SheetRow[] = [];
  parse(text, {
    bom: true,
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    to: LINES_MAX + 2,
    on_record: (record: string[], { lines }) => {
      rows.push({ line: lines, cells: record.map(fromSafe) });
      return null;
    },
  });
  return rows;
}
