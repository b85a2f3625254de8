import { loadRelease, type Release } from '../../flow/release.ts';
import { ReleaseDefinition } from '../../flow/definition.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Facts, Memory } from '../../flow/vocabulary.ts';
import { switchOn } from '../../proof/talk/follow-flow.ts';
import type { Phone, Shown, Step, World } from '../../proof/talk/phone.ts';
import { takeAct } from '../../proof/talk/take-act.ts';
import { somebodyAt } from '../../proof/transcripts/play-transcript.ts';
import { ifPlayed } from './if-played.ts';
import type { Input, Script, Setup } from './script.ts';
import {
  clockAfter,
  clockTime,
  firstClock,
  type Held,
  type Moved,
  moveClock,
  type TryClock,
  waitForSilence,
} from './try-clock.ts';

/** What a try is played in: the draft among the flows around it, as a programme plays them, or as none does. */
export type Trial = { world: World; release: Release; programme: Programme | undefined };

/** One thing that was done, and all that came of it. */
export type Moment = {
  /** Undefined for the beginning. */
  input: Input | undefined;
  shown: readonly Shown[];
  flow: string;
  /** Steps that said something, in order, and the one at which it waits; of that flow. */
  steps: readonly string[];
  /** What is remembered otherwise than before; undefined where it was forgotten. */
  saved: readonly { field: string; value: string | undefined }[];
  held: readonly Held[];
  isPast: boolean;
};

export type Played = {
  moments: readonly Moment[];
  phone: Phone;
  clock: TryClock;
  /** The text of the input that the draft cannot play: it names what is not known there. Nothing after it was played. */
  brokeAt: number | undefined;
};

/** Where no programme says when it is. */
const ANY_ZONE = 'UTC';

/** Plays a try from its beginning. Pure: the same draft and the same script are the same talk. */
export function playTry(trial: Trial, { setup, inputs }: Script): Played | 'cannot_begin' {
  const world = withValues(trial.world, setup.values);
  const { programme } = trial;
  const release = setup.from === undefined ? trial.release : startingAt(trial.release, setup.from);
  const begun = ifPlayed(() => switchOn(world, release, knownBefore(trial, setup)));
  if (begun === undefined) return 'cannot_begin';
  let { phone } = begun;
  let clock = firstClock(phone, programme?.timeZone ?? ANY_ZONE);
  const moments = [momentOf(undefined, undefined, { step: begun, held: [], isPast: false })];
  for (const [index, input] of inputs.entries()) {
    const at = { phone, clock };
    const moved = ifPlayed(() => takeInput({ world, programme }, at, input));
    if (moved === undefined) return { moments, phone, clock, brokeAt: index };
    moments.push(momentOf(input, phone, moved));
    ({ clock } = moved);
    ({ phone } = moved.step);
  }
  return { moments, phone, clock, brokeAt: undefined };
}

type Around = { world: World; programme: Programme | undefined };

function takeInput(
  { world, programme }: Around,
  { phone, clock }: { phone: Phone; clock: TryClock },
  input: Input,
): Moved {
  if (input.type === 'clock')
    return moveClock(world, phone, clock, { at: input.at, hours: programme });
  if (input.type === 'silence') return waitForSilence(world, phone, clock, programme);
  const step = takeAct(world, phone, input);
  return { step, clock: clockAfter(phone, step.phone, clock), held: [], isPast: false };
}

/** Somebody new, who has agreed to what the flow needs, and what was chosen. */
function knownBefore(
  { world, release, programme }: Trial,
  setup: Setup,
): Phone['record']['before'] {
  const somebody = somebodyAt(world.stage);
  const { language, channel, today, traits, silences, joined, answered } = setup;
  const facts: Facts = {
    ...somebody,
    purposes: release.purpose === undefined ? [] : [release.purpose],
    language,
    languages: [...new Set([...somebody.languages, language])],
    channel,
    today,
    traits,
    silences,
    days: { joined, answered },
  };
  return { programme: programme?.programme, facts, remembers: setup.remembers };
}

/** The same flow with another first step, before which anything may have been saved. */
function startingAt({ definition }: Release, step: string): Release {
  const { flow, texts } = ReleaseDefinition.parse(JSON.parse(definition));
  const start = Object.hasOwn(flow.steps, step) ? step : flow.start;
  const remember = Object.keys(flow.memory);
  return loadRelease(JSON.stringify({ flow: { ...flow, start, remember }, texts }));
}

function withValues(world: World, values: Setup['values']): World {
  const { stage } = world;
  const variablesIn: World['stage']['variablesIn'] = (at) => ({
    ...stage.variablesIn(at),
    ...values,
  });
  return { ...world, stage: { ...stage, variablesIn } };
}

type Came = { step: Step; held: readonly Held[]; isPast: boolean };

function momentOf(input: Input | undefined, before: Phone | undefined, came: Came): Moment {
  const { phone, shown } = came.step;
  const { release, turn, closed } = phone.scene;
  const isNew = before === undefined || before.scene !== phone.scene;
  const said = isNew
    ? turn.effects.flatMap((effect) =>
        effect.type === 'say' ? stepsSaying(release, effect.text) : [],
      )
    : [];
  const waits = closed === undefined ? [turn.place.step] : [];
  return {
    input,
    shown,
    flow: release.flow,
    steps: [...new Set([...said, ...waits])],
    saved: changes(before?.scene.turn.place.memory ?? {}, turn.place.memory),
    held: came.held,
    isPast: came.isPast,
  };
}

/** A text that several steps say does not tell which of them it was. */
function stepsSaying({ steps }: Release, text: string): string[] {
  const all = [...steps].filter(([, step]) => 'text' in step && step.text === text);
  return all.length === 1 ? all.map(([id]) => id) : [];
}

function changes(before: Memory, after: Memory): Moment['saved'] {
  return Object.keys({ ...before, ...after }).flatMap((field) => {
    const [old, value] = [before[field], after[field]].map((one) =>
      one === undefined || one === '' ? undefined : String(one),
    );
    return old === value ? [] : [{ field, value }];
  });
}

/** The time where the programme is, after everything that was done. */
export function timeOf({ phone, clock }: Played): Date {
  return clockTime(phone, clock);
}
