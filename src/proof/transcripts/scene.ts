import { advance } from '../../conversation/advance.ts';
import { begin } from '../../conversation/begin.ts';
import { factsAfter } from '../../conversation/facts-after.ts';
import { digitsAreAnswers, hasBack, type Turn } from '../../conversation/place.ts';
import { cleanText } from '../../conversation/read-normal.ts';
import { readText } from '../../conversation/read-text.ts';
import type { Words } from '../../conversation/read-words.ts';
import { render } from '../../conversation/render.ts';
import type { Formats } from '../../flow/formats.ts';
import { loadRelease, type Release } from '../../flow/release.ts';
import type { Facts, FlowEvent, Memory } from '../../flow/vocabulary.ts';
import { durationWords, effectLine } from './effect-line.ts';
import { factsWhenHeard, factsLater } from './facts-later.ts';
import { keptLines } from './kept-lines.ts';
import { eventLine, type TranscriptEvent } from './transcript-events.ts';

/** What a conversation is played with: the words, formats and values of one installation. */
export type Stage = {
  words: Words;
  formats: Formats;
  /** The languages that this installation speaks, in its order; undefined where no programme is named. */
  languages: readonly string[] | undefined;
  /** What the texts of a flow say of the programme, in a language, on a day. */
  variablesIn(at: {
    language: string;
    flow: string;
    today: string;
  }): Readonly<Record<string, string>>;
  /** The same with the values of a programme; undefined where there is none of that name. */
  as(programme: string): Stage | undefined;
};

/** Why nothing more can be answered: the flow ended, its time was over, or another flow or a STOP took over. */
export type Closed = 'end' | 'expired' | 'stop' | 'home' | 'join' | 'complaint';

/** One moment of a conversation with one flow, as if nothing but this were stored. Never changed, only followed. */
export type Scene = {
  release: Release;
  facts: Facts;
  now: Date;
  /** When the open question was last put. */
  askedAt: Date;
  turn: Turn;
  closed: Closed | undefined;
  /** What this moment added to the transcript. */
  lines: readonly string[];
  /** What it said on the phone, text by text. */
  said: readonly string[];
  /** What it came to, for whoever shows it. */
  outcome: Outcome;
};

type Outcome =
  | { kind: 'begun' | 'heard' | 'not_understood' | 'left' | 'help' | 'person' | 'days' | 'nothing' }
  | { kind: 'closed'; by: Closed };

const DAY_MS = 86_400_000;
/** An event happens at this time of the day, UTC; texts hold dates, never the time of a turn. */
const TIME_OF_DAY = 'T08:00:00Z';

export function beginScene(release: Release, known: Facts, remembers: Memory, stage: Stage): Scene {
  const now = new Date(`${known.today}${TIME_OF_DAY}`);
  // What ends with its session is only dialled.
  const facts: Facts = release.dialledOnly ? { ...known, channel: 'ussd' } : known;
  const turn = begin(release, remembers, facts, now);
  const outcome = { kind: 'begun' as const };
  return sceneAfter({ release, facts, now, stage, turn, before: [], outcome, remembers });
}

/**
 * What comes of one event. Everything but what would be stored is forgotten first, the release included unless `warm`.
 */
export function followScene(
  scene: Scene,
  event: TranscriptEvent,
  stage: Stage,
  options: { warm?: boolean } = {},
): Scene {
  const release = options.warm === true ? scene.release : loadRelease(scene.release.definition);
  const stored: Scene = { ...scene, release, turn: structuredClone(scene.turn) };
  const before = [eventLine(event)];
  if (event.type === 'days') return daysLater(stored, event.days, before);
  if (scene.closed !== undefined) return still(stored, [...before, '! nothing is open'], 'nothing');
  if (event.type === 'reply') return hear(stored, event.text, stage);
  if (event.type === 'silence') return silent(stored, stage, before);
  if (release.dialledOnly && event.type === 'channel')
    return close(stored, 'expired', [...before, '! expired']);
  const changed = {
    ...(event.type === 'channel' && { channel: event.channel }),
    ...(event.type === 'language' && { language: event.language }),
  };
  const at = { ...stored, facts: { ...stored.facts, ...changed } };
  return go(at, { type: 'RESUMED', now: at.now }, stage, before);
}

/** The time is over when the flow says; what comes unasked comes by SMS. */
function silent(scene: Scene, stage: Stage, before: readonly string[]): Scene {
  const dueMs = scene.askedAt.getTime() + (scene.turn.silenceAfterMs ?? 0);
  const now = new Date(Math.max(dueMs, scene.now.getTime()));
  const facts: Facts = { ...factsLater(scene.facts, scene.now, now), channel: 'sms' };
  return go({ ...scene, now, facts }, { type: 'SILENCE', now }, stage, before);
}

