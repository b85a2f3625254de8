import { z } from 'zod';
import type { Answer, Field } from './definition.ts';
import { closest, type Findings, quoted } from './finding.ts';
import { isMapping, type Path, readEntries, readObject, readValue } from './read-object.ts';
import { AnswerKeys, FieldKeys, FixedValue, Name, Values } from './written-values.ts';

/** Kinds of fields that are written by their name alone. */
const PLAIN = ['date', 'time', 'pin'] as const;

/** Reads what a field of memory may hold. */
export function readField(findings: Findings, path: Path, value: unknown): Field | undefined {
  if (Array.isArray(value)) return readValue(findings, path, value, Values);
  const plain = PLAIN.find((kind) => kind === value);
  if (plain !== undefined) return { kind: plain };
  if (!isMapping(value)) return refuse(findings, path, value, FIELDS);
  const read = readObject(findings, path, value, FieldKeys);
  if (read === undefined) return undefined;
  const { number, text, coded } = read;
  const [kind, ...others] = Object.keys(read);
  if (number !== undefined && others.length === 0) return { kind: 'number', ...number };
  if (text !== undefined && coded !== undefined && others.length === 1)
    return { kind: 'text', max: text, coded };
  if (kind === 'text' && others.length === 0)
    findings.add(path, 'value', {
      code: 'missing',
      found: '`coded` is missing',
      mend: 'Add `coded:` with the id of a text that is shown in place of these words.',
    });
  else if (isWellWritten(value, read)) refuse(findings, path, value, FIELDS);
  return undefined;
}

const FIELDS =
  'a list of words, `{ number: 1 to 5 }`, `{ text: 40, coded: … }`, `date`, `time` or `pin`';
const ANSWERS =
  '`{ number: 1 to 5 }`, `{ text: 40 }`, `{ date: 14d }`, `{ time: morning }`, `time` or `pin`';

/** Reads what kind of answer a question takes. */
export function readAnswerKind(findings: Findings, path: Path, value: unknown): Answer | undefined {
  if (value === 'time' || value === 'pin') return { kind: value };
  if (!isMapping(value)) return refuse(findings, path, value, ANSWERS);
  const read = readObject(findings, path, value, AnswerKeys);
  if (read === undefined) return undefined;
  const [kind, ...others] = Object.keys(read);
  if (others.length > 0 || kind === undefined)
    return isWellWritten(value, read) ? refuse(findings, path, value, ANSWERS) : undefined;
  if (read.number !== undefined) return { kind: 'number', ...read.number };
  if (read.text !== undefined) return { kind: 'text', max: read.text };
  if (read.time !== undefined) return { kind: 'time', part: read.time };
  if (read.same_pin_as !== undefined) return { kind: 'pin', sameAs: read.same_pin_as };
  return read.date === undefined ? undefined : { kind: 'date', withinDays: read.date };
}

/** Whether nothing is wrong with its keys, so that nothing was said of it yet. */
function isWellWritten(value: object, read: object | undefined): boolean {
  return read !== undefined && Object.keys(value).length === Object.keys(read).length;
}

function refuse(findings: Findings, path: Path, value: unknown, kinds: string): undefined {
  findings.add(path, 'value', {
    code: 'bad_value',
    found: `\`${path.at(-1)}\` is ${quoted(value)}`,
    meant: typeof value === 'string' ? closest(value, PLAIN) : undefined,
    mend: `Write one of: ${kinds}.`,
  });
}

export type Fixed = Readonly<Record<string, string | number>>;

/** Reads fixed values that are kept on the way: `save: { day: tomorrow, missed: 0 }`. */
export function readFixed(findings: Findings, path: Path, value: unknown): { set?: Fixed } {
  if (value === undefined) return {};
  const entries = readEntries(findings, path, value, Name).flatMap(([field, one]) => {
    const read = readValue(findings, [...path, field], one, FixedValue);
    return read === undefined ? [] : [[field, read] as const];
  });
  return entries.length === 0 ? {} : { set: Object.fromEntries(entries) };
}

/** Reads which fields of a flow keep those of a part: `save: { day: step_day }`. */
export function readFieldNames(
  findings: Findings,
  path: Path,
  value: unknown,
): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  const entries = readEntries(findings, path, value, Name).flatMap(([field, one]) => {
    const read = readValue(findings, [...path, field], one, Name);
    return read === undefined ? [] : [[field, read] as const];
  });
  return Object.fromEntries(entries);
}

/** Reads `save:` of a choice: a field that keeps what the answer means, or fixed values. */
export function readSave(
  findings: Findings,
  path: Path,
  value: unknown,
): { save?: string; set?: Fixed } {
  if (isMapping(value) || value === undefined) return readFixed(findings, path, value);
  const save = readValue(
    findings,
    path,
    value,
    z.string().pipe(Name).describe('a field of `memory`, or fields with fixed values'),
  );
  return save === undefined ? {} : { save };
}
