import { type FileChanges, withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { ONWARD } from '../../../flow/edit/edit-steps.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import { answeredIn } from '../../../proof/transcripts/answer-question.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { ifPlayed } from '../../try/if-played.ts';
import { keptTranscripts } from '../../try/kept-transcripts.ts';
import { openTrial } from '../../try/open-trial.ts';
import { askingAt, type MadeExample, madeExamples, withMade } from './show-requests.ts';

/**
 * Examples of a draft that answer a new question, with which digit (0 where none leads on), how many others it leads
 * otherwise, and those that were made because an answer leads to a person.
 */
export type AnsweredExamples = {
  changes: FileChanges;
  digit: number;
  count: number;
  left: number;
  made: readonly MadeExample[];
};

/**
 * The kept examples on whose way a new question lies, with an answer to it: the first that leads on as before. Only where
 * all else stays as it was; and new ones for its ways to a person. Undefined where the flow cannot be played.
 */
export async function answeredExamples(
  { parts }: Pick<Ask, 'parts'>,
  { flow }: Pick<Draft, 'flow'>,
  edit: Edit,
  edited: Edited,
): Promise<AnsweredExamples | undefined> {
  if (edit.do !== 'add_question') return undefined;
  if (edited.kind === 'refused' || edited.step === undefined) return undefined;
  const { files, step } = edited;
  const { release, as } = await openTrial(parts, flow, files);
  const stage = as(undefined)?.world.stage;
  if (release === undefined || stage === undefined) return undefined;
  const digit = edit.choices.findIndex(({ target }) => target === ONWARD) + 1;
  const others = keptTranscripts(files, flow, { release, stage }).filter(
    ({ kind }) => kind === 'differs',
  );
  const changes = new Map<string, string>();
  for (const { path } of digit === 0 ? [] : others) {
    const source = { file: path, source: files.get(path) ?? '' };
    const answered = ifPlayed(() => answeredIn(source, release, stage, { step, digit }));
    if (answered !== undefined) changes.set(path, answered);
  }
  const [count, left] = [changes.size, others.length - changes.size];
  const { languages } = parts.setting.programme;
  const on = { files: withChanges(files, changes), flow };
  const outline = outlineOf(files, flow);
  const made =
    outline === undefined
      ? []
      : madeExamples(askingAt(outline, step), on, { release, stage, languages });
  return { changes: withMade(flow, changes, made), digit, count, left, made };
}

/** An edit with the examples that answer what it puts in. */
export function withAnswers(edited: Edited, examples: AnsweredExamples | undefined): Edited {
  if (edited.kind === 'refused' || examples === undefined) return edited;
  return { ...edited, files: withChanges(edited.files, examples.changes) };
}
