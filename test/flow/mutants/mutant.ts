import type { FlowFolder } from '../../../src/flow/flow-sources.ts';
import { sourceOf, type Tree, treeOf } from './tree.ts';

/** One small mistake in the files of a flow or part. */
export type Mutant = {
  folder: string;
  kind: string;
  /** What was changed, for whoever reads that nobody found it. */
  what: string;
  /** The files that are changed, by their name in the folder. */
  files: ReadonlyMap<string, string>;
};

/** A folder of a flow as plain data. */
export type Written = { name: string; flow: Tree; texts: ReadonlyMap<string, Tree> };

export function writtenOf({ name, flow, texts }: FlowFolder): Written {
  return {
    name,
    flow: treeOf(flow.source),
    texts: new Map(texts.map(({ language, source }) => [language, treeOf(source)])),
  };
}

/** The mutant that comes of writing a folder otherwise: files that stay the same are not in it. */
export function mutantOf(before: Written, after: Written, kind: string, what: string): Mutant {
  const files = new Map<string, string>();
  if (after.flow !== before.flow) files.set('flow.yaml', sourceOf(after.flow));
  for (const [language, texts] of after.texts)
    if (texts !== before.texts.get(language)) files.set(`${language}.yaml`, sourceOf(texts));
  return { folder: before.name, kind, what, files };
}
