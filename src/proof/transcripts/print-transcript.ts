import { type Before, factLines } from './transcript-facts.ts';

/** A transcript as it stands in its file: a remark, what was known before, and the lines that were played. */
export function printTranscript(remark: string, before: Before, lines: readonly string[]): string {
  const head = remark === '' ? [] : [`# ${remark.replaceAll(/\s+/gu, ' ')}`];
  return [...head, ...factLines(before), ...lines, ''].join('\n');
}
