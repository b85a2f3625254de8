import { isDeepStrictEqual } from 'node:util';
import type { SourceFile } from '../../flow/data-file.ts';
import { exits } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import { isSame } from './compare-transcript.ts';
import { asWritten, KEPT } from './kept-lines.ts';
import { parseTranscript, type Transcript, type TranscriptLine } from './parse-transcript.ts';
import { passes } from './passes.ts';
import { beginOf, stageOf } from './play-transcript.ts';
import { followScene, type Scene, type Stage } from './scene.ts';

/** A question that was put into a flow, and the digit of the answer with which everything goes on as it did, after its reply. */
export type NewQuestion = { step: string; digit: number };

/** A line of the example as it is with the answer; `isOld` where it stood there before. */
export type Line = { text: string; isOld: boolean };

const WAITS = /^! waits /u;

/**
 * A kept example with the new question answered wherever somebody comes to it after her own answer. Undefined where it does
 * not come there, and where anything but the question and its answer would be otherwise than it was kept: that is for a
 * person to look at.
 */
export function answeredIn(
  source: SourceFile,
  release: Release,
  stage: Stage,
  question: NewQuestion,
): string | undefined {
  const parsed = parseTranscript(source);
  if (!parsed.ok || stageOf(parsed.value, stage) === undefined) return undefined;
  const { expected } = parsed.value;
  // What stood there before may be what the question alone leads to now: then nothing is new but the answer.
  const lines = [false, ...(isRepliedTo(release, question) ? [true] : [])]
    .map((isReplied) => linesWithAnswer(parsed.value, release, stage, { ...question, isReplied }))
    .find((one) => one !== undefined && isAsWritten(expected, one.asBefore));
  if (lines === undefined) return undefined;
  const shown = new Set(asWritten(expected, textsOf(lines.now)));
  const now = lines.now.filter(({ text }) => shown.has(text));
  const written = writtenInto(source.source, expected, now);
  return passes({ ...source, source: written }, { release, stage }) ? written : undefined;
}

/** Whether what is played is what an example expects, line by line. */
export function isAsWritten(
  expected: readonly TranscriptLine[],
  played: readonly string[],
): boolean {
  const lines = asWritten(expected, played);
  return (
    lines.length === expected.length && expected.every(({ text }, i) => isSame(text, lines[i]))
  );
}

/** Whether the answer is replied to by what only this question leads to. */
function isRepliedTo({ steps }: Release, { step, digit }: NewQuestion): boolean {
  const asks = steps.get(step);
  const to = asks?.kind === 'ask' ? asks.choices[digit - 1]?.to : undefined;
  if (to === undefined || steps.get(to)?.kind !== 'say') return false;
  const from = [...steps].filter(([, one]) => exits(one).some((exit) => exit.to === to));
  return from.every(([id]) => id === step);
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.map(({ text }) => text);
}

type Told = { now: Line[]; asBefore: string[] };

/** The lines with each answer in its place, and the same without: as they were before there was such a question. */
function linesWithAnswer(
  transcript: Transcript,
  release: Release,
  stage: Stage,
  { step, digit, isReplied }: NewQuestion & { isReplied: boolean },
): Told | undefined {
  const own = stageOf(transcript, stage) ?? stage;
  let scene = beginOf(release, transcript, own);
  const told: Told = { now: [], asBefore: [] };
  let isAnswered = false;
  const isThere = (one: Scene) => one.turn.place.step === step && one.closed === undefined;
  for (const event of [undefined, ...transcript.events]) {
    if (event !== undefined) scene = followScene(scene, event, own, { warm: true });
    if (!isThere(scene)) {
      told.now.push(...asOld(scene.lines));
      told.asBefore.push(...scene.lines);
      continue;
    }
    // Where nobody answered, an answer of ours would make another example of it.
    if (event !== undefined && event.type !== 'reply') return undefined;
    const asked = scene;
    scene = followScene(asked, { type: 'reply', text: String(digit) }, own, { warm: true });
    const reply = isReplied ? scene.said[0] : undefined;
    const turn = isThere(scene) ? undefined : turnWith(asked, scene, { release, reply });
    if (turn === undefined) return undefined;
    told.now.push(...turn.now);
    told.asBefore.push(...turn.asBefore);
    isAnswered = true;
  }
  return isAnswered ? told : undefined;
}

/** The lines of one text, as a transcript shows them. */
function shownLines(text: string | undefined): string[] {
  return text?.split('\n').map((line) => `< ${line}`.trimEnd()) ?? [];
}

type Between = { release: Release; reply: string | undefined };

/**
 * One turn that the question made two of. What is kept stands last in each; it stood last in the one. What is said back to
 * the answer comes right after it.
 */
function turnWith(
  asked: Scene,
  answered: Scene,
  { release: { remember }, reply }: Between,
): Told | undefined {
  const question = shownLines(asked.said.at(-1));
  const said = shownLines(reply);
  const before = cut(asked.lines);
  const first = before.told.slice(0, -question.length);
  const isLast = before.told.slice(first.length).join('\n') === question.join('\n');
  if (question.length === 0 || !isLast || answered.outcome.kind !== 'heard') return undefined;
  const [answer = '', ...all] = answered.lines;
  const rest = all.slice(said.length);
  if (!isDeepStrictEqual(all.slice(0, said.length), said)) return undefined;
  const after = cut(rest);
  const placeOf = (line: string) => remember.indexOf(KEPT.exec(line)?.[1] ?? '');
  const kept = [...before.kept, ...after.kept].toSorted((a, b) => placeOf(a) - placeOf(b));
  return {
    now: [
      ...asOld(first),
      ...asNew(question),
      ...asOld(before.kept),
      ...asNew([...before.end, answer, ...said]),
      ...asOld(rest),
    ],
    asBefore: [...first, ...after.told, ...kept, ...after.end],
  };
}

/** What a turn told, what it kept of it, and how it stands then. */
function cut(lines: readonly string[]) {
  const isKept = (line: string) => KEPT.test(line);
  const isEnd = (line: string) => WAITS.test(line) || line === '! end';
  return {
    told: lines.filter((line) => !isKept(line) && !isEnd(line)),
    kept: lines.filter(isKept),
    end: lines.filter(isEnd),
  };
}

function asOld(lines: readonly string[]): Line[] {
  return lines.map((text) => ({ text, isOld: true }));
}

function asNew(lines: readonly string[]): Line[] {
  return lines.map((text) => ({ text, isOld: false }));
}

/** The file with the new lines among those that stood there; remarks stay above the line that they stood above. */
export function writtenInto(
  source: string,
  expected: readonly TranscriptLine[],
  now: readonly Line[],
): string {
  const raw = source.split(/\r?\n/u);
  const left = expected.map((one, index) => {
    const from = expected[index - 1]?.line ?? 0;
    return { text: one.text, lines: raw.slice(from, one.line) };
  });
  const written = now.flatMap(({ text, isOld }) => {
    if (!isOld) return [text];
    const at = left.findIndex((one) => isSame(one.text, text));
    return at === -1 ? [text] : (left.splice(at, 1)[0]?.lines ?? []);
  });
  return [...written, ...raw.slice(expected.at(-1)?.line ?? raw.length)].join('\n');
}
