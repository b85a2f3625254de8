import { diffLines } from './diff-lines.ts';

/** A stretch of a text: the same before and now, only before, or only now. */
export type MarkedWords = { kind: 'same' | 'gone' | 'new'; words: string };

/** What became of a text, word by word. */
export function markWords(before: string, after: string): MarkedWords[] {
  const [was, now] = [before, after].map((text) => text.split(/(?<=\s)/u));
  if (was === undefined || now === undefined) return [];
  const marked: MarkedWords[] = [];
  const add = (kind: MarkedWords['kind'], words: readonly string[]) => {
    if (words.length > 0) marked.push({ kind, words: words.join('') });
  };
  let at = 0;
  for (const { from, to, nowFrom, nowTo } of diffLines(was, now)) {
    add('same', was.slice(at, from));
    add('gone', was.slice(from, to));
    add('new', now.slice(nowFrom, nowTo));
    at = to;
  }
  add('same', was.slice(at));
  return marked;
}
