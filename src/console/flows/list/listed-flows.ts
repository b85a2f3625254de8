import { withDeadline } from '../../../base/clock.ts';
import { type DraftState, readDraft } from '../../../store/drafts.ts';
import {
  flowFilesIn,
  type ListedDraft,
  listDrafts,
  peopleInside,
} from '../../../store/flow-list.ts';
import { type StandingStage, standingStages } from '../../../store/release-stages.ts';
import { guideCountry } from '../../../flow/benefits/country.ts';
import type { Ask } from '../../frame/route.ts';
import { type AboutFlow, aboutFlow } from '../about-flow.ts';
import { isAsReleased } from '../as-released.ts';
import { isOnItsWay } from './on-its-way.ts';
import { byGroup, type FlowGroup, flowGroup, flowTitle } from '../names/flow-names.ts';
import { proveDraft } from '../prove-draft.ts';
import { releasedFiles } from '../released-files.ts';
import { countsOf, shownFindings } from '../shown-findings.ts';
import { usedFlows } from './used-flows.ts';

/** One flow of the list. */
export type ListedFlow = {
  flow: string;
  /** What it is for, in a few words. */
  title: string;
  group: FlowGroup;
  /** Members of this programme can come to it, or somebody here works on it. */
  isUsed: boolean;
  about: AboutFlow | undefined;
  isPart: boolean;
  /** `new`: it was never released. `draft`: something in it is not as it was released. */
  state: 'new' | DraftState;
  version: number | undefined;
  /** A version that goes out in stages, or is held. */
  stage: Pick<StandingStage, 'version' | 'state' | 'percent'> | undefined;
  people: number;
};

export type Found = { errors: number; warnings: number };

type ListAsk = Pick<Ask, 'w' | 'language' | 'parts' | 'now'>;

const PURPOSE = /^purpose:[ ]*(\w+)/mu;
const VERSION = /^version:[ ]*([0-9]{1,9})/mu;

/** Every flow that is in the folder, released, or being made, by what members meet. */
export async function listedFlows(ask: ListAsk): Promise<ListedFlow[]> {
  const { parts, now } = ask;
  const [files, drafts, stages, people] = await Promise.all([
    flowFilesIn(parts.flowsFolder),
    parts.pool.run(listDrafts),
    parts.pool.run((db) => standingStages(db)),
    parts.pool.run((db) => peopleInside(db, now)),
  ]);
  const draftOf = new Map(drafts.map((draft) => [draft.flow, draft]));
  const names = new Set([...files.keys(), ...stages.map(({ flow }) => flow), ...draftOf.keys()]);
  const written = new Map(
    [...names].map((flow) => [flow, writtenOf(draftOf.get(flow), files.get(flow))]),
  );
  const used = usedFlows(parts, written);
  const all = [...names].flatMap((flow) => {
    const own = stages.filter((stage) => stage.flow === flow);
    const sources = { draft: draftOf.get(flow), file: files.get(flow), stages: own };
    return listed(ask, flow, sources, { people: people.get(flow) ?? 0, isUsed: used.has(flow) });
  });
  const looked = await Promise.all(
    all.map(async (one) => (draftOf.has(one.flow) ? await lookedInto(ask, one) : one)),
  );
  // What was made here, or is worked on, is looked for here, whoever can come to it.
  return looked
    .map((one) => ({
      ...one,
      isUsed: one.isUsed || one.state !== 'released' || one.people > 0 || isMadeHere(one, files),
    }))
    .toSorted(byGroup);
}

function isMadeHere({ flow }: ListedFlow, files: ReadonlyMap<string, string>): boolean {
  return !files.has(flow) && guideCountry(flow) === undefined;
}

/** What only the files of a draft say: whether anything differs, and what it begins with. */
async function lookedInto(ask: ListAsk, one: ListedFlow): Promise<ListedFlow> {
  if (one.state !== 'draft' && one.about !== undefined) return one;
  const draft = await ask.parts.pool.run((db) => readDraft(db, one.flow));
  if (draft === undefined) return one;
  const isSame = one.state === 'draft' && (await isAsReleased(ask, draft));
  return {
    ...one,
    about: one.about ?? aboutFlow(ask, draft),
    state: isSame ? 'released' : one.state,
  };
}

type Sources = {
  draft: ListedDraft | undefined;
  /** Its flow.yaml in the folder. */
  file: string | undefined;
  /** The latest version first. */
  stages: readonly StandingStage[];
};

function writtenOf(draft: ListedDraft | undefined, file: string | undefined): string {
  return draft?.written ?? file ?? '';
}

function listed(
  ask: ListAsk,
  flow: string,
  { draft, file, stages }: Sources,
  who: Pick<ListedFlow, 'people' | 'isUsed'>,
): ListedFlow[] {
  const written = writtenOf(draft, file);
  // A flow that was begun and given up has no files any more.
  if (written === '' && stages.length === 0) return [];
  const settled = stages.find(({ state }) => state === 'done')?.version;
  const version = settled ?? draft?.version ?? versionIn(file ?? '');
  const isPart = /^part:[ ]*true/mu.test(written);
  return [
    {
      flow,
      title: flowTitle(ask.w, flow),
      group: flowGroup(flow, { isPart, purpose: PURPOSE.exec(written)?.[1] }),
      about: aboutFlow(ask, { flow, files: new Map([[`${flow}/flow.yaml`, written]]) }),
      isPart,
      state: version === undefined ? 'new' : (draft?.state ?? 'released'),
      version,
      stage: stages.find(isOnItsWay),
      ...who,
    },
  ];
}

function versionIn(written: string): number | undefined {
  const version = VERSION.exec(written)?.[1];
  return version === undefined ? undefined : Number(version);
}

/**
 * Lets the thread read and compile the flows while somebody who edits still looks for hers: any proof does that, and the
 * result is not looked at.
 */
export async function warmProof({ parts }: Pick<Ask, 'parts'>, flow: string): Promise<void> {
  try {
    const released = await releasedFiles(parts, flow);
    if (released !== undefined) await proveDraft(parts, flow, released.files);
  } catch {
    // Whoever opens the flow is told what is wrong with the proof.
  }
}

/** What the proof finds in a draft, as its views count it; undefined while it is still being proved. */
export async function foundIn(ask: Pick<Ask, 'parts'>, flow: string): Promise<Found | undefined> {
  const { parts } = ask;
  const draft = await parts.pool.run((db) => readDraft(db, flow));
  if (draft === undefined) return undefined;
  const { files } = draft;
  const proof = proveDraft(parts, flow, files)
    .then((proved) => shownFindings(ask, proved, files))
    .then(
      ({ findings }) => countsOf(findings),
      () => undefined,
    );
  // What takes longer is shown the next time.
  return withDeadline(proof, parts.proofWaits.page, 'what a proof finds').catch(() => undefined);
}
