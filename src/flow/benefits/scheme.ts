import { z } from 'zod';
import { Language, Word } from '../definition.ts';
import { FACTS, NEEDS } from './facts.ts';

/** Longest name of a scheme, in characters: four of them and their digits share a screen. */
const SCHEME_NAME_MAX = 24;
/** Longest line of a scheme, in characters: two of them share a screen of 160. */
const LINE_MAX = 90;

const UNKNOWN = 'unknown';
const MEANS_TESTS = ['none', 'person', 'household', UNKNOWN] as const;
const ASSESSMENTS = ['none', 'office', 'home_visit', 'medical', UNKNOWN] as const;
const Line = (what: string, max = LINE_MAX) =>
  z
    .string()
    .min(2)
    .max(max)
    .regex(/^[^{}\n\r\t]+$/u)
    .describe(`${what}, at most ${max} characters, or \`${UNKNOWN}\``);

const YesNo = z
  .enum(['yes', 'no', UNKNOWN])
  .describe('`yes`, `no`, or `unknown` where there is a rule that nobody knows for sure')
  .optional();
const Whole = z.int().nonnegative().optional();
const Limits = z
  .union([
    z.literal(UNKNOWN),
    z
      .strictObject({ from: Whole, to: Whole })
      .refine(
        ({ from, to }) => from !== undefined || to !== undefined,
        'Write `from`, `to` or both.',
      )
      .refine(({ from = 0, to = Infinity }) => from <= to, 'Put the smaller number in `from`.'),
  ])
  .describe('limits such as `{ from: 18, to: 59 }` or `{ from: 60 }`, or `unknown`')
  .optional();

const SchemeConditions = z.strictObject({
  age: Limits,
  income_month: Limits,
  disability_paper: YesNo,
  poor_list: YesNo,
  pension: YesNo,
  widow: YesNo,
  orphan: YesNo,
  children: YesNo,
  day_and_night: YesNo,
  village: YesNo,
});

/** What a member reads of a scheme; every line has to be there, and may say that it is not known. */
const SchemeTexts = z.strictObject({
  name: Line('what it is called', SCHEME_NAME_MAX),
  gives: Line('what it gives', 40),
  place: Line('where to go', 40),
  /** One paper a line: a checklist goes through them one at a time. */
  papers: z
    .array(Line('one paper', 40))
    .max(6)
    .describe('a list of at most 6 papers, each of at most 40 characters'),
  cost: Line('what asking costs', 40),
  /** Its conditions in words, those too that nobody is asked about. */
  who: Line('whom it is for, in words of every day'),
  wait: Line('how long it takes', 40),
  /** What happens to it when somebody begins to earn. */
  earning: Line('what earning changes', 40),
  helper: Line('who helps to ask', 40),
  appeal: Line('what can be done when they say no or it stops', 130),
  /** Of a gateway document: what it opens, who sees the record, and what it may mean for jobs. */
  record: Line('what the record opens and who sees it, for and against', 130).optional(),
});
export type SchemeTexts = z.infer<typeof SchemeTexts>;

const SchemeDay = z.iso.date().describe('a date such as 2027-01-31');

/** Where it was found, and who in the country has looked whether it is so. */
const Checked = {
  source: z.array(z.string().min(3)).min(1).describe('a list of where this was found'),
  source_date: SchemeDay.nullable(),
  /** Somebody in the country checked it on that day; null says "check before use" to staff. */
  verified_on: SchemeDay.nullable(),
  verified_by: z.string().min(2).nullable(),
  /** Of a scheme the last day on which it is shown; staff hear of it 30 days before. */
  review_by: SchemeDay,
};

const Question = z.string().min(2).max(90).describe('a question of at most 90 characters');

