import { LABEL_MAX, TEXT_MAX } from '../../flow/edit/edit-words.ts';
import type { TextsDefinition } from '../../flow/definition.ts';
import { variablesOf, withoutVariables } from '../../flow/variables.ts';
import { dearLetters } from '../../proof/text/letters.ts';
import { isSame } from '../../proof/text/translation-rules.ts';
import { answerProblems, clashes, type Questions, wordList } from './check-answers.ts';
import { type Unit, wordingIn } from './units.ts';

/** What is wrong with a translation. `error`: it cannot be saved so. `why` ends a word key. */
export type Problem = {
  severity: 'error' | 'warning';
  why:
    | 'variable_lost'
    | 'variable_odd'
    | 'braces'
    | 'digit_lost'
    | 'digit_first'
    | 'too_many_letters'
    | 'odd_letter'
    | 'of_other_language'
    | 'too_many_words'
    | 'no_answer_word'
    | 'one_a_line'
    | 'two_answers'
    | 'same_as_source'
    | 'dear_letter'
    | 'dear_letter_plain';
  values: Readonly<Record<string, string | number>>;
};

/** Digits that mean the same in every language: a person, stop, the menu. */
const COMMANDS = ['9', '88', '00', '99'];

/** Words as they are saved: no spaces at the ends of lines, one kind of line break; the name of an answer on one line, its words one a line. */
export function tidyWords(kind: Unit['kind'], words: string): string {
  if (kind === 'answer') return wordList(words).join('\n');
  const text = words
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[ \t]+$/gmu, '')
    .trim();
  return kind === 'choice' ? text.replaceAll(/\s+/gu, ' ') : text;
}

type Around = {
  language: string;
  /** Every language of the flow. */
  others: ReadonlyMap<string, TextsDefinition>;
  /** Whether accents cost nothing here: they are folded, or the script needs them anyway. */
  areLettersFree: boolean;
  questions: Questions;
};
/** What is saved together. */
export type Together = readonly { unit: Unit; words: string }[];

/** Everything that can be said of a translation without looking at the message it stands in. */
export function problemsOf(
  unit: Unit,
  words: string,
  around: Around,
  said: Together = [],
): Problem[] {
  const { questions, language } = around;
  const texts = around.others.get(language);
  const doubled = texts === undefined ? [] : clashes({ unit, words }, { questions, texts, said });
  if (unit.kind === 'answer') return [...answerProblems(words), ...doubled];
  const other = languageWith(unit, words, around);
  return [
    ...unwritable(unit, words),
    ...lostAndOdd(unit, words),
    ...(other === undefined ? [] : [wrong('of_other_language', { language: other })]),
    ...doubled,
    ...warnings(unit, words, around),
  ];
}

function wrong(why: Problem['why'], values: Problem['values'] = {}): Problem {
  return { severity: 'error', why, values };
}

function warning(why: Problem['why'], values: Problem['values'] = {}): Problem {
  return { severity: 'warning', why, values };
}

/** What the reader of flows would refuse. */
function unwritable({ kind }: Unit, words: string): Problem[] {
  const most = kind === 'text' ? TEXT_MAX : LABEL_MAX;
  return [
    ...(words.length > most ? [wrong('too_many_letters', { most })] : []),
    ...(/[\p{Cc}\p{Cs}]/u.test(words.replaceAll('\n', ' ')) ? [wrong('odd_letter')] : []),
    ...(/[{}]/u.test(withoutVariables(words)) ? [wrong('braces')] : []),
  ];
}

/** What is filled in, and digits that people press: the same in each language. */
function lostAndOdd({ kind, source }: Unit, words: string): Problem[] {
  const there = new Set(variablesOf(source));
  const here = new Set(variablesOf(words));
  const lost = COMMANDS.filter((digit) => hasDigit(source, digit) && !hasDigit(words, digit));
  const isNumbered = kind === 'choice' && /^[0-5][ .:)]/u.test(words) && !/^\d/u.test(source);
  return [
    ...[...there.difference(here)].map((name) => wrong('variable_lost', { name })),
    ...[...here.difference(there)].map((name) => wrong('variable_odd', { name })),
    ...lost.map((digit) => wrong('digit_lost', { digit })),
    ...(isNumbered ? [wrong('digit_first')] : []),
  ];
}

function warnings({ kind, source, form }: Unit, words: string, around: Around): Problem[] {
  const said = { kind: kind === 'text' ? ('text' as const) : ('label' as const), text: words };
  const isLeft = words === source && isSame(said, { text: source });
  const dear = around.areLettersFree || form === 'ussd' ? [] : dearLetters(words);
  return [
    ...(isLeft ? [warning('same_as_source')] : []),
    ...dear.map(({ letter, plain }) =>
      plain === undefined
        ? warning('dear_letter', { letter })
        : warning('dear_letter_plain', { letter, plain }),
    ),
  ];
}

function hasDigit(text: string, digit: string): boolean {
  return new RegExp(String.raw`(?<![\d*#])${digit}(?![\d*#])`, 'u').test(withoutVariables(text));
}

/** Another language whose text of the same place this is, word for word: it came into the wrong file. */
function languageWith(unit: Unit, words: string, { language, others }: Around): string | undefined {
  const isLong = words.split(/\s+/u).length >= 3;
  if (!isLong || words === unit.source || words === unit.target) return undefined;
  const own = new Set([language]);
  return [...others].find(
    ([code, texts]) => !own.has(code) && wordingIn(texts, unit) === words,
  )?.[0];
}
