import { contentHash } from '../../base/seal.ts';
import type { TextsDefinition, Wording } from '../../flow/definition.ts';
import { parseTexts } from '../../flow/parse-texts.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { spokenFirst } from '../../flow/edit/spoken-first.ts';
import { missingIn } from '../../flow/edit/yaml-text.ts';
import { textsPath } from '../../flow/edit/desk.ts';

/** What a text is said by: both channels, or one of them where it has wordings of its own. */
type Form = 'both' | 'sms' | 'ussd';

/**
 * One thing to translate: a text, the name of an answer, or the words that are understood as that answer, one a line. `id`
 * is `texts.small_step`, `texts.thanks.sms`, `choices.done`, `answers.done`.
 */
export type Unit = {
  id: string;
  kind: 'text' | 'choice' | 'answer';
  /** As the flow calls it. */
  name: string;
  form: Form;
  source: string;
  /** What stands there; undefined where nothing does, and where it is a copy that waits for its translation. */
  target: string | undefined;
  /** Such a copy. */
  isCopy: boolean;
  /** What it would be translated from is such a copy itself. */
  isSourceCopy: boolean;
  /** `none`: words for an answer, which a language may do without. */
  state: 'missing' | 'changed' | 'done' | 'none';
};

/** Both languages as they stand. */
export type Pair = { from: TextsDefinition; to: TextsDefinition; units: readonly Unit[] };

/** What each translation was made from: a hash of the source's words, by the unit. */
export type Bases = ReadonlyMap<string, string>;

/** Letters of a hash that tell two wordings of one text apart. */
const HASH_LETTERS = 12;

export function wordsHash(words: string): string {
  return contentHash(words).slice(0, HASH_LETTERS);
}

export type Languages = { from: string; to: string };

/** The texts of one language; undefined where the file is missing or cannot be read. */
export function readWords(
  files: DraftFiles,
  flow: string,
  language: string,
): TextsDefinition | undefined {
  const path = textsPath(flow, language);
  const read = parseTexts(files.get(path) ?? '', path, language);
  return read.ok ? read.texts.definition : undefined;
}

/** The language that the others are made from, where nobody says which: English, or the first that waits for nothing. */
export function sourceOf(
  all: readonly string[],
  waitsFor: (language: string) => number,
): string | undefined {
  const sources = spokenFirst(all, ['en'], (one) => one);
  return sources.find((one) => waitsFor(one) === 0) ?? sources[0];
}

/** How many words of a language are copies that wait for their translation. */
export function copiesIn(files: DraftFiles, flow: string, language: string): number {
  return missingIn(files.get(textsPath(flow, language)) ?? '').size;
}

/**
 * What is to be translated, in the order of the source. A translation is `changed` where the source is not as it was when
 * the translation was saved; where nobody saved one here, where the source differs from what is released and the
 * translation does not.
 */
export function pairOf(
  now: { files: DraftFiles; released: DraftFiles; bases: Bases },
  flow: string,
  { from, to }: Languages,
): Pair | undefined {
  const [source, target] = [from, to].map((one) => readWords(now.files, flow, one));
  if (source === undefined || target === undefined) return undefined;
  const [sourceCopies, copies] = [from, to].map((one) =>
    missingIn(now.files.get(textsPath(flow, one)) ?? ''),
  );
  const before = {
    from: readWords(now.released, flow, from),
    to: readWords(now.released, flow, to),
  };
  const units = plainUnits(source, target).map((unit): Unit => {
    const place = placeIn(unit).join('.');
    const isCopy = unit.target !== undefined && copies?.has(place) === true;
    const isSourceCopy = sourceCopies?.has(place) === true;
    const own = { ...unit, isCopy, isSourceCopy, target: isCopy ? undefined : unit.target };
    return { ...own, state: stateOf(own, now.bases.get(unit.id), before) };
  });
  return { from: source, to: target, units };
}

type PlainUnit = Omit<Unit, 'state' | 'isCopy' | 'isSourceCopy'>;

const SECTIONS = { text: 'texts', choice: 'choices', answer: 'answers' } as const;

/** Where it stands in the file of a language. */
export function placeIn({ kind, name }: Pick<Unit, 'kind' | 'name'>): [string, string] {
  return [SECTIONS[kind], name];
}
type Before = { from: TextsDefinition | undefined; to: TextsDefinition | undefined };

function stateOf(unit: PlainUnit, basis: string | undefined, before: Before): Unit['state'] {
  if (unit.target === undefined) return unit.kind === 'answer' ? 'none' : 'missing';
  if (basis !== undefined) return basis === wordsHash(unit.source) ? 'done' : 'changed';
  const [source, target] = [before.from, before.to].map((one) => wordingIn(one, unit));
  const isOld = source !== undefined && source !== unit.source && target === unit.target;
  return isOld ? 'changed' : 'done';
}

function plainUnits(from: TextsDefinition, to: TextsDefinition): PlainUnit[] {
  const texts = Object.entries(from.texts).flatMap(([name, source]) => {
    const target = ownOf(to.texts, name);
    const isApart = [source, target].some((one) => one !== undefined && one.sms !== one.ussd);
    const forms: Form[] = isApart ? ['sms', 'ussd'] : ['both'];
    return forms.map((form): PlainUnit => {
      const words = { source: wordsOf(source, form), target: target && wordsOf(target, form) };
      return { id: unitId('texts', name, form), kind: 'text', name, form, ...words };
    });
  });
  const choices = Object.entries(from.choices).map(([name, source]): PlainUnit => {
    const target = ownOf(to.choices, name);
    return {
      id: unitId('choices', name, 'both'),
      kind: 'choice',
      name,
      form: 'both',
      source,
      target,
    };
  });
  return [...texts, ...choices, ...answerUnits(from, to)];
}

/** Words for an answer that one of the languages has; where the source has none, its name says what they are for. */
function answerUnits(from: TextsDefinition, to: TextsDefinition): PlainUnit[] {
  const names = new Set([...Object.keys(from.answers), ...Object.keys(to.answers)]);
  return [...names].map((name) => ({
    id: unitId('answers', name, 'both'),
    kind: 'answer',
    name,
    form: 'both',
    source: linesOf(from, name) ?? ownOf(from.choices, name) ?? '',
    target: linesOf(to, name),
  }));
}

/** Words for an answer as they are typed, one a line. */
function linesOf({ answers }: TextsDefinition, name: string): string | undefined {
  const words = ownOf(answers, name) ?? [];
  return words.length === 0 ? undefined : words.join('\n');
}

function unitId(section: 'texts' | 'choices' | 'answers', name: string, form: Form): string {
  return form === 'both' ? `${section}.${name}` : `${section}.${name}.${form}`;
}

function wordsOf(wording: Wording, form: Form): string {
  return form === 'ussd' ? wording.ussd : wording.sms;
}

function ownOf<Value>(entries: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** The words of the same unit in other texts. */
export function wordingIn(
  texts: TextsDefinition | undefined,
  { kind, name, form }: Pick<Unit, 'kind' | 'name' | 'form'>,
): string | undefined {
  if (texts === undefined) return undefined;
  if (kind === 'choice') return ownOf(texts.choices, name);
  if (kind === 'answer') return linesOf(texts, name);
  const wording = ownOf(texts.texts, name);
  return wording === undefined ? undefined : wordsOf(wording, form);
}
