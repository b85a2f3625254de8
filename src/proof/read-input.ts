import { type Phrases, parsePhrases } from '../conversation/phrases.ts';
import { type Prompts, parsePrompts } from '../conversation/prompts.ts';
import { parseRisks } from '../conversation/read-risk.ts';
import { parseWords, type Words } from '../conversation/read-words.ts';
import { keptBy } from '../base/kept-by.ts';
import { readBenefits } from '../flow/benefits/read-benefits.ts';
import type { Parsed, SourceFile } from '../flow/data-file.ts';
import type { Finding, SpotOf } from '../flow/finding.ts';
import type { FlowSources } from '../flow/flow-sources.ts';
import { type Formats, parseFormats } from '../flow/formats.ts';
import { type Helplines, parseHelplines } from '../flow/helplines.ts';
import { type LintWords, parseLintWords } from '../flow/lint-words.ts';
import { parseProgramme, type Programme } from '../flow/programme.ts';
import { type ReadFlow, readFlows } from '../flow/read-flows.ts';
import { readYaml } from '../flow/read-yaml.ts';

/** A flow as far as it could be read, with its transcripts as text. */
export type InputFlow = ReadFlow & { transcripts: readonly SourceFile[] };
export type ReadProgramme = { programme: Programme; file: string; spotOf: SpotOf };

type LanguageFile = { language: string; file: string; spotOf: SpotOf };

/** What belongs to no flow: how languages are written, read and spoken. */
export type Common = {
  formats: Formats;
  /** Undefined where the files have findings. */
  words: Words | undefined;
  phrases: Phrases;
  /** The files that the phrases stand in, by language. */
  phraseFiles: readonly LanguageFile[];
  /** What is said to counsellors. */
  prompts: Prompts;
  promptFiles: readonly LanguageFile[];
  helplines: Helplines;
  /** Words that texts keep out, by language. */
  lint: ReadonlyMap<string, LintWords>;
  /** What the reader refused. */
  findings: readonly Finding[];
};

/** Everything that the proof looks at, read. What could not be read has a finding and is left out. */
export type ProofInput = Common & {
  flows: readonly InputFlow[];
  programmes: readonly ReadProgramme[];
  /** The folder, as commands have to name it; undefined where they find it by themselves. */
  dir?: string | undefined;
};

const NAMED_ELSEWHERE = 'no_such_flow';

/** Reads what belongs to no flow; whoever proves flow after flow reads it once. */
export function readCommon(
  sources: Omit<FlowSources, 'flows' | 'programmes' | 'benefits'>,
): Common {
  const { findings, take } = collected();
  // No flow is judged by them, so that only their findings count here.
  take(parseRisks(sources.risks));
  return {
    formats: take(parseFormats(sources.formats)) ?? new Map(),
    words: take(parseWords(sources.words)),
    phrases: take(parsePhrases(sources.phrases)) ?? new Map(),
    phraseFiles: sources.phrases.map(inLanguage),
    prompts: take(parsePrompts(sources.prompts)) ?? new Map(),
    promptFiles: sources.prompts.map(inLanguage),
    helplines: take(parseHelplines(sources.helplines)) ?? new Map(),
    lint: take(parseLintWords(sources.lint)) ?? new Map(),
    findings,
  };
}

/** Reads the files of a folder of flows. Pure: the files come as text. */
export function readInput(sources: FlowSources, common: Common = readCommon(sources)): ProofInput {
  const guides = readBenefits(sources.benefits);
  const { flows, findings: found } = readFlows(sources.flows, guides.flows);
  const { findings, take } = collected();
  const programmes = sources.programmes.flatMap((source) => {
    const { parsed, ...place } = readProgramme(source);
    const programme = take(parsed);
    return programme === undefined ? [] : [{ programme, ...place }];
  });
  // The proof says of each place where a flow is named whether it is there.
  const ofFlows = found.filter(({ code }) => code !== NAMED_ELSEWHERE);
  return {
    ...common,
    flows: [
      ...flows.map((flow, index) => ({
        ...flow,
        transcripts: sources.flows[index]?.transcripts ?? [],
      })),
      ...guides.flows,
    ],
    programmes,
    findings: [...ofFlows, ...guides.findings, ...findings, ...common.findings],
  };
}

const readProgramme = keptBy((source: SourceFile) => ({
  parsed: parseProgramme(source),
  ...placed(source),
}));

function collected() {
  const findings: Finding[] = [];
  const take = <Value>(parsed: Parsed<Value>): Value | undefined => {
    if (parsed.ok) return parsed.value;
    findings.push(...parsed.findings);
    return undefined;
  };
  return { findings, take };
}

function placed({ file, source }: SourceFile): { file: string; spotOf: SpotOf } {
  const yaml = readYaml(source, file);
  return { file, spotOf: yaml.ok ? yaml.spotOf : () => ({ line: 1, column: 1 }) };
}

function inLanguage(source: SourceFile): LanguageFile {
  return { language: languageOf(source.file), ...placed(source) };
}

/** Such a file is named for its language: `phrases/sn.yaml`. */
function languageOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace('.yaml', '');
}
