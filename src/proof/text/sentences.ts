import { fillIn } from '../../flow/variables.ts';
import { wordsIn } from './match-words.ts';

/** A sentence ends at a full stop, question mark, exclamation mark, colon, semicolon, danda, spaced dash or line end. */
const SENTENCE_END = /[.!?:;…।॥]+(?=\s|$|["')])|\n| [-–—] /u;
/** "9 to talk": a key and what it does, no sentence. */
const KEY = /^["'(]?\d{1,2}\b/u;

/** The sentences of a text as lists of words; keys such as "88 to stop" are left out. */
export function sentencesIn(text: string): string[][] {
  return fillIn(text, () => 'X')
    .split(SENTENCE_END)
    .map((sentence) => sentence.trim())
    .filter((sentence) => !KEY.test(sentence))
    .map(wordsIn)
    .filter((words) => words.length > 0);
}

/**
 * The Flesch-Kincaid grade: 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid, Fishburne, Rogers and
 * Chissom, Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report 8-75, 1975). A
 * unit that a colon, semicolon or dash ends is a sentence, as Flesch counts. NaN without words.
 */
export function readingGrade(sentences: readonly (readonly string[])[]): number {
  const words = sentences.flat();
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}

/** Endings whose `e` is not heard: "likes", "closed", "time"; heard in "wanted", "places", "little". */
const SILENT = /(?:[^laeiouy]es|[^tdaeiouy]ed|[^laeiouy]e)$/u;
const HEARD = /(?:[sxz]es|ces|ges|ches|shes|[td]ed|le|les)$/u;

/** The same `e` inside a word: "somebody", "homework", "sometimes". */
const SILENT_INSIDE = /(?<=^(?:som|ther|wher|hom|tim|lif|saf|car|us|hop|nam))e(?=[^aeiouydr])/u;

/** Syllables of an English word: groups of vowels that are heard. */
export function syllablesIn(word: string): number {
  const plain = word.toLowerCase().replaceAll(/[^a-z]/gu, '');
  const letters = plain.replace(/^every/u, 'evry').replace(SILENT_INSIDE, '');
  if (letters.length <= 3) return 1;
  const heard =
    SILENT.test(letters) && !HEARD.test(letters) ? letters.replace(/e[sd]?$/u, '') : letters;
  return Math.max(1, heard.match(/[aeiouy]+/gu)?.length ?? 0);
}
