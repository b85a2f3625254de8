import { type Stride, walk } from '../../conversation/walk.ts';
import type { MachineEvent } from '../../flow/compile.ts';
import { CHOICES_MAX, END, type FlowDefinition, type Step } from '../../flow/definition.ts';
import { isQuestion } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';
import type { Effect, Memory } from '../../flow/vocabulary.ts';
import { type Fields, fieldsOf } from './fields.ts';
import { type Channel, factsWith, isOfPerson, type Known, languagesLeft } from './known-facts.ts';
import { tellings } from './tellings.ts';
import { type WaysOut, waysOut } from './ways-out.ts';

/** Where a conversation can wait: a question, with what of its memory is still going to be read. */
export type State = { key: string; step: string; memory: Memory };

/** One turn of the machine that can happen. */
export type WalkedTurn = {
  /** By which its words go out. What follows a silence goes by SMS, also where somebody had dialled. */
  channel: Channel;
  /** By which the person is with us. */
  walked: Channel;
  /** Those in which it can happen. */
  languages: readonly string[];
  /** Undefined where it begins the conversation. */
  from: State | undefined;
  /** The way out of `from.step` that was taken; empty where the question is only said again, or nothing was before. */
  way: readonly string[];
  /** Every way out that was taken, as `wayKey` names them. */
  ways: readonly string[];
  /** Every step on the way; the last waits or is the end. */
  strides: readonly Stride[];
  effects: readonly Effect[];
  /** The ids of the texts that are said, in order. */
  says: readonly string[];
  /** Undefined at the end. */
  to: State | undefined;
};

/** All that can happen in a flow, in each channel. */
export type Walk = {
  turns: readonly WalkedTurn[];
  /** Ways out that some turn took, as `wayKey` names them. */
  taken: ReadonlySet<string>;
  ways: WaysOut;
  fields: Fields;
  /** False where there was too much to walk. */
  isWhole: boolean;
};

/** Turns walked in one channel of one flow: sixty steps have about a thousand. Each costs about 0.1 ms. */
const TURNS_MAX = 10_000;
/** Ways in which the branches behind one answer can go: eight that ask for different facts have 256. */
const WAYS_MAX = 1_000;

/** Different beginnings that are walked: six remembered fields, each known or not, have 64. */
const BEGINNINGS_MAX = 500;

export const wayKey = (step: string, path: readonly string[]) => `${step} ${path.join(' ')}`;

/**
 * Takes every turn that can happen through the compiled machine: each way out of each question where the conversation can
 * wait, for every answer that the branches on the way tell apart. Facts of the person may change between any two turns;
 * memory is followed as far as it is still read. Paths are never listed, only places.
 */
export function walkFlow(release: Release, definition: FlowDefinition): Walk {
  const ways = waysOut(definition);
  const fields = fieldsOf(release, definition, ways);
  const inChannel = (channel: Channel) => walkChannel({ release, definition, fields, channel });
  const { turns, isWhole } = release.dialledOnly
    ? inChannel('ussd')
    : inBoth(inChannel, asksChannel(definition));
  const taken = new Set(turns.flatMap((turn) => turn.ways));
  return { turns, taken, ways, fields, isWhole };
}

type Walked = { turns: WalkedTurn[]; isWhole: boolean };

function inBoth(inChannel: (channel: Channel) => Walked, asks: boolean): Walked {
  const bySms = inChannel('sms');
  // Where nothing asks for the channel, the machine cannot tell one from the other.
  const byUssd = asks ? inChannel('ussd') : { ...bySms, turns: bySms.turns.map(dialled) };
  const isWhole = bySms.isWhole && byUssd.isWhole;
  return { turns: [...bySms.turns, ...byUssd.turns], isWhole };
}

function asksChannel({ steps }: FlowDefinition): boolean {
  return Object.values(steps).some(
    (step) => step.kind === 'branch' && step.cases.some(({ when }) => when.type === 'channel'),
  );
}

function dialled(turn: WalkedTurn): WalkedTurn {
  return { ...turn, channel: turn.way[0] === 'silence' ? 'sms' : 'ussd', walked: 'ussd' };
}

type Walker = {
  release: Release;
  definition: FlowDefinition;
  fields: Fields;
  channel: Channel;
};

function walkChannel(walker: Walker): Walked {
  const turns: WalkedTurn[] = [];
  const states = new Map<string, State>();
  let isWhole = true;
  const go = (
    from: State | undefined,
    way: readonly string[],
    told: MachineEvent,
    memory: Memory,
  ) => {
    const behind = turnsFor(walker, { from, way, told, memory });
    if (behind.length >= WAYS_MAX) isWhole = false;
    for (const turn of behind) {
      turns.push(turn);
      if (turn.to !== undefined && !states.has(turn.to.key)) states.set(turn.to.key, turn.to);
    }
  };
  const before = rememberedBefore(walker);
  for (const memory of before.memories) go(undefined, [], { type: 'RESUMED' }, memory);
  const resumed = new Set<string>();
  for (const state of states.values()) {
    const step = walker.release.steps.get(state.step);
    if (step === undefined || !isQuestion(step)) continue;
    if (turns.length > TURNS_MAX) return { turns, isWhole: false };
    for (const { way, told } of tellings(walker.fields, step)) go(state, way, told, {});
    // Whatever is remembered, a question says the same again.
    if (!resumed.has(state.step)) go(state, [], { type: 'RESUMED' }, {});
    resumed.add(state.step);
  }
  return { turns, isWhole: isWhole && before.isWhole };
}

