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
import { parseTranscript, type Transcript } from '../transcripts/parse-transcript.ts';
import { somebodyAt, stageOf } from '../transcripts/play-transcript.ts';
import { beginScene, followScene, type Scene, type Stage } from '../transcripts/scene.ts';
import type { TranscriptEvent } from '../transcripts/transcript-events.ts';
import { wayKey, type WalkedTurn } from '../walk/walk-flow.ts';

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
  for (const flow of playable) {
    const files = set.flows.find(({ name }) => name === flow.name)?.transcripts ?? [];
    for (const source of files) {
      const { wrong, ways } = played(flow, source, installed);
      for (const { file, line, column, ...said } of wrong)
        to.addAt({ file, spotOf: () => ({ line, column }) }, { path: [] }, said);
      for (const way of ways) shown.add(way);
    }
  }
  const isAll = !unread && playable.length === flows.length;
  for (const flow of playable) checkShown(flow, shown, { ...set, isAll }, to);
};

/** What it does otherwise, and the places of the ways out that it takes. */
type Played = { wrong: readonly Finding[]; ways: readonly string[] };
const plays = new WeakMap<Release, WeakMap<SourceFile, { on: Installed; played: Played }>>();

/** A transcript is played anew where its flow, its own file, or what it is played on is another than before. */
function played(flow: ProvedFlow, source: SourceFile, on: Installed): Played {
  const ofFlow =
    plays.get(flow.release) ?? new WeakMap<SourceFile, { on: Installed; played: Played }>();
  plays.set(flow.release, ofFlow);
  const before = ofFlow.get(source);
  if (before !== undefined && isSameStage(before.on, on)) return before.played;
  const stage = createStage(on);
  const parsed = parseTranscript(source);
  const result = parsed.ok
    ? {
        wrong: proveTranscript(flow.release, parsed.value, stage, { warm: true }),
        ways: waysShown(flow, parsed.value, stage).map((way) => wayPlace(flow, way)),
      }
    : { wrong: parsed.findings, ways: [] };
  ofFlow.set(source, { on, played: result });
  return result;
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

/** The ways out that a transcript takes. */
function waysShown(flow: ProvedFlow, transcript: Transcript, before: Stage): string[] {
  const { known, remembers, events } = transcript;
  const stage = stageOf(transcript, before) ?? before;
  let scene = beginScene(flow.release, { ...somebodyAt(stage), ...known }, remembers, stage);
  const ways = waysOf(flow, undefined, [], scene.turn.effects);
  for (const event of events) {
    const next = followScene(scene, event, stage, { warm: true });
    if (next.outcome.kind === 'heard')
      ways.push(...waysOf(flow, scene, wayOf(scene, event, stage), next.turn.effects));
    scene = next;
  }
  return ways;
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
function waysOf(
  { walk }: ProvedFlow,
  before: Scene | undefined,
  way: readonly string[] | undefined,
  effects: readonly Effect[],
): string[] {
  const asked = effectsKey(effects);
  const isSame = (turn: WalkedTurn) =>
    turn.from?.step === before?.turn.place.step &&
    (way === undefined || way.join(' ') === turn.way.join(' ')) &&
    effectsKey(turn.effects) === asked;
  return walk.turns.filter(isSame).flatMap((turn) => turn.ways);
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
