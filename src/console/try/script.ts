import { z } from 'zod';
import { FlowName, Language, Word } from '../../flow/definition.ts';
import { Trait } from '../../flow/vocabulary.ts';

/** Things done with one phone; a transcript of more turns is read by nobody, and each page plays them all again. */
export const INPUTS_MAX = 120;
/** Characters of one text: ten parts of an SMS, more than any phone of the field sends. */
export const TEXT_MAX = 1_600;
/** Characters of a value that a text shows: the longest place of a meeting is 40. */
const VALUE_MAX = 120;
/** Characters of the whole: 120 texts that are long, and what is set before them. */
const SCRIPT_MAX = 120_000;

const Days = z.number().int().min(0).max(9_999);
const Moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u);

const Input = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().max(TEXT_MAX) }),
  z.strictObject({ type: z.enum(['silence', 'drop', 'dial']) }),
  z.strictObject({ type: z.literal('language'), language: Language }),
  z.strictObject({ type: z.literal('channel'), channel: z.enum(['sms', 'ussd']) }),
  /** The clock where the programme is goes on to this date and time. */
  z.strictObject({ type: z.literal('clock'), at: Moment }),
]);
/** Something done with the phone, or what happens to it. */
export type Input = z.infer<typeof Input>;

const Setup = z.strictObject({
  /** Without one, texts show made-up values. */
  programme: FlowName.optional(),
  channel: z.enum(['sms', 'ussd']),
  language: Language,
  today: z.iso.date(),
  /** Begins there instead of at the first step. */
  from: Word.optional(),
  remembers: z.record(Word, z.union([z.string().max(VALUE_MAX), z.number()])),
  traits: z.array(Trait),
  silences: Days,
  joined: Days.optional(),
  answered: Days.optional(),
  /** What texts show in place of the made-up values, by the name of the variable. */
  values: z.record(Word, z.string().max(VALUE_MAX)),
});
/** What is known and chosen before the first word. */
export type Setup = z.infer<typeof Setup>;

const Script = z.strictObject({ setup: Setup, inputs: z.array(Input).max(INPUTS_MAX) });
/** A whole try: the page carries it, the server keeps nothing and plays it anew. */
export type Script = z.infer<typeof Script>;

/** Reads what a page carried; undefined for what no page of ours carries. */
export function readScript(text: string): Script | undefined {
  if (text.length > SCRIPT_MAX) return undefined;
  try {
    const read = Script.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

export function writeScript(script: Script): string {
  return JSON.stringify(script);
}
