import type { Release } from '../flow/release.ts';
import type { Facts } from '../flow/vocabulary.ts';

/** A flow handing over to a flow that hands over …: more than this is a circle that the proof refuses. */
export const HAND_OVERS_MAX = 4;

type Installed = {
  /** The flow that asks for consent. */
  join: string;
  releaseOf(flow: string): Release | undefined;
};

/** What begins where `flow` was asked for: itself, or where the consent it needs is missing, the flow that asks for it. */
export function admissible(
  flow: string,
  { purposes }: Pick<Facts, 'purposes'>,
  { join, releaseOf }: Installed,
): Release | undefined {
  const release = releaseOf(flow);
  if (release?.purpose === undefined || purposes.includes(release.purpose)) return release;
  return releaseOf(join);
}
