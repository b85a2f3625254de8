import {
  changesBetween,
  type FileChanges,
  languageOf,
  withChanges,
} from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { rewordedExample } from '../../../proof/transcripts/reword-example.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { differingOf, keptTranscripts } from '../../try/kept-transcripts.ts';
import { openTrial } from '../../try/open-trial.ts';

/** Examples of a draft that show new words, and how many others went as before until now. */
export type RewordedExamples = { changes: FileChanges; left: number };

/**
 * The kept examples that differ by new words alone, with these words. Undefined where anything but words was changed, where
 * the page is older than the draft, or where the flow cannot be played before and after.
 */
export async function rewordedExamples(
  { parts, form }: Pick<Ask, 'parts' | 'form'>,
  { flow, files, revision }: Draft,
  edits: readonly Edit[],
  edited: Edited,
): Promise<RewordedExamples | undefined> {
  // A page that is older than the draft would write into examples that somebody has changed.
  if (edited.kind === 'refused' || form.get('revision') !== String(revision)) return undefined;
  if (!isRewording(edits) || !areWords(changesBetween(files, edited.files))) return undefined;
  const [before, after] = await Promise.all([
    playingOf(parts, flow, files),
    playingOf(parts, flow, edited.files),
  ]);
  if (before === undefined || after === undefined) return undefined;
  const differing = new Set(
    differingOf(keptTranscripts(edited.files, flow, after)).map(({ path }) => path),
  );
  const changes = new Map<string, string>();
  for (const path of differing) {
    const source = { file: path, source: edited.files.get(path) ?? '' };
    const reworded = rewordedExample(source, before, after);
    if (reworded !== undefined) changes.set(path, reworded);
  }
  const others = new Map([...files].filter(([path]) => differing.has(path) && !changes.has(path)));
  const left = keptTranscripts(others, flow, before).filter(({ kind }) => kind === 'passes');
  return { changes, left: left.length };
}

/** An edit with the examples that show its words. */
export function withReworded(edited: Edited, examples: RewordedExamples | undefined): Edited {
  if (edited.kind === 'refused' || examples === undefined) return edited;
  return { ...edited, files: withChanges(edited.files, examples.changes) };
}

function isRewording(edits: readonly Edit[]): boolean {
  return edits.every((edit) => edit.do === 'set_wording' || edit.do === 'set_label');
}

function areWords(changes: FileChanges): boolean {
  return changes.size > 0 && changes.keys().every((path) => languageOf(path) !== undefined);
}

async function playingOf(parts: Ask['parts'], flow: string, files: Draft['files']) {
  const { release, as } = await openTrial(parts, flow, files);
  const stage = as(undefined)?.world.stage;
  return release === undefined || stage === undefined ? undefined : { release, stage };
}
