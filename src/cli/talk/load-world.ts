import { dirname, join } from 'node:path';
import { rhythmMs } from '../../conversation/programme-variables.ts';
import { Refusal } from '../../base/refusal.ts';
import { flowMeant, GUIDE_ROLE } from '../../flow/benefits/country.ts';
import { type Finding, findingLine } from '../../flow/finding.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Release } from '../../flow/release.ts';
import { type ProofInput, readInput } from '../../proof/read-input.ts';
import type { World } from '../../proof/talk/phone.ts';
import { createStage } from '../../proof/transcripts/create-stage.ts';
import { notThere, openFlows } from '../open-flows.ts';
import type { TalkOptions } from './read-options.ts';

/** What is dialled and joined, and where complaints are heard, where no programme is named. */
const USUAL = { home: 'menu', join: 'welcome', complaint: 'complaint' } as const;
const USUAL_NAME = 'Mazano';

/** A flow to talk with, and everything around it. */
export type Loaded = {
  world: World;
  release: Release;
  programme: Programme | undefined;
  /** Where its transcripts are. */
  transcripts: string;
};

/** Reads a folder of flows. @throws Refusal: no such folder, flow or programme, or findings that keep it from running */
export async function loadWorld(options: TalkOptions): Promise<Loaded> {
  const { sources, folder, dir } = await openFlows(options.dir, options.flow);
  const input = readInput(sources);
  const programmes = input.programmes.map(({ programme }) => programme);
  const programme = programmes.find((one) => one.programme === options.programme);
  if (options.programme !== undefined && programme === undefined)
    throw notThere(
      'programme',
      options.programme,
      programmes.map((one) => one.programme),
    );
  const release = releaseOf(input, options.flow);
  const { words, formats } = input;
  if (words === undefined || release === undefined || input.phrases.size === 0)
    throw broken(input, options.flow);
  const plain = createStage({ words, formats, programmes, helplines: input.helplines });
  const stage = programme === undefined ? plain : (plain.as(programme.programme) ?? plain);
  const world: World = {
    stage,
    phrases: input.phrases,
    releases: releasesOf(input, programme),
    flows: flowsOf(programme),
    name: programme?.name ?? USUAL_NAME,
    folds: (language) => programme?.foldAccents.includes(language) === true,
    rhythmMs: (flow) => rhythmMs(programme ?? { rhythm: new Map() }, flow),
  };
  const transcripts = join(dir, dirname(folder.flow.file), 'transcripts');
  return { world, release, programme, transcripts };
}

/** A programme that names no flow for complaints hears none, and a talk says that there is no such flow. */
function flowsOf(programme: Programme | undefined): World['flows'] {
  if (programme === undefined) return USUAL;
  return { ...programme.flows, complaint: programme.flows.complaint ?? USUAL.complaint };
}

/** By name; what leads to benefits leads to those of the programme's country, or of the first there is. */
function releasesOf({ flows }: ProofInput, programme: Programme | undefined): World['releases'] {
  const all = new Map(flows.flatMap(({ name, release }) => (release ? [[name, release]] : [])));
  const guide =
    programme === undefined
      ? [...all.values()].find((release) => release.sessionOnly && !release.dialledOnly)
      : all.get(flowMeant(GUIDE_ROLE, programme.country));
  return guide === undefined ? all : new Map([...all, [GUIDE_ROLE, guide]]);
}

function releaseOf(input: ProofInput, name: string): Release | undefined {
  return input.flows.find((one) => one.name === name)?.release;
}

/** So many findings are enough to begin with. */
const SHOWN_MAX = 20;

function broken(input: ProofInput, flow: string): Refusal {
  const own = input.findings.filter(({ file }: Finding) => file.startsWith(`${flow}/`));
  const all = own.length > 0 ? own : input.findings;
  const lines = all.slice(0, SHOWN_MAX).map(findingLine);
  const rest = all.length > SHOWN_MAX ? [`… and ${all.length - SHOWN_MAX} more.`] : [];
  const words = [`The flow ${flow} cannot be talked with yet:`, ...lines, ...rest];
  return new Refusal('invalid', words.join('\n'));
}
