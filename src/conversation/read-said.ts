import { cleanText, squeeze, tokensOf } from './read-normal.ts';
import type { Said } from './read-pattern.ts';

/** A text as it is heard: clean, its words as commands are compared, and as patterns are. */
export type Heard = { text: string; plain: readonly string[]; said: Said };

const LINES = /[\r\n\u2028\u2029]+/gu;

export function hear(text: string): Heard {
  // Clean text has no lines, and a line is a sentence of its own.
  const { words, ends } = tokensOf(cleanText(text.replace(LINES, ' . ')));
  return { text: cleanText(text), plain: words, said: { words: words.map(squeeze), ends } };
}
