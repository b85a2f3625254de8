import type { Release } from '../../flow/release.ts';
import type { Memory } from '../../flow/vocabulary.ts';
import type { TranscriptLine } from './parse-transcript.ts';

/** A line about a field that outlives the conversation, by its name. */
export const KEPT = /^! (?:keeps|forgets): (\w+)/u;

/** What a turn changed of the fields that outlive the conversation, as a transcript writes it. */
export function keptLines({ remember }: Release, before: Memory, after: Memory): string[] {
  return remember.flatMap((field) => {
    const [old = '', value = ''] = [before[field], after[field]];
    if (value === old) return [];
    return [value === '' ? `! forgets: ${field}` : `! keeps: ${field} = ${value}`];
  });
}

/** The lines as a transcript that stands so shows them: all of what is kept, or nothing of it. */
export function asWritten(
  expected: readonly TranscriptLine[],
  played: readonly string[],
): readonly string[] {
  const showsKept = expected.some(({ text }) => KEPT.test(text));
  return showsKept ? played : played.filter((line) => !KEPT.test(line));
}
