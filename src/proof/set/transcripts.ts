import { keptBy } from '../../base/kept-by.ts';
import { readChoice } from '../../conversation/read-choice.ts';
import type { WrittenEffect } from '../../flow/definition.ts';
import type { SourceFile } from '../../flow/data-file.ts';
import type { Finding } from '../../flow/finding.ts';
import type { Release } from '../../flow/release.ts';
import type { Effect } from '../../flow/vocabulary.ts';
import type { ProofInput } from '../read-input.ts';
import type { Adders, ProvedFlow, SetRule } from '../rule.ts';
import { eachEffect } from '../structure/each-effect.ts';
import { saysUnset } from '../structure/memory-reads.ts';
import { proveTranscript } from '../transcripts/compare-transcript.ts';
import { createStage, type Installed } from '../transcripts/create-stage.ts';
import { effectLine } from '../transcripts/effect-line.ts';
import { hasSame, metFrom, type MetParts } from '../transcripts/met-parts.ts';
import { parseTranscript, type Transcript } from '../transcripts/parse-transcript.ts';
import { playScenes, stageOf } from '../transcripts/play-transcript.ts';
import type { Scene, Stage } from '../transcripts/scene.ts';
import type { TranscriptEvent } from '../transcripts/transcript-events.ts';
import { wayKey, type Walk } from '../walk/walk-flow.ts';

/**
 * Each transcript is what its flow does, and each way into a request for a person stands in one. A flow that has
 * errors already is not played: each of them would be told once more.
 */
export const transcripts: SetRule = (flows, set, to) => {
  const { words, formats, helplines } = set;
  if (words === undefined) return;
  const programmes = set.programmes.map(({ programme }) => programme);
  const installed = { words, formats, programmes, helplines };
  const shown = new Set<string>();
  const playable = flows.filter((flow) => !to.isWrong(flow) && !saysUnset(flow));
  const unread = set.flows.some(({ isPart, release }) => !isPart && release === undefined);
  for (const flow of flows) if (!playable.includes(flow)) to.leaveUnplayed(flow);
  for (const flow of playable.filter((one) => matters(one, to))) {
    const files = set.flows.find(({ name }) => name === flow.name)?.transcripts ?? [];
    const all = files.map((source) => played(flow, source, installed));
    for (const { file, line, column, ...said } of all.flatMap(({ wrong }) => wrong))
      to.addAt({ file, spotOf: () => ({ line, column }) }, { path: [] }, said);
    const turns = all.flatMap((one) => one.shown);
    for (const way of waysOf(flow, turns)) shown.add(wayPlace(flow, way));
  }
  const isAll = !unread && playable.length === flows.length;
  for (const flow of playable) checkShown(flow, shown, { ...set, isAll }, to);
};

/** Whether its transcripts are reported, or show a way into a request that is written in a file that is. */
function matters(flow: ProvedFlow, to: Adders): boolean {
  const { placeOf, walk } = flow;
  if (to.isWanted(placeOf([], 'key'))) return true;
  return eachEffect(walk.ways).some(
    ({ effect, path }) => personOf(effect) !== undefined && to.isWanted(placeOf(path, 'value')),
  );
}

/** What it does otherwise, and the turns that it shows. */
type Played = { wrong: readonly Finding[]; shown: readonly ShownTurn[] };
type Play = { on: Installed; met: MetParts | undefined; release: Release; played: Played };
const plays = new WeakMap<SourceFile, readonly Play[]>();
/** Whoever types at a flow, and whoever types at a part that it uses, have each a play of their own. */
const PLAYS_MAX = 2;

/** A transcript is played anew where what it met of its flow, its own file, or what it is played on is another than before. */
function played({ release }: ProvedFlow, source: SourceFile, on: Installed): Played {
  const before = plays.get(source) ?? [];
  const same = before.find(
    (one) =>
      isSameStage(one.on, on) &&
      (one.release === release || (one.met !== undefined && hasSame(release, one.met))),
  );
  const now = same === undefined ? play(release, source, on) : { ...same, release };
  plays.set(source, [now, ...before.filter((one) => one !== same)].slice(0, PLAYS_MAX));
  return now.played;
}

function play(release: Release, source: SourceFile, on: Installed): Play {
  const parsed = parseTranscript(source);
  if (!parsed.ok)
    return { on, release, met: undefined, played: { wrong: parsed.findings, shown: [] } };
  const stage = createStage(on);
  const scenes = playScenes(release, parsed.value, stage, { warm: true });
  const wrong = proveTranscript(release, parsed.value, stage, { warm: true, scenes });
  const met = metFrom(release, [undefined, ...scenes.map(({ turn }) => turn.place.step)]);
  return { on, release, met, played: { wrong, shown: turnsShown(parsed.value, scenes, stage) } };
}

function isSameStage(one: Installed, other: Installed): boolean {
  const { words, formats, helplines, programmes } = one;
  return (
    words === other.words &&
    formats === other.formats &&
    helplines === other.helplines &&
    programmes.length === other.programmes.length &&
    programmes.every((programme, index) => programme === other.programmes[index])
  );
}

