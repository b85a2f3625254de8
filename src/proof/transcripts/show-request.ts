import type { SourceFile } from '../../flow/data-file.ts';
import type { Release } from '../../flow/release.ts';
import { playedOtherwise, proveTranscript } from './compare-transcript.ts';
import { parseTranscript, type Transcript } from './parse-transcript.ts';
import { beginOf, linesOf, playScenes, stageOf } from './play-transcript.ts';
import { followScene, type Scene, type Stage } from './scene.ts';

/** A kept example up to a question: the moments of it, and the lines that say what was known before. */
export type WayThere = {
  scenes: readonly Scene[];
  known: readonly string[];
  own: Stage;
};

/** The ways on which examples come to a step: the shortest first, those on which nothing but answers happens before all. */
export function waysThere(
  sources: readonly SourceFile[],
  release: Release,
  stage: Stage,
  step: string,
): WayThere[] {
  const ways = sources.flatMap((source) => {
    const parsed = parseTranscript(source);
    const own = parsed.ok ? stageOf(parsed.value, stage) : undefined;
    if (!parsed.ok || own === undefined) return [];
    const scenes = scenesTo(parsed.value, release, own, step);
    if (scenes === undefined) return [];
    const lines = source.source.split(/\r?\n/u);
    const head = lines.slice(0, (parsed.value.expected[0]?.line ?? 1) - 1);
    const known = head.filter((line) => line.startsWith('@'));
    const isAnswers = parsed.value.events
      .slice(0, scenes.length - 1)
      .every(({ type }) => type === 'reply');
    return [{ way: { scenes, known, own }, isAnswers, lines: linesOf(scenes).length }];
  });
  const length = ({ way }: (typeof ways)[number]) => way.scenes.length;
  return ways
    .toSorted(
      (a, b) =>
        Number(b.isAnswers) - Number(a.isAnswers) || length(a) - length(b) || a.lines - b.lines,
    )
    .map(({ way }) => way);
}

function scenesTo(
  transcript: Transcript,
  release: Release,
  own: Stage,
  step: string,
): Scene[] | undefined {
  const isThere = (one: Scene) => one.turn.place.step === step && one.closed === undefined;
  let scene = beginOf(release, transcript, own);
  const scenes = [scene];
  for (const event of transcript.events) {
    if (isThere(scene)) break;
    scene = followScene(scene, event, own, { warm: true });
    scenes.push(scene);
  }
  return isThere(scene) ? scenes : undefined;
}

/** A request that answers lead to: where the last of them is given, and an example of it without its remark. */
export type ShownRequest = { from: string; digit: number; example: (remark: string) => string };

/**
 * What comes of answers at the end of a way there: only where the last of them opens a request and the conversation has
 * ended with it, with nothing left to wait for.
 */
export function requestAfter(
  { scenes, known, own }: WayThere,
  release: Release,
  digits: readonly number[],
): ShownRequest | undefined {
  const all = [...scenes];
  let from: Scene | undefined;
  for (const digit of digits) {
    from = all.at(-1);
    if (from === undefined || from.closed !== undefined) return undefined;
    const next = followScene(from, { type: 'reply', text: String(digit) }, own, { warm: true });
    if (next.outcome.kind !== 'heard') return undefined;
    all.push(next);
  }
  const last = all.at(-1);
  if (from === undefined || last?.closed !== 'end' || !asksForPerson(last)) return undefined;
  const example = (remark: string) => [`# ${remark}`, ...known, ...linesOf(all), ''].join('\n');
  const parsed = parseTranscript({ file: '', source: example('') });
  if (!parsed.ok || proveTranscript(release, parsed.value, own).length > 0) return undefined;
  return { from: from.turn.place.step, digit: digits.at(-1) ?? 0, example };
}

function asksForPerson({ turn }: Scene): boolean {
  return turn.effects.some(({ type }) => type === 'follow_up');
}

/** Whether an example that still goes as it was kept shows how this answer at a step opens a request. */
export function showsRequest(
  source: SourceFile,
  release: Release,
  stage: Stage,
  { from, digit }: Pick<ShownRequest, 'from' | 'digit'>,
): boolean {
  const parsed = parseTranscript(source);
  if (!parsed.ok) return false;
  const scenes = playScenes(release, parsed.value, stage, { warm: true });
  const isOther = playedOtherwise(release, parsed.value, stage, { scenes }) !== undefined;
  if (isOther) return false;
  return scenes.some((scene, index) => {
    const [before, event] = [scenes[index - 1], parsed.value.events[index - 1]];
    const isAnswer = event?.type === 'reply' && event.text.trim() === String(digit);
    return isAnswer && before?.turn.place.step === from && asksForPerson(scene);
  });
}
