import { isMap, isNode, isScalar, isSeq, type Pair, type YAMLMap } from 'yaml';
import type { Path } from '../read-object.ts';
import { documentOf } from './yaml-document.ts';

/**
 * Edits of YAML as text: only the characters of what is changed are replaced, so that remarks, quotes and line breaks of
 * everything else stay as they were typed. Undefined: the place is written in a way that is not safely changed.
 */
export type Changed = string | undefined;

/** Indentation of one level, as docs/flows.md teaches it. */
const LEVEL = 2;
/** Behind a wording that is a copy of another language and waits for its translation. */
const MISSING_MARK = '# missing';

function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const name of path) {
    if (isMap(node)) node = pairOf(node, name)?.value;
    else if (isSeq(node)) node = node.items[Number(name)];
    else return undefined;
  }
  return node;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

/** Behind the last character of what the node says; remarks and empty lines behind it are not counted. */
function endOf(node: unknown): number | undefined {
  if ((isMap(node) || isSeq(node)) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (last === undefined) return node.range?.[1];
    const inside = isMap(node) ? pairEnd(node.items.at(-1)) : endOf(last);
    return inside ?? node.range?.[1];
  }
  return isNode(node) ? node.range?.[1] : undefined;
}

function pairEnd(pair: Pair | undefined): number | undefined {
  return endOf(pair?.value) ?? endOf(pair?.key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function lineStart(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1;
}

/** Behind the line break of the line in which something ends. */
function lineEnd(source: string, at: number): number {
  if (at > 0 && source[at - 1] === '\n') return at;
  const next = source.indexOf('\n', at);
  return next === -1 ? source.length : next + 1;
}

function spliced(source: string, from: number, to: number, text: string): string {
  return source.slice(0, from) + text + source.slice(to);
}

/** Words as YAML: as they are where that is safe everywhere, else in double quotes. */
export function scalarText(words: string): string {
  const isPlain =
    /^[\p{L}][^\n\r\t:#{}[\],&*!|>'"%@`]*$/u.test(words) &&
    words.trim() === words &&
    !/^(?:true|false|null|\.nan|\.inf)$/iu.test(words);
  // A letter of another plane would be escaped by nobody; JSON is YAML.
  return isPlain ? words : JSON.stringify(words);
}

/** Puts the text of a value in the place of the one at `path`. A mark of missing words behind it goes. */
export function setValue(source: string, path: Path, text: string): Changed {
  const node = nodeAt(documentOf(source).contents, path);
  const from = startOf(node);
  const end = endOf(node);
  if (from === undefined || end === undefined) return undefined;
  // A block of text begins behind its key and ends behind its line break; what replaces it stands on one line.
  const isBlock = isScalar(node) && source[end - 1] === '\n';
  const to = isBlock ? end - 1 : end;
  const behind = source.slice(to, lineEnd(source, to));
  const mark = behind.trim() === MISSING_MARK ? behind.trimEnd().length : 0;
  return spliced(source, from, to + mark, text);
}

/** Puts a pair into the mapping at `path`: behind the pair `after`, else at its end. `lines` of more than one are a block. */
export function addPair(
  source: string,
  path: Path,
  pair: { key: string; text: string; below?: readonly string[]; after?: string | undefined },
): Changed {
  const map = nodeAt(documentOf(source).contents, path);
  const line = `${pair.key}:${pair.text === '' ? '' : ` ${pair.text}`}`;
  if (!isMap(map)) return undefined;
  if (map.items.length === 0) return intoEmpty(source, map, path, [line, ...(pair.below ?? [])]);
  const before =
    (pair.after === undefined ? undefined : pairOf(map, pair.after)) ?? map.items.at(-1);
  const end = pairEnd(before);
  const column = columnOf(source, map);
  if (end === undefined || column === undefined) return undefined;
  if (map.flow === true)
    return pair.below === undefined ? spliced(source, end, end, `, ${line}`) : undefined;
  const at = lineEnd(source, end);
  const gap = at > 0 && source[at - 1] !== '\n' ? '\n' : '';
  const lines = [line, ...(pair.below ?? [])].map((one) => `${' '.repeat(column)}${one}\n`);
  return spliced(source, at, at, gap + lines.join(''));
}

function intoEmpty(source: string, map: YAMLMap, path: Path, lines: readonly string[]): Changed {
  const [from, to] = [map.range?.[0], map.range?.[1]];
  if (from === undefined || to === undefined) return undefined;
  const indent = ' '.repeat(path.length * LEVEL);
  const at = source.slice(0, from).trimEnd().length;
  return spliced(source, at, to, lines.map((one) => `\n${indent}${one}`).join(''));
}

/** Where the keys of a mapping of lines begin; undefined where the first shares its line with something else. */
function columnOf(source: string, map: YAMLMap): number | undefined {
  const from = startOf(map.items[0]?.key);
  if (from === undefined) return undefined;
  const begin = lineStart(source, from);
  return map.flow === true || /^[ -]*$/u.test(source.slice(begin, from)) ? from - begin : undefined;
}

type Chunk = { from: number; to: number };

/** The whole lines of a pair: the remarks directly above it, its value, and what stands behind it in its last line. */
function chunkOf(source: string, map: YAMLMap, index: number): Chunk | undefined {
  const pair = map.items[index];
  const key = startOf(pair?.key);
  const end = pairEnd(pair);
  if (key === undefined || end === undefined) return undefined;
  let from = lineStart(source, key);
  if (source.slice(from, key).trim() !== '') return undefined;
  const floor = index === 0 ? 0 : lineEnd(source, pairEnd(map.items[index - 1]) ?? from);
  while (from > floor) {
    const above = lineStart(source, from - 1);
    if (above < floor || !/^ *#/u.test(source.slice(above, from))) break;
    from = above;
  }
  return { from, to: lineEnd(source, end) };
}

/** Takes a pair out, with the remark above it if that stands above this pair alone. */
export function removePair(source: string, path: Path): Changed {
  const map = nodeAt(documentOf(source).contents, path.slice(0, -1));
  if (!isMap(map) || map.items.length < 2) return undefined;
  const pair = pairOf(map, path.at(-1) ?? '');
  const index = pair === undefined ? -1 : map.items.indexOf(pair);
  if (index === -1) return undefined;
  if (map.flow === true) return withoutFlowPair(source, map, index);
  const chunk = chunkOf(source, map, index);
  if (chunk === undefined) return undefined;
  const key = lineStart(source, startOf(pair?.key) ?? 0);
  const next = source.slice(chunk.to, lineEnd(source, chunk.to + 1));
  const isAlone = next.trim() === '' || index === map.items.length - 1;
  return spliced(source, isAlone ? chunk.from : key, chunk.to, '');
}

function withoutFlowPair(source: string, map: YAMLMap, index: number): Changed {
  const before = pairEnd(map.items[index - 1]);
  const end = pairEnd(map.items[index]);
  const start = startOf(map.items[index]?.key);
  const next = startOf(map.items[index + 1]?.key);
  if (before !== undefined && end !== undefined) return spliced(source, before, end, '');
  return start !== undefined && next !== undefined ? spliced(source, start, next, '') : undefined;
}

export function renameKey(source: string, path: Path, name: string): Changed {
  const map = nodeAt(documentOf(source).contents, path.slice(0, -1));
  const key = isMap(map) ? pairOf(map, path.at(-1) ?? '')?.key : undefined;
  const [from, to] = [startOf(key), endOf(key)];
  return from === undefined || to === undefined ? undefined : spliced(source, from, to, name);
}

/**
 * Lays the pairs of a mapping in the order of `order` (their keys), and names them 1, 2, 3 … Pairs that are not named are
 * left out. Each pair keeps its own text, its remarks too.
 */
export function renumber(source: string, path: Path, order: readonly string[]): Changed {
  const map = nodeAt(documentOf(source).contents, path);
  if (!isMap(map) || order.length === 0) return undefined;
  const keys = map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ''));
  const spans = map.items.map((pair, index) =>
    map.flow === true
      ? { from: startOf(pair.key) ?? 0, to: pairEnd(pair) ?? 0 }
      : chunkOf(source, map, index),
  );
  const [first, last] = [spans[0], spans.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const texts = order.map((key, index) => {
    const at = keys.indexOf(key);
    const span = spans[at];
    const node = map.items[at]?.key;
    const [from, to] = [startOf(node), endOf(node)];
    if (span === undefined || from === undefined || to === undefined) return undefined;
    const text = source.slice(span.from, from) + String(index + 1) + source.slice(to, span.to);
    return map.flow === true || text.endsWith('\n') ? text : `${text}\n`;
  });
  if (texts.includes(undefined)) return undefined;
  return spliced(source, first.from, last.to, texts.join(map.flow === true ? ', ' : ''));
}

/** The text of the value at `path` as it stands there. */
export function valueText(source: string, path: Path): string | undefined {
  const node = nodeAt(documentOf(source).contents, path);
  const [from, to] = [startOf(node), endOf(node)];
  return from === undefined || to === undefined ? undefined : source.slice(from, to);
}

/** What is marked as a copy that waits for its translation: `texts.id`, `choices.id`. */
export function missingIn(source: string): Set<string> {
  const missing = new Set<string>();
  if (!source.includes(MISSING_MARK)) return missing;
  const { contents } = documentOf(source);
  for (const section of ['texts', 'choices']) {
    const map = nodeAt(contents, [section]);
    for (const pair of isMap(map) ? map.items : []) {
      const end = pairEnd(pair);
      if (end === undefined || !isScalar(pair.key)) continue;
      if (source.slice(end, lineEnd(source, end)).trim() === MISSING_MARK)
        missing.add(`${section}.${String(pair.key.value)}`);
    }
  }
  return missing;
}

/** A value that is a copy of another language until somebody translates it: marked, so that nobody takes it for a translation. */
export function marked(text: string): string {
  return `${text} ${MISSING_MARK}`;
}
