import { isAlias, isMap, isNode, isScalar, isSeq, Lexer, LineCounter, parseDocument } from 'yaml';
import { type Finding, findingOfFile, FINDINGS_MAX, quoted, type SpotOf } from './finding.ts';
import { yamlMistake } from './yaml-mistake.ts';

/** Longest file, in characters: sixty steps in one language are about 15,000. */
export const FLOW_FILE_MAX = 256 * 1024;
/** Most tokens of YAML in a file: sixty steps have about 5,000; more of them would keep the parser busy too long. */
const TOKENS_MAX = 20_000;
/** Most lines: sixty steps have about 600; a quotation that is never closed may hold more than its tokens tell. */
const LINES_MAX = 10_000;
/** Deepest nesting that the language needs is 6. */
const DEPTH_MAX = 12;

export type YamlFile =
  | { ok: true; value: unknown; spotOf: SpotOf }
  | { ok: false; findings: Finding[] };

/**
 * Reads YAML 1.2 (core schema) as plain data: no aliases, no tags, each key once, bounded in size, depth and time
 * (at most 200 ms for any input).
 */
export function readYaml(source: string, file: string): YamlFile {
  const tooMuch = overLimit(source);
  if (tooMuch !== undefined) return { ok: false, findings: [limitFinding(file, tooMuch)] };
  const lines = new LineCounter();
  const document = parseDocument(source, {
    schema: 'core',
    strict: true,
    // The library compares each key with all before it, which is quadratic; `problems` below uses a set.
    uniqueKeys: false,
    lineCounter: lines,
    prettyErrors: false,
    // `silent` would leave out what stands behind a line `---` without a word.
    logLevel: 'error',
  });
  const spot = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const { errors } = document;
  if (errors.length > 0) {
    const told = errors.map(({ code, pos }) => ({ code, ...spot(pos[0]) }));
    const { line, column, ...words } = yamlMistake(source, told);
    const problem = { code: 'yaml', ...words };
    return { ok: false, findings: [problemFinding(file, { line, column }, problem)] };
  }
  const findings: Finding[] = [];
  for (const { offset, earlier, ...problem } of problems(document.contents, 0)) {
    const before = earlier === undefined ? '' : `, before that in line ${spot(earlier).line}`;
    const found = problem.found + before;
    if (findings.push(problemFinding(file, spot(offset), { ...problem, found })) >= FINDINGS_MAX)
      break;
  }
  if (findings.length > 0) return { ok: false, findings };
  return {
    ok: true,
    value: document.toJS({ maxAliasCount: 0 }),
    spotOf: (path, at) => spot(offsetOf(document.contents, path, at)),
  };
}

function overLimit(source: string): string | undefined {
  if (source.length > FLOW_FILE_MAX)
    return `the file has ${source.length} characters, at most ${FLOW_FILE_MAX} are read`;
  if (source.split('\n', LINES_MAX + 1).length > LINES_MAX)
    return `the file has more than ${LINES_MAX} lines`;
  let tokens = 0;
  let depth = 0;
  for (const token of new Lexer().lex(source)) {
    if (++tokens > TOKENS_MAX) return 'the file has too many parts';
    if (token === '[' || token === '{') depth++;
    if (token === ']' || token === '}') depth--;
    if (depth > DEPTH_MAX) return `the file is nested deeper than ${DEPTH_MAX} levels`;
  }
  return undefined;
}

function limitFinding(file: string, found: string): Finding {
  const mend = 'Split it, or remove what does not belong to a flow.';
  return findingOfFile(file, { code: 'too_much', found, mend });
}

function problemFinding(
  file: string,
  spot: { line: number; column: number },
  problem: Omit<Problem, 'offset' | 'earlier'>,
): Finding {
  return { severity: 'error', file, ...spot, meant: undefined, ...problem };
}

type Problem = { offset: number; earlier?: number; code: string; found: string; mend: string };

/** What YAML allows and a flow file does not. */
function* problems(node: unknown, depth: number): Generator<Problem> {
  if (!isNode(node)) return;
  const offset = node.range?.[0] ?? 0;
  if (depth > DEPTH_MAX) {
    const found = `this is nested deeper than ${DEPTH_MAX} levels`;
    yield { offset, code: 'too_deep', found, mend: 'Flatten it.' };
    return;
  }
  const begins = (mark: string) => ({
    offset,
    found: `something begins with \`${mark}\`, which means something else than a text`,
    mend: 'Put a text in double quotes: `"…"`.',
  });
  if (isAlias(node)) yield { ...begins('*'), code: 'alias' };
  if (isAlias(node)) return;
  if (node.anchor !== undefined) yield { ...begins('&'), code: 'alias' };
  if (node.tag !== undefined) yield { ...begins('!'), code: 'tag' };
  if (isSeq(node)) for (const item of node.items) yield* problems(item, depth + 1);
  if (isMap(node)) yield* problemsOfMap(node.items, offset, depth);
}

function* problemsOfMap(
  pairs: readonly { key: unknown; value: unknown }[],
  mapOffset: number,
  depth: number,
): Generator<Problem> {
  const seen = new Map<string, number>();
  for (const { key, value } of pairs) {
    const offset = isNode(key) ? (key.range?.[0] ?? mapOffset) : mapOffset;
    const name = isScalar(key) ? String(key.value) : undefined;
    const earlier = seen.get(name ?? '');
    if (name === undefined || name === '__proto__')
      yield { offset, code: 'key', found: 'this cannot be a key', mend: 'Use a plain word.' };
    else if (earlier !== undefined)
      yield {
        offset,
        earlier,
        code: 'duplicate_key',
        found: `${quoted(name)} stands here twice`,
        mend: 'Keep one of the two.',
      };
    else if (value === null) yield { offset, code: 'yaml', ...withoutColon(name) };
    if (name !== undefined) seen.set(name, offset);
    yield* problems(key, depth + 1);
    yield* problems(value, depth + 1);
  }
}

/** Words between `{` and `}` that are no `name: value`. */
function withoutColon(words: string): { found: string; mend: string } {
  const [, name, glued, value] = /^([\w-]+)(?:(:)(?=\S)| +)(.*)$/u.exec(words) ?? [];
  if (name === undefined)
    return {
      found: `${quoted(words)} has no value`,
      mend: 'Write `name: value`; or put a text that begins with `{` in double quotes.',
    };
  const found =
    glued === undefined ? 'no colon stands behind' : 'no space stands behind the colon of';
  return { found: `${found} \`${name}\``, mend: `Write ${quoted(`${name}: ${value}`)}.` };
}

/** Where the value at `path` begins; where it is missing, the nearest thing that stands around it. */
function offsetOf(root: unknown, path: readonly string[], at: 'key' | 'value'): number {
  let node = root;
  let offset = startOf(root) ?? 0;
  for (const [index, name] of path.entries()) {
    const inside = entryOf(node, name);
    if (inside === undefined) return offset;
    const isKeyMeant = at === 'key' && index === path.length - 1;
    const keyStart = startOf(inside.key) ?? offset;
    offset = isKeyMeant ? keyStart : (startOf(inside.value) ?? keyStart);
    node = inside.value;
  }
  return offset;
}

function entryOf(node: unknown, name: string): { key: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  if (isSeq(node)) return { key: undefined, value: node.items[Number(name)] };
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