function daysLater(scene: Scene, days: number, before: readonly string[]): Scene {
  const now = new Date(scene.now.getTime() + days * DAY_MS);
  const at = { ...scene, now, facts: factsLater(scene.facts, scene.now, now) };
  const expired = now.getTime() - scene.askedAt.getTime() >= scene.turn.expiresAfterMs;
  if (scene.closed !== undefined || !expired) return still(at, before, 'days');
  return close(at, 'expired', [...before, '! expired']);
}

function hear(scene: Scene, text: string, stage: Stage): Scene {
  const { release, turn } = scene;
  const before = [eventLine({ type: 'reply', text })];
  const heard = { ...scene, facts: factsWhenHeard(scene.facts) };
  const reading = readText(text, stage.words, {
    digitsAreAnswers: digitsAreAnswers(release, turn.place.step),
  });
  switch (reading.kind) {
    case 'help':
      return still(heard, [...before, '! help'], 'help');
    case 'person':
      return still(heard, [...before, '! follow_up: asked'], 'person');
    case 'back':
      return goBack(heard, stage, before);
    case 'more':
      return reply(heard, '7', stage, before);
    case 'answer':
      return reply(heard, reading.text, stage, before);
    case 'complaint':
      if (scene.facts.channel === 'ussd') return reply(heard, reading.text, stage, before);
      return close(heard, 'complaint', [...before, '! complaint']);
    case 'stop_or_go_on':
    case 'who':
    case 'delete':
    case 'pause':
    case 'receipt':
      return reply(heard, cleanText(text), stage, before);
    default: {
      const by = CLOSED_BY[reading.kind];
      return close(heard, by, [...before, `! ${by}`]);
    }
  }
}

/** A dialled 0 leaves, where the author named no step for it. */
function goBack(scene: Scene, stage: Stage, before: readonly string[]): Scene {
  const leaves = scene.facts.channel === 'ussd' && !hasBack(scene.release, scene.turn.place.step);
  return leaves ? still(scene, [...before, '! left'], 'left') : reply(scene, '0', stage, before);
}

/** The words and digits that leave a flow in each channel. */
const CLOSED_BY = {
  stop: 'stop',
  stop_digits: 'stop',
  home: 'home',
  language: 'home',
  start: 'join',
  join: 'join',
} as const;

function reply(scene: Scene, text: string, stage: Stage, before: readonly string[]): Scene {
  return go(scene, { type: 'REPLY', text, late: false, now: scene.now }, stage, before);
}

function go(scene: Scene, event: FlowEvent, stage: Stage, before: readonly string[]): Scene {
  const { release, facts, now } = scene;
  const turn = advance(release, scene.turn.place, event, { facts, formats: stage.formats });
  if (!turn.understood) return still(scene, [...before, '! not understood'], 'not_understood');
  const { memory: remembers } = scene.turn.place;
  const outcome = { kind: 'heard' as const };
  return sceneAfter({ release, facts, now, stage, turn, before, outcome, remembers });
}

type Moment = Pick<Scene, 'release' | 'facts' | 'now' | 'turn' | 'outcome'> & {
  stage: Stage;
  before: readonly string[];
  /** The memory before the turn. */
  remembers: Memory;
};

/** The moment after a turn: each effect in its order, since a change of language changes what is said after it. */
function sceneAfter({ before, stage, remembers, ...moment }: Moment): Scene {
  const { turn, now } = moment;
  let { facts } = moment;
  const lines = [...before];
  const said: string[] = [];
  for (const effect of turn.effects) {
    facts = factsAfter(facts, effect);
    if (effect.type !== 'say') {
      lines.push(`! ${effectLine(effect)}`);
      continue;
    }
    const text = sayIn(moment, effect.text, facts, stage);
    said.push(text);
    lines.push(...text.split('\n').map((line) => `< ${line}`.trimEnd()));
  }
  lines.push(...keptLines(moment.release, remembers, turn.place.memory));
  if (turn.silenceAfterMs !== undefined)
    lines.push(`! waits ${durationWords(turn.silenceAfterMs)}`);
  if (turn.done) lines.push('! end');
  const closed = turn.done ? ('end' as const) : undefined;
  return { ...moment, facts, askedAt: now, closed, lines, said };
}

function sayIn(
  { release, turn }: Pick<Scene, 'release' | 'turn'>,
  text: string,
  { language, channel, languages, traits, today }: Facts,
  stage: Stage,
): string {
  return render(release, [text], {
    language,
    channel,
    languages,
    variables: stage.variablesIn({ language, flow: release.flow, today }),
    memory: turn.place.memory,
    formats: stage.formats,
    openTexts: traits.includes('open_texts'),
  });
}

function still(
  scene: Scene,
  lines: readonly string[],
  kind: Exclude<Outcome['kind'], 'closed'>,
): Scene {
  return { ...scene, lines, said: [], outcome: { kind } };
}

function close(scene: Scene, by: Closed, lines: readonly string[]): Scene {
  return { ...scene, closed: by, lines, said: [], outcome: { kind: 'closed', by } };
}
