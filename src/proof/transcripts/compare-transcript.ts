import type { Finding } from '../../flow/finding.ts';
import type { Release } from '../../flow/release.ts';
import { asWritten } from './kept-lines.ts';
import { transcriptFinding, type Transcript, type TranscriptLine } from './parse-transcript.ts';
import { linesOf, playTranscript, stageOf } from './play-transcript.ts';
import type { Scene, Stage } from './scene.ts';

/** Where a transcript and its flow part: from which line, and how, for a person to read. */
type Difference = {
  /** The first line of the file that differs; its last where lines are missing at the end. */
  line: number;
  /** The first line that differs, as it stands there and as it was played; undefined where one of them has ended. */
  written: string | undefined;
  played: string | undefined;
  /** A line for each line, ` ` for the same, `-` for what stands there, `+` for what the flow does. */
  words: readonly string[];
};

/** Lines before the first difference, so that one knows where it is. */
const BEFORE = 2;
/** Lines in a finding, which stands among others. */
const SHOWN_MAX = 16;

/** How what was played differs from what is written, to the end; undefined where it does not. */
function differenceOf({ expected }: Transcript, played: readonly string[]): Difference | undefined {
  const first = expected.findIndex(({ text }, i) => !isSame(text, played[i]));
  const at = first === -1 ? expected.length : first;
  if (first === -1 && played.length === expected.length) return undefined;
  const shown = [
    ...expected.slice(Math.max(0, at - BEFORE), at).map(({ text }) => `  ${text}`),
    ...changes(expected.slice(at), played.slice(at)),
  ];
  return {
    line: (expected[at] ?? expected.at(-1))?.line ?? 1,
    written: expected[at]?.text,
    played: played[at],
    words: shown,
  };
}

/** `scenes` are those of whoever has played it already. */
type Options = { warm?: boolean; scenes?: readonly Scene[] };

/** How its flow plays a transcript otherwise than it is written; undefined where it does not. */
export function playedOtherwise(
  release: Release,
  transcript: Transcript,
  stage: Stage,
  { scenes, ...options }: Options = {},
): Difference | undefined {
  const played =
    scenes === undefined ? playTranscript(release, transcript, stage, options) : linesOf(scenes);
  return differenceOf(transcript, asWritten(transcript.expected, played));
}

/** What is wrong with a transcript of a flow: a field it does not have, or another course than the flow takes. */
export function proveTranscript(
  release: Release,
  transcript: Transcript,
  stage: Stage,
  options: Options = {},
): Finding[] {
  const { file, known, programme, remembers } = transcript;
  const wrong = (found: string, mend: string) => [
    transcriptFinding({ file, line: 1 }, { code: 'bad_fact', found, mend }),
  ];
  const lost = Object.keys(remembers).filter((field) => !release.memory.has(field));
  if (lost.length > 0)
    return wrong(
      `the flow remembers no \`${lost.join('`, `')}\``,
      `Its memory has: ${[...release.memory.keys()].join(', ') || 'nothing'}.`,
    );
  if (known.language !== undefined && !release.languages.includes(known.language))
    return wrong(
      `the flow has no language \`${known.language}\``,
      `It has: ${release.languages.join(', ')}.`,
    );
  if (stageOf(transcript, stage) === undefined)
    return wrong(
      `there is no programme \`${programme ?? ''}\``,
      'Name a file of flows/programmes, without its ending.',
    );
  const difference = playedOtherwise(release, transcript, stage, options);
  if (difference === undefined) return [];
  const { line, words } = difference;
  const found = 'the flow does something else than this transcript';
  const mend = [
    'Lines with - are written, lines with + are what happens:',
    ...shortened(words),
    'Mend the flow or the transcript.',
  ].join('\n');
  return [
    transcriptFinding({ file: transcript.file, line }, { code: 'transcript_differs', found, mend }),
  ];
}

function shortened(words: readonly string[]): readonly string[] {
  const rest = words.length - SHOWN_MAX;
  return rest > 1 ? [...words.slice(0, SHOWN_MAX), `  … and ${rest} lines more`] : words;
}

/** `168h` and `7d` are the same time. */
export function isSame(written: string, played: string | undefined): boolean {
  return written === played || (played !== undefined && plainTimes(written) === plainTimes(played));
}

function plainTimes(line: string): string {
  if (!line.startsWith('!')) return line;
  return line.replace(/\b(\d+)d\b/gu, (_, days: string) => `${Number(days) * 24}h`);
}

/** The shortest way from one list of lines to the other, by their longest common part. */
function changes(written: readonly TranscriptLine[], played: readonly string[]): string[] {
  const common = commonLengths(written, played);
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < written.length || j < played.length) {
    const [left, right] = [written[i], played[j]];
    if (left !== undefined && isSame(left.text, right)) {
      lines.push(`  ${left.text}`);
      [i, j] = [i + 1, j + 1];
    } else if (
      left !== undefined &&
      (right === undefined || lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))
    ) {
      lines.push(`- ${left.text}`);
      i += 1;
    } else {
      lines.push(`+ ${right ?? ''}`);
      j += 1;
    }
  }
  return lines;
}

function commonLengths(written: readonly TranscriptLine[], played: readonly string[]): number[][] {
  const table = Array.from({ length: written.length + 1 }, () =>
    Array.from({ length: played.length + 1 }, () => 0),
  );
  for (let i = written.length - 1; i >= 0; i -= 1)
    for (let j = played.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (row === undefined) continue;
      row[j] = isSame(written[i]?.text ?? '', played[j])
        ? lengthAt(table, i + 1, j + 1) + 1
        : Math.max(lengthAt(table, i + 1, j), lengthAt(table, i, j + 1));
    }
  return table;
}

function lengthAt(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}
