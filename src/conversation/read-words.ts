import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { type Finding, findingOfFile, quoted } from '../flow/finding.ts';
import { cleanText, squeeze, squeezeWords, wordsOf } from './read-normal.ts';
import { patternIn, type Patterns, unmarked } from './read-pattern.ts';
import { entriesOf, WordsFile, type WordMeaning } from './words-file.ts';

type Meaning = { kind: WordMeaning; mayMeanWait: boolean; isSure: boolean };

/** Phrases of squeezed words, one space between; `longest` counts the words of the longest, by its first word. */
export type Phrases = { set: ReadonlySet<string>; longest: ReadonlyMap<string, number> };

/** The words of every language together: whoever writes STOP in whichever language is understood. */
export type Words = {
  meanings: ReadonlyMap<string, Meaning>;
  stops: Phrases;
  /** Stop words without spaces, letters as they are: for a word broken by a space or a full stop. */
  stopSpellings: ReadonlySet<string>;
  polite: Phrases;
  stopWhat: ReadonlySet<string>;
  ordinary: ReadonlySet<string>;
  refusal: Patterns;
  wrongNumber: Patterns;
  notStop: Patterns;
  joking: Patterns;
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
  const { meanings, spellings } = meaningsOf(parsed, key, findings);
  const patterns = (pick: (words: WordsFile) => string[]) =>
    unmarked(
      parsed.flatMap(({ file, words }) =>
        pick(words).flatMap((source) => patternIn(file, source, findings)),
      ),
    );
  const all = (pick: (words: WordsFile) => string[]) =>
    parsed.flatMap((p) => pick(p.words).map(key));
  const stops = [...meanings].filter(([, meaning]) => meaning.kind === 'stop');
  const value: Words = {
    meanings,
    stops: phrasesOf(stops.map(([phrase]) => phrase)),
    stopSpellings: spellings,
    polite: phrasesOf(all((words) => words.polite)),
    stopWhat: new Set(all((words) => words.stop_what)),
    ordinary,
    refusal: patterns((words) => words.refusal),
    wrongNumber: patterns((words) => words.wrong_number),
    notStop: patterns((words) => words.not_stop),
    joking: patterns((words) => words.joking),
  };
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value };
}

function meaningsOf(
  files: readonly { file: string; words: WordsFile }[],
  key: (phrase: string) => string,
  findings: Finding[],
) {
  const meanings = new Map<string, Meaning>();
  const spellings = new Set<string>();
  for (const { file, words } of files) {
    for (const { kind, phrase, mayMeanWait, isSure } of entriesOf(words)) {
      const known = meanings.get(key(phrase));
      const fault = faultOf(phrase, kind, key(phrase), known);
      if (fault !== undefined) findings.push(findingOfFile(file, fault));
      const meaning = {
        kind,
        mayMeanWait: mayMeanWait || known?.mayMeanWait === true,
        isSure: isSure || known?.isSure === true,
      };
      meanings.set(key(phrase), meaning);
      meanings.set(squeeze(plainWords(phrase).join('')), meaning);
      if (kind === 'stop') spellings.add(plainWords(phrase).join(''));
    }
  }
  return { meanings, spellings };
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
  const longest = new Map<string, number>();
  for (const phrase of phrases) {
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    longest.set(first, Math.max(words.length, longest.get(first) ?? 0));
  }
  return { set: new Set(phrases), longest };
}

function plainWords(phrase: string): string[] {
  return wordsOf(cleanText(phrase));
}
