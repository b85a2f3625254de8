import { assert } from '../base/assert.ts';
import { BACK_LABEL } from '../flow/check-texts.ts';
import type { TextsDefinition } from '../flow/definition.ts';
import { fillIn } from '../flow/variables.ts';
import type { Question } from '../flow/exits.ts';
import type { Release } from '../flow/release.ts';

export type RenderOptions = {
  language: string;
  channel: 'sms' | 'ussd';
  /** Languages of the installation, in its order: the lines of a question about language. */
  languages: readonly string[];
  variables: Readonly<Record<string, string>>;
};

/**
 * The words for the text ids that a turn says, one below the other; a question is followed by its choices, each on a
 * line of its own, and by the flow's foot. A language the release does not have is answered in the installation's
 * first that it has. @throws Error for a text or variable that a checked release has.
 */
export function render(release: Release, says: readonly string[], options: RenderOptions): string {
  const texts = textsIn(release, options);
  const lines = says.flatMap((id) => {
    const question = release.questions.get(id);
    const line = wording(texts, id, options);
    if (question === undefined) return [line];
    const foot = release.foot === undefined ? [] : [wording(texts, release.foot, options)];
    return [line, ...answerLines(release, texts, question, options), ...foot];
  });
  return lines.join('\n');
}

function textsIn(release: Release, { language, languages }: RenderOptions): TextsDefinition {
  const spoken = [language, ...languages, ...release.languages];
  const found = spoken.find((one) => release.texts.has(one));
  const texts = found === undefined ? undefined : release.texts.get(found);
  assert(texts !== undefined, 'a release has texts in at least one language');
  return texts;
}

function wording(texts: TextsDefinition, id: string, options: RenderOptions): string {
  const text = Object.hasOwn(texts.texts, id) ? texts.texts[id]?.[options.channel] : undefined;
  assert(text !== undefined, 'every text of a release is there in each of its languages');
  return fillIn(text, (name) => {
    const value = Object.hasOwn(options.variables, name) ? options.variables[name] : undefined;
    assert(value !== undefined, `the programme gives the variable ${name}`);
    return value;
  });
}

function answerLines(
  release: Release,
  texts: TextsDefinition,
  question: Question,
  options: RenderOptions,
): string[] {
  const labels = labelsOf(release, texts, question, options.languages);
  const lines = labels.map((label, index) => `${index + 1} ${label}`);
  return question.back === undefined ? lines : [...lines, `0 ${texts.choices[BACK_LABEL] ?? ''}`];
}

function labelsOf(
  release: Release,
  texts: TextsDefinition,
  question: Question,
  languages: readonly string[],
): string[] {
  switch (question.kind) {
    case 'ask':
      return question.choices.map(({ means }) => texts.choices[means] ?? means);
    case 'ask_language':
      return languages.map((language) => release.texts.get(language)?.name ?? language);
    case 'ask_value':
      return [];
  }
}
