import type { ProofFinding } from '../../proof/report.ts';
import { dearLetters, mendedMarks } from '../../proof/text/letters.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';

/** Words of a file that are replaced by others; lines and columns from 1. */
type Change = { line: number; column: number; from: string; to: string };
/** What mends a finding without anybody having to decide anything. */
export type Mend = { file: string; changes: readonly Change[] };

const WORD = /^["'{]?([\p{L}\p{N}_-]+)/u;
/** On a line that is no `do` step alone. */
const OTHER_THAN_DO = /\b(?:means|say|when|yes|no):/u;
const PICTURE = / ?(?:\p{Extended_Pictographic}|\p{Regional_Indicator})[\u20e3\ufe0f\u200d]*/gu;

/** The mend of a finding where it is certain; undefined where somebody has to choose. */
export function certainMend(finding: ProofFinding, source: string): Mend | undefined {
  const changes = changesOf(finding, source.split('\n'));
  return changes.length === 0 ? undefined : { file: finding.file, changes };
}

/** The text with the mend in it; undefined where other words stand there by now. */
function mended(source: string, { changes }: Mend): string | undefined {
  const lines = source.split('\n');
  // From the end, so that no change moves the next.
  for (const { line, column, from, to } of changes.toSorted(byPlace).toReversed()) {
    const text = lines[line - 1];
    if (text?.startsWith(from, column - 1) !== true) return undefined;
    lines[line - 1] = `${text.slice(0, column - 1)}${to}${text.slice(column - 1 + from.length)}`;
  }
  return lines.join('\n');
}

/** The files with the mend in them; unchanged where it does not fit any more. */
export function withMend(files: DraftFiles, mend: Mend): Map<string, string> {
  const now = new Map(files);
  const text = mended(files.get(mend.file) ?? '', mend);
  if (text !== undefined) now.set(mend.file, text);
  return now;
}

function changesOf(finding: ProofFinding, lines: readonly string[]): Change[] {
  switch (finding.code) {
    case 'dear_letter':
      return letterChanges(finding, lines, (letter) => {
        const [known] = dearLetters(letter);
        return known?.plain;
      });
    case 'mended_mark':
      return letterChanges(finding, lines, (mark) => mendedMarks(mark)[0]?.plain);
    case 'exclamation':
      return changesIn(block(finding, lines), /!+/gu, () => '.');
    case 'emoji':
      return changesIn(block(finding, lines), PICTURE, () => '');
    case 'asked_too_late':
      return finding.severity === 'error' ? requestOut(finding, lines) : [];
    default:
      return finding.meant === undefined ? [] : wordChange(finding, finding.meant, lines);
  }
}

/** A request that the next question opens itself, with its `do` where nothing else stands in it; a step keeps what it is. */
function requestOut({ line, column }: ProofFinding, lines: readonly string[]): Change[] {
  const text = lines[line - 1] ?? '';
  const reason = WORD.exec(text.slice(column - 1))?.[0];
  if (reason === undefined) return [];
  const request = String.raw`follow_up:\s*${escaped(reason)}(?![\w-])`;
  const ways = [
    ...(OTHER_THAN_DO.test(text) ? [String.raw`,\s*do:\s*\{\s*${request}\s*\}`] : []),
    String.raw`${request}\s*,\s*`,
    String.raw`,\s*${request}`,
  ];
  const found = ways.map((way) => new RegExp(way, 'u').exec(text)).find((one) => one !== null);
  if (found === undefined) return [];
  return [{ line, column: found.index + 1, from: found[0], to: '' }];
}

/** A letter wherever it stands in that text. */
function letterChanges(
  finding: ProofFinding,
  lines: readonly string[],
  plainOf: (letter: string) => string | undefined,
): Change[] {
  const letter = quotedIn(finding.found)[0];
  const plain = letter === undefined ? undefined : plainOf(letter);
  if (letter === undefined || plain === undefined) return [];
  return changesIn(block(finding, lines), new RegExp(escaped(letter), 'gu'), () => plain);
}

/** A misspelt word: at the place itself, or as a variable in the text there. */
function wordChange(finding: ProofFinding, meant: string, lines: readonly string[]): Change[] {
  const wrong = quotedIn(finding.found).map((word) => word.replaceAll(/[{}]/gu, ''));
  const { line, column } = finding;
  const rest = lines[line - 1]?.slice(column - 1) ?? '';
  const here = WORD.exec(rest)?.[1];
  if (here !== undefined && here !== meant && (wrong.includes(here) || finding.code === 'misnamed'))
    return [{ line, column: column + rest.indexOf(here), from: here, to: meant }];
  const told = wrong.find((word) => word !== meant && word !== '');
  if (told === undefined) return [];
  const isVariable = finding.code === 'no_such_variable';
  const pattern = isVariable ? `(?<=\\{)${escaped(told)}(?=\\})` : wholeWord(told);
  const found = changesIn(block(finding, lines), new RegExp(pattern, 'gu'), () => meant);
  return isVariable ? found : found.slice(0, 1);
}

function wholeWord(word: string): string {
  return String.raw`(?<![\p{L}\p{N}_-])${escaped(word)}(?![\p{L}\p{N}_-])`;
}

type Block = { line: number; column: number; text: string }[];

/** What stands from there on, to the next key beside it or above it. */
function block({ line, column }: ProofFinding, lines: readonly string[]): Block {
  const own = lines[line - 1] ?? '';
  const depth = own.length - own.trimStart().length;
  const below = lines.slice(line);
  const end = below.findIndex(
    (text) => text.trim() !== '' && text.length - text.trimStart().length <= depth,
  );
  const inside = below.slice(0, end === -1 ? below.length : end);
  return [
    { line, column, text: own.slice(column - 1) },
    ...inside.map((text, index) => ({ line: line + 1 + index, column: 1, text })),
  ].filter(({ text }) => !text.trimStart().startsWith('#'));
}

function changesIn(texts: Block, pattern: RegExp, put: (found: string) => string): Change[] {
  return texts.flatMap(({ line, column, text }) =>
    [...text.matchAll(pattern)].map((found) => ({
      line,
      column: column + found.index,
      from: found[0],
      to: put(found[0]),
    })),
  );
}

/** What a finding quotes. */
export function quotedIn(found: string): string[] {
  return [...found.matchAll(/`([^`]+)`/gu)].map(([, words = '']) => words);
}

function escaped(text: string): string {
  return RegExp.escape(text);
}

function byPlace(a: Change, b: Change): number {
  return a.line - b.line || a.column - b.column;
}
