import type { SourceFile } from '../../flow/data-file.ts';
import type { Release } from '../../flow/release.ts';
import { type Line, writtenInto } from './answer-question.ts';
import { isSame } from './compare-transcript.ts';
import { asWritten } from './kept-lines.ts';
import { parseTranscript } from './parse-transcript.ts';
import { passes } from './passes.ts';
import { linesOf, playScenes, stageOf } from './play-transcript.ts';
import type { Playing } from './reword-example.ts';
import type { Stage } from './scene.ts';

const SAID = /^<(?: |$)/u;

/**
 * A kept example of somebody who is silent, as she is silent at a question that was put before what she heard: that one text
 * is another, and all else is as it was; without a step, at whatever is asked there. Undefined where more would be otherwise.
 */
export function silentIn(
  source: SourceFile,
  release: Release,
  stage: Stage,
  step: string | undefined,
): string | undefined {
  const parsed = parseTranscript(source);
  const own = parsed.ok ? stageOf(parsed.value, stage) : undefined;
  if (!parsed.ok || own === undefined) return undefined;
  const { expected } = parsed.value;
  const scenes = playScenes(release, parsed.value, stage, { warm: true });
  if (step !== undefined && !scenes.some(({ turn }) => turn.place.step === step)) return undefined;
  const played = asWritten(expected, linesOf(scenes));
  const block = otherText(
    expected.map(({ text }) => text),
    played,
  );
  if (block === undefined) return undefined;
  const isOld = (i: number) => i < block.from || i >= block.to;
  const lines = played.map((text, i): Line => ({ text, isOld: isOld(i) }));
  const written = writtenInto(source.source, expected, lines);
  return passes({ ...source, source: written }, { release, stage }) ? written : undefined;
}

/** The same where the question is gone: only where putting it there anew would make the very example of before. */
export function silentWithout(
  source: SourceFile,
  before: Playing,
  after: Playing,
  step: string,
): string | undefined {
  const without = silentIn(source, after.release, after.stage, undefined);
  if (without === undefined) return undefined;
  const again = silentIn({ ...source, source: without }, before.release, before.stage, step);
  return again === source.source ? without : undefined;
}

/** The lines of the one text that is another now, before a silence; undefined where anything else is otherwise. */
function otherText(
  before: readonly string[],
  played: readonly string[],
): { from: number; to: number } | undefined {
  const from = before.findIndex((text, i) => !isSame(text, played[i]));
  if (from === -1) return undefined;
  const [was, now] = [saidFrom(before, from), saidFrom(played, from)];
  const [rest, restNow] = [before.slice(from + was), played.slice(from + now)];
  const [waits = '', event] = rest;
  const isElseSame =
    rest.length === restNow.length && rest.every((one, i) => isSame(one, restNow[i]));
  const isSilent = waits.startsWith('! waits ') && event === '~ silence';
  return was > 0 && now > 0 && isElseSame && isSilent ? { from, to: from + now } : undefined;
}

/** How many lines are said there without a break. */
function saidFrom(lines: readonly string[], at: number): number {
  const end = lines.slice(at).findIndex((line) => !SAID.test(line));
  return end === -1 ? lines.length - at : end;
}
