import { flowMeant } from '../flow/benefits/country.ts';
import type { Release } from '../flow/release.ts';

/** The releases this process can run: every registered one for those inside, the current one for those who start. */
export type Releases = {
  current(flow: string): Release | undefined;
  pinned(flow: string, version: number): Release | undefined;
};

/**
 * `currentVersions` names the version that new conversations of each flow begin with; what leads to benefits leads to those of
 * `country`.
 */
export function createReleases(
  all: readonly Release[],
  currentVersions: ReadonlyMap<string, number>,
  country: string,
): Releases {
  const byPlace = new Map(all.map((r) => [`${r.flow}@${r.version}`, r]));
  const pinned = (flow: string, version: number) => byPlace.get(`${flow}@${version}`);
  return {
    pinned,
    current(named) {
      const flow = flowMeant(named, country);
      const version = currentVersions.get(flow);
      return version === undefined ? undefined : pinned(flow, version);
    },
  };
}
