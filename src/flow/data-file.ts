import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';

/** Something wrong in a file of data, said for the person who wrote it. Lines and columns count from 1. */
export type Problem = { file: string; line: number; column: number; message: string };
export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

/** Longest file of words, phrases or a programme, in characters: 20 times the longest that ships. */
const DATA_FILE_MAX = 100_000;

/**
 * Reads one YAML 1.2 file against a schema and reports everything that is wrong at once, each with its place.
 * Aliases and custom tags are refused: these files need neither, and both can be bombs.
 */
export function parseDataFile<Value>(
  file: string,
  text: string,
  schema: z.ZodType<Value>,
): Parsed<Value> {
  const refuse = (message: string): Parsed<Value> => ({
    ok: false,
    problems: [{ file, line: 1, column: 1, message }],
  });
  if (text.length > DATA_FILE_MAX) return refuse(`longer than ${DATA_FILE_MAX} characters`);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const place = lines.linePos(offset);
    return { file, line: Math.max(1, place.line), column: Math.max(1, place.col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return { ok: false, problems: faults.map((e) => ({ ...at(e.pos[0]), message: e.message })) };
  }
  const data = plainData(document);
  if (data === undefined) return refuse('uses a YAML alias (`*name`): write the value out');
  const result = schema.safeParse(data.value);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        ...at(offsetOf(document, [...issue.path, key])),
        message: `${dotted([...issue.path, key])}: unknown key`,
      }));
    }
    const missing = !document.hasIn(issue.path) && issue.code === 'invalid_type';
    return [
      {
        ...at(offsetOf(document, issue.path)),
        message: `${dotted(issue.path)}: ${missing ? 'is missing' : issue.message}`,
      },
    ];
  });
  return { ok: false, problems };
}

/** All problems as lines that editors and terminals can jump to. */
export function problemsInWords(problems: readonly Problem[]): string {
  return problems.map((p) => `${p.file}:${p.line}:${p.column} ${p.message}`).join('\n');
}

function plainData(document: Document): { value: unknown } | undefined {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 });
    return { value };
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

/** Where the value at a path stands, or its key in a map, or the nearest thing above that is there. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const key = path.at(-1);
  const parent = document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  const node = document.getIn(path, true);
  if (isNode(node)) return node.range?.[0] ?? 0;
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function dotted(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the file' : path.map(String).join('.');
}
