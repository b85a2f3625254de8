import { type FileChanges, withChanges } from '../../flow/edit/draft-files.ts';
import { openDraft, saveEdit } from '../flows/open-draft.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import type { Ask } from '../frame/route.ts';
import {
  differingOf,
  type KeptTranscript,
  keptTranscripts,
  playedAnew,
  takenWithAll,
} from './kept-transcripts.ts';
import { openTrial } from './open-trial.ts';

/**
 * Writes examples as they go now, one or all, or takes one out: of the very draft that was looked at, so that nobody takes
 * what she has not seen.
 */
export async function changeExamples(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const to = toOf(ask, flow);
  if (form.get('revision') !== String(draft.revision))
    return see(to, 'release.not_changed_meanwhile');
  const { release, as } = await openTrial(ask.parts, flow, draft.files);
  const stage = as(undefined)?.world.stage;
  if (release === undefined || stage === undefined) return see(to, 'release.not_errors');
  const playing = { release, stage };
  const kept = keptTranscripts(draft.files, flow, playing);
  const chosen = chosenOf(ask, kept);
  if (chosen.length === 0) return notFound();
  const isGone = form.get('act') === 'remove';
  const changes: FileChanges = new Map(
    chosen.map(({ path }) => {
      const source = draft.files.get(path) ?? '';
      return [path, isGone ? undefined : playedAnew({ file: path, source }, playing)];
    }),
  );
  const saved = await saveEdit(ask, flow, draft.revision, (files) => withChanges(files, changes));
  if (saved.kind !== 'saved') return saved.answer;
  if (isGone) return see(to, 'try.removed');
  return see(to, saidOf(chosen.length, differingOf(kept).length));
}

/** The one that is named; of all, those in which no answer is lost, or those in which one is. */
function chosenOf({ form }: Ask, kept: readonly KeptTranscript[]): readonly KeptTranscript[] {
  const all = takenWithAll(kept);
  if (form.get('act') === 'all') return all;
  if (form.get('act') === 'lost') return differingOf(kept).filter((one) => !all.includes(one));
  const among = form.get('act') === 'take' ? differingOf(kept) : kept;
  return among.filter(({ name }) => name === form.get('name'));
}

/** What was done, and whether some are left. */
function saidOf(taken: number, differing: number): string {
  if (taken === differing) return 'try.taken_last';
  return taken === 1 ? 'try.taken_anew' : 'try.taken_some';
}

function toOf({ form }: Ask, flow: string): string {
  return form.get('back') === 'release'
    ? `/console/flows/${flow}/release#transcripts`
    : `/console/flows/${flow}/try#kept`;
}
