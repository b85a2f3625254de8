import { isDeepStrictEqual } from 'node:util';
import type { SourceFile } from '../../flow/data-file.ts';
import { answeredIn, type NewQuestion, writtenInto } from './answer-question.ts';
import { asWritten } from './kept-lines.ts';
import { endsAlike } from './move-example.ts';
import { parseTranscript } from './parse-transcript.ts';
import { passes } from './passes.ts';
import { linesOf, playScenes, stageOf } from './play-transcript.ts';
import type { Playing } from './reword-example.ts';
import type { TranscriptEvent } from './transcript-events.ts';

/**
 * A kept example that no longer comes by a question, without that question and its answer. Only where answering it anew
 * would make the very example of before: so nothing is lost that it recorded, asked of the service or led to. A remark
 * that would be lost, or stand elsewhere, keeps it from that too.
 */
export function passedBy(
  source: SourceFile,
  before: Playing,
  after: Playing,
  step: string,
): string | undefined {
  const parsed = parseTranscript(source);
  if (!parsed.ok || stageOf(parsed.value, before.stage) === undefined) return undefined;
  const { events, expected } = parsed.value;
  const was = playScenes(before.release, parsed.value, before.stage, { warm: true });
  const asked = was.findIndex(({ turn }) => turn.place.step === step);
  const digit = digitOf(events[asked]);
  if (digit === 0) return undefined;
  const rest = { ...parsed.value, events: events.toSpliced(asked, 1) };
  const is = playScenes(after.release, rest, after.stage, { warm: true });
  if (is.some(({ turn }) => turn.place.step === step)) return undefined;
  if (!endsAlike(before, after, was.at(-1), is.at(-1))) return undefined;
  const lines = asWritten(expected, linesOf(is)).map((text) => ({ text, isOld: true }));
  const written = writtenInto(source.source, expected, lines);
  const without = { ...source, source: written };
  return passes(without, after) && isBefore(without, before, { step, digit }, source)
    ? written
    : undefined;
}

/** The digit that was typed; 0 where anything else was. */
function digitOf(event: TranscriptEvent | undefined): number {
  return event?.type === 'reply' && /^[1-9]$/u.test(event.text) ? Number(event.text) : 0;
}

/** Whether answering a question in an example makes another of it, line by line. */
function isBefore(
  without: SourceFile,
  { release, stage }: Playing,
  question: NewQuestion,
  source: SourceFile,
): boolean {
  const back = answeredIn(without, release, stage, question);
  return back !== undefined && isDeepStrictEqual(textsOf(back), textsOf(source.source));
}

/** What is written, without empty lines and what stands behind a line. */
function textsOf(source: string): string[] {
  return source
    .split(/\r?\n/u)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
