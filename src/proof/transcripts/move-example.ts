import { isDeepStrictEqual } from 'node:util';
import type { SourceFile } from '../../flow/data-file.ts';
import { keepsWhereItGoesOn } from '../../flow/edit/goes-on.ts';
import { isSame, playedOtherwise, proveTranscript } from './compare-transcript.ts';
import { asWritten, KEPT } from './kept-lines.ts';
import { parseTranscript, type Transcript, type TranscriptLine } from './parse-transcript.ts';
import { beginOf, playScenes, stageOf } from './play-transcript.ts';
import { digitOf, type Playing } from './reword-example.ts';
import { followScene, type Scene, type Stage } from './scene.ts';
import type { TranscriptEvent } from './transcript-events.ts';

/** A talk line by line; `fixed` where a line keeps its place among the others whatever question stands where. */
type Line = { text: string; isFixed: boolean };

const WAITS = /^! waits /u;
const RECORD = '! record: ';

/**
 * A kept example in which a question was asked at another place: the same answers, each to the question that it answered
 * before. Undefined where anything but that one place would be otherwise, or where a record, a consent or a request would
 * change places with another: that is for a person to look at.
 */
export function movedExample(
  source: SourceFile,
  before: Playing,
  after: Playing,
  step: string,
): string | undefined {
  const parsed = parseTranscript(source);
  if (!parsed.ok || stageOf(parsed.value, before.stage) === undefined) return undefined;
  const { events, expected } = parsed.value;
  const was = playScenes(before.release, parsed.value, before.stage, { warm: true });
  if (playedOtherwise(before.release, parsed.value, before.stage, { scenes: was }) !== undefined)
    return undefined;
  const is = playedInOrder(parsed.value, was, after);
  if (is === undefined || !endsAlike(before, after, was.at(-1), is.at(-1))) return undefined;
  const [old, now] = [linesIn(was), linesIn(is)];
  const order = orderOf({ old, now }, was, is, step);
  if (order === undefined || !keepsInOrder(textsOf(old), textsOf(now))) return undefined;
  const written = writtenInto(source.source, expected, { old, now, order });
  const again = parseTranscript({ ...source, source: written });
  const passes =
    again.ok &&
    isDeepStrictEqual(sorted(again.value.events), sorted(events)) &&
    proveTranscript(after.release, again.value, after.stage, { warm: true }).length === 0;
  return passes ? written : undefined;
}

/** Where somebody stands between two events: at a question, or nowhere any more. */
function standing({ turn, closed }: Scene): string {
  return closed === undefined ? turn.place.step : `closed: ${closed}`;
}

/** What happened while she stood at each step, in its order; each time that she stood there is one list. */
function staysOf(was: readonly Scene[], count: number): Map<string, number[][]> {
  const stays = new Map<string, number[][]>();
  let last: { at: string; events: number[] } | undefined;
  for (let event = 0; event < count; event += 1) {
    const scene = was[event];
    if (scene === undefined) break;
    const at = standing(scene);
    if (last?.at !== at) {
      last = { at, events: [] };
      stays.set(at, [...(stays.get(at) ?? []), last.events]);
    }
    last.events.push(event);
  }
  return stays;
}

/** The moments of the same talk in which each question gets what it got before; undefined where something is left over. */
function playedInOrder(
  transcript: Transcript,
  was: readonly Scene[],
  { release, stage }: Playing,
): Scene[] | undefined {
  const own = stageOf(transcript, stage) ?? stage;
  const { events } = transcript;
  const stays = staysOf(was, events.length);
  let scene = beginOf(release, transcript, own);
  const is = [scene];
  for (;;) {
    const at = standing(scene);
    const stay = stays.get(at)?.shift();
    if (stay === undefined) break;
    for (const index of stay) {
      const [event, asked, then] = [events[index], was[index], was[index + 1]];
      if (event === undefined || asked === undefined || standing(scene) !== at) return undefined;
      const next = followScene(scene, event, own, { warm: true });
      if (!isDeepStrictEqual(then?.outcome, next.outcome)) return undefined;
      if (!isMeantAlike(event, asked, scene, own)) return undefined;
      is.push(next);
      scene = next;
    }
  }
  return is.length === was.length ? is : undefined;
}

/** What happens at a question is the same thing there: it waits as long, and an answer is the same answer. */
function isMeantAlike(event: TranscriptEvent, was: Scene, is: Scene, { formats }: Stage): boolean {
  if (!waitsAlike(was, is)) return false;
  return (
    event.type !== 'reply' || digitOf(was, event.text, formats) === digitOf(is, event.text, formats)
  );
}

function waitsAlike({ turn: one }: Scene, { turn: other }: Scene): boolean {
  return one.silenceAfterMs === other.silenceAfterMs && one.expiresAfterMs === other.expiresAfterMs;
}

