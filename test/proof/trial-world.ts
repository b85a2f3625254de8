import { type ProofInput, readInput } from '../../src/proof/read-input.ts';
import type { World } from '../../src/proof/talk/phone.ts';
import { createStage } from '../../src/proof/transcripts/create-stage.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS } from '../flow/shipped.ts';

const WEEK_MS = 7 * 86_400_000;

/** The flows that ship, to be tried on a phone, with made-up values in place of a programme's. */
export async function trialWorld(): Promise<World> {
  return worldOf(readInput(await readFlowSources(FLOWS, FLOWS)));
}

/** The same of flows that were read. */
export function worldOf({ words, formats, phrases, helplines, flows }: ProofInput): World {
  if (words === undefined) throw new Error('the words that ship are right');
  return {
    stage: createStage({ words, formats, helplines, programmes: [] }),
    phrases,
    releases: new Map(
      flows.flatMap(({ name, release }) => (release === undefined ? [] : [[name, release]])),
    ),
    flows: { home: 'menu', join: 'welcome', complaint: 'complaint' },
    name: 'Mazano',
    folds: () => false,
    rhythmMs: () => WEEK_MS,
  };
}
