import { createRecall } from '../../base/recall.ts';
import { GUIDE_ROLE } from '../../flow/benefits/country.ts';
import { type DraftFiles, languageOf } from '../../flow/edit/draft-files.ts';
import type { Finding } from '../../flow/finding.ts';
import type { FlowFolder } from '../../flow/flow-sources.ts';
import { flowsOfProgramme, type Programme } from '../../flow/programme.ts';
import { readFlows } from '../../flow/read-flows.ts';
import type { Release } from '../../flow/release.ts';
import { makeWorld } from '../../proof/talk/make-world.ts';
import { readFlowFolders } from '../../store/flow-sources.ts';
import { loadProgrammes } from '../../store/word-files.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import type { Trial } from './play.ts';

/** A draft as far as it could be read, and what it is played among. */
export type OpenTrial = {
  flow: string;
  /** Undefined where the draft has findings that keep it from running, or is a part of other flows. */
  release: Release | undefined;
  isPart: boolean;
  findings: readonly Finding[];
  programmes: readonly Programme[];
  /** Plays it as a programme does, or with made-up values. */
  as: (programme: Programme | undefined) => Trial | undefined;
};

/** Sets of parts that are kept as they were read: they change by a release alone. */
const PART_SETS = 2;
const IS_PART = /^part:[ ]*true\b/mu;
const recallParts = createRecall<readonly FlowFolder[]>(PART_SETS);

/** Reads a draft for a try: the draft's own files, the parts it uses, and around it what is released. */
export async function openTrial(
  { flowsFolder, setting }: Pick<ConsoleParts, 'flowsFolder' | 'setting'>,
  flow: string,
  files: DraftFiles,
): Promise<OpenTrial> {
  const [folders, read] = await Promise.all([
    readFlowFolders(flowsFolder),
    loadProgrammes(flowsFolder),
  ]);
  const others = folders.filter(({ name }) => name !== flow);
  const parts = others.filter((one) => IS_PART.test(one.flow.source));
  const kept = recallParts(JSON.stringify(parts), () => parts);
  const { flows, findings } = readFlows([draftFolder(flow, files), ...kept]);
  const draft = flows.find(({ name }) => name === flow);
  const programmes = read.ok ? [...read.value.values()] : [setting.programme];
  const names = [
    ...others.map(({ name }) => name),
    ...programmes.flatMap(flowsOfProgramme),
    GUIDE_ROLE,
  ];
  const released = [...new Set(names)].map((name) => ({
    name,
    release: setting.releases.current(name),
  }));
  const all = [...released, { name: flow, release: draft?.release }];
  const { words, formats, helplines, phrases } = setting;
  return {
    flow,
    release: draft?.release,
    isPart: draft?.isPart === true,
    findings: findings.filter(
      ({ file, code }) => file.startsWith(`${flow}/`) && code !== 'no_such_flow',
    ),
    programmes,
    as: (programme) => {
      const named = programmes.map((one) => ({ programme: one }));
      const world = makeWorld(
        { words, formats, helplines, phrases, programmes: named, flows: all },
        programme,
      );
      const release = draft?.release;
      return world === undefined || release === undefined
        ? undefined
        : { world, release, programme };
    },
  };
}

/** The files of a draft as the reader takes them. */
function draftFolder(flow: string, files: DraftFiles): FlowFolder {
  const sources = [...files].map(([file, source]) => ({ file, source }));
  const path = `${flow}/flow.yaml`;
  return {
    name: flow,
    flow: { file: path, source: files.get(path) ?? '' },
    texts: sources.flatMap((one) => {
      const language = languageOf(one.file);
      return language === undefined ? [] : [{ ...one, language }];
    }),
    transcripts: sources.filter(({ file }) => file.startsWith(`${flow}/transcripts/`)),
  };
}
