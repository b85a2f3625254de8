import { rhythmMs } from '../../conversation/programme-variables.ts';
import { flowMeant, GUIDE_ROLE } from '../../flow/benefits/country.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Release } from '../../flow/release.ts';
import type { ProofInput } from '../read-input.ts';
import { createStage } from '../transcripts/create-stage.ts';
import type { World } from './phone.ts';

/** What is dialled and joined, and where complaints are heard, where no programme is named. */
const USUAL = { home: 'menu', join: 'welcome', complaint: 'complaint' } as const;
const USUAL_NAME = 'Mazano';

/** Everything that a talk needs of an installation, as far as it could be read. */
export type Installed = Pick<ProofInput, 'words' | 'formats' | 'helplines' | 'phrases'> & {
  programmes: readonly { programme: Programme }[];
  flows: readonly { name: string; release: Release | undefined }[];
};

/** The flows of a folder to be tried on a phone, as a programme plays them; undefined where its words could not be read. */
export function makeWorld(input: Installed, programme: Programme | undefined): World | undefined {
  const { words, formats, helplines, phrases } = input;
  if (words === undefined || phrases.size === 0) return undefined;
  const programmes = input.programmes.map((one) => one.programme);
  const plain = createStage({ words, formats, programmes, helplines });
  const stage = programme === undefined ? plain : (plain.as(programme.programme) ?? plain);
  return {
    stage,
    phrases,
    releases: releasesOf(input, programme),
    flows: flowsOf(programme),
    name: programme?.name ?? USUAL_NAME,
    folds: (language) => programme?.foldAccents.includes(language) === true,
    rhythmMs: (flow) => rhythmMs(programme ?? { rhythm: new Map() }, flow),
  };
}

/** A programme that names no flow for complaints hears none, and a talk says that there is no such flow. */
function flowsOf(programme: Programme | undefined): World['flows'] {
  if (programme === undefined) return USUAL;
  return { ...programme.flows, complaint: programme.flows.complaint ?? USUAL.complaint };
}

/** By name; what leads to benefits leads to those of the programme's country, or of the first there is. */
function releasesOf({ flows }: Installed, programme: Programme | undefined): World['releases'] {
  const all = new Map(flows.flatMap(({ name, release }) => (release ? [[name, release]] : [])));
  const guide =
    programme === undefined
      ? [...all.values()].find((release) => release.sessionOnly && !release.dialledOnly)
      : all.get(flowMeant(GUIDE_ROLE, programme.country));
  return guide === undefined ? all : new Map([...all, [GUIDE_ROLE, guide]]);
}
