import type { Clock } from '../../base/clock.ts';
import type { FlowSources } from '../../flow/flow-sources.ts';
import { drawLiveMap, type LiveMap } from '../../proof/picture/draw-live-map.ts';
import { proofOf } from '../../proof/prove-flows.ts';
import { createProofMemory } from '../../proof/proof-memory.ts';
import { type Common, type ProofInput, readCommon, readInput } from '../../proof/read-input.ts';
import type { ProofFinding, Report } from '../../proof/report.ts';
import { readFlowSources } from '../../store/flow-sources.ts';
import { certainMend, type Mend } from './certain-mend.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { createOverlay, keepSame } from './overlay-sources.ts';
import { type FlowPlace, placeOfLine, stepsSaying } from './place-finding.ts';
import { type StepScreen, stepScreens } from './step-screens.ts';

/** A finding with its place as an author thinks of it, and the mend where that is certain. */
export type DraftFinding = ProofFinding & {
  place: FlowPlace;
  /** The steps of its flow at which it shows: its own, or those that say its text. */
  steps: readonly string[];
  certain: Mend | undefined;
};

/** What is known of a draft once it was proved. Plain data: it comes from another thread. */
export type ProvedDraft = {
  report: Report;
  findings: readonly DraftFinding[];
  screens: readonly StepScreen[];
  /** Canonical JSON of the release that it would be; undefined while it has errors. */
  definition: string | undefined;
};

/** What git brings to the folder is seen after so long; to look costs some 30 ms. */
const LOOK_AGAIN_MS = 10_000;

export type DraftProver = {
  prove(flow: string, files: DraftFiles): Promise<ProvedDraft>;
  draw(wish: LiveMap): Promise<string>;
};

/** Proves drafts against the flows of a folder. Whatever did not change since the last time is not read anew. */
export function createDraftProver(folder: string, shipped: string, clock: Clock): DraftProver {
  const overlay = createOverlay();
  const memory = createProofMemory();
  let known: { base: FlowSources; common: Common } | undefined;
  let lookedMs = Number.NEGATIVE_INFINITY;

  async function look(): Promise<{ base: FlowSources; common: Common }> {
    const read = await readFlowSources(folder, shipped);
    const before = known;
    const base = before === undefined ? read : keepSame(before.base, read);
    const isSame = before !== undefined && isSameCommon(before.base, base);
    known = { base, common: isSame ? before.common : readCommon(base) };
    lookedMs = clock.monotonicMs();
    return known;
  }

  async function inputOf(files: DraftFiles): Promise<ProofInput> {
    const { base, common } = known ?? (await look());
    // Whoever types does not wait for it: what has changed there is in the proof after this one.
    if (clock.monotonicMs() - lookedMs > LOOK_AGAIN_MS) {
      lookedMs = clock.monotonicMs();
      look().catch(() => undefined);
    }
    return readInput(overlay(base, files), common);
  }

  return {
    prove: async (flow, files) => {
      const { report, proved } = proofOf(await inputOf(files), flow, memory);
      const own = proved.find(({ name }) => name === flow);
      return {
        report,
        findings: report.findings.map((one) => placed(one, textOf(one.file, files))),
        screens: own === undefined ? [] : stepScreens(own),
        definition: own?.release.definition,
      };
    },
    draw: drawLiveMap,
  };

  function textOf(file: string, files: DraftFiles): Map<string, string> {
    const [name = ''] = file.split('/');
    const folderOfFile = known?.base.flows.find((one) => one.name === name);
    const written = folderOfFile === undefined ? [] : [folderOfFile.flow, ...folderOfFile.texts];
    const texts = new Map(written.map((one) => [one.file, one.source]));
    for (const [path, text] of files) if (path.startsWith(`${name}/`)) texts.set(path, text);
    return texts;
  }
}

function placed(finding: ProofFinding, texts: ReadonlyMap<string, string>): DraftFinding {
  const source = texts.get(finding.file) ?? '';
  const place = placeOfLine(finding.file, source, finding.line);
  const steps = texts.get(`${place.flow}/flow.yaml`) ?? '';
  const own = place.step === undefined ? [] : [place.step];
  return {
    ...finding,
    place,
    steps: place.text === undefined ? own : stepsSaying(steps, place.text),
    certain: certainMend(finding, source),
  };
}

const COMMON = ['formats', 'words', 'risks', 'phrases', 'prompts', 'lint', 'helplines'] as const;

function isSameCommon(before: FlowSources, now: FlowSources): boolean {
  return COMMON.every((kind) => before[kind] === now[kind]);
}
