import type { SourceFile } from '../../flow/data-file.ts';
import { isAsWritten, type Line, writtenInto } from './answer-question.ts';
import { asWritten } from './kept-lines.ts';
import { parseTranscript } from './parse-transcript.ts';
import { passes } from './passes.ts';
import { playScenes, stageOf } from './play-transcript.ts';
import type { Playing } from './reword-example.ts';
import type { Scene } from './scene.ts';

/**
 * A kept example with a text that was put into its way, wherever it is said. Undefined where it is not said there, and where
 * anything but this text would be otherwise than it was kept: that is for a person to look at.
 */
export function toldIn(source: SourceFile, playing: Playing, step: string): string | undefined {
  const lines = linesWith(source, playing, step);
  const parsed = parseTranscript(source);
  if (!parsed.ok || lines === undefined) return undefined;
  const { expected } = parsed.value;
  const shown = lines.filter(({ text }) => asWritten(expected, [text]).length > 0);
  const before = shown.flatMap(({ text, isOld }) => (isOld ? [text] : []));
  if (!isAsWritten(expected, before)) return undefined;
  return ifPasses(source, writtenInto(source.source, expected, shown), playing);
}

/** The same where the text is gone: only where putting it there anew would make the very example of before. */
export function untoldIn(
  source: SourceFile,
  before: Playing,
  after: Playing,
  step: string,
): string | undefined {
  const lines = linesWith(source, before, step)?.filter(({ isOld }) => isOld);
  const parsed = parseTranscript(source);
  if (!parsed.ok || lines === undefined) return undefined;
  const { expected } = parsed.value;
  const left = lines.filter(({ text }) => asWritten(expected, [text]).length > 0);
  const without = ifPasses(source, writtenInto(source.source, expected, left), after);
  if (without === undefined) return undefined;
  const again = toldIn({ ...source, source: without }, before, step);
  return again === source.source ? without : undefined;
}

/** What is played, with the lines of the one text as new; undefined where it is never said. */
function linesWith(
  source: SourceFile,
  { release, stage }: Playing,
  step: string,
): Line[] | undefined {
  const parsed = parseTranscript(source);
  const told = release.steps.get(step);
  if (!parsed.ok || stageOf(parsed.value, stage) === undefined || told?.kind !== 'say')
    return undefined;
  const scenes = playScenes(release, parsed.value, stage, { warm: true });
  const lines = scenes.flatMap((scene) => markedLines(scene, told.text));
  return lines.some(({ isOld }) => !isOld) ? lines : undefined;
}

function markedLines({ lines, said, turn }: Scene, text: string): Line[] {
  // A moment that says nothing still has the turn before it.
  const texts = turn.effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []));
  const blocks = said.map((one, at) => ({ left: one.split('\n').length, text: texts[at] }));
  return lines.map((line) => {
    if (!line.startsWith('<')) return { text: line, isOld: true };
    const block = blocks[0];
    if (block !== undefined && --block.left === 0) blocks.shift();
    return { text: line, isOld: block?.text !== text };
  });
}

function ifPasses(source: SourceFile, written: string, playing: Playing): string | undefined {
  return passes({ ...source, source: written }, playing) ? written : undefined;
}
