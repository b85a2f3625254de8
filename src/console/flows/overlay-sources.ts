import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { SourceFile } from '../../flow/data-file.ts';
import {
  FLOW_FILE,
  type FlowFolder,
  type FlowSources,
  languageOfFile,
} from '../../flow/flow-sources.ts';

/** So many files of drafts are remembered as they were last seen: forty flows have about 900. */
const FILES_MAX = 2_000;

/**
 * Lays drafts over a folder of flows. What is as it was the time before is the same object as then, so that whoever reads
 * it reads only what changed.
 */
export function createOverlay(): (base: FlowSources, files: DraftFiles) => FlowSources {
  const files = new Map<string, SourceFile>();
  const folders = new Map<string, FlowFolder>();
  return (base, draft) => {
    if (files.size > FILES_MAX) for (const kept of [files, folders]) kept.clear();
    const named = new Map(base.flows.map((folder) => [folder.name, folder]));
    const written = Map.groupBy(draft.keys(), (path) => path.slice(0, path.indexOf('/')));
    for (const [name, paths] of written) {
      const before = named.get(name);
      const own = sourcesOf(before);
      const sources = paths.map((file) => sameFile(own.get(file), file, draft.get(file) ?? ''));
      const folder = folderOf(name, sources);
      if (folder === undefined) named.delete(name);
      else named.set(name, sameFolder([before, folders.get(name)], folder));
      const now = named.get(name);
      if (now !== undefined) folders.set(name, now);
    }
    return { ...base, flows: [...named.values()] };
  };

  function sameFile(base: SourceFile | undefined, file: string, source: string): SourceFile {
    if (base?.source === source) return base;
    const before = files.get(file);
    if (before?.source === source) return before;
    const language = languageOfFile(file.slice(file.lastIndexOf('/') + 1));
    const now = language === undefined ? { file, source } : { file, source, language };
    files.set(file, now);
    return now;
  }
}

/** The files of one flow, as the reader takes them; undefined where its steps are missing. */
function folderOf(name: string, files: readonly SourceFile[]): FlowFolder | undefined {
  const flow = files.find(({ file }) => file === `${name}/${FLOW_FILE}`);
  if (flow === undefined) return undefined;
  const sorted = files.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return {
    name,
    flow,
    texts: sorted.filter((one) => isTexts(one)),
    transcripts: sorted.filter(
      ({ file }) => file.startsWith(`${name}/transcripts/`) && file.endsWith('.txt'),
    ),
  };
}

function isTexts(file: SourceFile): file is FlowFolder['texts'][number] {
  return 'language' in file && typeof file.language === 'string';
}

function sameFolder(known: readonly (FlowFolder | undefined)[], now: FlowFolder): FlowFolder {
  const files = allOf(now);
  const isSame = (one: FlowFolder) => {
    const others = allOf(one);
    return others.length === files.length && files.every((file, index) => file === others[index]);
  };
  return known.find((one) => one !== undefined && isSame(one)) ?? now;
}

function sourcesOf(folder: FlowFolder | undefined): Map<string, SourceFile> {
  return new Map(folder === undefined ? [] : allOf(folder).map((one) => [one.file, one]));
}

function allOf({ flow, texts, transcripts }: FlowFolder): SourceFile[] {
  return [flow, ...texts, ...transcripts];
}

/** What was read again, with the objects of before where their text is the same. */
export function keepSame(before: FlowSources, now: FlowSources): FlowSources {
  const known = new Map(before.flows.map((folder) => [folder.name, folder]));
  const flows = now.flows.map((folder) => {
    const old = known.get(folder.name);
    const { name, flow, texts, transcripts } = folder;
    const read = {
      name,
      flow: same(old === undefined ? [] : [old.flow], flow),
      texts: texts.map((one) => same(old?.texts, one)),
      transcripts: transcripts.map((one) => same(old?.transcripts, one)),
    };
    return sameFolder([old], read);
  });
  const group = <Kind extends keyof FlowSources>(kind: Kind): FlowSources[Kind] =>
    JSON.stringify(before[kind]) === JSON.stringify(now[kind]) ? before[kind] : now[kind];
  return {
    flows,
    programmes: group('programmes'),
    formats: group('formats'),
    words: group('words'),
    risks: group('risks'),
    phrases: group('phrases'),
    prompts: group('prompts'),
    lint: group('lint'),
    helplines: group('helplines'),
    benefits: group('benefits'),
  };
}

function same<One extends SourceFile>(before: readonly One[] | undefined, now: One): One {
  return before?.find(({ file, source }) => file === now.file && source === now.source) ?? now;
}
