import { isDeepStrictEqual } from 'node:util';
import { readChoice } from '../../conversation/read-choice.ts';
import type { SourceFile } from '../../flow/data-file.ts';
import type { Formats } from '../../flow/formats.ts';
import type { Release } from '../../flow/release.ts';
import { playedOtherwise, proveTranscript } from './compare-transcript.ts';
import { asWritten } from './kept-lines.ts';
import { parseTranscript, type Transcript, type TranscriptLine } from './parse-transcript.ts';
import { playScenes, stageOf } from './play-transcript.ts';
import type { Scene, Stage } from './scene.ts';
import type { TranscriptEvent } from './transcript-events.ts';

/** A flow, and what it is played with. */
export type Playing = { release: Release; stage: Stage };

/** Answers of a question that stand at other digits now; of one that is gone there is none. */
export type Renumbered = { step: string; digits: ReadonlyMap<string, string> };

/** Whose answers have other digits, and at which question silence waits another time. */
export type Changed = { renumbered?: Renumbered | undefined; quietAt?: string | undefined };

/** A text as it is shown, or one line of anything else. */
type Part = { isShown: boolean; lines: readonly string[] };

/**
 * A kept example with the new words of its flow, each where the old stood, and the same answers at their digits of now.
 * Undefined where it did not pass before, and where anything else is otherwise now, such as how an answer is understood: that
 * is for a person to look at.
 */
export function rewordedExample(
  source: SourceFile,
  before: Playing,
  after: Playing,
  { renumbered, quietAt }: Changed = {},
): string | undefined {
  const parsed = parseTranscript(source);
  if (!parsed.ok || stageOf(parsed.value, before.stage) === undefined) return undefined;
  const { events, expected } = parsed.value;
  const was = scenesOf(before, parsed.value);
  const typed = typedNow(events, was, renumbered);
  const is = scenesOf(after, { ...parsed.value, events: typed });
  const { release, stage } = before;
  if (playedOtherwise(release, parsed.value, stage, { scenes: was }) !== undefined)
    return undefined;
  const talks = { was, is, events, typed, renumbered, quietAt };
  if (!goesAsBefore(talks, stage.formats)) return undefined;
  const [old, now] = [was, is].map((scenes) =>
    scenes.flatMap(partsOf).filter(({ lines }) => asWritten(expected, lines).length > 0),
  );
  if (old === undefined || now === undefined || !areAlike(old, now)) return undefined;
  const written = writtenInto(source.source, expected, old, now);
  const again = parseTranscript({ ...source, source: written });
  const passes =
    again.ok &&
    isDeepStrictEqual(again.value.events, typed) &&
    proveTranscript(after.release, again.value, after.stage, { warm: true }).length === 0;
  return passes ? written : undefined;
}

function scenesOf({ release, stage }: Playing, transcript: Transcript): Scene[] {
  return playScenes(release, transcript, stage, { warm: true });
}

/** What is typed at the question now to give the same answers. */
function typedNow(
  events: readonly TranscriptEvent[],
  was: readonly Scene[],
  renumbered: Renumbered | undefined,
): readonly TranscriptEvent[] {
  return events.map((event, at) => {
    if (event.type !== 'reply' || was[at]?.turn.place.step !== renumbered?.step) return event;
    return { ...event, text: renumbered?.digits.get(event.text) ?? event.text };
  });
}

type Talks = {
  was: readonly Scene[];
  is: readonly Scene[];
  events: readonly TranscriptEvent[];
  typed: readonly TranscriptEvent[];
  renumbered: Renumbered | undefined;
  quietAt: string | undefined;
};

/** Everything that is typed is understood the same, and all that comes of it is the same but for the words. */
function goesAsBefore(
  { was, is, events, typed, renumbered, quietAt }: Talks,
  formats: Formats,
): boolean {
  return was.every((scene, at) => {
    const [asked, now, nowAsked, event] = [was[at - 1], is[at], is[at - 1], events[at - 1]];
    const plain = (one: Scene) => withoutWords(one, quietAt);
    if (now === undefined || !isDeepStrictEqual(plain(scene), plain(now))) return false;
    if (event?.type !== 'reply' || asked === undefined || nowAsked === undefined) return true;
    const [digit, nowTyped] = [digitOf(asked, event.text, formats), typed[at - 1]];
    const isThere = asked.turn.place.step === renumbered?.step;
    const meant = isThere && /^[1-9]$/u.test(digit) ? renumbered?.digits.get(digit) : digit;
    return nowTyped?.type === 'reply' && meant === digitOf(nowAsked, nowTyped.text, formats);
  });
}

/** What a moment came to, without its flow and what it showed, and without how long the one question waits. */
function withoutWords(
  { facts, now, askedAt, turn, closed, outcome }: Scene,
  quietAt: string | undefined,
) {
  const isQuiet = turn.place.step === quietAt && turn.silenceAfterMs !== undefined;
  const at = isQuiet ? { ...turn, silenceAfterMs: 0 } : turn;
  return { facts, now, askedAt, turn: at, closed, outcome };
}

/** Which answer is meant: two may lead to the same and yet mean another thing. */
export function digitOf({ release, turn, facts }: Scene, text: string, formats: Formats): string {
  const { step } = turn.place;
  const asks = release.steps.get(step)?.kind;
  if (asks !== 'ask' && asks !== 'ask_language') return '';
  return readChoice(release, step, text, { ...facts, formats });
}

function partsOf({ lines, said }: Scene): Part[] {
  const texts = said.map((text) => text.split('\n').length);
  const parts: Part[] = [];
  for (let at = 0; at < lines.length;) {
    const isShown = lines[at]?.startsWith('<') === true;
    const end = at + (isShown ? (texts.shift() ?? 1) : 1);
    parts.push({ isShown, lines: lines.slice(at, end) });
    at = end;
  }
  return parts;
}

/** The same in the same order, but for what is shown. */
function areAlike(old: readonly Part[], now: readonly Part[]): boolean {
  return (
    old.length === now.length &&
    old.every(
      (part, at) =>
        part.isShown === now[at]?.isShown &&
        (part.isShown ||
          isTyped(part) ||
          isDeepStrictEqual(part, now[at]) ||
          areWaits(part, now[at])),
    )
  );
}

/** How long each question waits has been compared. */
function areWaits(...parts: readonly (Part | undefined)[]): boolean {
  return parts.every((part) => part?.lines[0]?.startsWith('! waits ') === true);
}

/** What was typed has been compared by what it means. */
function isTyped({ lines }: Part): boolean {
  return lines[0]?.startsWith('>') === true;
}

/** The file with each text that changed in the place of the old one; remarks stay, and all else as it was typed. */
function writtenInto(
  source: string,
  expected: readonly TranscriptLine[],
  old: readonly Part[],
  now: readonly Part[],
): string {
  const raw = source.split(/\r?\n/u);
  let [from, met] = [0, 0];
  const written = old.flatMap((part, at) => {
    const own = expected.slice(met, met + part.lines.length);
    const end = own.at(-1)?.line ?? from;
    const block = raw.slice(from, end);
    const remarks = block.filter((_, index) => !own.some(({ line }) => line === from + index + 1));
    const isAsBefore = isDeepStrictEqual(part, now[at]);
    [from, met] = [end, met + part.lines.length];
    return isAsBefore ? block : [...remarks, ...(now[at]?.lines ?? [])];
  });
  return [...written, ...raw.slice(from)].join('\n');
}
