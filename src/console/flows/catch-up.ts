import { type DraftFiles, withChanges } from '../../flow/edit/draft-files.ts';
import { type FilesMerge, mergeFiles } from '../../flow/edit/merge-files.ts';
import { versionIn, withVersion } from '../../release/version-line.ts';
import type { Db } from '../../store/connect.ts';
import { draftBegan, filesAt } from '../../store/draft-history.ts';
import type { Draft } from '../../store/drafts.ts';
import { readSource } from '../../store/release-sources.ts';
import type { Ask } from '../frame/route.ts';
import { releasedFiles } from './released-files.ts';

/** What was released after a draft was begun. */
export type Newer = { version: number; files: DraftFiles };

/** Undefined where the draft has all that is released. */
export async function newerThan(
  { parts }: Pick<Ask, 'parts'>,
  { flow, state, base }: Pick<Draft, 'flow' | 'state' | 'base'>,
): Promise<Newer | undefined> {
  if (state === 'released') return undefined;
  const released = await releasedFiles(parts, flow);
  if (released?.version === undefined || released.version <= (base.version ?? 0)) return undefined;
  return { version: released.version, files: released.files };
}

/** The draft and the newer release as one: `changes` make it of the release, but for the clashes. */
export async function mergeNewer(
  db: Db,
  draft: Draft,
  newer: Newer,
): Promise<{ base: DraftFiles | undefined; merge: FilesMerge }> {
  const base = await baseOf(db, draft);
  const mine = base === undefined ? draft.files : numberedAs(base, draft);
  return { base, merge: mergeFiles(base, mine, newer.files) };
}

export function caughtUp(
  newer: Newer,
  { changes }: FilesMerge,
  chosen: ReadonlyMap<string, string | undefined>,
): DraftFiles {
  return withChanges(newer.files, new Map([...changes, ...chosen]));
}

/** The files that the draft was begun from. What a release was written as may have got a remark since, so history counts first. */
async function baseOf(db: Db, draft: Draft): Promise<DraftFiles | undefined> {
  const began = await draftBegan(db, draft.flow);
  const known = began.isCaughtUp ? undefined : await filesAt(db, draft, began.revision);
  if (known !== undefined || draft.base.version === undefined) return known;
  const source = await readSource(db, draft.flow, draft.base.version);
  return source && new Map(Object.entries(source.files));
}

/** The number of a version is no change of anybody's: a release gives it. */
function numberedAs(base: DraftFiles, { flow, files }: Draft): DraftFiles {
  const path = `${flow}/flow.yaml`;
  const number = versionIn(base.get(path) ?? '');
  const text = files.get(path);
  if (number === undefined || text === undefined || versionIn(text) === undefined) return files;
  return new Map([...files, [path, withVersion(text, number)]]);
}
