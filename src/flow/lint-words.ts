import { z } from 'zod';
import { Language, Word } from './definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';

/** Why a word is kept out of texts. `promise` is a warning: somebody may keep it after all. */
export const BANNED_KINDS = [
  'clinical',
  'blame',
  'order',
  'efficacy',
  'money',
  'hiding',
  'promise',
] as const;
export type BannedKind = (typeof BANNED_KINDS)[number];

/** Rules of style that a named text may break for a reason, such as a legal notice. What protects people is not here. */
const EXCUSABLE = [
  'capitals',
  'long_sentence',
  'long_word',
  'many_sentences',
  'reading_grade',
  'same_as_english',
  'sms_two_segments',
] as const;

/** Words with one space between; `*` before or behind the letters of a word, or alone for any one word, never first. */
const PATTERN = /^\*?[\p{L}\p{M}\p{N}'-]+\*?( (\*|\*?[\p{L}\p{M}\p{N}'-]+\*?)){0,7}$/u;
/** A wildcard needs so many letters beside it, and a pattern so many in all, or it would forbid a language. */
const WILD_LETTERS_MIN = 3;
const LETTERS_MIN = 2;
const PATTERN_MAX = 60;
/** Patterns in one list: the longest list that ships has about 120. */
const PATTERNS_MAX = 400;

const PATTERN_IS =
  'one to eight words, with * only before or behind at least three letters (`depress*`)';
const Pattern = z
  .string()
  .max(PATTERN_MAX)
  .refine(isPattern, `Write ${PATTERN_IS}.`)
  .describe(PATTERN_IS);
const Patterns = z.array(Pattern).min(1).max(PATTERNS_MAX).describe('a list of words');
const Text = z.string().trim().min(1).max(200).describe('a text of at most 200 characters');
const Reason = Text.describe('a text that says why');

const Banned = z
  .strictObject({
    reason: Reason,
    /** By pattern, what to write instead. */
    words: z
      .record(Pattern, Text)
      .refine((words) => Object.keys(words).length <= PATTERNS_MAX)
      .describe(`at most ${PATTERNS_MAX} words, each with what to write instead`),
  })
  .describe('a `reason` and `words`, each with what to write instead');

const LintFile = z
  .strictObject({
    spec: z.literal(1),
    language: Language,
    /** Who signed the lists, and when; null until a native speaker did. */
    reviewed: z.strictObject({ by: Text, on: z.iso.date() }).nullable(),
    /** `gsm7`: one letter outside it makes every part dearer. `ucs2`: the script needs it. */
    letters: z.enum(['gsm7', 'ucs2']),
    limits: z.strictObject({
      words_in_sentence: z.int().min(4).max(40).describe('a whole number from 4 to 40'),
      letters_in_word: z.int().min(5).max(40).describe('a whole number from 5 to 40'),
      sentences: z.int().min(1).max(6).describe('a whole number from 1 to 6'),
    }),
    banned: z.strictObject({
      clinical: Banned,
      blame: Banned,
      order: Banned,
      efficacy: Banned,
      money: Banned,
      hiding: Banned,
      promise: Banned,
    } satisfies Record<BannedKind, unknown>),
    /** What a text that comes unasked may not hold, by what it gives away. */
    shared_phone: z.record(Word, Patterns).describe('lists of words by what they give away'),
    /** What a programme or sender may not be called. */
    names: Patterns,
    capitals: z
      .array(z.strictObject({ word: Text, reason: Reason }))
      .max(PATTERNS_MAX)
      .describe('a list of `{ word, reason }`'),
    exceptions: z
      .array(
        z.union([
          /** These words in this order are no finding, whatever they hold. */
          z.strictObject({ words: Pattern, reason: Reason }),
          z.strictObject({
            text: z
              .string()
              .regex(/^[a-z][a-z0-9-]{0,39}\/[a-z][a-z0-9_]{0,89}$/u)
              .describe('a text of a flow, as `flow/text`'),
            rule: z.enum(EXCUSABLE),
            reason: Reason,
          }),
        ]),
      )
      .max(PATTERNS_MAX)
      .describe('a list of `{ words, reason }` or `{ text, rule, reason }`'),
  })
  .describe('the words that texts of a language keep out, and how long they may be');

/** What the texts of one language may not say, and how long they may be: flows/lint/<language>.yaml. */
export type LintWords = z.infer<typeof LintFile>;

/** Parses flows/lint; a language has one file. */
export function parseLintWords(
  sources: readonly SourceFile[],
): Parsed<ReadonlyMap<string, LintWords>> {
  const parsed = sources.map((source) => parseDataFile(source, LintFile));
  const findings = parsed.flatMap((one) => (one.ok ? [] : one.findings));
  if (findings.length > 0) return { ok: false, findings };
  const lints = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  return { ok: true, value: new Map(lints.map((value) => [value.language, value])) };
}

function isPattern(pattern: string): boolean {
  const letters = Array.from(pattern.replaceAll(/[* '-]/gu, '')).length;
  return PATTERN.test(pattern) && letters >= LETTERS_MIN && pattern.split(' ').every(isBounded);
}

function isBounded(word: string): boolean {
  const letters = word.replaceAll('*', '');
  return word === '*' || letters === word || Array.from(letters).length >= WILD_LETTERS_MIN;
}
