import { canonical } from '../../base/canonical.ts';
import type { TextsDefinition, Wording } from '../definition.ts';
import type { DraftDefinition } from '../draft.ts';
import { parseFlow } from '../parse-flow.ts';
import { parseTexts } from '../parse-texts.ts';
import { diffSteps, type StepChange } from './diff-steps.ts';
import { type DraftFiles, languageOf } from './draft-files.ts';

/** What holds for the whole flow. */
const HEADS = [
  'purpose',
  'start',
  'expiresAfterMs',
  'foot',
  'footValues',
  'afterStop',
  'sessionOnly',
] as const;
type Head = (typeof HEADS)[number];

export type FlowChange =
  | StepChange
  | { kind: 'head'; head: Head; before: string | undefined; after: string | undefined }
  | { kind: 'field_added' | 'field_removed' | 'field_changed'; field: string }
  | { kind: 'remembered' | 'forgotten'; field: string };

/** A text, or the name of an answer; `channel` where only one of them says it so. */
export type WordChange = {
  /** `name`: what the language calls itself. */
  kind: 'name' | 'text' | 'choice' | 'answers';
  id: string;
  channel: 'both' | 'sms' | 'ussd';
  before: string | undefined;
  after: string | undefined;
};

export type LanguageDiff = {
  language: string;
  kind: 'added' | 'removed' | 'changed';
  changes: readonly WordChange[];
};

/** What is different between two versions of a flow, so that it can be said in plain words. */
export type PlainDiff = {
  /** Files that cannot be read yet: of those only that they differ is known. */
  unreadable: readonly string[];
  flow: readonly FlowChange[];
  languages: readonly LanguageDiff[];
  transcripts: { added: readonly string[]; removed: readonly string[]; changed: readonly string[] };
};

/** Pure: the same files give the same differences. Comments and how a file is laid out are none. */
export function plainDiff(flow: string, before: DraftFiles, after: DraftFiles): PlainDiff {
  const path = `${flow}/flow.yaml`;
  const then = stepsIn(before, path);
  const now = stepsIn(after, path);
  const languages = languagesIn(before, after).map((language) =>
    diffLanguage(`${flow}/${language}.yaml`, language, before, after),
  );
  const isNew = !before.has(path);
  const unread = (now === undefined && after.has(path)) || (then === undefined && !isNew);
  return {
    unreadable: [
      ...(unread && before.get(path) !== after.get(path) ? [path] : []),
      ...languages.flatMap((one) => (typeof one === 'string' ? [one] : [])),
    ],
    flow: now === undefined || (then === undefined && !isNew) ? [] : diffFlow(then, now),
    languages: languages.flatMap((one) =>
      typeof one === 'string' || (one.kind === 'changed' && one.changes.length === 0) ? [] : [one],
    ),
    transcripts: diffTranscripts(before, after),
  };
}

/** How many things are different. */
export function countOf({ flow, languages, transcripts, unreadable }: PlainDiff): number {
  const words = languages.reduce((sum, { changes }) => sum + Math.max(1, changes.length), 0);
  const { added, removed, changed } = transcripts;
  const played = added.length + removed.length + changed.length;
  return flow.length + words + played + unreadable.length;
}

function stepsIn(files: DraftFiles, path: string): DraftDefinition | undefined {
  const read = parseFlow(files.get(path) ?? '', path);
  return read.ok ? read.flow.definition : undefined;
}

function diffFlow(before: DraftDefinition | undefined, after: DraftDefinition): FlowChange[] {
  const heads = HEADS.flatMap((head): FlowChange[] => {
    const then = written(before?.[head]);
    const now = written(after[head]);
    return then === now ? [] : [{ kind: 'head', head, before: then, after: now }];
  });
  return [
    ...(before === undefined ? [] : heads),
    ...diffFields(before?.memory ?? {}, after.memory),
    ...diffRemembered(before?.remember ?? [], after.remember ?? []),
    ...diffSteps(before?.steps ?? {}, after.steps),
  ];
}

