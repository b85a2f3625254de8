import { z } from 'zod';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { Language } from '../flow/definition.ts';
import { PROGRAMME_NAME_MAX } from '../flow/programme.ts';
import { GROUP_NAME_MAX, MEETS_MAX, PLACE_MAX, PLACES_MAX } from '../flow/peer-group.ts';
import { variablesOf } from '../flow/variables.ts';
import { PROMPTS, type PromptId } from './prompt-ids.ts';
import {
  atLongest,
  joinSayings,
  saying,
  type Sayings,
  tooManySegments,
  unknownVariables,
} from './sayings.ts';

export type { PromptId } from './prompt-ids.ts';
export type PromptVariables<Id extends PromptId> = Readonly<
  Record<(typeof PROMPTS)[Id][number], string>
>;

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
  /** The last digits of one. */
  end: 4,
  /** A step in a member's own words. */
  words: 40,
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
  last: 2,
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

/** What is said to counsellors, in each language; English is complete. */
export type Prompts = Sayings<PromptId>;

/** Parses all files of prompts together. English has to be there, with every one. */
export function parsePrompts(files: readonly SourceFile[]): Parsed<Prompts> {
  return joinSayings(files, IDS, {
    read: (source) => {
      const result = parseDataFile(source, PromptsFile);
      if (!result.ok) return result;
      const { language, prompts } = result.value;
      return { ...result, value: { language, texts: prompts } };
    },
    mend: 'Every other language falls back to English: write each prompt there.',
  });
}

/** One text for a counsellor, in her language or in English where that lacks it, its variables filled in. */
export function promptText<Id extends PromptId>(
  prompts: Prompts,
  language: string,
  id: Id,
  variables: PromptVariables<Id>,
): string {
  return saying<PromptId>(prompts, { language, id }, variables);
}

function faultsOf(id: PromptId, text: string | undefined): string[] {
  if (text === undefined) return [];
  const known: readonly string[] = PROMPTS[id];
  const named = variablesOf(text);
  const missing = known.filter((name) => !named.includes(name));
  const faults = [
    ...unknownVariables(text, known),
    ...missing.map((name) => `{${name}} is missing: a prompt says all it is given.`),
  ];
  const longest = atLongest(text, VALUE_MAX);
  if (!id.startsWith('home_'))
    return [
      ...faults,
      ...tooManySegments(longest, LISTS.has(id) ? LISTS_SEGMENTS_MAX : SEGMENTS_MAX),
    ];
  const { encoding, units } = longest;
  return units <= SCREEN_UNITS_MAX || encoding === 'ucs2'
    ? faults
    : [...faults, `Shorten it: ${units} units are more than one screen of ${SCREEN_UNITS_MAX}.`];
}

function isPromptId(text: string): text is PromptId {
  return Object.hasOwn(PROMPTS, text);
}
