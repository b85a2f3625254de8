import type { Finding } from '../flow/finding.ts';
import type { FlowFolder } from '../flow/flow-sources.ts';
import { type Flow, parseFlow } from '../flow/parse-flow.ts';
import { parseTexts, type Texts } from '../flow/parse-texts.ts';
import { makeRelease, type Release } from '../flow/release.ts';

/** One flow as far as it could be read. */
export type ReadFlow = {
  name: string;
  /** The path of its flow.yaml. */
  file: string;
  /** Undefined where its steps have findings. */
  flow: Flow | undefined;
  /** The languages that have none. */
  texts: readonly Texts[];
  /** Undefined where any of its files has a finding. */
  release: Release | undefined;
};

/** Reads each flow, and reports what is wrong in any of them. */
export function readFlows(
  folders: readonly FlowFolder[],
  report: (findings: readonly Finding[]) => void,
): ReadFlow[] {
  return folders.map((folder) => {
    const parsed = parseFlow(folder.flow.source, folder.flow.file);
    if (!parsed.ok) report(parsed.findings);
    const flow = parsed.ok ? parsed.flow : undefined;
    const texts: Texts[] = [];
    for (const { source, file, language } of folder.texts) {
      const one = parseTexts(source, file, language);
      if (one.ok) texts.push(one.texts);
      else report(one.findings);
    }
    const isWhole = texts.length === folder.texts.length;
    const release = flow !== undefined && isWhole ? releaseOf(flow, texts, report) : undefined;
    return { name: folder.name, file: folder.flow.file, flow, texts, release };
  });
}

function releaseOf(
  flow: Flow,
  texts: readonly Texts[],
  report: (findings: readonly Finding[]) => void,
): Release | undefined {
  const made = makeRelease(flow, Object.fromEntries(texts.map((one) => [one.language, one])));
  if (made.ok) return made.release;
  report(made.findings);
  return undefined;
}
