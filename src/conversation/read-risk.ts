import { z } from 'zod';
import { Language } from '../flow/definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { type Finding, findingOfFile, quoted } from '../flow/finding.ts';
import {
  type Pattern,
  patternIn,
  type Patterns,
  patternsOf,
  type Said,
  type Span,
  spansOf,
  unmarked,
} from './read-pattern.ts';
import { hear } from './read-said.ts';
import { coverOf } from './span-cover.ts';

/**
 * Signs of danger, in the order in which they decide what is answered: the answer to violence names nothing, so it is
 * safe for the others too, and never the other way round.
 */
const RISK_KINDS = ['violence', 'child', 'self_harm', 'threat'] as const;
type RiskKind = (typeof RISK_KINDS)[number];

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

/** The signs of every language together. `signed`: the languages whose lists native readers have signed. */
export type Risks = { signs: Patterns<Risk>; never: Patterns; signed: ReadonlySet<string> };

/** No list at all: words of danger are then read in no language. */
export const NO_RISKS: Risks = { signs: patternsOf([]), never: unmarked([]), signed: new Set() };

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
  const never = unmarked(parsed.flatMap(({ file, list }) => read(file, list.never)));
  const signed = parsed.filter(({ list }) => list.reviewed !== null);
  const risks: Risks = {
    signs: patternsOf(lists.flatMap(marked)),
    never,
    signed: new Set(signed.map(({ list }) => list.language)),
  };
  for (const { file, list, patterns } of lists)
    findings.push(...unshown(file, patterns, list.examples.hit, never));
  for (const { file, list } of parsed) findings.push(...misread(file, list, risks));
  return findings.length > 0 ? { ok: false, findings } : { ok: true, value: risks };
}

type List = { list: RiskFile; kind: RiskKind; patterns: readonly Pattern[] };

function marked({ list: { language, reviewed }, kind, patterns }: List) {
  const mark: Risk = { kind, language, reviewed: reviewed !== null };
  return patterns.map((pattern) => ({ pattern, mark }));
}

function unshown(
  file: string,
  patterns: readonly Pattern[],
  hits: readonly string[],
  never: Patterns,
): Finding[] {
  const together = patternsOf(patterns.map((pattern) => ({ pattern, mark: pattern })));
  const found = hits.flatMap((text) => uncancelled(together, never, hear(text).said));
  const shown = new Set(found.map(({ mark }) => mark));
  return patterns
    .filter((pattern) => !shown.has(pattern))
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
  return findRisk(hear(text).said, risks)?.risk;
}

/** The sign of danger in what was said, and the words that signs stand in. */
export function findRisk(said: Said, risks: Risks): { risk: Risk; spans: Span[] } | undefined {
  const found = uncancelled(risks.signs, risks.never, said);
  const signs = found.map(({ mark }) => mark);
  const kind = RISK_KINDS.find((one) => signs.some((sign) => sign.kind === one));
  const first = signs.find((sign) => sign.kind === kind);
  if (first === undefined) return undefined;
  const reviewed = signs.some((sign) => sign.reviewed);
  return { risk: { ...first, reviewed }, spans: found };
}

function uncancelled<Mark>(patterns: Patterns<Mark>, never: Patterns, said: Said) {
  const found = spansOf(patterns, said);
  if (found.length === 0) return found;
  const cancelled = coverOf(spansOf(never, said), said.words.length);
  return found.filter((span) => !cancelled.touches(span));
}
