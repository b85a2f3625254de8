import type { Country } from '../flow/benefits/country.ts';
import { type BenefitSources, readBenefits } from '../flow/benefits/read-benefits.ts';
import type { Finding } from '../flow/finding.ts';
import type { FlowFolder } from '../flow/flow-sources.ts';
import { readFlows } from '../flow/read-flows.ts';
import type { Release } from '../flow/release.ts';
import { readBenefitSources } from './benefit-sources.ts';
import { readFlowFolders } from './flow-sources.ts';
import { parseOnce } from './parse-once.ts';

/** The releases in a folder of flows; `unreviewed` are the translations that no native reviewer has signed. */
export type FlowFiles = {
  releases: Release[];
  unreviewed: { flow: string; language: string }[];
  /** Everything that is wrong in any of the files. A flow with a finding has no release here. */
  findings: Finding[];
  /** The schemes of each country whose files could be read. */
  countries: readonly Country[];
};

/**
 * Reads every `<folder>/<name>/flow.yaml` with its language files, and builds the guides to benefits; folders without one hold
 * something else.
 */
export async function readFlowFiles(folder: string): Promise<FlowFiles> {
  const folders = await readFlowFolders(folder);
  return filesOf({ folders, benefits: await readBenefitSources(folder) });
}

type Sources = { folders: readonly FlowFolder[]; benefits: BenefitSources };

const filesOf = parseOnce(({ folders, benefits }: Sources): FlowFiles => {
  const guides = readBenefits(benefits);
  const { flows, findings } = readFlows(folders, guides.flows);
  const all = [...flows, ...guides.flows];
  return {
    releases: all.flatMap(({ release }) => release ?? []),
    unreviewed: all.flatMap(({ name, unreviewed }) =>
      unreviewed.map((language) => ({ flow: name, language })),
    ),
    findings: [...findings, ...guides.findings],
    countries: guides.countries,
  };
});
