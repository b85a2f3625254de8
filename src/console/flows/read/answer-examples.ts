import { type FileChanges, withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { ONWARD } from '../../../flow/edit/edit-steps.ts';
import { answeredIn } from '../../../proof/transcripts/answer-question.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { keptTranscripts } from '../../try/kept-transcripts.ts';
import { openTrial } from '../../try/open-trial.ts';

/** Examples of a draft that answer a new question, and how many others it leads otherwise. */
export type AnsweredExamples = { changes: FileChanges; digit: number; left: number };

/**
 * The kept examples on whose way a new question lies, with an answer to it: the first that leads on as before. Only where
 * all else stays as it was; undefined where there is no such answer, or the flow cannot be played.
 */
export async function answeredExamples(
  { parts }: Pick<Ask, 'parts'>,
  { flow }: Pick<Draft, 'flow'>,
  edit: Edit,
  edited: Edited,
): Promise<AnsweredExamples | undefined> {
  if (edit.do !== 'add_question') return undefined;
  const digit = edit.choices.findIndex(({ target }) => target === ONWARD) + 1;
  if (digit === 0 || edited.kind === 'refused' || edited.step === undefined) return undefined;
  const { release, as } = await openTrial(parts, flow, edited.files);
  const stage = as(undefined)?.world.stage;
  if (release === undefined || stage === undefined) return undefined;
  const question = { step: edited.step, digit };
  const others = keptTranscripts(edited.files, flow, { release, stage }).filter(
    ({ kind }) => kind === 'differs',
  );
  const changes = new Map<string, string>();
  for (const { path } of others) {
    const source = edited.files.get(path) ?? '';
    const answered = answeredIn({ file: path, source }, release, stage, question);
    if (answered !== undefined) changes.set(path, answered);
  }
  return { changes, digit, left: others.length - changes.size };
}

/** An edit with the examples that answer what it puts in. */
export function withAnswers(edited: Edited, examples: AnsweredExamples | undefined): Edited {
  if (edited.kind === 'refused' || examples === undefined) return edited;
  return { ...edited, files: withChanges(edited.files, examples.changes) };
}
