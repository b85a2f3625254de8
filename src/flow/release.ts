import { assert } from '../base/assert.ts';
import { contentHash } from '../base/seal.ts';
import { type Answers, answersOf } from './answers.ts';
import { checkTexts } from './check-texts.ts';
import { compile, type Machine } from './compile.ts';
import { type Field, ReleaseDefinition, type Step, type TextsDefinition } from './definition.ts';
import { exits, isQuestion, type Question } from './exits.ts';
import type { Finding } from './finding.ts';
import type { Flow } from './parse-flow.ts';
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
  /** What each field of memory may hold. */
  readonly memory: ReadonlyMap<string, Field>;
  /** Fields that outlive the conversation. */
  readonly remember: readonly string[];
  /** Whether a number that has stopped is answered. */
  readonly afterStop: boolean;
  /** What its branches and dates ask of the person beyond language, channel and consent. */
  readonly factsRead: ReadonlySet<keyof Facts>;
  readonly steps: ReadonlyMap<string, Step>;
  /** The question that a text is asked by. */
  readonly questions: ReadonlyMap<string, Question>;
  readonly answers: Answers;
  readonly texts: ReadonlyMap<string, TextsDefinition>;
  readonly languages: readonly string[];
  /** Variables that its texts use and its programme has to give. */
  readonly variables: readonly string[];
  /** Flows that it starts or hands over to. */
  readonly leadsTo: readonly string[];
  readonly machine: Machine;
};

export type MadeRelease =
  /** `unreviewed` names the languages that no native reviewer has signed. */
  { ok: true; release: Release; unreviewed: string[] } | { ok: false; findings: Finding[] };

/** Joins a flow with its texts, by language. The review of a translation is no part of the release: signing changes nothing. */
export function makeRelease(flow: Flow, texts: Readonly<Record<string, Texts>>): MadeRelease {
  const all = Object.values(texts);
  const findings = all.flatMap((one) => checkTexts(flow.definition, one));
  if (all.length === 0)
    findings.push({
      code: 'no_language',
      file: flow.file,
      line: 1,
      column: 1,
      found: 'the flow has no texts',
      meant: undefined,
      mend: 'Put a file such as `en.yaml` beside it.',
    });
  if (findings.length > 0) return { ok: false, findings };
  const definition = canonical({
    flow: flow.definition,
    texts: Object.fromEntries(all.map(({ language, definition: one }) => [language, one])),
  });
  const unreviewed = all.filter((one) => one.reviewed === undefined);
  return {
    ok: true,
    release: loadRelease(definition),
    unreviewed: unreviewed.map(({ language }) => language),
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
    memory: new Map(Object.entries(flow.memory)),
    remember: flow.remember ?? [],
    afterStop: flow.afterStop === true,
    factsRead: factsRead(flow.steps, flow.memory),
    steps,
    questions: new Map(questions.map((step) => [step.text, step])),
    answers: answersOf(steps, byLanguage),
    texts: byLanguage,
    languages: Object.keys(texts),
    variables: unique(wordings.flatMap(({ sms, ussd }) => variablesOf(`${sms} ${ussd}`))),
    leadsTo: unique(effects.flatMap((effect) => ('flow' in effect ? [effect.flow] : []))),
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
    }
  return read;
}

/** JSON with sorted keys: the same content is the same text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
