import type { Parsed, SourceFile } from '../../flow/data-file.ts';
import { quoted, type Finding } from '../../flow/finding.ts';
import type { Facts, Memory } from '../../flow/vocabulary.ts';
import { readEvent, type TranscriptEvent } from './transcript-events.ts';
import { readFact } from './transcript-facts.ts';

/** A line of the file, with its number from 1. */
export type TranscriptLine = { text: string; line: number };

/**
 * A conversation as people can read it. `@` says what is known before, `<` is a line on the phone, `>` what is typed,
 * `~` what happens by itself, `!` what is asked of the service, `#` a remark.
 */
export type Transcript = {
  file: string;
  /** Whose values its texts show; undefined for made-up ones. */
  programme: string | undefined;
  /** What its `@` lines say; all else is as it is of somebody new. */
  known: Partial<Facts>;
  /** Values of memory that an earlier conversation left. */
  remembers: Memory;
  events: readonly TranscriptEvent[];
  /** Everything that is to be seen, what is typed and what happens included. */
  expected: readonly TranscriptLine[];
};

/** What is wrong with one line. */
export type Wrong = { code: string; found: string; meant?: string | undefined; mend: string };

/** A talk of so many lines is no example that anybody reads. */
const LINES_MAX = 1_000;
const MARK_MEND =
  'Begin it with `<` what the phone shows, `>` what is typed, `~` what happens, `!` what is asked of the service, `@` what is known before, or `#` a remark.';

/** Reads a transcript, or tells everything that is wrong in it. */
export function parseTranscript({ file, source }: SourceFile): Parsed<Transcript> {
  const lines = source.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  const reading: Reading = {
    programme: undefined,
    known: {},
    remembers: {},
    events: [],
    expected: [],
  };
  const findings = lines.slice(0, LINES_MAX).flatMap((text, index) => {
    const line = index + 1;
    const wrong = takeLine(reading, { text: text.trimEnd(), line });
    return wrong === undefined ? [] : [transcriptFinding({ file, line }, wrong)];
  });
  if (lines.length > LINES_MAX) {
    const found = `it has more than ${LINES_MAX} lines`;
    const wrong = { code: 'too_much', found, mend: 'Make several transcripts of it.' };
    findings.push(transcriptFinding({ file, line: LINES_MAX }, wrong));
  }
  if (findings.length > 0) return { ok: false, findings };
  return { ok: true, value: { file, ...reading } };
}

export function transcriptFinding(place: { file: string; line: number }, wrong: Wrong): Finding {
  const severity = 'error' as const;
  const finding = { ...place, column: 1, severity, meant: undefined, ...wrong };
  return finding;
}

type Reading = {
  programme: string | undefined;
  known: Partial<Facts>;
  remembers: Record<string, string | number>;
  events: TranscriptEvent[];
  expected: TranscriptLine[];
};

function takeLine(reading: Reading, { text, line }: TranscriptLine): Wrong | undefined {
  const mark = text.slice(0, 1);
  const rest = text.slice(1).trim();
  switch (mark) {
    case '':
    case '#':
      return undefined;
    case '@': {
      if (reading.expected.length > 0) return { code: 'late_fact', found: LATE, mend: LATE_MEND };
      return readFact(reading, rest);
    }
    case '<':
    case '!':
      reading.expected.push({ text, line });
      return undefined;
    case '>':
      reading.expected.push({ text: `> ${rest}`, line });
      reading.events.push({ type: 'reply', text: rest });
      return undefined;
    case '~': {
      const event = readEvent(rest);
      if ('mend' in event) return event;
      reading.expected.push({ text, line });
      reading.events.push(event);
      return undefined;
    }
    default:
      return { code: 'unknown_mark', found: `${quoted(text)} has no mark`, mend: MARK_MEND };
  }
}

const LATE = 'what is known before stands after the first line of the talk';
const LATE_MEND = 'Move the line with `@` to the top.';
