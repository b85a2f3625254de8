import { z } from 'zod';
import { Effect, Purpose, Trait } from './vocabulary.ts';

/**
 * What a flow file says once it is checked: plain data, complete, the same however the file was laid out. This form is
 * what the registry stores, so that a release of years ago still loads; `spec` says which form it is.
 */
export const SPEC = 1;

/** The reserved target that ends a conversation. */
export const END = 'end';

/** Choices have the digits 1 to 5 (docs/flows.md). */
export const CHOICES_MAX = 5;

/** Three names long, since steps and texts of a part get its step's name in front (`day__ask`), twice at most. */
const WORD = /^[a-z][a-z0-9_]{0,129}$/;
/** Names of steps, texts, fields, answers, outcomes and reasons. */
export const Word = z
  .string()
  .regex(WORD)
  .describe('a word of a-z, 0-9 and _, for instance `not_yet`');
export const FlowName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('the name of a flow, for instance `check-in`');
export const Language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z]{2})?$/)
  .describe('a language code, for instance `sn` or `pt-MZ`');

/** What a field of memory may hold: one of some words, or a value of a kind. */
export const Field = z.union([
  z.array(Word).readonly(),
  z.strictObject({ kind: z.literal('number'), from: z.int(), to: z.int() }),
  /** Own words of a person, `max` characters. In coded and dial-only modes the text `coded` is shown in their place. */
  z.strictObject({ kind: z.literal('text'), max: z.int().positive(), coded: Word }),
  z.strictObject({ kind: z.literal('date') }),
  z.strictObject({ kind: z.literal('time') }),
  /** A PIN that is just being chosen: shown nowhere, and gone with the session. */
  z.strictObject({ kind: z.literal('pin') }),
]);
export type Field = z.infer<typeof Field>;

/** Parts of a day that a question for a time may ask about. */
export const PARTS_OF_DAY = ['morning', 'midday', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof PARTS_OF_DAY)[number];

/** How an answer is read that is no choice. */
export const Answer = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), from: z.int(), to: z.int() }),
  z.strictObject({ kind: z.literal('text'), max: z.int().positive() }),
  /** An hour without its part of the day is one of `part`. */
  z.strictObject({ kind: z.literal('time'), part: z.enum(PARTS_OF_DAY).optional() }),
  /** From today to so many days ahead. */
  z.strictObject({ kind: z.literal('date'), withinDays: z.int().positive() }),
  /** 4 to 6 digits that are not easily guessed. `sameAs`: the field that holds what was typed the first time. */
  z.strictObject({ kind: z.literal('pin'), sameAs: Word.optional() }),
]);
export type Answer = z.infer<typeof Answer>;

/** A question about what is known when a branch is reached. */
export const Guard = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('consented'), purpose: Purpose }),
  z.strictObject({ type: z.literal('memory'), field: Word, is: Word }),
  z.strictObject({ type: z.literal('at_least'), field: Word, atLeast: z.int() }),
  /** The date in the field is so many days after today, or later; 0 is today itself. */
  z.strictObject({ type: z.literal('days_ahead'), field: Word, atLeast: z.int().nonnegative() }),
  /** The field has a value; own words that were emptied are none. */
  z.strictObject({ type: z.literal('known'), field: Word }),
  z.strictObject({ type: z.literal('channel'), channel: z.enum(['sms', 'ussd']) }),
  z.strictObject({ type: z.literal('language'), language: Language }),
  z.strictObject({ type: z.literal('member'), trait: Trait }),
  z.strictObject({ type: z.literal('silences'), atLeast: z.int().positive() }),
  z.strictObject({
    type: z.literal('days_since'),
    what: z.enum(['joined', 'answered']),
    atLeast: z.int().nonnegative(),
  }),
  /** Up to that day where the programme is, itself included. */
  z.strictObject({ type: z.literal('not_after'), date: z.iso.date() }),
]);
export type Guard = z.infer<typeof Guard>;

/**
 * An effect as a flow writes it. Where the effect carries what a person chose, the flow names the field of memory that
 * holds it; the machine hands the value back.
 */
