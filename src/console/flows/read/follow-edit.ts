import { withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { followed, playedTwice } from '../../try/follow-examples.ts';
import { rewordedExamples } from '../../try/follow-words.ts';
import { type FollowedEdit, rewordedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
import { movedExamples } from './move-examples.ts';
import { askingIn, madeExamples, withMade } from './show-requests.ts';

/**
 * What an edit of a draft makes of its kept examples: they show new words, a question stands elsewhere in them, or a new one
 * shows how an answer leads to a person now. Undefined where it is none of these, where the page is older than the draft
 * (somebody may have changed an example since), or where the flow cannot be played before and after.
 */
export async function followedEdit(
  { parts, form }: Pick<Ask, 'parts' | 'form'>,
  { flow, files, revision }: Draft,
  edits: readonly Edit[],
  edited: Edited,
): Promise<FollowedEdit | undefined> {
  if (edited.kind === 'refused' || form.get('revision') !== String(revision)) return undefined;
  const versions = { before: files, after: edited.files };
  const [edit] = edits;
  if (edits.length === 1 && edit?.do === 'move_step')
    return movedExamples(parts, flow, versions, edit.step);
  const reworded = await rewordedExamples(parts, flow, versions);
  if (reworded !== undefined) return { changes: reworded.changes, query: rewordedQuery(reworded) };
  return requestsShown(parts, flow, versions, edits);
}

/** An edit with the examples that go with it. */
export function withExamples(edited: Edited, examples: FollowedEdit | undefined): Edited {
  if (edited.kind === 'refused' || examples === undefined) return edited;
  return { ...edited, files: withChanges(edited.files, examples.changes) };
}

/** New examples of answers that lead to a person from now on; what they led to before is looked at by a person. */
async function requestsShown(
  parts: Ask['parts'],
  flow: string,
  versions: { before: Draft['files']; after: Draft['files'] },
  edits: readonly Edit[],
): Promise<FollowedEdit | undefined> {
  const [before, after] = [versions.before, versions.after].map((files) => outlineOf(files, flow));
  const asking = before && after && askingIn(edits, before, after);
  if (asking === undefined || asking.digits.length === 0) return undefined;
  const playing = await playedTwice(parts, flow, versions);
  if (playing === undefined) return undefined;
  const { left } = followed(versions.after, flow, playing, () => undefined);
  const { languages } = parts.setting.programme;
  const on = { files: versions.after, flow };
  const made = madeExamples(asking, on, { ...playing.after, languages });
  const changes = withMade(flow, new Map(), made);
  return { changes, query: answeredQuery({ count: 0, digit: 0, left, made }) };
}
