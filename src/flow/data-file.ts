import { z } from 'zod';
import { closest, type Finding, type Findings, findingsOf, quoted } from './finding.ts';
import { isMapping, list } from './read-object.ts';
import { readYaml } from './read-yaml.ts';

/** A file of data that was read, or everything that is wrong in it, in the order of its lines. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; findings: Finding[] };

/** A file that was read from disk; `file` is the name that findings give. */
export type SourceFile = { file: string; source: string };

/**
 * Reads one file of words, phrases or a programme against its schema. The description of each part of the schema
 * (`.describe`) is what an author is asked to write there.
 */
export function parseDataFile<Value>(
  { file, source }: SourceFile,
  schema: z.ZodType<Value>,
): Parsed<Value> {
  const yaml = readYaml(source, file);
  if (!yaml.ok) return yaml;
  const result = schema.safeParse(yaml.value);
  if (result.success) return { ok: true, value: result.data };
  const findings = findingsOf(file, yaml.spotOf);
  for (const issue of result.error.issues) reportIssue(findings, issue, yaml.value, schema);
  return {
    ok: false,
    findings: findings.all.toSorted((a, b) => a.line - b.line || a.column - b.column),
  };
}

function reportIssue(
  findings: Findings,
  issue: z.core.$ZodIssue,
  value: unknown,
  schema: unknown,
): void {
  const path = issue.path.map(String);
  const key = path.at(-1) ?? 'the file';
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(schemaAt(schema, path));
    for (const unknown of issue.keys) {
      findings.add([...path, unknown], 'key', {
        code: 'unknown_key',
        found: `${quoted(unknown)} is not known here`,
        meant: closest(unknown, known),
        mend: `Here may stand: ${list(known)}.`,
      });
    }
    return;
  }
  const found = valueAt(value, path);
  const wanted = describe(schemaAt(schema, path));
  if (found === undefined) {
    const mend = `Add \`${key}:\` with ${wanted}.`;
    findings.add(path.slice(0, -1), 'value', {
      code: 'missing',
      found: `\`${key}\` is missing`,
      mend,
    });
    return;
  }
  const mend = issue.code === 'custom' ? issue.message : `Write ${wanted}.`;
  findings.add(path, 'value', { code: 'bad_value', found: `\`${key}\` is ${quoted(found)}`, mend });
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let part = value;
  for (const key of path) {
    if (Array.isArray(part)) part = part[Number(key)];
    else part = isMapping(part) && Object.hasOwn(part, key) ? part[key] : undefined;
  }
  return part;
}

function schemaAt(schema: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  const bare = unwrapped(schema);
  if (key === undefined) return schema;
  if (bare instanceof z.ZodObject) return schemaAt(bare.shape[key], rest);
  if (bare instanceof z.ZodRecord) return schemaAt(bare.valueType, rest);
  return bare instanceof z.ZodArray ? schemaAt(bare.element, rest) : undefined;
}

function keysOf(schema: unknown): string[] {
  const bare = unwrapped(schema);
  if (bare instanceof z.ZodObject) return Object.keys(bare.shape);
  const keys = bare instanceof z.ZodRecord ? bare.keyType : undefined;
  return keys instanceof z.ZodEnum ? keys.options.map(String) : [];
}

function describe(schema: unknown): string {
  if (schema instanceof z.ZodType && schema.description !== undefined) return schema.description;
  const bare = unwrapped(schema);
  if (bare !== schema) return describe(bare);
  if (bare instanceof z.ZodEnum) return `one of ${list(bare.options.map(String))}`;
  if (bare instanceof z.ZodLiteral) return list([...bare.values].map(String));
  return bare instanceof z.ZodObject
    ? `a mapping with ${list(Object.keys(bare.shape))}`
    : 'a value';
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap());
  }
  if (schema instanceof z.ZodDefault) return unwrapped(schema.def.innerType);
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}
