import type { DraftFiles, FileChanges } from '../../flow/edit/draft-files.ts';
import type { SourceFile } from '../../flow/data-file.ts';
import type { Playing } from '../../proof/transcripts/reword-example.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import { ifPlayed } from './if-played.ts';
import { passes, transcriptsIn } from './kept-transcripts.ts';
import { openTrial } from './open-trial.ts';

/** Kept examples that go with a change, and how many others went as they were kept until now. */
export type Followed = { changes: FileChanges; left: number };

type Parts = Pick<ConsoleParts, 'flowsFolder' | 'setting'>;

/** A draft as its examples are played; undefined where it cannot be played. */
export async function playingOf(
  parts: Parts,
  flow: string,
  files: DraftFiles,
): Promise<Playing | undefined> {
  const { release, as } = await openTrial(parts, flow, files);
  const stage = as(undefined)?.world.stage;
  return release === undefined || stage === undefined ? undefined : { release, stage };
}

/** A draft before a change and after it; undefined where either cannot be played. */
export async function playedTwice(
  parts: Parts,
  flow: string,
  versions: { before: DraftFiles; after: DraftFiles },
): Promise<{ before: Playing; after: Playing } | undefined> {
  const [before, after] = await Promise.all([
    playingOf(parts, flow, versions.before),
    playingOf(parts, flow, versions.after),
  ]);
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** What `follow` makes of each example that a change leads otherwise; where that is nothing, it stays to be looked at. */
export function followed(
  files: DraftFiles,
  flow: string,
  { before, after }: { before: Playing; after: Playing },
  follow: (source: SourceFile) => string | undefined,
): Followed {
  const changes = new Map<string, string>();
  let left = 0;
  for (const source of transcriptsIn(files, flow)) {
    if (passes(source, after)) continue;
    const now = ifPlayed(() => follow(source));
    if (now !== undefined) changes.set(source.file, now);
    else if (passes(source, before)) left += 1;
  }
  return { changes, left };
}
