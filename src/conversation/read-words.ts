import { z } from 'zod';
import { Language } from '../flow/definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { type Finding, findingOfFile, quoted } from '../flow/finding.ts';
import { cleanText, squeeze, squeezeWords, wordsOf } from './read-normal.ts';

/** What a word of ours can mean. */
const WORD_MEANINGS = ['stop', 'start', 'join', 'help', 'person', 'language', 'complaint'] as const;
type WordMeaning = (typeof WORD_MEANINGS)[number];

/** A word or phrase; `also: wait` marks one that people use for "wait" too: it stops, and the answer may ask. */
const Entry = z.union(
  [z.string().min(1), z.strictObject({ word: z.string().min(1), also: z.literal('wait') })],
  'must be a word, or `{ word: …, also: wait }`',
);
const Entries = z.array(Entry).default([]);
const PhraseList = z.array(z.string().min(1)).default([]);

/** flows/words/<language>.yaml */
const WordsFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  /** Who signed these words, and when; null until a native speaker has. */
  reviewed: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  stop: Entries,
  start: Entries,
  join: Entries,
  help: Entries,
  person: Entries,
  change_language: Entries,
  complaint: Entries,
  /** Courtesies that may stand anywhere beside a word and change nothing. */
  polite: PhraseList,
  /** What may follow a stop word and still mean the messages: `stop texting me`, never `stop hitting me`. */
  stop_what: PhraseList,
  /** Ordinary words that a stop word with its letters repeated would swallow. */
  ordinary: PhraseList,
});
type WordsFile = z.infer<typeof WordsFile>;

type Meaning = { kind: WordMeaning; mayMeanWait: boolean };

/** Phrases of squeezed words, one space between; `longest` counts the words of the longest. */
export type Phrases = { set: ReadonlySet<string>; longest: number };

/** The words of every language together: whoever writes STOP in whichever language is understood. */
export type Words = {
  meanings: ReadonlyMap<string, Meaning>;
  stops: Phrases;
  /** Stop words without spaces, letters as they are: for a word broken by a space or a full stop. */
  stopSpellings: ReadonlySet<string>;
  polite: Phrases;
  stopWhat: ReadonlySet<string>;
  ordinary: ReadonlySet<string>;
};

/** Parses all word files together; a phrase with two meanings is a problem, in whichever files they stand. */
export function parseWords(files: readonly SourceFile[]): Parsed<Words> {
  const findings: Finding[] = [];
  const parsed: { file: string; words: WordsFile }[] = [];
  for (const source of files) {
    const result = parseDataFile(source, WordsFile);
    if (result.ok) parsed.push({ file: source.file, words: result.value });
    else findings.push(...result.findings);
  }
  const ordinary = new Set(parsed.flatMap(({ words }) => words.ordinary.flatMap(plainWords)));
  const key = (phrase: string) => squeezeWords(plainWords(phrase), ordinary).join(' ');
  const meanings = new Map<string, Meaning>();
  const spellings = new Set<string>();
  for (const { file, words } of parsed) {
    for (const { kind, phrase, mayMeanWait } of entriesOf(words)) {
      const known = meanings.get(key(phrase));
      const fault = faultOf(phrase, kind, key(phrase), known);
      if (fault !== undefined) findings.push(findingOfFile(file, fault));
      const meaning = { kind, mayMeanWait: mayMeanWait || known?.mayMeanWait === true };
      meanings.set(key(phrase), meaning);
      meanings.set(squeeze(plainWords(phrase).join('')), meaning);
      if (kind === 'stop') spellings.add(plainWords(phrase).join(''));
    }
  }
  if (findings.length > 0) return { ok: false, findings };
  const all = (pick: (words: WordsFile) => string[]) =>
    parsed.flatMap((p) => pick(p.words).map(key));
  const stops = [...meanings].filter(([, meaning]) => meaning.kind === 'stop');
  return {
    ok: true,
    value: {
      meanings,
      stops: phrasesOf(stops.map(([phrase]) => phrase)),
      stopSpellings: spellings,
      polite: phrasesOf(all((words) => words.polite)),
      stopWhat: new Set(all((words) => words.stop_what)),
      ordinary,
    },
  };
}

function faultOf(phrase: string, kind: WordMeaning, key: string, known: Meaning | undefined) {
  if (key === '') {
    const mend = 'Write a word with letters.';
    return { code: 'no_letters', found: `${quoted(phrase)} has no letters`, mend };
  }
  if (known === undefined || known.kind === kind) return undefined;
  const found = `${quoted(phrase)} means ${kind} here and ${known.kind} elsewhere`;
  return { code: 'two_meanings', found, mend: 'Keep it in one list, over all languages.' };
}

function phrasesOf(phrases: readonly string[]): Phrases {
  const set = new Set(phrases);
  return { set, longest: Math.max(1, ...phrases.map((phrase) => phrase.split(' ').length)) };
}

function plainWords(phrase: string): string[] {
  return wordsOf(cleanText(phrase));
}

function entriesOf(
  words: WordsFile,
): { kind: WordMeaning; phrase: string; mayMeanWait: boolean }[] {
  const lists = { ...words, language: words.change_language };
  return WORD_MEANINGS.flatMap((kind) =>
    lists[kind].map((entry) =>
      typeof entry === 'string'
        ? { kind, phrase: entry, mayMeanWait: false }
        : { kind, phrase: entry.word, mayMeanWait: true },
    ),
  );
}
