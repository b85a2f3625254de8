import type { Facts, Memory } from '../../flow/vocabulary.ts';
import { factLines } from './transcript-facts.ts';

/** A transcript as it stands in its file: what was known before, and the lines that were played. */
export function printTranscript(
  remark: string,
  known: { facts: Facts; remembers: Memory },
  lines: readonly string[],
): string {
  const head = remark === '' ? [] : [`# ${remark.replaceAll(/\s+/gu, ' ')}`];
  return [...head, ...factLines(known.facts, known.remembers), ...lines, ''].join('\n');
}
