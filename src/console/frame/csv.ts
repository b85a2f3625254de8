export type Cell = string | number | undefined;

/** What a spreadsheet takes for the start of a formula (OWASP ASVS 5.0, 1.2.10), the wide forms of CJK keyboards too. */
const STARTS_FORMULA = /^[=+\-@\t\r\n\0＝＋－＠|%]/u;
/** The same behind what ends a cell elsewhere: half the world's spreadsheets part cells by semicolons, and then see no quotes. */
const STARTS_INSIDE = /(?<=[;\t\r\n]["'\s]*)(?=[=+\-@\0＝＋－＠|%])/gu;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;
/** Spreadsheets read UTF-8 only behind this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** CSV as RFC 4180 has it. A cell that would start a formula gets an apostrophe in front, which spreadsheets hide. */
export function writeCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((row) => row.map(writeCell).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

function writeCell(cell: Cell): string {
  if (cell === undefined) return '';
  const text = String(cell);
  const safe =
    STARTS_FORMULA.test(text) && !PLAIN_NUMBER.test(text)
      ? `'${text.replaceAll(STARTS_INSIDE, "'")}`
      : text.replaceAll(STARTS_INSIDE, "'");
  return /[",;\t\r\n']/u.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
