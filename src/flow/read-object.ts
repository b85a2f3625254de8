import { z } from 'zod';
import { closest, type Findings, quoted } from './finding.ts';

export type Path = readonly string[];

/**
 * Checks one mapping of a file against the keys it may have, and reports every mistake with what was probably meant.
 * Nested mappings are `z.unknown()` here and read by a call of their own, so that each report knows its keys.
 */
export function readObject<Shape extends z.core.$ZodLooseShape>(
  findings: Findings,
  path: Path,
  value: unknown,
  schema: z.ZodObject<Shape, z.core.$strict>,
): z.output<typeof schema> | undefined {
  const keys = Object.keys(schema.shape);
  if (!isMapping(value)) {
    findings.add(path, 'value', {
      code: 'not_a_mapping',
      found: `${quoted(value)} stands here`,
      mend: `Write a mapping with the keys ${list(keys)}.`,
    });
    return undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) reportUnknownKey(findings, path, key, keys);
      continue;
    }
    const key = String(issue.path[0] ?? '');
    reportValue(findings, [...path, key], value[key], issue, describe(schema.shape[key]));
  }
  // What is only misspelt is left out, so that the rest can still be checked.
  const known = Object.entries(value).filter(([key]) => keys.includes(key));
  return schema.safeParse(Object.fromEntries(known)).data;
}

/** Checks one value against its schema. */
export function readValue<Value>(
  findings: Findings,
  path: Path,
  value: unknown,
  schema: z.ZodType<Value>,
): Value | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue !== undefined) reportValue(findings, path, value, issue, describe(schema));
  return undefined;
}

/** The entries of a mapping with free keys; a wrong key is reported and left out. */
export function readEntries(
  findings: Findings,
  path: Path,
  value: unknown,
  key: z.ZodType<string>,
): [string, unknown][] {
  if (!isMapping(value)) {
    const mend = `Write one line for each, \`name: …\`; a name is ${describe(key)}.`;
    const found = value === undefined ? 'nothing stands here' : `${quoted(value)} stands here`;
    findings.add(path, 'value', { code: 'not_a_mapping', found, mend });
    return [];
  }
  return Object.entries(value).filter(([name]) => {
    if (key.safeParse(name).success) return true;
    const mend = `Write ${describe(key)}.`;
    const found = `${quoted(name)} is not a name that can be used here`;
    findings.add([...path, name], 'key', { code: 'bad_name', found, mend });
    return false;
  });
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `a`, `b` or `c`, for a sentence. */
export function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}

function reportUnknownKey(
  findings: Findings,
  path: Path,
  key: string,
  keys: readonly string[],
): void {
  findings.add([...path, key], 'key', {
    code: 'unknown_key',
    found: `${quoted(key)} is not known here`,
    meant: closest(key, keys),
    mend: `Here may stand: ${list(keys)}.`,
  });
}

function reportValue(
  findings: Findings,
  path: Path,
  value: unknown,
  issue: z.core.$ZodIssue,
  wanted: string,
): void {
  const key = path.at(-1) ?? '';
  if (value === undefined) {
    const mend = `Add \`${key}:\` with ${wanted}.`;
    const found = `\`${key}\` is missing`;
    findings.add(path.slice(0, -1), 'value', { code: 'missing', found, mend });
    return;
  }
  const options = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  findings.add(path, 'value', {
    code: 'bad_value',
    found: `\`${key}\` is ${quoted(value)}`,
    meant: typeof value === 'string' ? closest(value, options) : undefined,
    mend: options.length > 0 ? `Write one of: ${list(options)}.` : `Write ${wanted}.`,
  });
}

function describe(schema: unknown): string {
  if (schema instanceof z.ZodOptional) return describe(schema.unwrap());
  if (schema instanceof z.ZodEnum) return `one of ${list(schema.options.map(String))}`;
  if (schema instanceof z.ZodType && schema.description !== undefined) return schema.description;
  return 'a value';
}
