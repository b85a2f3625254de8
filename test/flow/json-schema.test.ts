import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { jsonSchemas } from '../../src/flow/json-schema.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const schemas = jsonSchemas();

/** Which schema each file is for, by its path. */
const FILES: [string, string[]][] = [
  ['flow.json', ['flows/*/flow.yaml', 'test/flows/*/flow.yaml']],
  ['texts.json', ['flows/*/??.yaml', 'test/flows/*/??.yaml']],
  ['programme.json', ['flows/programmes/*.yaml']],
  ['formats.json', ['flows/formats/*.yaml']],
];
/** Folders beside the flows that hold something else. */
const OTHERS =
  /flows\/(?:programmes|formats|phrases|prompts|words|risk|helplines|lint|benefits)\//u;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

function filesFor(schema: string): string[] {
  const patterns = FILES.find(([name]) => name === schema)?.[1] ?? [];
  const all = patterns.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
  return schema === 'texts.json' ? all.filter((file) => !OTHERS.test(file)) : all;
}

/** What is wrong with a file by its JSON Schema alone. */
function faults(schema: string, source: string): string {
  const validator = z.fromJSONSchema(JSON.parse(schemas.get(schema) ?? ''));
  const result = validator.safeParse(parse(source, { schema: 'core' }));
  return result.success ? '' : z.prettifyError(result.error);
}

describe.each([...schemas.keys()])('flows/schema/%s', (name) => {
  test('is what the reader reads: UPDATE_SCHEMA=1 writes it anew', () => {
    const file = join(ROOT, 'flows', 'schema', name);
    if (process.env['UPDATE_SCHEMA'] !== undefined) writeFileSync(file, schemas.get(name) ?? '');
    expect(readFileSync(file, 'utf8')).toBe(schemas.get(name));
  });

  test('leaves nothing open, so that an editor knows each key', () => {
    const schema = schemas.get(name) ?? '';
    expect(schema).not.toMatch(/: \{\}/u);
    const objects = [...schema.matchAll(/"type": "object"/gu)].length;
    const closed = [...schema.matchAll(/"additionalProperties": /gu)].length;
    expect(closed).toBe(objects);
  });

  test('accepts every file that ships', () => {
    const files = filesFor(name);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(faults(name, read(file)), file).toBe('');
  });
});

const BAD: [string, string, string, RegExp, string][] = [
  ['an unknown key', 'flow.json', 'check-in/flow.yaml', /expires:/u, 'expire:'],
  ['a choice too many', 'flow.json', 'check-in/flow.yaml', /^ {6}2:/mu, '      6:'],
  ['a misspelt effect', 'flow.json', 'check-in/flow.yaml', /record:/u, 'recrd:'],
  ['a time without a unit', 'flow.json', 'check-in/flow.yaml', /expires: 14d/u, 'expires: 14'],
  ['a purpose that is none', 'flow.json', 'check-in/flow.yaml', /check_ins/u, 'check_in'],
  ['two underscores', 'flow.json', 'check-in/flow.yaml', /^start: .*$/mu, 'start: how__did'],
  ['a language that is none', 'texts.json', 'menu/en.yaml', /language: en/u, 'language: English'],
  ['a list for a label', 'texts.json', 'menu/en.yaml', /about: .*/u, 'about: [a]'],
  ['an unknown key', 'programme.json', 'programmes/demo-kenya.yaml', /reserve:/u, 'reserved:'],
  [
    'a day too many',
    'formats.json',
    'formats/en.yaml',
    /weekdays: \[Monday,/u,
    'weekdays: [Sun,M,',
  ],
];

test.each(BAD)('%s is marked by %s', (_, name, file, right, wrong) => {
  const source = read(join('test', 'flows', file));
  expect(source).toMatch(right);
  expect(faults(name, source)).toBe('');
  expect(faults(name, source.replace(right, wrong))).not.toBe('');
});

test('every flow names its schema, so that editors find it', () => {
  const named = '# yaml-language-server: $schema=../schema/flow.json\n';
  const files = filesFor('flow.json').filter((file) => file.startsWith('flows/'));
  expect(files.filter((file) => !read(file).startsWith(named))).toEqual([]);
});
