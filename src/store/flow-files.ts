import type { Finding } from '../flow/finding.ts';
import type { FlowFolder } from '../flow/flow-sources.ts';
import { readFlows } from '../flow/read-flows.ts';
import type { Release } from '../flow/release.ts';
import { readFlowFolders } from './flow-sources.ts';
import { parseOnce } from './parse-once.ts';

/** The releases in a folder of flows; `unreviewed` are the translations that no native reviewer has signed. */
export type FlowFiles = {
  releases: Release[];
  unreviewed: { flow: string; language: string }[];
  /** Everything that is wrong in any of the files. A flow with a finding has no release here. */
  findings: Finding[];
};

/** Reads every `<folder>/<name>/flow.yaml` with its language files; folders without one hold something else. */
export async function readFlowFiles(folder: string): Promise<FlowFiles> {
  return filesOf(await readFlowFolders(folder));
}

const filesOf = parseOnce((folders: readonly FlowFolder[]): FlowFiles => {
  const { flows, findings } = readFlows(folders);
  return {
    releases: flows.flatMap(({ release }) => release ?? []),
    unreviewed: flows.flatMap(({ name, unreviewed }) =>
      unreviewed.map((language) => ({ flow: name, language })),
    ),
    findings,
  };
});
