import { createRecall } from '../base/recall.ts';
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

/** Sets of flows whose releases are kept: those that are played and those of one draft. */
const KEPT_SETS = 2;
const kept = createRecall<FlowFiles>(KEPT_SETS);

/** Reads every `<folder>/<name>/flow.yaml` with its language files; folders without one hold something else. */
export async function readFlowFiles(folder: string): Promise<FlowFiles> {
  const folders = await readFlowFolders(folder);
  return kept(JSON.stringify(folders), () => releasesOf(folders));
}

function releasesOf(folders: Parameters<typeof readFlows>[0]): FlowFiles {
  const { flows, findings } = readFlows(folders);
  return {
    releases: flows.flatMap(({ release }) => release ?? []),
    unreviewed: flows.flatMap(({ name, unreviewed }) =>
      unreviewed.map((language) => ({ flow: name, language })),
    ),
    findings,
  };
}
