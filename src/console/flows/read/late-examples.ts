import { type DraftFiles, withChanges } from '../../../flow/edit/draft-files.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import type { Ask } from '../../frame/route.ts';
import { playingOf } from '../../try/follow-examples.ts';
import type { FollowedEdit } from '../followed-note.ts';
import { releasedFiles } from '../released-files.ts';
import { answersAt } from './answer-examples.ts';
import { answeredQuery } from './answered-note.ts';
import { digitOn } from './move-examples.ts';

/**
 * A draft that could not be played kept its examples from following, such as a question whose words name what nobody knows.
 * The save after which it is played lets them answer each question that came since the release. Undefined elsewhere.
 */
export async function lateExamples(
  parts: Ask['parts'],
  flow: string,
  versions: { before: DraftFiles; after: DraftFiles },
  step: string | null,
): Promise<FollowedEdit | undefined> {
  if ((await playingOf(parts, flow, versions.before)) !== undefined) return undefined;
  const playing = await playingOf(parts, flow, versions.after);
  const released = (await releasedFiles(parts, flow))?.files;
  const outline = outlineOf(versions.after, flow);
  const known = released && outlineOf(released, flow)?.steps;
  if (playing === undefined || outline === undefined || known === undefined) return undefined;
  const { languages } = parts.setting.programme;
  const done: FollowedEdit = { changes: new Map(), query: {} };
  for (const one of outline.steps.values()) {
    if (known.has(one.id) || one.kind !== 'ask') continue;
    const files = withChanges(versions.after, done.changes);
    const question = { step: one.id, digit: digitOn(outline, one.id) };
    const answered = answersAt({ flow, files, languages, playing }, question);
    done.changes = new Map([...done.changes, ...answered.changes]);
    // The page says it at the question that was changed.
    if (one.id === step) done.query = answeredQuery(answered, answered.answers);
  }
  return done;
}
