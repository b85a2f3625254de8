import { answerWord } from '../flow/answer-words.ts';
import { digitOfWord } from '../flow/answers.ts';
import type { Formats } from '../flow/formats.ts';
import type { Release } from '../flow/release.ts';
import { namesOfAnswers, yesAndNo, type YesAndNo } from './answer-names.ts';
import { type Item, itemsOf } from './read-items.ts';
import { languagesHeard, type Tongue } from './read-tongue.ts';
import type { Sense } from './read-lexicon.ts';
import { digitsMeant } from './read-number.ts';

const DIGIT = /^\d$/;
/** "Yes" may lead so many words of which nothing is known: "yes I will come with my sister". */
const TAIL_MAX = 6;
/** Longer texts tell a story, in which an answer would be picked by chance. In characters. */
const CHOICE_TEXT_MAX = 80;

/**
 * The digit that somebody chose, or '' where it is not sure. A digit or the name of an answer counts alone, among
 * courtesies, or behind words such as "I did". A leading yes or no counts before other words too, but not before a
 * contrast, a condition, a doubt, a question or another answer: "yes but late" is asked again.
 */
export function readChoice(release: Release, step: string, text: string, tongue: Tongue): string {
  if (text.length > CHOICE_TEXT_MAX) return '';
  const word = answerWord(text);
  if (DIGIT.test(word)) return word;
  // "Yes?" asks who is there.
  if (text.includes('?')) return '';
  const formats: Formats = new Map(languagesHeard(tongue));
  const named = word === '' ? undefined : digitOfWord(release, step, word, { ...tongue, formats });
  if (named !== undefined) return named;
  const digits = digitsMeant(text);
  if (digits !== undefined) return DIGIT.test(digits) ? digits : '';
  const meant = yesAndNo(release, step, tongue);
  const names = namesOfAnswers(release, step, tongue);
  const items = itemsOf(text, { senses: wantedOf(meant), names }, tongue);
  return choiceAmong(items.map((item) => partOf(item, meant)));
}

/** Where no answer means yes or no, a yes is a courtesy ("yes, 1"), and a no only leads ("no 1"). */
function wantedOf({ yes, no }: YesAndNo) {
  const asked = yes === undefined && no === undefined ? [] : (['yes', 'no'] as const);
  return [...asked, 'numbers', 'ordinals', 'polite', 'says', 'unsure', 'yes'] as const;
}

type Part =
  | { kind: 'answer'; digit: string; leads: boolean }
  | { kind: 'polite' | 'says' | 'unknown' | 'unsure' };

function partOf(item: Item, meant: YesAndNo): Part {
  switch (item.kind) {
    case 'name':
      return answered(item.digit, meant, item.leads);
    case 'number':
      // "Nothing" and its like are no way back.
      if (item.n === 0 && item.digits === undefined) return UNKNOWN;
      return { kind: 'answer', digit: String(item.n), leads: false };
    case 'sense':
      return partOfSense(item.sense, meant, item.leads);
    case 'doubt':
    case 'clash':
      return { kind: 'unsure' };
    case 'word':
    case 'shape':
    case 'template':
      return UNKNOWN;
  }
}

function partOfSense({ kind, n }: Sense, meant: YesAndNo, leads: boolean): Part {
  if (kind === 'ordinals') return { kind: 'answer', digit: String(n), leads: false };
  if (kind === 'yes')
    return meant.yes === undefined ? { kind: 'polite' } : answered(meant.yes, meant, leads);
  if (kind === 'no') return meant.no === undefined ? UNKNOWN : answered(meant.no, meant, leads);
  return kind === 'polite' || kind === 'says' || kind === 'unsure' ? { kind } : UNKNOWN;
}

function answered(digit: string, { yes, no }: YesAndNo, leads: boolean): Part {
  return { kind: 'answer', digit, leads: leads && (digit === yes || digit === no) };
}
const UNKNOWN: Part = { kind: 'unknown' };

function choiceAmong(parts: readonly Part[]): string {
  const told = parts.filter(({ kind }) => kind !== 'polite');
  const start = told.findIndex(({ kind }) => kind !== 'says');
  const rest = start === -1 ? [] : told.slice(start);
  const [first] = rest;
  if (first?.kind !== 'answer' || rest.some(({ kind }) => kind === 'unsure')) return '';
  const digits = new Set(rest.flatMap((part) => (part.kind === 'answer' ? [part.digit] : [])));
  const tail = rest.filter(({ kind }) => kind === 'unknown' || kind === 'says').length;
  const isSure = digits.size === 1 && tail <= (first.leads ? TAIL_MAX : 0);
  return isSure && DIGIT.test(first.digit) ? first.digit : '';
}