function checkShown(
  flow: ProvedFlow,
  shown: ReadonlySet<string>,
  set: ProofInput & { isAll: boolean },
  to: Adders,
): void {
  const own = flow.placeOf([], 'key').file;
  for (const { id, way, effect, path } of eachEffect(flow.walk.ways)) {
    const key = wayKey(id, way.path);
    const isOpen = flow.walk.taken.has(key) && !shown.has(wayPlace(flow, key));
    const person = personOf(effect);
    // What a part does may stand in the transcript of a flow that was not played.
    if (person === undefined || !isOpen) continue;
    if (!set.isAll && flow.placeOf(path, 'value').file !== own) continue;
    to.adderFor(flow)(
      { path },
      {
        code: 'no_transcript',
        found: `no transcript shows how somebody comes to \`${person}\` here`,
        mend: `Play the way there, and it is written: \`${talkCommand(flow, person, set)}\`.`,
      },
    );
  }
}

/** What can be copied into a terminal; the name of the transcript is free. */
function talkCommand({ name }: ProvedFlow, person: string, { flows, dir }: ProofInput): string {
  const files = flows.find((flow) => flow.name === name)?.transcripts.map(({ file }) => file) ?? [];
  const way = person.replace(/^follow_up: /u, '').replaceAll(/[^a-z0-9]+/gu, '-');
  const isTaken = (one: string) => files.some((file) => file.endsWith(`/${one}.txt`));
  let free = way;
  for (let number = 2; isTaken(free); number++) free = `${way}-${number}`;
  const command = `npm run -s talk -- ${name} --save ${free}`;
  return dir === undefined ? command : `${command} --dir ${quotedPath(dir)}`;
}

/** For a shell: what is more than letters and slashes stands in quotes. */
function quotedPath(path: string): string {
  return /^[\w./-]+$/u.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** What an effect asks of a person, as a transcript has it; undefined where it asks nothing. */
function personOf(effect: WrittenEffect): string | undefined {
  if (effect.type === 'follow_up') return effectLine(effect);
  if (effect.type !== 'complain_field') return undefined;
  return effectLine({ type: 'complain', words: '', named: effect.named });
}

/** Where a way out is written: that of a part is the same in each flow that uses the part. */
function wayPlace({ placeOf }: ProvedFlow, key: string): string {
  const [id = '', ...path] = key.split(' ');
  const { file, line, column } = placeOf(['steps', id, ...path], 'value');
  return `${file}:${line}:${column}`;
}

/** A turn as a transcript shows it; without `way` the answer decides which way out it took. */
type ShownTurn = { from: string | undefined; way: string | undefined; asked: string };

/** The turns that a transcript takes. */
function turnsShown(transcript: Transcript, scenes: readonly Scene[], before: Stage): ShownTurn[] {
  const stage = stageOf(transcript, before) ?? before;
  return scenes.flatMap((scene, index): ShownTurn[] => {
    const asked = effectsKey(scene.turn.effects);
    const [last, event] = [scenes[index - 1], transcript.events[index - 1]];
    if (last === undefined || event === undefined) return [{ from: undefined, way: '', asked }];
    if (scene.outcome.kind !== 'heard') return [];
    const way = wayOf(last, event, stage)?.join(' ');
    return [{ from: last.turn.place.step, way, asked }];
  });
}

/** The way out of its question that an event takes; undefined where the answer decides. */
function wayOf(
  { release, turn, facts }: Scene,
  event: TranscriptEvent,
  { formats }: Stage,
): string[] | undefined {
  if (event.type === 'silence') return ['silence'];
  const { step: id } = turn.place;
  if (event.type !== 'reply' || release.steps.get(id)?.kind !== 'ask') return undefined;
  const digit = readChoice(release, id, event.text, { ...facts, formats });
  return digit === '0' ? ['back'] : ['choices', digit, 'to'];
}

/** What every walked turn took that starts there, goes that way and asks the same of the service. */
function waysOf({ walk }: ProvedFlow, shown: readonly ShownTurn[]): Set<string> {
  const alike = turnsAlike(walk);
  const all = new Map(shown.map((turn) => [`${keyOf(turn)} ${turn.way ?? ''}`, turn]));
  const ways = new Set<string>();
  for (const turn of all.values())
    for (const walked of alike.get(keyOf(turn)) ?? [])
      if (turn.way === undefined || turn.way === walked.way.join(' '))
        for (const way of walked.ways) ways.add(way);
  return ways;
}

const turnsAlike = keptBy(({ turns }: Walk) =>
  Map.groupBy(turns, ({ from, effects }) =>
    keyOf({ from: from?.step, asked: effectsKey(effects) }),
  ),
);

function keyOf({ from = '', asked }: Pick<ShownTurn, 'from' | 'asked'>): string {
  return `${from} ${asked}`;
}

/** Effects without the days, times, words and kinds of complaint that people chose. */
function effectsKey(effects: readonly Effect[]): string {
  return effects
    .map((effect) => {
      if (effect.type === 'complain')
        return effectLine({ type: 'complain', words: '', named: effect.named });
      return effect.type === 'remind' || effect.type === 'join_group'
        ? effect.type
        : JSON.stringify(effect);
    })
    .join(' ');
}
