import type { SourceFile } from '../../flow/data-file.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { foundWords } from '../../flow/finding.ts';
import { playedOtherwise, proveTranscript } from '../../proof/transcripts/compare-transcript.ts';
import { asWritten } from '../../proof/transcripts/kept-lines.ts';
import { lostAnswers } from '../../proof/transcripts/lost-answers.ts';
import { parseTranscript } from '../../proof/transcripts/parse-transcript.ts';
import { passes as passesPlayed } from '../../proof/transcripts/passes.ts';
import { playTranscript } from '../../proof/transcripts/play-transcript.ts';
import type { Playing } from '../../proof/transcripts/reword-example.ts';
import { ifPlayed } from './if-played.ts';

type Judged =
  | { kind: 'passes' }
  /** A line for each line: ` ` for the same, `-` for what stands there, `+` for what the flow does now. */
  /** `lost`: answers of it that are no longer understood, or no longer asked for. */
  | { kind: 'differs'; lines: readonly string[]; lost: readonly string[] }
  /** It is no transcript, or names what the flow does not have; `says` is for people. */
  | { kind: 'wrong'; line: number; says: string }
  /** On its way a text shows what is not known there, which no phone can. */
  | { kind: 'unplayed' };

/** A transcript of a draft, and whether its flow still plays it. */
export type KeptTranscript = { name: string; path: string; language: string | undefined } & Judged;

/** What `proveTranscript` calls a transcript that its flow plays otherwise. */
const DIFFERS = 'transcript_differs';

export function transcriptPath(flow: string, name: string): string {
  return `${flow}/transcripts/${name}.txt`;
}

/** Every transcript of a flow, played with what its files say now. */
export function keptTranscripts(
  files: DraftFiles,
  flow: string,
  playing: Playing,
): KeptTranscript[] {
  return transcriptsIn(files, flow).map((source) => ({
    name: exampleName(source.file),
    path: source.file,
    ...judgedIn(source, playing),
  }));
}

/** The kept examples of a flow, as they are written. */
export function transcriptsIn(files: DraftFiles, flow: string): SourceFile[] {
  const folder = `${flow}/transcripts/`;
  return [...files].flatMap(([file, source]) =>
    file.startsWith(folder) && file.endsWith('.txt') ? [{ file, source }] : [],
  );
}

/** What an example is called, of its path. */
export function exampleName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, -'.txt'.length);
}

/** Whether its flow goes as it was kept. */
export function passes(source: SourceFile, playing: Playing): boolean {
  return ifPlayed(() => passesPlayed(source, playing)) ?? false;
}

function judgedIn(source: SourceFile, playing: Playing): Judged & { language: string | undefined } {
  const parsed = parseTranscript(source);
  const language = parsed.ok ? parsed.value.known.language : undefined;
  return {
    language,
    ...(ifPlayed(() => judged(parsed, playing)) ?? { kind: 'unplayed' as const }),
  };
}

function judged(parsed: ReturnType<typeof parseTranscript>, { release, stage }: Playing): Judged {
  const findings = parsed.ok
    ? proveTranscript(release, parsed.value, stage, { warm: true })
    : parsed.findings;
  const [first] = findings;
  if (first === undefined) return { kind: 'passes' };
  if (!parsed.ok || first.code !== DIFFERS)
    return { kind: 'wrong', line: first.line, says: `${foundWords(first)} ${first.mend}` };
  const difference = playedOtherwise(release, parsed.value, stage, { warm: true });
  const { expected } = parsed.value;
  const written = expected.map(({ text }) => text);
  const played = playTranscript(release, parsed.value, stage, { warm: true });
  return { kind: 'differs', lines: difference?.words ?? [], lost: lostAnswers(written, played) };
}

type Differing = Extract<KeptTranscript, { kind: 'differs' }>;

/** Those whose flow goes otherwise now. */
export function differingOf(all: readonly KeptTranscript[]): Differing[] {
  return all.flatMap((one) => (one.kind === 'differs' ? [one] : []));
}

/** Those that are taken with all others: where an answer is lost somebody has to look at that one. */
export function takenWithAll(all: readonly KeptTranscript[]): Differing[] {
  return differingOf(all).filter(({ lost }) => lost.length === 0);
}

/** The same transcript with what its flow does now: its remarks and what is known before stay as they are. */
export function playedAnew(source: SourceFile, { release, stage }: Playing): string | undefined {
  const parsed = parseTranscript(source);
  if (!parsed.ok) return undefined;
  const lines = source.source.split(/\r?\n/u);
  const head = lines.slice(0, (parsed.value.expected[0]?.line ?? lines.length) - 1);
  const played = playTranscript(release, parsed.value, stage, { warm: true });
  return [...head, ...asWritten(parsed.value.expected, played), ''].join('\n');
}
