/** Longest answer that can be a word of a list, in characters; longer ones are never looked up. */
export const ANSWER_WORD_MAX = 40;

/** Most words that count as one answer in one language. */
export const WORDS_MAX = 20;

const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

/**
 * What somebody typed, ready to be compared: full-width forms become plain ones, letters small, spaces single, and what
 * is neither letter nor digit falls off both ends ("1." and " １ " become "1"). Empty when nothing is left or too long.
 */
export function answerWord(text: string): string {
  if (text.length > ANSWER_WORD_MAX) return '';
  return text.normalize('NFKC').replace(EDGES, '').replace(/\s+/gu, ' ').toLowerCase();
}

/** Whether it can be a word of a list: a digit alone is the answer of that number. */
export function isAnswerWord(word: string): boolean {
  return /\p{L}/u.test(answerWord(word));
}
