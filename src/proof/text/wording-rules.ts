import type { Rule, Said } from '../rule.ts';
import { bannedWords } from './banned-words.ts';
import { isCopied } from './copied-words.ts';
import { marksIn } from './marks.ts';
import { readingGrade, sentencesIn } from './sentences.ts';
import { addTo, polyglotTexts, questionTexts, type Wording, wordingsOf } from './wordings.ts';
import type { LintWords } from '../../flow/lint-words.ts';
import { quoted } from '../../flow/finding.ts';
import { withoutVariables } from '../../flow/variables.ts';

/** Kind words and quiet marks, in every text and name of an answer. */
export const kindWords: Rule = (flow, add) => {
  for (const wording of wordingsOf(flow)) {
    const put = addTo(flow, add, wording);
    const amounts = flow.definition.guide === true;
    for (const said of saidOfWords(wording.text, wording.lint, amounts)) put(said);
  }
};

/** What is said of words anywhere that people read them: flows, phrases, labels of helplines. */
export function saidOfWords(
  text: string,
  lint: LintWords | undefined,
  amounts: boolean = false,
): Said[] {
  const capitals = new Set(lint?.capitals.map(({ word }) => word));
  const banned = lint === undefined ? [] : bannedWords(text, lint);
  return [...banned, ...marksIn(text, { capitals, amounts })];
}

/** A text with so few words says nothing of how hard it is to read. */
const GRADED_WORDS_MIN = 10;
/** Texts that were understood had a grade of 3 to 4 (docs/wording.md section 3). */
const GRADE_WARN = 5;
const GRADE_MAX = 7;
/** "Thank you.", "Hello from {programme}.": a sentence so short costs the reader nothing. */
const SHORT_SENTENCE_WORDS = 3;

/** Short sentences, few of them, short words; for English a grade, for other languages their own limits. */
export const plainSentences: Rule = (flow, add) => {
  for (const wording of wordingsOf(flow)) {
    const put = addTo(flow, add, wording);
    const sentences = sentencesIn(wording.text);
    const isRead = flow.definition.guide === true;
    if (wording.kind === 'text')
      for (const said of saidOfSentences(sentences, wording, isRead)) put(said);
    for (const said of saidOfLongWords(wording)) put(said);
  }
};

/** A page that somebody has chosen to read, and keeps on the screen: each line of a scheme is a sentence or two. */
const READ_SENTENCES_MORE = 3;

function* saidOfSentences(
  sentences: string[][],
  { lint, language }: Wording,
  isRead: boolean,
): Generator<Said> {
  if (lint === undefined) return;
  const { words_in_sentence: wordsMax, sentences: sentencesMax } = lint.limits;
  const long = sentences.find((words) => words.length > wordsMax);
  if (long !== undefined)
    yield {
      code: 'long_sentence',
      severity: 'warning',
      found: `a sentence has ${long.length} words, at most ${wordsMax} are read easily`,
      mend: 'Make two of it, or say less.',
    };
  const told = sentences.filter((words) => words.length > SHORT_SENTENCE_WORDS);
  if (told.length > sentencesMax + (isRead ? READ_SENTENCES_MORE : 0))
    yield {
      code: 'many_sentences',
      severity: 'warning',
      found: `the text has ${told.length} sentences, at most ${sentencesMax} are read easily`,
      mend: 'Keep what is needed now, and say the rest later.',
    };
  if (isEnglish(language)) yield* saidOfGrade(sentences);
}

function* saidOfGrade(sentences: string[][]): Generator<Said> {
  const grade = readingGrade(sentences);
  if (sentences.flat().length < GRADED_WORDS_MIN || grade <= GRADE_WARN) return;
  yield {
    code: 'reading_grade',
    severity: grade > GRADE_MAX ? 'error' : 'warning',
    found: `the text needs ${grade.toFixed(1)} years of school, 4 are wanted`,
    mend: 'Use shorter words and sentences.',
  };
}

function* saidOfLongWords({ text, lint }: Wording): Generator<Said> {
  if (lint === undefined) return;
  const most = lint.limits.letters_in_word;
  const words = withoutVariables(text).match(/[\p{L}\p{M}'’]+/gu) ?? [];
  const long = words.find((word) => word.length > most && lettersOf(word) > most);
  if (long === undefined) return;
  yield {
    code: 'long_word',
    severity: 'warning',
    found: `${quoted(long)} has ${lettersOf(long)} letters, at most ${most} are read easily`,
    mend: 'Find a shorter word.',
  };
}

const letters = new Intl.Segmenter();

/** Letters as they are seen: the signs around a letter of an Indian script are one with it. */
function lettersOf(word: string): number {
  return [...letters.segment(word)].length;
}

/** One question in a text; a text that asks which language somebody reads may ask in two. */
export const oneQuestion: Rule = (flow, add) => {
  const polyglot = polyglotTexts(flow);
  for (const wording of wordingsOf(flow)) {
    if (wording.kind === 'label' || polyglot.has(wording.id)) continue;
    const asked = wording.text.match(/[?？؟]+/gu) ?? [];
    if (asked.length > 1)
      addTo(
        flow,
        add,
        wording,
      )({
        code: 'two_questions',
        found: `the text asks ${asked.length} questions`,
        mend: 'Keep one: nobody can answer two with one digit.',
      });
  }
  const questions = questionTexts(flow);
  const isCopy = isCopied(flow);
  for (const { says, step } of flow.screens) {
    const asking = says.filter((id) => !questions.has(id) && asks(flow, id));
    const isAsked = says.some((id) => questions.has(id) && asks(flow, id));
    const [first] = asking;
    if (first === undefined || (asking.length === 1 && !isAsked)) continue;
    for (const [language] of flow.release.texts) {
      const place = { language, path: ['texts', first] };
      if (isCopy(place)) continue;
      add(place, {
        code: 'two_questions',
        found: `this is asked in the same message as ${quoted(step)}`,
        mend: 'Say it without a question.',
      });
    }
  }
};

function asks({ release }: Parameters<Rule>[0], id: string): boolean {
  return [...release.texts.values()].some(({ texts }) => texts[id]?.sms.includes('?') === true);
}

function isEnglish(language: string): boolean {
  return language === 'en' || language.startsWith('en-');
}
