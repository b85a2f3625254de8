import { z } from 'zod';
import { assert } from '../base/assert.ts';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { Language } from '../flow/definition.ts';
import { type Finding, findingOfFile } from '../flow/finding.ts';
import { PROGRAMME_NAME_MAX } from '../flow/programme.ts';
import { GROUP_NAME_MAX, MEETS_MAX, PLACE_MAX, PLACES_MAX } from '../flow/peer-group.ts';
import { fillIn, variablesOf } from '../flow/variables.ts';
import { fitSms } from './fit-sms.ts';
import { PROMPTS, type PromptId } from './prompt-ids.ts';

export type { PromptId } from './prompt-ids.ts';
export type PromptVariables<Id extends PromptId> = Readonly<
  Record<(typeof PROMPTS)[Id][number], string>
>;

/** The language that every other falls back to; its file must be complete. */
const FALLBACK = 'en';
/** A text to a counsellor is one SMS, in a script that GSM-7 lacks two; those that list are two. */
const SEGMENTS_MAX = { gsm7: 1, ucs2: 2 } as const;
const LISTS: ReadonlySet<string> = new Set<PromptId>([
  'digest',
  'digest_more',
  'week_of_hers',
  'group_places',
  'group_parts',
]);
const LISTS_SEGMENTS_MAX = { gsm7: 2, ucs2: 4 } as const;
/** USSD screens are named `home_…`; a list on them is shown page by page. */
const SCREEN_UNITS_MAX = 160;

/** Longest value of each variable, in characters. */
const VALUE_MAX: Readonly<Record<string, number>> = {
  programme: PROGRAMME_NAME_MAX,
  service_code: 31,
  number: 3,
  /** Four numbers; in a list of the morning twelve. */
  numbers: 18,
  list: 58,
  /** A weekday, a date and two times of day. */
  when: 26,
  since: 16,
  by: 16,
  count: 4,
  more: 3,
  phone: 16,
  digit: 1,
  receipt: 4,
  place: 20,
  date: 16,
  /** Times of day, and the word for a cover topic. */
  from: 5,
  to: 5,
  topic: 12,
  /** Codes of counsellors, and counts of a week. */
  code: 5,
  other: 5,
  asked: 3,
  met: 3,
  waiting: 3,
  airtime: 3,
  /** A peer group, when and where it meets, its places with their digits, a code to join, the votes of nine numbers. */
  group: GROUP_NAME_MAX,
  meets: MEETS_MAX,
  where: PLACE_MAX,
  places: PLACES_MAX * (PLACE_MAX + 3),
  join: 10,
  votes: 70,
  what: 40,
  /** Eight counsellors as `12: 8/6/1+`. */
  week: 110,
};

const IDS = Object.keys(PROMPTS).filter(isPromptId);

/** flows/prompts/<language>.yaml */
const PromptsFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  /** Who signed this translation, and when; null until a native speaker has. */
  reviewed: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  prompts: z
    .partialRecord(z.enum(IDS), z.string().trim().min(1))
    .superRefine((prompts, context) => {
      for (const id of IDS) {
        for (const message of faultsOf(id, prompts[id])) {
          context.addIssue({ code: 'custom', path: [id], message });
        }
      }
    }),
});
type PromptsFile = z.infer<typeof PromptsFile>;

/** What is said to counsellors, in each language; English is complete. */
export type Prompts = ReadonlyMap<string, Readonly<Partial<Record<PromptId, string>>>>;

/** Parses all files of prompts together. English has to be there, with every one. */
export function parsePrompts(files: readonly SourceFile[]): Parsed<Prompts> {
  const findings: Finding[] = [];
  const byLanguage = new Map<string, PromptsFile['prompts']>();
  for (const source of files) {
    const result = parseDataFile(source, PromptsFile);
    if (!result.ok) findings.push(...result.findings);
    else byLanguage.set(result.value.language, result.value.prompts);
  }
  const english = byLanguage.get(FALLBACK) ?? {};
  const missing = IDS.filter((id) => english[id] === undefined);
  if (findings.length === 0 && missing.length > 0) {
    findings.push(
      findingOfFile(`${FALLBACK}.yaml`, {
        code: 'missing',
        found: `${missing.join(', ')} is missing`,
        mend: 'Every other language falls back to English: write each prompt there.',
      }),
    );
  }
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: byLanguage };
}

/** One text for a counsellor, in her language or in English where that lacks it, its variables filled in. */
export function promptText<Id extends PromptId>(
  prompts: Prompts,
  language: string,
  id: Id,
  variables: PromptVariables<Id>,
): string {
  const text = prompts.get(language)?.[id] ?? prompts.get(FALLBACK)?.[id];
  assert(text !== undefined, `the prompt ${id} is in every set that was parsed`);
  const values = new Map<string, string>(Object.entries(variables));
  return fillIn(text, (name) => {
    const value = values.get(name);
    assert(value !== undefined, `the prompt ${id} is given its variable ${name}`);
    return value;
  });
}

function faultsOf(id: PromptId, text: string | undefined): string[] {
  if (text === undefined) return [];
  const known: readonly string[] = PROMPTS[id];
  const allowed =
    known.length > 0 ? `only {${known.join('}, {')}} may stand here` : 'write no { } here';
  const faults = variablesOf(text)
    .filter((name) => !known.includes(name))
    .map((name) => `{${name}} is not known: ${allowed}.`);
  const missing = known.filter((name) => !variablesOf(text).includes(name));
  for (const name of missing) faults.push(`{${name}} is missing: a prompt says all it is given.`);
  const longest = fillIn(text, (name) => 'x'.repeat(VALUE_MAX[name] ?? PROGRAMME_NAME_MAX));
  const { encoding, units, segments } = fitSms(longest, { fold: true });
  if (id.startsWith('home_'))
    return units <= SCREEN_UNITS_MAX || encoding === 'ucs2'
      ? faults
      : [...faults, `Shorten it: ${units} units are more than one screen of ${SCREEN_UNITS_MAX}.`];
  const most = (LISTS.has(id) ? LISTS_SEGMENTS_MAX : SEGMENTS_MAX)[encoding];
  if (segments <= most) return faults;
  return [
    ...faults,
    `Shorten it: ${units} units of ${encoding} are ${segments} segments, at most ${most}.`,
  ];
}

function isPromptId(text: string): text is PromptId {
  return Object.hasOwn(PROMPTS, text);
}