/** What other flows may have left in the fields that outlive a conversation: nothing, or any value. */
function rememberedBefore({ definition, fields }: Walker): {
  memories: Memory[];
  isWhole: boolean;
} {
  const live = fields.liveAt(definition.start);
  let memories: Memory[] = [{}];
  for (const field of definition.remember ?? []) {
    if (!live.has(field)) continue;
    const values = fields.valuesOf(field);
    if (memories.length * (values.length + 1) > BEGINNINGS_MAX) return { memories, isWhole: false };
    memories = memories.flatMap((memory) => [
      memory,
      ...values.map((value) => ({ ...memory, [field]: value })),
    ]);
  }
  return { memories, isWhole: true };
}

type Told = {
  from: State | undefined;
  way: readonly string[];
  told: MachineEvent;
  memory: Memory;
};

/** One turn for each way in which the branches that it meets can go. */
function turnsFor(walker: Walker, { from, way, told, memory }: Told): WalkedTurn[] {
  const { release } = walker;
  // Whoever does not answer has put the phone away: what comes then comes by SMS.
  const channel = told.type === 'SILENCE' ? 'sms' : walker.channel;
  const languages = release.languages.slice(0, CHOICES_MAX);
  const turns: WalkedTurn[] = [];
  const open: (readonly Known[])[] = [[]];
  for (let known = open.pop(); known !== undefined; known = open.pop()) {
    if (turns.length >= WAYS_MAX) break;
    const facts = factsWith(known, channel, release.languages);
    if (facts === undefined) continue;
    const strides = walk(release, from, told, { facts: { ...facts, languages }, memory });
    const asked = askedOn(strides, release);
    // The other answer to each question that was not put before: then the turn may go another way.
    for (const [index, { guard, held }] of asked.entries())
      if (index >= known.length) open.push([...asked.slice(0, index), { guard, held: !held }]);
    const last = strides.at(-1);
    if (last === undefined) continue;
    const effects = strides.flatMap((stride) => stride.effects);
    turns.push({
      channel,
      walked: walker.channel,
      languages: languagesLeft(asked, release.languages),
      from,
      way,
      ways: waysTaken({ from, way, strides }, release),
      strides,
      effects,
      says: effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : [])),
      to: last.step === END ? undefined : stateAt(walker.fields, last),
    });
  }
  return turns;
}

/** What branches asked about the person on the way, each once, in order. */
function askedOn(strides: readonly Stride[], release: Release): Known[] {
  const asked = new Map<string, Known>();
  for (const [index, { held }] of strides.entries()) {
    const branch = stepBefore(strides, index, release);
    if (held === undefined || branch?.kind !== 'branch') continue;
    for (const [at, { when }] of branch.cases.slice(0, held + 1).entries())
      if (isOfPerson(when)) {
        const key = JSON.stringify(when);
        if (!asked.has(key)) asked.set(key, { guard: when, held: at === held });
      }
  }
  return [...asked.values()];
}

function stepBefore(strides: readonly Stride[], index: number, release: Release): Step | undefined {
  const before = strides[index - 1];
  return before === undefined ? undefined : release.steps.get(before.step);
}

function stateAt(fields: Fields, { step, memory }: Stride): State {
  const kept = [...fields.liveAt(step)].toSorted().flatMap((field) => {
    const value = Object.hasOwn(memory, field) ? memory[field] : undefined;
    if (typeof value !== 'string' && typeof value !== 'number') return [];
    return [[field, fields.likeOf(field, value)] as const];
  });
  return { key: `${step} ${JSON.stringify(kept)}`, step, memory: Object.fromEntries(kept) };
}

function waysTaken(turn: Pick<WalkedTurn, 'from' | 'way' | 'strides'>, release: Release): string[] {
  const first = turn.from === undefined ? [] : [wayKey(turn.from.step, turn.way)];
  const run = turn.strides.flatMap(({ held }, index) => {
    const before = turn.strides[index - 1];
    const step = stepBefore(turn.strides, index, release);
    if (before === undefined || step === undefined) return [];
    if (step.kind !== 'branch') return [wayKey(before.step, ['to'])];
    const isCase = held !== undefined && held < step.cases.length;
    return [wayKey(before.step, isCase ? ['branch', String(held), 'to'] : ['else'])];
  });
  return [...first, ...run];
}
