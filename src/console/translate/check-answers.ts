import { ANSWER_WORD_MAX, isAnswerWord, WORDS_MAX } from '../../flow/answer-words.ts';
import { wordsOf } from '../../flow/check-texts.ts';
import type { TextsDefinition } from '../../flow/definition.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { parseFlow } from '../../flow/parse-flow.ts';
import type { Problem } from './check-words.ts';
import type { Unit } from './units.ts';

/** Words that are understood as one answer, as they are typed: one a line, each once. */
export function wordList(words: string): string[] {
  const lines = words.split(/[\n\r]+/u).map((line) => line.trim().replaceAll(/\s+/gu, ' '));
  return [...new Set(lines)].filter((line) => line !== '');
}

/** What the reader of flows would refuse, or read otherwise than it is meant. */
export function answerProblems(words: string): Problem[] {
  const all = wordList(words);
  const wrong = (why: Problem['why'], values: Problem['values']): Problem => ({
    severity: 'error',
    why,
    values,
  });
  const odd = all.filter((word) => !isAnswerWord(word));
  const joined = all.filter((word) => /[,;]/u.test(word) && !odd.includes(word));
  return [
    ...(all.length > WORDS_MAX ? [wrong('too_many_words', { most: WORDS_MAX })] : []),
    ...odd.map((word) => wrong('no_answer_word', { word, most: ANSWER_WORD_MAX })),
    ...(/[\p{Cc}\p{Cs}]/u.test(all.join(' ')) ? [wrong('odd_letter', {})] : []),
    ...joined.map((word): Problem => ({
      severity: 'warning',
      why: 'one_a_line',
      values: { word },
    })),
  ];
}

/** The answers that stand together in a question, by what they mean. */
export type Questions = readonly (readonly string[])[];

export function questionsIn(files: DraftFiles, flow: string): Questions {
  const path = `${flow}/flow.yaml`;
  const read = parseFlow(files.get(path) ?? '', path);
  if (!read.ok) return [];
  return Object.values(read.flow.definition.steps).flatMap((step) =>
    step.kind === 'ask' ? [step.choices.map(({ means }) => means)] : [],
  );
}

type Words = { unit: Pick<Unit, 'kind' | 'name'>; words: string };

/** Words of an answer that mean another answer of the same question too; `said` is all that is saved together. */
export function clashes(
  { unit, words }: Words,
  {
    questions,
    texts,
    said,
  }: { questions: Questions; texts: TextsDefinition; said: readonly Words[] },
): Problem[] {
  if (unit.kind === 'text') return [];
  const now = [...said, { unit, words }].reduce(withAnswer, texts);
  const own = new Set(wordsOf(now, unit.name));
  const others = new Set(questions.filter((means) => means.includes(unit.name)).flat());
  others.delete(unit.name);
  return [...others].flatMap((other) =>
    wordsOf(now, other)
      .filter((word) => own.has(word))
      .map((word): Problem => {
        const values = { word, other: now.choices[other] ?? other };
        return { severity: 'error', why: 'two_answers', values };
      }),
  );
}

function withAnswer(
  texts: TextsDefinition,
  { unit: { kind, name }, words }: Words,
): TextsDefinition {
  if (kind === 'choice') return { ...texts, choices: { ...texts.choices, [name]: words } };
  if (kind === 'text') return texts;
  return { ...texts, answers: { ...texts.answers, [name]: wordList(words) } };
}
