import type { Finding } from '../flow/finding.ts';
import { readFlows } from '../flow/read-flows.ts';
import type { Release } from '../flow/release.ts';
import { readFlowFolders } from './flow-sources.ts';

/** The releases in a folder of flows; `unreviewed` are the translations that no native reviewer has signed. */
export type FlowFiles = {
  releases: Release[];
  unreviewed: { flow: string; language: string }[];
  /** Everything that is wrong in any of the files. A flow with a finding has no release here. */
  findings: Finding[];
};

/** Reads every `<folder>/<name>/flow.yaml` with its language files; folders without one hold something else. */
export async function readFlowFiles(folder: string): Promise<FlowFiles> {
  const { flows, findings } = readFlows(await readFlowFolders(folder));
  return {
    releases: flows.flatMap(({ release }) => release ?? []),
    unreviewed: flows.flatMap(({ name, unreviewed }) =>
      unreviewed.map((language) => ({ flow: name, language })),
    ),
    findings,
  };
}
