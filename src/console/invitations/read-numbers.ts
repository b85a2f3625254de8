import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { parsePhoneNumber, type PhoneNumber } from '../../base/phone-number.ts';
import { LIST_MIN } from '../../engine/invite-lists.ts';

/** Numbers in one file: some weeks of invitations. A longer list is older than its source by the time it is through. */
export const NUMBERS_MAX = 2_000;
/** What a spreadsheet makes of a long number in a narrow column: its last digits are lost. */
const ROUNDED = /^\d[.,]\d+E\+?\d+$/iu;

/** What is wrong with a row; `line` is that of the file, which spreadsheets show. */
type RowMistake = {
  line: number;
  kind: 'empty' | 'rounded' | 'no_plus' | 'no_number' | 'twice';
};
type FileMistake = 'no_rows' | 'too_few' | 'too_many' | 'more_columns' | 'unreadable';
export type ReadNumbers =
  | { ok: true; numbers: PhoneNumber[] }
  | { ok: false; file: FileMistake }
  | { ok: false; file?: undefined; rows: RowMistake[] };

/**
 * Reads a file with one column of numbers, row by row. Only the form is looked at: whether a number takes part, or has said
 * STOP, changes nothing here [req P11].
 */
export function readNumbers(text: string): ReadNumbers {
  const read = rowsOf(text);
  if (typeof read === 'string') return { ok: false, file: read };
  // A first row without any digit is a heading.
  const rows = /\d/u.test(read[0] ?? '') ? read : read.slice(1);
  const offset = read.length - rows.length + 1;
  if (rows.length === 0) return { ok: false, file: 'no_rows' };
  if (rows.length > NUMBERS_MAX) return { ok: false, file: 'too_many' };
  if (rows.length < LIST_MIN) return { ok: false, file: 'too_few' };
  const seen = new Set<string>();
  const mistakes: RowMistake[] = [];
  for (const [index, cell] of rows.entries()) {
    const kind = mistakeIn(cell, seen);
    if (kind !== undefined) mistakes.push({ line: index + offset, kind });
  }
  if (mistakes.length > 0) return { ok: false, rows: mistakes };
  return { ok: true, numbers: rows.flatMap((cell) => parsePhoneNumber(cell) ?? []) };
}

function mistakeIn(cell: string, seen: Set<string>): RowMistake['kind'] | undefined {
  if (cell === '') return 'empty';
  const number = parsePhoneNumber(cell);
  if (number === undefined) {
    if (ROUNDED.test(cell)) return 'rounded';
    return /^\d[\d\s().-]*$/u.test(cell) ? 'no_plus' : 'no_number';
  }
  if (seen.has(number)) return 'twice';
  seen.add(number);
  return undefined;
}

/** The cells of the one column; names beside numbers are not taken in. */
function rowsOf(text: string): string[] | FileMistake {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      trim: true,
      to: NUMBERS_MAX + 2,
    });
    if (rows.some((row) => row.slice(1).some((cell) => cell !== ''))) return 'more_columns';
    const cells = rows.map(([cell = '']) => cell);
    while (cells.at(-1) === '') cells.pop();
    return cells;
  } catch (error) {
    if (error instanceof CsvError) return 'unreadable';
    throw error;
  }
}
