import { type DraftFiles, type FileChanges, withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import { ONWARD } from '../../../flow/edit/new-answer.ts';
import { answeredIn, type NewQuestion } from '../../../proof/transcripts/answer-question.ts';
import type { Playing } from '../../../proof/transcripts/reword-example.ts';
import { silentIn } from '../../../proof/transcripts/silent-at-question.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { playingOf } from '../../try/follow-examples.ts';
import { ifPlayed } from '../../try/if-played.ts';
import { keptTranscripts } from '../../try/kept-transcripts.ts';
import { askingAt, type MadeExample, madeExamples, withMade } from './show-requests.ts';

/**
 * Examples of a draft that answer a new question, with which digit (0 where none leads on), how many stay silent at it, how
 * many others it leads otherwise, and those that were made because an answer leads to a person.
 */
export type AnsweredExamples = {
  changes: FileChanges;
  /** The paths of those that answer it. */
  answers: readonly string[];
  digit: number;
  count: number;
  silent: number;
  left: number;
  made: readonly MadeExample[];
};

/**
 * The kept examples on whose way a new question lies, with an answer to it: the first that leads on as before; those of
 * silence, which an answer would end, stay silent at it. Only where all else stays as it was; and new ones for its ways to a
 * person. Undefined where the flow cannot be played.
 */
export async function answeredExamples(
  { parts }: Pick<Ask, 'parts'>,
  { flow }: Pick<Draft, 'flow'>,
  edit: Edit,
  edited: Edited,
): Promise<AnsweredExamples | undefined> {
  if (edit.do !== 'add_question' || edited.kind === 'refused') return undefined;
  const { files, step } = edited;
  const playing = await playingOf(parts, flow, files);
  if (step === undefined || playing === undefined) return undefined;
  const digit = edit.choices.findIndex(({ target }) => target === ONWARD) + 1;
  const { languages } = parts.setting.programme;
  return answersAt({ flow, files, languages, playing }, { step, digit });
}

type Played = { flow: string; files: DraftFiles; languages: readonly string[]; playing: Playing };

/** The same of a question that is there, with the digit of the answer that leads on; 0 where none does. */
export function answersAt(
  { flow, files, languages, playing }: Played,
  { step, digit }: NewQuestion,
): AnsweredExamples {
  const { release, stage } = playing;
  const others = keptTranscripts(files, flow, playing).filter(({ kind }) => kind === 'differs');
  const changes = new Map<string, string>();
  for (const { path } of digit === 0 ? [] : others) {
    const source = { file: path, source: files.get(path) ?? '' };
    const answered = ifPlayed(() => answeredIn(source, release, stage, { step, digit }));
    if (answered !== undefined) changes.set(path, answered);
  }
  const answers = [...changes.keys()];
  const count = answers.length;
  for (const { path } of others.filter((one) => !changes.has(one.path))) {
    const source = { file: path, source: files.get(path) ?? '' };
    const stays = ifPlayed(() => silentIn(source, release, stage, step));
    if (stays !== undefined) changes.set(path, stays);
  }
  const [silent, left] = [changes.size - count, others.length - changes.size];
  const on = { files: withChanges(files, changes), flow };
  const outline = outlineOf(files, flow);
  const made =
    outline === undefined
      ? []
      : madeExamples(askingAt(outline, step), on, { release, stage, languages });
  return { changes: withMade(flow, changes, made), answers, digit, count, silent, left, made };
}

/** An edit with the examples that answer what it puts in. */
export function withAnswers(edited: Edited, examples: AnsweredExamples | undefined): Edited {
  if (edited.kind === 'refused' || examples === undefined) return edited;
  return { ...edited, files: withChanges(edited.files, examples.changes) };
}
