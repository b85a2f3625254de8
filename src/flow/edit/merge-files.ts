import type { DraftFiles, FileChanges } from './draft-files.ts';
import { compareTexts, mergeTexts, type MergePiece, textOf } from './merge-texts.ts';

/** A file in which two changes met. */
export type FileClash =
  | { kind: 'lines'; path: string; pieces: readonly MergePiece[] }
  /** One deleted what the other changed. Undefined: deleted. */
  | { kind: 'whole'; path: string; mine: string | undefined; theirs: string | undefined };

/** `changes` make the merged files of `theirs`, but for the clashes. */
export type FilesMerge = { changes: FileChanges; clashes: readonly FileClash[] };

/** Joins two changes of the same files. Where `base` is unknown, every difference is a clash. */
export function mergeFiles(
  base: DraftFiles | undefined,
  mine: DraftFiles,
  theirs: DraftFiles,
): FilesMerge {
  const changes = new Map<string, string | undefined>();
  const clashes: FileClash[] = [];
  const paths = new Set([...(base?.keys() ?? []), ...mine.keys(), ...theirs.keys()]);
  for (const path of [...paths].toSorted()) {
    const own = mine.get(path);
    const other = theirs.get(path);
    if (own === other) continue;
    if (base !== undefined && own === base.get(path)) continue;
    if (base !== undefined && other === base.get(path)) changes.set(path, own);
    else if (own === undefined || other === undefined)
      clashes.push({ kind: 'whole', path, mine: own, theirs: other });
    else {
      const from = base?.get(path);
      const pieces = from === undefined ? compareTexts(own, other) : mergeTexts(from, own, other);
      if (pieces.some(({ kind }) => kind === 'clash'))
        clashes.push({ kind: 'lines', path, pieces });
      else
        changes.set(
          path,
          textOf(pieces, () => []),
        );
    }
  }
  return { changes, clashes };
}
