import { dirname, join } from 'node:path';
import { Refusal } from '../../base/refusal.ts';
import { type Finding, findingLine } from '../../flow/finding.ts';
import type { Programme } from '../../flow/programme.ts';
import type { Release } from '../../flow/release.ts';
import { type ProofInput, readInput } from '../../proof/read-input.ts';
import { makeWorld } from '../../proof/talk/make-world.ts';
import type { World } from '../../proof/talk/phone.ts';
import { notThere, openFlows } from '../open-flows.ts';
import type { TalkOptions } from './read-options.ts';

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
  const world = makeWorld(input, programme);
  if (world === undefined || release === undefined) throw broken(input, options.flow);
  const transcripts = join(dir, dirname(folder.flow.file), 'transcripts');
  return { world, release, programme, transcripts };
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
