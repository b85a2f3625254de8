import type { SpotOf } from '../finding.ts';
import type { CountryFile, GuideWordsFile, SchemeFile } from './scheme.ts';

/** A file as it was read, with where each part of it stands. */
export type Placed<File> = { value: File; file: string; spotOf: SpotOf };

/** All that is known of a country: its own file, its schemes, and what is said about any scheme, by language. */
export type Country = {
  /** Two small letters, as its folder. */
  code: string;
  own: Placed<CountryFile>;
  schemes: readonly Placed<SchemeFile>[];
  words: ReadonlyMap<string, Placed<GuideWordsFile>>;
};

/** The name of the flow that is built for a country: `benefits-ke`. */
export function guideName(code: string): string {
  return `benefits-${code.toLowerCase()}`;
}

/** What a flow hands over to that leads to benefits: the guide of whichever country the programme is in. */
export const GUIDE_ROLE = 'benefits';

/** The flow that is meant where another names `flow`, in a programme of that country. */
export function flowMeant(flow: string, country: string): string {
  return flow === GUIDE_ROLE ? guideName(country) : flow;
}

/** The same where no country is known: any guide will do. */
export function isNamed(
  flow: string,
  there: { has(name: string): boolean; keys(): Iterable<string> },
) {
  if (flow !== GUIDE_ROLE) return there.has(flow);
  return [...there.keys()].some((name) => name.startsWith(guideName('')));
}

/** The two small letters of the country whose guide a flow is; undefined of any other. */
export function guideCountry(flow: string): string | undefined {
  return /^benefits-([a-z]{2})$/u.exec(flow)?.[1];
}

/** The file that says the version of a flow. */
export function versionFile(flow: string): string {
  const guide = guideCountry(flow);
  return guide === undefined ? `flows/${flow}/flow.yaml` : `flows/benefits/${guide}/country.yaml`;
}
