import { isNamed } from './benefits/country.ts';
import { type Finding, findingOfFile, inOrder, type PlaceOf } from './finding.ts';
import type { FlowFolder } from './flow-sources.ts';
import { keptBy } from '../base/kept-by.ts';
import { makeWhole } from './make-whole.ts';
import { type Flow, parseFlow } from './parse-flow.ts';
import { parseTexts, type Texts } from './parse-texts.ts';
import type { Parts, Written } from './parts.ts';
import { type MadeRelease, makeRelease, type Release } from './release.ts';

type Files = Pick<FlowFolder, 'name' | 'flow' | 'texts'>;

/** One flow or part as far as it could be read. */
export type ReadFlow = {
  name: string;
  /** The path of its flow.yaml. */
  file: string;
  isPart: boolean;
  /** Undefined where its steps have findings. */
  flow: Flow | undefined;
  /** The languages that have none. */
  texts: readonly Texts[];
  /** Undefined for a part, and where any of its files has a finding. */
  release: Release | undefined;
  /** Where a step or a text of the release was written: those of a part in the part's own file. */
  placeOf: PlaceOf | undefined;
  /** Languages of the release that no native reviewer has signed. */
  unreviewed: readonly string[];
};

/**
 * Reads all flows together, since they lead to each other, to the `guides` that were built, and use parts. Pure: the files
 * come as text.
 */
export function readFlows(
  folders: readonly Files[],
  guides: readonly ReadFlow[] = [],
): {
  flows: ReadFlow[];
  findings: Finding[];
} {
  const read = folders.map((files): Draft => {
    const one = readOne(files);
    return { ...one, findings: [...one.findings] };
  });
  const parts = checkedParts(read);
  const flows = read.map((one): ReadFlow => {
    const { name, file, isPart, flow, texts } = one;
    const { release, placeOf, unreviewed } = released(one, parts);
    return { name, file, isPart, flow, texts, release, placeOf, unreviewed };
  });
  const findings = read.flatMap((one) => inOrder(one.findings));
  return { flows, findings: once([...findings, ...strays([...flows, ...guides])]) };
}

type Draft = Omit<ReadFlow, 'release' | 'placeOf' | 'unreviewed'> & {
  written: Written | undefined;
  findings: Finding[];
};

/** Whoever types at one flow hands in the others, and its other files, as they were: those are not read anew. */
const readOne = keptBy(readFolder);
const parsedFlow = keptBy(({ source, file }: Files['flow']) => parseFlow(source, file));
const parsedTexts = keptBy(({ source, file, language }: Files['texts'][number]) =>
  parseTexts(source, file, language),
);

function readFolder({ name, flow: source, texts: sources }: Files): Draft {
  const parsed = parsedFlow(source);
  const findings = parsed.ok ? [] : [...parsed.findings];
  const flow = parsed.ok ? parsed.flow : undefined;
  if (flow !== undefined && flow.definition.flow !== name) findings.push(misnamed(flow, name));
  const texts = sources.flatMap((file) => {
    const one = parsedTexts(file);
    if (!one.ok) findings.push(...one.findings);
    return one.ok ? [one.texts] : [];
  });
  const isWhole = flow !== undefined && findings.length === 0;
  const byLanguage = Object.fromEntries(texts.map((one) => [one.language, one]));
  const written = isWhole ? { flow, texts: byLanguage } : undefined;
  const isPart = parsed.ok ? parsed.flow.isPart : parsed.isPart;
  return { name, file: source.file, isPart, flow, texts, written, findings };
}

/** Each part is checked alone, so that what is wrong in it is told once, whoever uses it. */
function checkedParts(read: readonly Draft[]): Parts {
  const parts = new Map(read.filter(({ isPart }) => isPart).map((one) => [one.name, one.written]));
  const checked = new Map(parts);
  for (const { isPart, name, written, findings } of read) {
    if (!isPart || written === undefined) continue;
    const whole = makeWhole(written, parts);
    if (whole.ok) continue;
    findings.push(...whole.findings);
    checked.set(name, undefined);
  }
  return checked;
}

function released(
  { isPart, written, findings }: Draft,
  parts: Parts,
): Pick<ReadFlow, 'release' | 'placeOf' | 'unreviewed'> {
  const none = { release: undefined, placeOf: undefined, unreviewed: [] };
  if (isPart || written === undefined) return none;
  const made = madeRelease(written, parts);
  if (made.ok) return made;
  findings.push(...made.findings);
  return none;
}

const made = new WeakMap<Written, { parts: Parts; release: MadeRelease }>();

/** A release is made anew where the flow, or a part that it uses, is another than before. */
function madeRelease(written: Written, parts: Parts): MadeRelease {
  const before = made.get(written);
  if (before !== undefined && isSame(written, before.parts, parts)) return before.release;
  const release = makeRelease(written.flow, written.texts, parts);
  made.set(written, { parts, release });
  return release;
}

/** By name all parts count, since what is misspelt is named after them; by content those that are used. */
function isSame(written: Written, one: Parts, other: Parts): boolean {
  const used = usedBy(written, other);
  return (
    one.size === other.size &&
    [...one].every(([name, part]) => (used.has(name) ? other.get(name) === part : other.has(name)))
  );
}

/** The parts that a flow uses, and those that they use. */
function usedBy({ flow }: Written, parts: Parts, used = new Set<string>()): Set<string> {
  for (const step of Object.values(flow.definition.steps)) {
    if (step.kind !== 'use' || used.has(step.part)) continue;
    used.add(step.part);
    const part = parts.get(step.part);
    if (part !== undefined) usedBy(part, parts, used);
  }
  return used;
}

/** What is wrong in a part shows in every flow that uses it; it is told once. */
function once(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((one) => [JSON.stringify(one), one])).values()];
}

function misnamed({ file, spotOf }: Flow, name: string): Finding {
  const mend = 'Rename the folder, or correct `flow`.';
  const found = `the folder is called \`${name}\` and the flow is not`;
  const finding = findingOfFile(file, { code: 'misnamed', found, meant: name, mend });
  return { ...finding, ...spotOf(['flow'], 'value') };
}

/** Flows that are named by another, but are not there. */
function strays(flows: readonly ReadFlow[]): Finding[] {
  const there = new Map(flows.flatMap(({ name, release }) => (release ? [[name, release]] : [])));
  return flows.flatMap(({ file, release }) =>
    (release?.leadsTo ?? [])
      .filter((flow) => !isNamed(flow, there))
      .map((flow) =>
        findingOfFile(file, {
          code: 'no_such_flow',
          found: `it leads to the flow \`${flow}\`, which is not there or has findings of its own`,
          mend: 'Add that flow, or lead elsewhere.',
        }),
      ),
  );
}
