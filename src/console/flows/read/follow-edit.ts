import { withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { type Outline, outlineOf } from '../../../flow/edit/outline.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { followed, playedTwice } from '../../try/follow-examples.ts';
import { passes, transcriptsIn } from '../../try/kept-transcripts.ts';
import { rewordedExamples } from '../../try/follow-words.ts';
import { type FollowedEdit, rewordedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
import { movedExamples } from './move-examples.ts';
import { askingAt, askingIn, isMadeOf, madeExamples, withMade } from './show-requests.ts';

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

/**
 * New examples of answers that lead to a person from now on, or lead there otherwise; those that were made of these answers
 * before and go so no more make place. Whatever else an answer led to before is looked at by a person.
 */
async function requestsShown(
  parts: Ask['parts'],
  flow: string,
  versions: { before: Draft['files']; after: Draft['files'] },
  edits: readonly Edit[],
): Promise<FollowedEdit | undefined> {
  const [before, after] = [versions.before, versions.after].map((files) => outlineOf(files, flow));
  if (before === undefined || after === undefined) return undefined;
  const led = askingIn(edits, before, after);
  const changed = changedAnswers(edits, before);
  const sources = transcriptsIn(versions.after, flow).filter((source) =>
    changed.some(({ step, means }) => isMadeOf(source, step, means)),
  );
  if (led.digits.length + sources.length === 0) return undefined;
  const playing = await playedTwice(parts, flow, versions);
  if (playing === undefined) return undefined;
  const gone = new Set(
    sources
      .filter((one) => passes(one, playing.before) && !passes(one, playing.after))
      .map(({ file }) => file),
  );
  // What went may have shown for another answer that leads to the same offer.
  const asking = gone.size === 0 ? led : askingAt(after, changed[0]?.step ?? led.step);
  const { left } = followed(versions.after, flow, playing, () => undefined);
  const { languages } = parts.setting.programme;
  const on = { files: versions.after, flow, gone };
  const made = madeExamples(asking, on, { ...playing.after, languages });
  const none = new Map([...gone].map((path) => [path, undefined] as const));
  const changes = withMade(flow, none, made);
  return { changes, query: answeredQuery({ count: 0, digit: 0, left: left - gone.size, made }) };
}

/** The answers that edits lead elsewhere, as they were before. */
function changedAnswers(edits: readonly Edit[], before: Outline) {
  return edits.flatMap((edit) => {
    if (edit.do !== 'set_target' && edit.do !== 'take_request') return [];
    const { step, exit } = edit.at;
    const means = before.steps.get(step)?.exits.find(({ id }) => id === exit)?.means;
    return means === undefined ? [] : [{ step, means }];
  });
}
