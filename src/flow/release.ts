import { assert } from '../base/assert.ts';
import { canonical } from '../base/canonical.ts';
import { contentHash } from '../base/seal.ts';
import { type Answers, answersOf } from './answers.ts';
import { compile, type Machine } from './compile.ts';
import { type Field, ReleaseDefinition, type Step, type TextsDefinition } from './definition.ts';
import { exits, isQuestion, type Question } from './exits.ts';
import type { Finding, PlaceOf } from './finding.ts';
import { makeWhole } from './make-whole.ts';
import type { Flow } from './parse-flow.ts';
import type { Parts } from './parts.ts';
import type { Texts } from './parse-texts.ts';
import { variablesOf } from './variables.ts';
import type { Facts, Purpose } from './vocabulary.ts';

/** An immutable version of a flow with its texts, ready to run. Everything in it follows from `definition`. */
export type Release = {
  readonly flow: string;
  readonly version: number;
  /** SHA-256 of `definition`. */
  readonly hash: string;
  /** Canonical JSON: what the registry stores and `loadRelease` reads. */
  readonly definition: string;
  /** The consent without which it may not be started. */
  readonly purpose: Purpose | undefined;
  readonly expiresAfterMs: number;
  readonly start: string;
  readonly foot: string | undefined;
  /** In place of `foot` below questions for a number, a time or a date. */
  readonly footValues: string | undefined;
  /** What each field of memory may hold. */
  readonly memory: ReadonlyMap<string, Field>;
  /** Fields that outlive the conversation. */
  readonly remember: readonly string[];
  /** Whether a number that has stopped is answered. */
  readonly afterStop: boolean;
  /** Gone with its session. */
  readonly sessionOnly: boolean;
  /** And only in a dialled one. What is built from the schemes of a country has a session by text too. */
  readonly dialledOnly: boolean;
  /** What its branches and dates ask of the person beyond language, channel and consent. */
  readonly factsRead: ReadonlySet<keyof Facts>;
  readonly steps: ReadonlyMap<string, Step>;
  /** The question that a text is asked by. */
  readonly questions: ReadonlyMap<string, Question>;
  readonly answers: Answers;
  readonly texts: ReadonlyMap<string, TextsDefinition>;
  readonly languages: readonly string[];
  /** Variables that its texts use and its programme has to give; fields of memory are not among them. */
  readonly variables: readonly string[];
  /** Flows that it starts, reminds of or hands over to. */
  readonly leadsTo: readonly string[];
  readonly machine: Machine;
};

export type MadeRelease =
  /** `unreviewed` names the languages that no native reviewer has signed; `placeOf` says where a part of it was written. */
  | { ok: true; release: Release; unreviewed: string[]; placeOf: PlaceOf }
  | { ok: false; findings: Finding[] };

/**
 * Joins a flow with its texts, by language, and with the parts that it uses. The review of a translation is no part of
 * the release: signing changes nothing.
 */
export function makeRelease(
  flow: Flow,
  texts: Readonly<Record<string, Texts>>,
  parts: Parts = new Map(),
): MadeRelease {
  const whole = makeWhole({ flow, texts }, parts);
  if (!whole.ok) return whole;
  const { definition, placeOf, from } = whole;
  const unsigned = (language: string) =>
    from.some(
      ({ texts: { [language]: own } }) => own?.reviewed === undefined || own.copies.size > 0,
    );
  return {
    ok: true,
    release: loadRelease(canonical(definition)),
    unreviewed: Object.keys(texts).filter(unsigned),
    placeOf,
  };
}

/** Builds a release from what the registry stored. @throws Error where that is not a definition: a bug, or tampering. */
export function loadRelease(definition: string): Release {
  const { flow, texts } = ReleaseDefinition.parse(JSON.parse(definition));
  const steps = new Map(Object.entries(flow.steps));
  const effects = [...steps.values()].flatMap((step) => exits(step).flatMap((exit) => exit.do));
  const wordings = Object.values(texts).flatMap((one) => Object.values(one.texts));
  const questions = [...steps.values()].filter((step) => isQuestion(step));
  const byLanguage = new Map(Object.entries(texts));
  assert(steps.has(flow.start), 'a checked flow has its first step');
  return {
    flow: flow.flow,
    version: flow.version,
    hash: contentHash(definition),
    definition,
    purpose: flow.purpose,
    expiresAfterMs: flow.expiresAfterMs,
    start: flow.start,
    foot: flow.foot,
    footValues: flow.footValues,
    memory: new Map(Object.entries(flow.memory)),
    remember: flow.remember ?? [],
    afterStop: flow.afterStop === true,
    sessionOnly: flow.sessionOnly === true,
    dialledOnly: flow.sessionOnly === true && flow.guide !== true,
    factsRead: factsRead(flow.steps, flow.memory),
    steps,
    questions: new Map(questions.map((step) => [step.text, step])),
    answers: answersOf(steps, byLanguage),
    texts: byLanguage,
    languages: Object.keys(texts),
    variables: unique(wordings.flatMap(({ sms, ussd }) => variablesOf(`${sms} ${ussd}`))).filter(
      (name) => !Object.hasOwn(flow.memory, name),
    ),
    leadsTo: unique(
      effects.flatMap((effect) =>
        'flow' in effect && effect.type !== 'cancel' ? [effect.flow] : [],
      ),
    ),
    machine: compile(flow),
  };
}

function factsRead(
  steps: Readonly<Record<string, Step>>,
  memory: Readonly<Record<string, Field>>,
): Set<keyof Facts> {
  const read = new Set<keyof Facts>();
  if (Object.values(memory).some((field) => 'kind' in field && field.kind === 'date'))
    read.add('today');
  for (const step of Object.values(steps))
    for (const { when } of step.kind === 'branch' ? step.cases : []) {
      if (when.type === 'member') read.add('traits');
      if (when.type === 'silences') read.add('silences');
      if (when.type === 'days_since') read.add('days');
      if (when.type === 'not_after' || when.type === 'days_ahead') read.add('today');
    }
  return read;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
