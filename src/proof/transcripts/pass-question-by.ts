import { isDeepStrictEqual } from 'node:util';
import type { SourceFile } from '../../flow/data-file.ts';
import { answeredIn, writtenInto } from './answer-question.ts';
import { proveTranscript } from './compare-transcript.ts';
import { asWritten } from './kept-lines.ts';
import { endsAlike } from './move-example.ts';
import { parseTranscript } from './parse-transcript.ts';
import { linesOf, playScenes, stageOf } from './play-transcript.ts';
import type { Playing } from './reword-example.ts';

/**
 * A kept example that no longer comes by a question, without that question and its answer. Only where answering it anew
 * would make the very example of before: so nothing is lost that it recorded, asked of the service or led to. Undefined
 * where that is not so, and where remarks stand in the talk.
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
  const talk = source.source.split(/\r?\n/u).slice(expected[0]?.line ?? 0);
  if (talk.some((line) => line.startsWith('#'))) return undefined;
  const was = playScenes(before.release, parsed.value, before.stage, { warm: true });
  const asked = was.findIndex(({ turn }) => turn.place.step === step);
  const answer = events[asked];
  const digit = answer?.type === 'reply' && /^[1-9]$/u.test(answer.text) ? Number(answer.text) : 0;
  if (asked === -1 || digit === 0) return undefined;
  const rest = { ...parsed.value, events: events.toSpliced(asked, 1) };
  const is = playScenes(after.release, rest, after.stage, { warm: true });
  if (is.some(({ turn }) => turn.place.step === step)) return undefined;
  if (!endsAlike(before, after, was.at(-1), is.at(-1))) return undefined;
  const lines = asWritten(expected, linesOf(is)).map((text) => ({ text, isOld: true }));
  const written = writtenInto(source.source, expected, lines);
  const again = parseTranscript({ ...source, source: written });
  if (!again.ok) return undefined;
  if (proveTranscript(after.release, again.value, after.stage, { warm: true }).length > 0)
    return undefined;
  const { release, stage } = before;
  const back = answeredIn({ ...source, source: written }, release, stage, { step, digit });
  return back !== undefined && isDeepStrictEqual(textsOf(back), textsOf(source.source))
    ? written
    : undefined;
}

/** What is written, without empty lines and what stands behind a line. */
function textsOf(source: string): string[] {
  return source
    .split(/\r?\n/u)
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}
