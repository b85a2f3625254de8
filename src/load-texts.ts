import { Refusal } from './base/refusal.ts';
import type { Setting } from './engine/setting.ts';
import type { Parsed } from './flow/data-file.ts';
import { type Country, guideName } from './flow/benefits/country.ts';
import { findingLine, type Finding } from './flow/finding.ts';
import { flowsOfProgramme, type Programme } from './flow/programme.ts';
import type { Unreviewed } from './live-start.ts';
import { type FlowFiles, readFlowFiles } from './store/flow-files.ts';
import {
  loadFormats,
  loadHelplines,
  loadLint,
  loadPhrases,
  loadProgrammes,
  loadPrompts,
  loadRisks,
  loadWords,
} from './store/word-files.ts';

/** Everything that staff wrote: what a turn is decided with, and the releases of the flows. */
export type Texts = Pick<
  Setting,
  | 'programme'
  | 'phrases'
  | 'prompts'
  | 'words'
  | 'risks'
  | 'formats'
  | 'lint'
  | 'helplines'
  | 'watched'
> & {
  releases: FlowFiles['releases'];
  /** The translations of this programme that no native speaker has signed. */
  unreviewed: Unreviewed;
  /** The schemes of its country, where it tells of them. */
  benefits: Country | undefined;
};

/** Reads the folder of flows for one programme. @throws Refusal that names each finding with its file and line */
export async function loadTexts(flowsFolder: string, name: string): Promise<Texts> {
  const words = parsed(await loadWords(flowsFolder));
  const risks = parsed(await loadRisks(flowsFolder));
  const formats = parsed(await loadFormats(flowsFolder));
  const lint = parsed(await loadLint(flowsFolder));
  const helplines = parsed(await loadHelplines(flowsFolder));
  const phrases = parsed(await loadPhrases(flowsFolder));
  const prompts = parsed(await loadPrompts(flowsFolder));
  const programme = chosen(parsed(await loadProgrammes(flowsFolder)), name);
  const files = await readFlowFiles(flowsFolder);
  if (files.findings.length > 0) throw refused(files.findings);
  assertFlows(programme, new Set(files.releases.map(({ flow }) => flow)));
  const watched = risks.signed;
  const unreviewed = unreviewedIn(programme, files.unreviewed);
  const { releases } = files;
  const texts = { words, risks, formats, lint, helplines, phrases, prompts };
  const benefits = benefitsOf(programme, files);
  return { programme, ...texts, watched, releases, unreviewed, benefits };
}

function benefitsOf(programme: Programme, { countries }: FlowFiles): Country | undefined {
  const guide = guideName(programme.country);
  if (!flowsOfProgramme(programme).includes(guide)) return undefined;
  return countries.find(({ code }) => guideName(code) === guide);
}

function unreviewedIn(programme: Programme, all: Unreviewed): Unreviewed {
  const flows = flowsOfProgramme(programme);
  const { languages } = programme;
  return all.filter(({ flow, language }) => flows.includes(flow) && languages.includes(language));
}

function chosen(programmes: ReadonlyMap<string, Programme>, name: string): Programme {
  const programme = programmes.get(name);
  if (programme !== undefined) return programme;
  const known = [...programmes.keys()].join(', ');
  throw new Refusal('not_found', `PROGRAMME=${name}: there is no such file; there are ${known}.`);
}

function assertFlows({ programme, flows }: Programme, there: ReadonlySet<string>): void {
  for (const flow of [flows.home, flows.join])
    if (!there.has(flow))
      throw new Refusal(
        'not_found',
        `flows/programmes/${programme}.yaml names the flow "${flow}", which is not there.`,
      );
}

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw refused(result.findings);
}

function refused(findings: readonly Finding[]): Refusal {
  return new Refusal(
    'invalid',
    `The flows have findings:\n${findings.map(findingLine).join('\n')}`,
  );
}
