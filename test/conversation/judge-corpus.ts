import { readFileSync } from 'node:fs';
import { type ShownReading, showReading } from '../../src/conversation/show-reading.ts';
import { understand } from '../../src/conversation/understand.ts';
import type { Parsed } from '../../src/flow/data-file.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { loadRisks, loadWords } from '../../src/store/word-files.ts';

export type CorpusLine = { language: string; must: string; text: string };

const words = parsed(await loadWords('flows'));
const risks = parsed(await loadRisks('flows'));

/** How people write: a language, what it must be read as, and the text. */
export const corpus = ['stop-corpus-en.tsv', 'stop-corpus.tsv'].flatMap((file) =>
  linesOf(file).map((line): CorpusLine => {
    const [language = '', must = '', ...text] = line.split('\t');
    return { language, must, text: unescaped(text.join('\t')) };
  }),
);

/** Texts that hold a word of stopping and neither stop nor pause. */
export const ordinary = linesOf('ordinary-en.txt');

export function shownAs(text: string): ShownReading {
  return showReading(text, understand(text, words, risks, { digitsAreAnswers: false }));
}

/**
 * What of a line is read otherwise than it must be. A word of danger may pause the messages too, wherever a stop word
 * stands beside it; elsewhere what pauses is said.
 */
export function misread({ must, text }: CorpusLine): string[] {
  const [wanted = '', ...more] = must.split('+');
  const shown = shownAs(text);
  const isRisk = must.includes('risk');
  const isPause = more.includes('pause') || ['stop', 'stop_confirm', 'pause_ask'].includes(wanted);
  const isRight = shown.reading === wanted && shown.risk === isRisk;
  const isPaused = shown.pause === isPause || (isRisk && !isPause);
  return isRight && isPaused ? [] : [`${must} | ${JSON.stringify(shown)}`];
}

export function stopsOrPauses(text: string): string[] {
  const shown = shownAs(text);
  return shown.pause || shown.risk ? [JSON.stringify(shown)] : [];
}

function linesOf(file: string): string[] {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}

function unescaped(text: string): string {
  return text
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replace(/\\u([0-9a-f]{4})/gu, (_, code: string) => String.fromCodePoint(parseInt(code, 16)));
}

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.findings.map(findingLine).join('\n'));
}
