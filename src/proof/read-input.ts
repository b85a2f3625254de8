import { type Phrases, parsePhrases } from '../conversation/phrases.ts';
import { parseWords, type Words } from '../conversation/read-words.ts';
import type { Parsed, SourceFile } from '../flow/data-file.ts';
import type { Finding, SpotOf } from '../flow/finding.ts';
import type { FlowSources } from '../flow/flow-sources.ts';
import { type Formats, parseFormats } from '../flow/formats.ts';
import { type Helplines, parseHelplines } from '../flow/helplines.ts';
import { parseProgramme, type Programme } from '../flow/programme.ts';
import { readYaml } from '../flow/read-yaml.ts';
import { type ReadFlow, readFlows } from './read-flows.ts';

export type ReadProgramme = { programme: Programme; file: string; spotOf: SpotOf };

/** Everything that the proof looks at, read. What could not be read has a finding and is left out. */
export type ProofInput = {
  flows: readonly ReadFlow[];
  programmes: readonly ReadProgramme[];
  formats: Formats;
  /** Undefined where the files have findings. */
  words: Words | undefined;
  phrases: Phrases;
  helplines: Helplines;
  /** What the reader refused. */
  findings: readonly Finding[];
};

/** Reads the files of a folder of flows. Pure: the files come as text. */
export function readInput(sources: FlowSources): ProofInput {
  const findings: Finding[] = [];
  const take = <Value>(parsed: Parsed<Value>): Value | undefined => {
    if (parsed.ok) return parsed.value;
    findings.push(...parsed.findings);
    return undefined;
  };
  return {
    flows: readFlows(sources.flows, (found) => findings.push(...found)),
    programmes: sources.programmes.flatMap((source) => {
      const programme = take(parseProgramme(source));
      return programme === undefined ? [] : [{ programme, ...placed(source) }];
    }),
    formats: take(parseFormats(sources.formats)) ?? new Map(),
    words: take(parseWords(sources.words)),
    phrases: take(parsePhrases(sources.phrases)) ?? new Map(),
    helplines: take(parseHelplines(sources.helplines)) ?? new Map(),
    findings,
  };
}

function placed({ file, source }: SourceFile): { file: string; spotOf: SpotOf } {
  const yaml = readYaml(source, file);
  return { file, spotOf: yaml.ok ? yaml.spotOf : () => ({ line: 1, column: 1 }) };
}