function written(value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

type Fields = DraftDefinition['memory'];

function diffFields(before: Fields, after: Fields): FlowChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((field): FlowChange[] => {
    if (!Object.hasOwn(before, field)) return [{ kind: 'field_added', field }];
    if (!Object.hasOwn(after, field)) return [{ kind: 'field_removed', field }];
    const isSame = canonical(before[field]) === canonical(after[field]);
    return isSame ? [] : [{ kind: 'field_changed', field }];
  });
}

function diffRemembered(before: readonly string[], after: readonly string[]): FlowChange[] {
  return [
    ...after
      .filter((field) => !before.includes(field))
      .map((field) => ({ kind: 'remembered' as const, field })),
    ...before
      .filter((field) => !after.includes(field))
      .map((field) => ({ kind: 'forgotten' as const, field })),
  ];
}

function languagesIn(before: DraftFiles, after: DraftFiles): string[] {
  const all = [...before.keys(), ...after.keys()].flatMap((path) => languageOf(path) ?? []);
  return [...new Set(all)].toSorted();
}

/** The path where a file cannot be read. */
function diffLanguage(
  path: string,
  language: string,
  before: DraftFiles,
  after: DraftFiles,
): LanguageDiff | string {
  const [then, now] = [before.get(path), after.get(path)];
  if (then === now) return { language, kind: 'changed', changes: [] };
  const old = then === undefined ? NO_WORDS : wordsIn(then, path, language);
  const own = now === undefined ? NO_WORDS : wordsIn(now, path, language);
  if (old === undefined || own === undefined) return path;
  const kind = then === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
  return { language, kind, changes: kind === 'removed' ? [] : diffWords(old, own) };
}

const NO_WORDS: TextsDefinition = { name: '', texts: {}, choices: {}, answers: {} };

function wordsIn(source: string, path: string, language: string): TextsDefinition | undefined {
  const read = parseTexts(source, path, language);
  return read.ok ? read.texts.definition : undefined;
}

function diffWords(before: TextsDefinition, after: TextsDefinition): WordChange[] {
  const name = { kind: 'name' as const, id: '', channel: 'both' as const };
  return [
    ...(before === NO_WORDS ? [] : differing(name, before.name, after.name)),
    ...keysOf(before.texts, after.texts).flatMap((id) =>
      diffWording(id, before.texts[id], after.texts[id]),
    ),
    ...keysOf(before.choices, after.choices).flatMap((id) =>
      differing({ kind: 'choice', id, channel: 'both' }, before.choices[id], after.choices[id]),
    ),
    ...keysOf(before.answers, after.answers).flatMap((id) => {
      const words = (all: readonly string[] | undefined) => all?.join(', ');
      const about = { kind: 'answers' as const, id, channel: 'both' as const };
      return differing(about, words(before.answers[id]), words(after.answers[id]));
    }),
  ];
}

function diffWording(
  id: string,
  before: Wording | undefined,
  after: Wording | undefined,
): WordChange[] {
  const isOne = (wording: Wording | undefined) =>
    wording === undefined || wording.sms === wording.ussd;
  if (isOne(before) && isOne(after))
    return differing({ kind: 'text', id, channel: 'both' }, before?.sms, after?.sms);
  return (['sms', 'ussd'] as const).flatMap((channel) =>
    differing({ kind: 'text', id, channel }, before?.[channel], after?.[channel]),
  );
}

function differing(
  about: Pick<WordChange, 'kind' | 'id' | 'channel'>,
  before: string | undefined,
  after: string | undefined,
): WordChange[] {
  return before === after ? [] : [{ ...about, before, after }];
}

function keysOf(before: object, after: object): string[] {
  return [...new Set([...Object.keys(after), ...Object.keys(before)])];
}

function diffTranscripts(before: DraftFiles, after: DraftFiles): PlainDiff['transcripts'] {
  const played = (files: DraftFiles) =>
    [...files.keys()].filter((path) => path.includes('/transcripts/'));
  const name = (path: string) => path.replace(/^.*\//u, '').replace(/\.txt$/u, '');
  const [then, now] = [played(before), played(after)];
  return {
    added: now.filter((path) => !before.has(path)).map(name),
    removed: then.filter((path) => !after.has(path)).map(name),
    changed: now
      .filter((path) => before.has(path) && before.get(path) !== after.get(path))
      .map(name),
  };
}
