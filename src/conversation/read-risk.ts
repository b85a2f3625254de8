import { z } from 'zod';
import { Language } from '../flow/definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { type Finding, findingOfFile, quoted } from '../flow/finding.ts';
import {
  overlap,
  type Pattern,
  patternIn,
  type Patterns,
  patternsOf,
  type Said,
  type Span,
  spansOf,
} from './read-pattern.ts';
import { saidOf } from './read-said.ts';

/**
 * Signs of danger, in the order in which they decide what is answered: the answer to violence names nothing, so it is
 * safe for the others too, and never the other way round.
 */
const RISK_KINDS = ['violence', 'child', 'self_harm', 'threat'] as const;
export type RiskKind = (typeof RISK_KINDS)[number];

/** A sign of danger in a text, and in which language. `reviewed`: whether a native reader has signed a list that it stands in. */
export type Risk = { kind: RiskKind; language: string; reviewed: boolean };

const PatternList = z.array(z.string().min(1)).default([]);

/** flows/risk/<language>.yaml */
const RiskFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  /** Who signed these lists, and when; null until native readers with experience of their own have. */
  reviewed: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  kinds: z.strictObject({
    self_harm: PatternList,
    violence: PatternList,
    child: PatternList,
    threat: PatternList,
  }),
  /** What cancels a sign that shares a word with it, in any language: `dont want to die`, `die laughing`. */
  never: PatternList,
  /** Whole sentences: each pattern stands in one of `hit`, and none in any of `miss`. */
  examples: z.strictObject({ hit: PatternList, miss: PatternList }),
});
type RiskFile = z.infer<typeof RiskFile>;

/** The signs of every language together. */
export type Risks = {
  lists: readonly { risk: Risk; patterns: Patterns }[];
  never: Patterns;
};

/** No list at all: words of danger are then read in no language. */
export const NO_RISKS: Risks = { lists: [], never: patternsOf([]) };

/** The languages whose lists native readers have signed. */
export function languagesSigned({ lists }: Risks): Set<string> {
  return new Set(lists.filter(({ risk }) => risk.reviewed).map(({ risk }) => risk.language));
}

/** Parses all risk files together. A pattern that no example has, and an example that is read wrongly, are problems. */
export function parseRisks(files: readonly SourceFile[]): Parsed<Risks> {
  const findings: Finding[] = [];
  const parsed: { file: string; list: RiskFile }[] = [];
  for (const source of files) {
    const result = parseDataFile(source, RiskFile);
    if (result.ok) parsed.push({ file: source.file, list: result.value });
    else findings.push(...result.findings);
  }
  const read = (file: string, sources: readonly string[]) =>
    sources.flatMap((source) => patternIn(file, source, findings));
  const lists = parsed.flatMap(({ file, list }) =>
    RISK_KINDS.map((kind) => ({ file, list, kind, patterns: read(file, list.kinds[kind]) })),
  );
  const never = patternsOf(parsed.flatMap(({ file, list }) => read(file, list.never)));
  const risks: Risks = {
    lists: lists.map(({ list, kind, patterns }) => ({
      risk: { kind, language: list.language, reviewed: list.reviewed !== null },
      patterns: patternsOf(patterns),
    })),
    never,
  };
  for (const { file, list, patterns } of lists)
    findings.push(...unshown(file, patterns, list.examples.hit, never));
  for (const { file, list } of parsed) findings.push(...misread(file, list, risks));
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: risks };
}

function unshown(
  file: string,
  patterns: readonly Pattern[],
  hits: readonly string[],
  never: Patterns,
): Finding[] {
  const said = hits.map((text) => saidOf(text));
  const isShown = (pattern: Pattern) =>
    said.some((one) => uncancelled(patternsOf([pattern]), never, one).length > 0);
  return patterns
    .filter((pattern) => !isShown(pattern))
    .map(({ source }) =>
      findingOfFile(file, {
        code: 'no_example',
        found: `${quoted(source)} is in no sentence of \`examples.hit\``,
        mend: 'Add a whole sentence that has it.',
      }),
    );
}

function misread(file: string, { examples }: RiskFile, risks: Risks): Finding[] {
  const wrong = (text: string, found: string, mend: string) =>
    findingOfFile(file, { code: 'misread', found: `${quoted(text)} ${found}`, mend });
  return [
    ...examples.hit
      .filter((text) => readRisk(text, risks) === undefined)
      .map((text) => wrong(text, 'is no sign of danger', 'Add a pattern, or narrow `never`.')),
    ...examples.miss
      .filter((text) => readRisk(text, risks) !== undefined)
      .map((text) => wrong(text, 'is read as danger', 'Narrow the pattern, or add to `never`.')),
  ];
}

/** The sign of danger in a text, if there is one. It tells that help is offered, and nothing more. */
export function readRisk(text: string, risks: Risks): Risk | undefined {
  return findRisk(saidOf(text), risks)?.risk;
}

/** The sign of danger in what was said, and the words that signs stand in. */
export function findRisk(said: Said, risks: Risks): { risk: Risk; spans: Span[] } | undefined {
  const never = spansOf(risks.never, said);
  const found = risks.lists.flatMap(({ risk, patterns }) => {
    const spans = outside(spansOf(patterns, said), never);
    return spans.length > 0 ? [{ risk, spans }] : [];
  });
  const kind = RISK_KINDS.find((one) => found.some(({ risk }) => risk.kind === one));
  const first = found.find(({ risk }) => risk.kind === kind)?.risk;
  if (first === undefined) return undefined;
  const reviewed = found.some(({ risk }) => risk.reviewed);
  return { risk: { ...first, reviewed }, spans: found.flatMap(({ spans }) => spans) };
}

function uncancelled(patterns: Patterns, never: Patterns, said: Said): Span[] {
  return outside(spansOf(patterns, said), spansOf(never, said));
}

function outside(spans: readonly Span[], never: readonly Span[]): Span[] {
  return spans.filter((span) => !never.some((no) => overlap(no, span)));
}
