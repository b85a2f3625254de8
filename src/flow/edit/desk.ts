import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { createRecall } from '../../base/recall.ts';
import { readYaml } from '../read-yaml.ts';
import { Name } from '../written-values.ts';
import { type DraftFiles, languageOf } from './draft-files.ts';
import { spokenFirst } from './spoken-first.ts';
import type { Changed } from './yaml-text.ts';

/** Why an edit was refused: the end of a word key, and what stands in it. */
export type Why = { why: string; values?: Readonly<Record<string, string | number>> };

/** Says no to an edit, in a word that the page has a sentence for. */
export class EditRefused extends Error {
  override readonly name = 'EditRefused';
  readonly refusal: Why;
  constructor(why: string, values?: Readonly<Record<string, string | number>>) {
    super(why);
    this.refusal = values === undefined ? { why } : { why, values };
  }
}

/** Names have at most 40 letters; what is made of somebody's words is cut before, to leave room for a number. */
const NAME_LETTERS = 30;

/** The files of one flow while they are being edited. Each change is looked at again before the next. */
export type Desk = {
  readonly flow: string;
  readonly files: Map<string, string>;
  /** The written value of flow.yaml. */
  written: () => Readonly<Record<string, unknown>>;
  steps: () => Readonly<Record<string, unknown>>;
  step: (id: string) => Readonly<Record<string, unknown>>;
  languages: () => string[];
  texts: (language: string) => Readonly<Record<string, unknown>>;
  editFlow: (change: (source: string) => Changed) => void;
  editTexts: (language: string, change: (source: string) => Changed) => void;
};

/** @throws EditRefused */
export function deskOf(files: DraftFiles, flow: string): Desk {
  const own = new Map(files);
  const path = `${flow}/flow.yaml`;
  const edit = (at: string, change: (source: string) => Changed) => {
    const changed = change(sourceAt(own, at));
    if (changed === undefined || !valueOf(changed, at).ok)
      throw new EditRefused('written_otherwise', { file: at });
    own.set(at, changed);
  };
  const written = () => valueAt(own, path);
  const steps = () => mappingIn(written(), 'steps');
  return {
    flow,
    files: own,
    written,
    steps,
    step: (id) => {
      const step = Object.hasOwn(steps(), id) ? steps()[id] : undefined;
      if (!isMapping(step)) throw new EditRefused('no_such_step', { step: id });
      return step;
    },
    languages: () => languagesIn(own, flow),
    texts: (language) => valueAt(own, textsPath(flow, language)),
    editFlow: (change) => edit(path, change),
    editTexts: (language, change) => edit(textsPath(flow, language), change),
  };
}

export function textsPath(flow: string, language: string): string {
  return `${flow}/${language}.yaml`;
}

/** The languages that a flow has a file for: `spoken` first, the others in the order of the files. */
export function languagesIn(
  files: DraftFiles,
  flow: string,
  spoken: readonly string[] = [],
): string[] {
  const all = [...files.keys()].flatMap((path) => {
    const language = path.startsWith(`${flow}/`) ? languageOf(path) : undefined;
    return language === undefined ? [] : [language];
  });
  return spokenFirst(all, spoken, (language) => language);
}

export function mappingIn(
  value: Readonly<Record<string, unknown>>,
  key: string,
): Readonly<Record<string, unknown>> {
  const inside = Object.hasOwn(value, key) ? value[key] : undefined;
  return isMapping(inside) ? inside : {};
}

function sourceAt(files: DraftFiles, path: string): string {
  const source = files.get(path);
  if (source === undefined) throw new EditRefused('no_such_file', { file: path });
  return source;
}

/** Files that are kept as they were read: an edit looks at each language several times, in every state it goes through. */
const READ_MAX = 64;
type Value = { ok: true; value: unknown } | { ok: false };
const recallValue = createRecall<Value>(READ_MAX);

function valueOf(source: string, path: string): Value {
  return recallValue(source, () => {
    const read = readYaml(source, path);
    return read.ok ? { ok: true, value: read.value } : { ok: false };
  });
}

function valueAt(files: DraftFiles, path: string): Readonly<Record<string, unknown>> {
  const read = valueOf(sourceAt(files, path), path);
  // A file that cannot be read is mended as text first.
  if (!read.ok || !isMapping(read.value)) throw new EditRefused('unreadable', { file: path });
  return read.value;
}

/** A name for a step, text or answer out of somebody's words, that nothing else has. */
export function freeName(words: string, taken: Iterable<string>): string {
  const used = new Set([...taken, END, 'back']);
  const plain = words
    .replaceAll(/\{[^}]*\}/gu, ' ')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/gu);
  const joined = (plain ?? [])
    .slice(0, 5)
    .join('_')
    .replace(/^[\d_]+/u, '')
    .slice(0, NAME_LETTERS);
  const name = Name.safeParse(joined.replace(/_+$/u, '')).data ?? 'step';
  if (!used.has(name)) return name;
  for (let number = 2; ; number++) if (!used.has(`${name}_${number}`)) return `${name}_${number}`;
}