/** Where it ends, what is known and remembered then; a field that only one of them has may have been kept for itself alone. */
export function endsAlike(
  before: Playing,
  after: Playing,
  was: Scene | undefined,
  is: Scene | undefined,
): boolean {
  if (was === undefined || is === undefined || !waitsAlike(was, is)) return false;
  const both = [before.release, after.release];
  const isOwn = (field: string) =>
    (keepsWhereItGoesOn(field) || both.some(({ memory }) => !memory.has(field))) &&
    both.every(({ remember }) => !remember.includes(field));
  const known = ({ turn }: Scene) =>
    Object.fromEntries(Object.entries(turn.place.memory).filter(([field]) => !isOwn(field)));
  const end = (one: Scene) => ({
    at: standing(one),
    now: one.now,
    askedAt: one.askedAt,
    // How long ago she answered last is another day where an answer is gone; all that comes of it is compared line by line.
    facts: { ...one.facts, days: 0 },
    known: known(one),
  });
  return isDeepStrictEqual(end(was), end(is));
}

function linesIn(scenes: readonly Scene[]): Line[] {
  return scenes.flatMap(({ lines }) =>
    lines.map((text) => ({ text, isFixed: KEPT.test(text) || WAITS.test(text) })),
  );
}

function textsOf(lines: readonly Line[]): string[] {
  return lines.flatMap(({ text, isFixed }) => (isFixed ? [] : [text]));
}

type Talks = { old: readonly Line[]; now: readonly Line[] };

/**
 * Of each line as it is now, which one it was: the question with all that belongs to it stands elsewhere, and everything
 * else is as it was, line by line. What is kept and how long it waits are the same, wherever they stand.
 */
function orderOf(
  talks: Talks,
  was: readonly Scene[],
  is: readonly Scene[],
  step: string,
): number[] | undefined {
  const fixed = (lines: readonly Line[]) =>
    sorted(lines.flatMap(({ text, isFixed }) => (isFixed ? [text] : [])));
  if (!isDeepStrictEqual(fixed(talks.old), fixed(talks.now))) return undefined;
  const [old, now] = [textsOf(talks.old), textsOf(talks.now)];
  const [from, to] = [askedAt(was, step), askedAt(is, step)];
  if (from === undefined || to === undefined || from === to || old.length !== now.length)
    return undefined;
  const first = Math.min(from, to);
  const passed = Math.abs(to - from);
  const isDown = to > from;
  for (let own = 1; first + passed + own <= old.length; own += 1) {
    // What stood first of the two comes second now: the question where it went down, what it passed where it went up.
    const [one, other] = isDown ? [own, passed] : [passed, own];
    const order = now.map((_, at) => {
      if (at < first || at >= first + own + passed) return at;
      return at < first + other ? at + one : at - other;
    });
    if (now.every((text, at) => text === old[order[at] ?? -1])) return order;
  }
  return undefined;
}

/** The line with which somebody is first asked at a step, of those that have a place; only where an answer led there. */
function askedAt(scenes: readonly Scene[], step: string): number | undefined {
  const arrived = scenes.findIndex((scene) => standing(scene) === step);
  const scene = scenes[arrived];
  if (scene === undefined || (arrived > 0 && scene.lines[0]?.startsWith('>') !== true))
    return undefined;
  const question = scene.said.at(-1)?.split('\n').length ?? 0;
  const before = textsOf(linesIn(scenes.slice(0, arrived)));
  const own = textsOf(linesIn([scene]));
  const isLast = own.slice(-question).every((line) => line.startsWith('<'));
  return question > 0 && isLast ? before.length + own.length - question : undefined;
}

/** Everything asked of the service is asked in the same order. Only records beside each other may change places. */
function keepsInOrder(old: readonly string[], now: readonly string[]): boolean {
  const asked = (lines: readonly string[]) => {
    const all = lines.filter((line) => line.startsWith('!'));
    const runs: string[][] = [[]];
    for (const line of all)
      if (line.startsWith(RECORD)) runs.at(-1)?.push(line);
      else runs.push([line], []);
    return runs.map((run) => run.toSorted());
  };
  return isDeepStrictEqual(asked(old), asked(now));
}

function sorted<One>(all: readonly One[]): One[] {
  const key = (one: One) => JSON.stringify(one);
  return all.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The file with its lines in their new order, as they were typed; remarks stay above the line that they stood above. */
function writtenInto(
  source: string,
  expected: readonly TranscriptLine[],
  { old, now, order }: Talks & { order: readonly number[] },
): string {
  const raw = source.split(/\r?\n/u);
  const shown = ({ text }: Line) => asWritten(expected, [text]).length > 0;
  const blocks = expected.map(({ line }, index) =>
    raw.slice(expected[index - 1]?.line ?? line - 1, line),
  );
  const typed = old.filter(shown).map((line, index) => ({ ...line, lines: blocks[index] ?? [] }));
  const placed = typed.filter(({ isFixed }) => !isFixed);
  const left = typed.filter(({ isFixed }) => isFixed);
  let at = 0;
  const written = now.filter(shown).flatMap(({ text, isFixed }) => {
    if (!isFixed) return placed[order[at++] ?? -1]?.lines ?? [text];
    const same = left.findIndex((one) => isSame(one.text, text));
    return same === -1 ? [text] : (left.splice(same, 1)[0]?.lines ?? []);
  });
  const head = raw.slice(0, (expected[0]?.line ?? 1) - 1);
  return [...head, ...written, ...raw.slice(expected.at(-1)?.line ?? raw.length)].join('\n');
}
