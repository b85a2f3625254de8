import { type DraftFiles, type FileChanges, withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import { ONWARD } from '../../../flow/edit/new-answer.ts';
import { answeredIn, type NewQuestion } from '../../../proof/transcripts/answer-question.ts';
import type { Playing } from '../../../proof/transcripts/reword-example.ts';
import { toldIn } from '../../../proof/transcripts/tell-text.ts';
import { silentIn } from '../../../proof/transcripts/silent-at-question.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { playingOf } from '../../try/follow-examples.ts';
import { ifPlayed } from '../../try/if-played.ts';
import { keptTranscripts, passes, transcriptsIn } from '../../try/kept-transcripts.ts';
import { type FollowedEdit, followedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
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
 * What a new step makes of the kept examples on whose way it lies: they answer a question, or say a text. Undefined where the
 * flow cannot be played.
 */
export async function examplesWith(
  { parts }: Pick<Ask, 'parts'>,
  { flow }: Pick<Draft, 'flow'>,
  edit: Edit,
  edited: Edited,
): Promise<FollowedEdit | undefined> {
  if (edited.kind === 'refused') return undefined;
  const { files, step } = edited;
  const playing = await playingOf(parts, flow, files);
  if (step === undefined || playing === undefined) return undefined;
  if (edit.do === 'add_say') return textsTold(flow, files, playing, step);
  if (edit.do !== 'add_question') return undefined;
  const digit = edit.choices.findIndex(({ target }) => target === ONWARD) + 1;
  const { languages } = parts.setting.programme;
  const examples = answersAt({ flow, files, languages, playing }, { step, digit });
  return { changes: examples.changes, query: answeredQuery(examples, examples.answers) };
}

function textsTold(flow: string, files: DraftFiles, playing: Playing, step: string): FollowedEdit {
  const others = transcriptsIn(files, flow).filter((source) => !passes(source, playing));
  const told = others.flatMap((source): [string, string][] => {
    const now = ifPlayed(() => toldIn(source, playing, step));
    return now === undefined ? [] : [[source.file, now]];
  });
  const changes = new Map(told);
  const names = new Set(changes.keys());
  return { changes, query: followedQuery('told', { names, left: others.length - names.size }) };
}

type Played = { flow: string; files: DraftFiles; languages: readonly string[]; playing: Playing };

/**
 * The kept examples on whose way a question lies that is new, with an answer to it: the first that leads on as before, 0 where
 * none does; those of silence, which an answer would end, stay silent at it. Only where all else stays as it was; and new
 * ones for its ways to a person.
 */
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