export const SchemeFile = z
  .strictObject({
    spec: z.literal(1),
    scheme: Word.max(30).describe('the name of this file without .yaml'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/u)
      .describe('a country of two capitals (ISO 3166), as its folder'),
    /** `gateway`: the document that opens others. `public`: for everybody. `disability`: only with such a document. */
    kind: z.enum(['gateway', 'public', 'disability']),
    needs: z
      .array(z.enum(NEEDS))
      .min(1)
      .describe('a list of some of `money`, `health`, `school`, `work`'),
    conditions: SchemeConditions.describe('what must be so, `{}` for none'),
    means_test: z.enum(MEANS_TESTS),
    assessment: z.enum(ASSESSMENTS),
    texts: z.record(Language, SchemeTexts),
    ...Checked,
    confidence: z.enum(['official', 'sourced', 'low', 'memory']),
    /** The scheme that has taken or is taking its place. */
    superseded_by: Word.optional(),
  })
  .superRefine((scheme, context) => {
    if (scheme.kind !== 'gateway') return;
    for (const [language, texts] of Object.entries(scheme.texts))
      if (texts.record === undefined)
        context.addIssue({
          code: 'custom',
          path: ['texts', language, 'name'],
          message: 'Add `record:`: whoever registers has to know who sees it and what it may mean.',
        });
  });
export type SchemeFile = z.infer<typeof SchemeFile>;

/** What a country says of all its schemes. */
export const CountryFile = z.strictObject({
  spec: z.literal(1),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .describe('a country of two capitals (ISO 3166), for instance KE'),
  /** Of the conversation that is built; raised by one whenever any of the country's files changes what is said. */
  version: z.int().positive(),
  /** As people write it before an amount. */
  currency: z
    .string()
    .min(1)
    .max(4)
    .describe('a currency of at most 4 letters, for instance `KSh`'),
  /** What to do when something was refused or has stopped, by language. */
  stopped: z.record(Language, Line('what to do when something was refused or stopped', 130)),
  /** Questions whose rule has words of its own here: what its card is called, which pension counts. By language. */
  questions: z
    .record(
      Language,
      z.partialRecord(z.enum(FACTS), Question).describe('questions of this country'),
    )
    .optional(),
  ...Checked,
});
export type CountryFile = z.infer<typeof CountryFile>;

/** The screens that every conversation about benefits has. */
const SCREENS = [
  'need',
  /** By text in its place: what comes stays on the phone, where others may read it. */
  'need_sms',
  'list',
  'card',
  'bring',
  'who',
  'know',
  'said_no',
  'record',
  'none',
  'help',
  'helped',
  'foot',
] as const;
/** What answers mean in every such conversation; no scheme may be named so. */
export const GUIDE_CHOICES = [
  ...NEEDS,
  'stopped',
  'yes',
  'no',
  'not_sure',
  'under',
  'between',
  'or_more',
  'bring',
  'who',
  'help_me',
  'remind_me',
  'record',
  'know',
  'said_no',
  'more',
  'back',
] as const;

/** What is said about every scheme in one language. */
export const GuideWordsFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  name: z.string().min(2).max(30),
  /** Who signed it; a native speaker. */
  reviewed: z.strictObject({ by: z.string().min(2), on: SchemeDay }).nullable(),
  /** The screens, with `{name}`, `{gives}` and so on where a line of the scheme stands. */
  screens: z.record(z.enum(SCREENS), z.string().min(2).max(160).describe('the words of a screen')),
  questions: z.record(z.enum(FACTS), Question),
  /** Names of answers; `{n}`, `{a}` and `{b}` are numbers. */
  choices: z.record(
    z.enum(GUIDE_CHOICES),
    z.string().min(1).max(30).describe('a name of an answer'),
  ),
  /** What stands for a line that is `unknown`. */
  unknown: z.string().min(2).max(30).describe('words for what nobody knows for sure'),
  /** Where nobody in the country has checked it. */
  unchecked: z.string().min(2).max(60).describe('words for what nobody has checked'),
  /** Where no paper is named. */
  no_papers: z.string().min(2).max(40),
  means_test: z.record(z.enum(MEANS_TESTS), z.string().max(60)),
  assessment: z.record(z.enum(ASSESSMENTS), z.string().max(60)),
});
export type GuideWordsFile = z.infer<typeof GuideWordsFile>;
