import { z } from 'zod';
import { ANSWER_WORD_MAX, isAnswerWord, WORDS_MAX } from './answer-words.ts';
import { Language, SPEC, type TextsDefinition, type Wording } from './definition.ts';
import {
  type Finding,
  type Findings,
  findingsOf,
  inOrder,
  quoted,
  type SpotOf,
} from './finding.ts';
import { missingIn } from './edit/yaml-text.ts';
import { withoutVariables } from './variables.ts';
import { isMapping, type Path, readEntries, readObject, readValue } from './read-object.ts';
import { readYaml } from './read-yaml.ts';
import { Name } from './written-values.ts';

/** The texts of a flow in one language. `reviewed` says who signed the translation; undefined until somebody did. */
export type Texts = {
  file: string;
  language: string;
  reviewed: { by: string; on: string } | undefined;
  /** Words that are copies of another language, marked until somebody translates them: `texts.id`, `choices.id`. */
  copies: ReadonlySet<string>;
  definition: TextsDefinition;
  spotOf: SpotOf;
};
export type ParsedTexts = { ok: true; texts: Texts } | { ok: false; findings: Finding[] };

/** Longest text, in characters: more than any message can carry, so that a pasted document is refused early. */
const TEXT_MAX = 1_000;
/** Longest name of an answer: five of them share a screen of 160 with their question. */
const LABEL_MAX = 40;

const Line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll('\n', ' ')));
const Text = Line(TEXT_MAX)
  .refine((text) => !/[{}]/u.test(withoutVariables(text)))
  .describe(
    `a text of 1 to ${TEXT_MAX} characters, with { and } only around a variable, as in {programme}`,
  );
const Label = Line(LABEL_MAX)
  .refine((text) => !/[{}]/u.test(text))
  .describe(`a text of 1 to ${LABEL_MAX} characters, without { and }`);
const Review = z.strictObject({ by: Text, on: z.iso.date().describe('a date such as 2027-01-31') });
const Wordings = z.strictObject({
  text: Text.meta({ title: 'For both channels' }).optional(),
  sms: Text.meta({ title: 'For SMS alone' }).optional(),
  ussd: Text.meta({ title: 'For USSD alone' }).optional(),
});
const Words = z
  .array(z.string().refine(isAnswerWord))
  .max(WORDS_MAX)
  .describe(
    `a list of at most ${WORDS_MAX} words, each of at most ${ANSWER_WORD_MAX} characters, none of them a digit`,
  );
/** The whole file of the texts of a flow in one language. */
export const WrittenTexts = z
  .strictObject({
    spec: z.literal(SPEC).describe(`${SPEC}, the number of this form`),
    language: Language.meta({ title: 'The language, as the file is named' }),
    name: Label.meta({ title: 'What the language calls itself' }),
    reviewed: Review.nullable().meta({
      title: 'Who signed this translation, and when; null until a native speaker did',
    }),
    texts: z.record(Name, z.union([Text, Wordings])).meta({ title: 'The texts by their ids' }),
    choices: z
      .record(Name, Label)
      .meta({ title: 'What each answer is called, by what it means' })
      .optional(),
    answers: z
      .record(Name, Words)
      .meta({ title: 'Words that count as that answer beside its digit' })
      .optional(),
  })
  .describe('the texts of a flow in one language');
const Head = WrittenTexts.extend({
  reviewed: z.unknown(),
  texts: z.unknown(),
  choices: z.unknown().optional(),
  answers: z.unknown().optional(),
});

/** Reads the texts of one language, named for it: `name` (what it calls itself), `reviewed`, `texts` by id, `choices` and `answers` by meaning. */
export function parseTexts(source: string, file: string, language: string): ParsedTexts {
  const yaml = readYaml(source, file);
  if (!yaml.ok) return yaml;
  const findings = findingsOf(file, yaml.spotOf);
  const head = readObject(findings, [], yaml.value, Head);
  if (head !== undefined && head.language !== language)
    findings.add(['language'], 'value', {
      code: 'bad_language',
      found: `the file is named for ${quoted(language)} and says ${quoted(head.language)}`,
      mend: 'Rename the file, or correct `language`.',
    });
  const parts = isMapping(yaml.value) ? yaml.value : {};
  const texts = entries(findings, 'texts', parts['texts'], readWording);
  const labels = (value: unknown, path: Path) => readValue(findings, path, value, Label);
  const words = (value: unknown, path: Path) => readValue(findings, path, value, Words);
  const choices = entries(findings, 'choices', parts['choices'] ?? {}, (_, path, value) =>
    labels(value, path),
  );
  const answers = entries(findings, 'answers', parts['answers'] ?? {}, (_, path, value) =>
    words(value, path),
  );
  const reviewed =
    parts['reviewed'] === null || parts['reviewed'] === undefined
      ? undefined
      : readObject(findings, ['reviewed'], parts['reviewed'], Review);
  if (findings.all.length > 0 || head === undefined)
    return { ok: false, findings: inOrder(findings.all) };
  const definition = { name: head.name, texts, choices, answers };
  const { spotOf } = yaml;
  const copies = missingIn(source);
  return { ok: true, texts: { file, language, reviewed, copies, definition, spotOf } };
}

function entries<Value>(
  findings: Findings,
  section: string,
  value: unknown,
  read: (findings: Findings, path: Path, value: unknown) => Value | undefined,
): Record<string, Value> {
  const found: [string, Value][] = [];
  for (const [id, entry] of readEntries(findings, [section], value, Name)) {
    const one = read(findings, [section, id], entry);
    if (one !== undefined) found.push([id, one]);
  }
  return Object.fromEntries(found);
}

function readWording(findings: Findings, path: Path, value: unknown): Wording | undefined {
  if (typeof value === 'string') {
    const text = readValue(findings, path, value, Text);
    return text === undefined ? undefined : { sms: text, ussd: text };
  }
  const read = readObject(findings, path, value, Wordings);
  if (read === undefined) return undefined;
  const sms = read.sms ?? read.text;
  const ussd = read.ussd ?? read.text;
  if (sms !== undefined && ussd !== undefined) return { sms, ussd };
  findings.add(path, 'value', {
    code: 'no_wording',
    found: `there is no wording for ${sms === undefined ? 'SMS' : 'USSD'}`,
    mend: 'Add `text:` for both, or `sms:` and `ussd:`.',
  });
  return undefined;
}
