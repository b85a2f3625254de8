import { plainPunctuation } from '../../conversation/fit-punctuation.ts';

/** Accents of Latin letters; the signs of Indian scripts are letters of their own and stay. */
const ACCENTS = /[\u0300-\u036f]/gu;
const TOKEN = /\{[a-z][a-z0-9_]*\}|[\p{L}\p{M}\p{N}]+/gu;

/** The words of a text to be compared: small, without accents and apostrophes. A variable is one word in braces. */
export function wordsIn(text: string): string[] {
  const plain = plainPunctuation(text).normalize('NFKC').toLowerCase().replaceAll("'", '');
  const bare = plain.normalize('NFD').replace(ACCENTS, '').normalize('NFC');
  return bare.match(TOKEN) ?? [];
}

/** Finds in a text the patterns of a list. */
export type Matcher = (words: readonly string[]) => Match[];
/** A pattern that was found: at which word it begins, and over how many it goes. */
export type Match = { pattern: string; at: number; length: number };

type Part = (word: string) => boolean;

/**
 * Patterns are words one behind the other; `*` stands for more letters before or behind, and alone for any one word.
 * Whole words only: `case` is not in `because`.
 */
export function matcherOf(patterns: Iterable<string>): Matcher {
  const exact = new Map<string, Pattern[]>();
  const wild: Pattern[] = [];
  for (const pattern of patterns) {
    const made = patternOf(pattern);
    if (made === undefined) continue;
    if (made.first === undefined) wild.push(made);
    else exact.set(made.first, [...(exact.get(made.first) ?? []), made]);
  }
  return (words) =>
    words.flatMap((word, at) =>
      [...(exact.get(word) ?? []), ...wild]
        .filter(({ parts }) => parts.every((part, index) => part(words[at + index] ?? '')))
        .map(({ pattern, parts }) => ({ pattern, at, length: parts.length })),
    );
}

/** `first` is the first word where it has no wildcard, so that most patterns are never tried. */
type Pattern = { pattern: string; parts: Part[]; first: string | undefined };

function patternOf(pattern: string): Pattern | undefined {
  const pieces = pattern.split(' ').flatMap(piecesOf);
  const [head] = pieces;
  if (head === undefined) return undefined;
  const first = head.front || head.behind ? undefined : head.word;
  return { pattern, parts: pieces.map(partOf), first };
}

type Piece = { word: string; front: boolean; behind: boolean };

/** One word as written, such as `*rwere` or `self-harm`, which is two. */
function piecesOf(written: string): Piece[] {
  if (written === '*') return [{ word: '', front: true, behind: true }];
  const words = wordsIn(written);
  return words.map((word, index) => ({
    word,
    front: index === 0 && written.startsWith('*'),
    behind: index === words.length - 1 && written.endsWith('*'),
  }));
}

function partOf({ word, front, behind }: Piece): Part {
  if (front && behind) return (other) => other !== '' && other.includes(word);
  if (front) return (other) => other.endsWith(word);
  if (behind) return (other) => other.startsWith(word);
  return (other) => other === word;
}
