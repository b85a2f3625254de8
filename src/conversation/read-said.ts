import { cleanText, squeeze, tokensOf } from './read-normal.ts';
import type { Said } from './read-pattern.ts';

/** What was said in a text, as patterns are compared with it. */
export function saidOf(text: string): Said {
  // Clean text has no lines, and a line is a sentence of its own.
  const { words, ends } = tokensOf(cleanText(text.replace(/\s*[\r\n\u2028]+\s*/gu, ' . ')));
  return { words: words.map(squeeze), ends };
}
