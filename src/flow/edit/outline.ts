import { isMapping } from '../read-object.ts';
import { readYaml } from '../read-yaml.ts';
import { languagesIn, mappingIn, textsPath } from './desk.ts';
import type { DraftFiles } from './draft-files.ts';
import { type Exit, exitsOf, readingOrder, textOf } from './written-exits.ts';
import { missingIn } from './yaml-text.ts';

type Mapping = Readonly<Record<string, unknown>>;

const STEP_KINDS = ['ask', 'say', 'branch', 'do', 'use'] as const;
export type OutlineStep = {
  id: string;
  kind: (typeof STEP_KINDS)[number] | 'none';
  /** Something leads to it. */
  isReached: boolean;
  /** What it is called by in every view, where it has a number. */
  number: number | undefined;
  /** The id of what it says. */
  text: string | undefined;
  exits: readonly Exit[];
  /** As it is written. */
  written: Mapping;
};

/** One language of a flow, as far as it can be read. */
export type Spoken = {
  language: string;
  /** What it calls itself. */
  name: string;
  isSigned: boolean;
  texts: ReadonlyMap<string, { sms: string; ussd: string }>;
  labels: ReadonlyMap<string, string>;
  /** Texts (`texts.id`) and labels (`choices.id`) that are copies and wait for their translation. */
  missing: ReadonlySet<string>;
};

/** A flow for a page: in the order in which it is heard, whatever findings it has. */
export type Outline = {
  flow: string;
  isPart: boolean;
  written: Mapping;
  start: string | undefined;
  steps: ReadonlyMap<string, OutlineStep>;
  spoken: readonly Spoken[];
};

/**
 * Undefined where flow.yaml cannot be read: its mistake is mended as text first. The languages of `spoken`, those of the
 * programme, stand first. `numbers` are those of the steps that have one.
 */
export function outlineOf(
  files: DraftFiles,
  flow: string,
  spoken: readonly string[] = [],
  numbers: ReadonlyMap<string, number> = new Map(),
): Outline | undefined {
  const path = `${flow}/flow.yaml`;
  const read = readYaml(files.get(path) ?? '', path);
  if (!read.ok || !isMapping(read.value)) return undefined;
  const written = read.value;
  const start = typeof written['start'] === 'string' ? written['start'] : undefined;
  const steps = mappingIn(written, 'steps');
  const { reached, left } = readingOrder(steps, start ?? '');
  const outlined = (isReached: boolean) => (id: string) =>
    [id, outlineStep(id, steps[id], { isReached, number: numbers.get(id) })] as const;
  return {
    flow,
    isPart: written['part'] === true,
    written,
    start,
    steps: new Map([...reached.map(outlined(true)), ...left.map(outlined(false))]),
    spoken: languagesIn(files, flow, spoken).map((language) => spokenIn(files, flow, language)),
  };
}

type Place = Pick<OutlineStep, 'isReached' | 'number'>;

function outlineStep(id: string, step: unknown, place: Place): OutlineStep {
  const written = isMapping(step) ? step : {};
  const kind = STEP_KINDS.find((key) => Object.hasOwn(written, key)) ?? 'none';
  return { id, kind, ...place, text: textOf(written), exits: exitsOf(written), written };
}

function spokenIn(files: DraftFiles, flow: string, language: string): Spoken {
  const path = textsPath(flow, language);
  const source = files.get(path) ?? '';
  const read = readYaml(source, path);
  const value = read.ok && isMapping(read.value) ? read.value : {};
  const texts = Object.entries(mappingIn(value, 'texts')).map(
    ([id, said]) => [id, wordingOf(said)] as const,
  );
  const labels = Object.entries(mappingIn(value, 'choices')).map(
    ([means, label]) => [means, String(label)] as const,
  );
  return {
    language,
    name: typeof value['name'] === 'string' ? value['name'] : language,
    isSigned: isMapping(value['reviewed']),
    texts: new Map(texts),
    labels: new Map(labels),
    missing: missingIn(source),
  };
}

function wordingOf(said: unknown): { sms: string; ussd: string } {
  if (!isMapping(said)) return { sms: String(said), ussd: String(said) };
  const one = (key: string) => (typeof said[key] === 'string' ? said[key] : undefined);
  const both = one('text') ?? '';
  return { sms: one('sms') ?? both, ussd: one('ussd') ?? both };
}
