import { assert } from '../base/assert.ts';
import type { Parsed, SourceFile } from '../flow/data-file.ts';
import { type Finding, findingOfFile } from '../flow/finding.ts';
import { PROGRAMME_NAME_MAX } from '../flow/programme.ts';
import { fillIn, variablesOf } from '../flow/variables.ts';
import { type FittedSms, fitSms } from './fit-sms.ts';

/** What the service says by itself, by language and id. The fallback is complete. */
export type Sayings<Id extends string> = ReadonlyMap<string, Readonly<Partial<Record<Id, string>>>>;

/** The language that every other falls back to; its file must be complete. */
const FALLBACK = 'en';

type File<Id extends string> = { language: string; texts: Partial<Record<Id, string>> };

/** Joins the files of all languages; `read` reads one, and `mend` is said where the fallback lacks some of `ids`. */
export function joinSayings<Id extends string>(
  files: readonly SourceFile[],
  ids: readonly Id[],
  { read, mend }: { read: (source: SourceFile) => Parsed<File<Id>>; mend: string },
): Parsed<Sayings<Id>> {
  const findings: Finding[] = [];
  const byLanguage = new Map<string, Partial<Record<Id, string>>>();
  for (const source of files) {
    const result = read(source);
    if (!result.ok) findings.push(...result.findings);
    else byLanguage.set(result.value.language, result.value.texts);
  }
  const missing = ids.filter((id) => byLanguage.get(FALLBACK)?.[id] === undefined);
  if (findings.length === 0 && missing.length > 0) {
    const found = `${missing.join(', ')} is missing`;
    findings.push(findingOfFile(`${FALLBACK}.yaml`, { code: 'missing', found, mend }));
  }
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: byLanguage };
}

/** One of them in a language, or in the fallback where that language lacks it, its variables filled in. */
export function saying<Id extends string>(
  sayings: Sayings<Id>,
  { language, id }: { language: string; id: Id },
  variables: Readonly<Record<string, string>>,
): string {
  const text = sayings.get(language)?.[id] ?? sayings.get(FALLBACK)?.[id];
  assert(text !== undefined, `${id} is in every set that was parsed`);
  const values = new Map(Object.entries(variables));
  return fillIn(text, (name) => {
    const value = values.get(name);
    assert(value !== undefined, `${id} is given its variable ${name}`);
    return value;
  });
}

/** A fault for each variable of a text that is not among `known`. */
export function unknownVariables(text: string, known: readonly string[]): string[] {
  const allowed =
    known.length > 0 ? `only {${known.join('}, {')}} may stand here` : 'write no { } here';
  return variablesOf(text)
    .filter((name) => !known.includes(name))
    .map((name) => `{${name}} is not known: ${allowed}.`);
}

/** The text with its longest values, as one SMS; `longest` are the lengths of values in characters. */
export function atLongest(text: string, longest: Readonly<Record<string, number>>): FittedSms {
  const whole = fillIn(text, (name) => 'x'.repeat(longest[name] ?? PROGRAMME_NAME_MAX));
  return fitSms(whole, { fold: true });
}

/** A fault where it takes more segments than `most` of its encoding. */
export function tooManySegments(
  { encoding, units, segments }: FittedSms,
  most: Readonly<Record<FittedSms['encoding'], number>>,
): string[] {
  if (segments <= most[encoding]) return [];
  const found = `${units} units of ${encoding} are ${segments} segments`;
  return [`Shorten it: ${found}, at most ${most[encoding]}.`];
}
