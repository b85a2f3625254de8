import { z } from 'zod';
import { Effect, Purpose } from './vocabulary.ts';

/**
 * What a flow file says once it is checked: plain data, complete, the same however the file was laid out. This form is
 * what the registry stores, so that a release of years ago still loads; `spec` says which form it is.
 */
export const SPEC = 1;

/** The reserved target that ends a conversation. */
export const END = 'end';

/** Choices have the digits 1 to 5 (docs/flows.md). */
export const CHOICES_MAX = 5;

const WORD = /^[a-z][a-z0-9_]{0,39}$/;
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

/** A question about what is known when a branch is reached. */
export const Guard = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('consented'), purpose: Purpose }),
  z.strictObject({ type: z.literal('memory'), field: Word, is: Word }),
  z.strictObject({ type: z.literal('channel'), channel: z.enum(['sms', 'ussd']) }),
  z.strictObject({ type: z.literal('language'), language: Language }),
]);
export type Guard = z.infer<typeof Guard>;

const Go = { to: Word, do: z.array(Effect) };
const Silence = z.strictObject({ afterMs: z.number().int().positive(), to: Word });
const Waits = { back: Word.optional(), silence: Silence.optional() };

const Choice = z.strictObject({ means: Word, save: Word.optional(), ...Go });
export type Choice = z.infer<typeof Choice>;

/** Kinds of steps. `ask` and `ask_language` wait for an answer; the others are run through in the same turn. */
export const Step = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ask'),
    text: Word,
    choices: z.array(Choice).max(CHOICES_MAX),
    ...Waits,
  }),
  /** One line for each language of the installation, in its order; the answer sets the language. */
  z.strictObject({ kind: z.literal('ask_language'), text: Word, ...Go, ...Waits }),
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
  start: Word,
  expiresAfterMs: z.number().int().positive(),
  /** The text that closes every question, such as "9 a person 88 stop". */
  foot: Word.optional(),
  /** Each field with the values it may have. */
  memory: z.record(Word, z.array(Word)),
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