export const WrittenEffect = z.union([
  Effect,
  z.strictObject({
    type: z.literal('remind_field'),
    flow: FlowName,
    dateField: Word.optional(),
    timeField: Word.optional(),
    earlierMs: z.int().nonnegative(),
    sendWithinMs: z.int().positive(),
  }),
  z.strictObject({ type: z.literal('join_group_field'), codeField: Word }),
  z.strictObject({ type: z.literal('vote_field'), numberField: Word }),
  z.strictObject({
    type: z.literal('complain_field'),
    wordsField: Word,
    named: z.boolean(),
    aboutField: Word.optional(),
  }),
  z.strictObject({ type: z.literal('set_pin_field'), pinField: Word }),
]);
export type WrittenEffect = z.infer<typeof WrittenEffect>;

/** Fixed values saved on the way; for a date a word of `DATE_WORDS`, which the day of the turn makes a date. */
const Saved = z.record(Word, z.union([z.string(), z.number()]));
export const DATE_WORDS = [
  'today',
  'tomorrow',
  'in_2_days',
  'in_3_days',
  'in_4_days',
  'in_5_days',
  'in_6_days',
  'in_a_week',
  'in_2_weeks',
  'in_a_month',
] as const;

const Go = { to: Word, do: z.array(WrittenEffect), set: Saved.optional() };
const Silence = z.strictObject({ afterMs: z.number().int().positive(), to: Word });
const Waits = { back: Word.optional(), silence: Silence.optional() };

const Choice = z.strictObject({ means: Word, save: Word.optional(), ...Go });
export type Choice = z.infer<typeof Choice>;

/** Kinds of steps. Those that begin with `ask` wait for an answer; the others are run through in the same turn. */
export const Step = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ask'),
    text: Word,
    choices: z.array(Choice).max(CHOICES_MAX),
    ...Waits,
  }),
  /** One line for each language of the installation, in its order; the answer sets the language. */
  z.strictObject({ kind: z.literal('ask_language'), text: Word, ...Go, ...Waits }),
  /**
   * A number, time, date or own words, saved. What cannot be read goes to `unclear`, or is asked once more. Of a
   * `secret` answer the log keeps only that there was one.
   */
  z.strictObject({
    kind: z.literal('ask_value'),
    text: Word,
    answer: Answer,
    save: Word,
    unclear: Word.optional(),
    secret: z.literal(true).optional(),
    ...Go,
    ...Waits,
  }),
  z.strictObject({ kind: z.literal('say'), text: Word, ...Go }),
  z.strictObject({
    kind: z.literal('branch'),
    cases: z.array(z.strictObject({ when: Guard, ...Go })),
    otherwise: Word,
  }),
  z.strictObject({ kind: z.literal('do'), ...Go }),
]);
export type Step = z.infer<typeof Step>;

export const FlowDefinition = z.strictObject({
  spec: z.literal(SPEC),
  flow: FlowName,
  version: z.number().int().positive(),
  purpose: Purpose.optional(),
  /** Answered also for a number that has stopped: a complaint. */
  afterStop: z.literal(true).optional(),
  /** Only in a dialled session, and gone with it: nothing of it is logged, remembered or offered again. */
  sessionOnly: z.literal(true).optional(),
  /**
   * Built from the schemes of a country, not written: its questions about what is so are no menus, and it may have as many
   * steps as the schemes need. It ends with its session by text too, and nothing of it is kept.
   */
  guide: z.literal(true).optional(),
  start: Word,
  expiresAfterMs: z.number().int().positive(),
  /** The text that closes every question, such as "9 a person 88 stop". */
  foot: Word.optional(),
  /** The same where digits are answers: below questions for a number, a time or a date. */
  footValues: Word.optional(),
  memory: z.record(Word, Field),
  /** Fields that outlive the conversation: the next flow that declares one begins with its value. */
  remember: z.array(Word).optional(),
  steps: z.record(Word, Step),
});
export type FlowDefinition = z.infer<typeof FlowDefinition>;

/** A text in one language, for both channels or with its own wording for one. */
const Wording = z.strictObject({ sms: z.string(), ussd: z.string() });
export type Wording = z.infer<typeof Wording>;

export const TextsDefinition = z.strictObject({
  /** What the language calls itself. */
  name: z.string(),
  texts: z.record(Word, Wording),
  /** What each answer is called, by its meaning. */
  choices: z.record(Word, z.string()),
  /** Words that count as that answer, beside its digit. */
  answers: z.record(Word, z.array(z.string())),
});
export type TextsDefinition = z.infer<typeof TextsDefinition>;

export const ReleaseDefinition = z.strictObject({
  flow: FlowDefinition,
  texts: z.record(Language, TextsDefinition),
});
export type ReleaseDefinition = z.infer<typeof ReleaseDefinition>;
