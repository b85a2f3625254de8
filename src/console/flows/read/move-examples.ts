import { type DraftFiles, withChanges } from '../../../flow/edit/draft-files.ts';
import { type Outline, outlineOf } from '../../../flow/edit/outline.ts';
import { writtenSteps } from '../../../flow/edit/place-ways.ts';
import { blockOf } from '../../../flow/edit/step-block.ts';
import { targetOf } from '../../../flow/edit/written-exits.ts';
import { answeredIn } from '../../../proof/transcripts/answer-question.ts';
import { movedExample } from '../../../proof/transcripts/move-example.ts';
import { passedBy } from '../../../proof/transcripts/pass-question-by.ts';
import type { Ask } from '../../frame/route.ts';
import { followed, playedTwice } from '../../try/follow-examples.ts';
import { passes } from '../../try/kept-transcripts.ts';
import { type FollowedEdit, followedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
import { askingAt, madeExamples, withMade } from './show-requests.ts';

/**
 * The kept examples of a flow in which a question was moved: those that came by it give the same answer where it stands now,
 * or go without it, those that come by it only now give the first answer that leads on. All else in them is as it was. A way of it to a person
 * that none shows any more gets an example.
 */
export async function movedExamples(
  parts: Ask['parts'],
  flow: string,
  versions: { before: DraftFiles; after: DraftFiles },
  step: string,
): Promise<FollowedEdit | undefined> {
  const playing = await playedTwice(parts, flow, versions);
  const outline = outlineOf(versions.after, flow);
  if (playing === undefined || outline === undefined) return undefined;
  const { before, after } = playing;
  const digit = digitOn(outline, step);
  const [moved, met, without] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const { changes, left } = followed(versions.after, flow, playing, (source) => {
    const noted = (of: Set<string>, text: string | undefined) => {
      if (text !== undefined) of.add(source.file);
      return text;
    };
    const own = noted(moved, movedExample(source, before, after, step));
    if (own !== undefined || !passes(source, before)) return own;
    const past = noted(without, passedBy(source, before, after, step));
    if (past !== undefined || digit === 0) return past;
    return noted(met, answeredIn(source, after.release, after.stage, { step, digit }));
  });
  const { languages } = parts.setting.programme;
  const on = { files: withChanges(versions.after, changes), flow };
  const made = madeExamples(askingAt(outline, step), on, { ...after, languages });
  const counts = { count: met.size, digit, left: 0, made };
  return {
    changes: withMade(flow, changes, made),
    query: {
      ...followedQuery('moved', { names: moved, left }),
      ...(without.size > 0 && followedQuery('passed', { names: without, left: 0 })),
      ...(met.size + made.length > 0 && answeredQuery(counts, met)),
    },
  };
}

/** The first answer of a question after which everything goes on as it does without it; 0 where there is none. */
function digitOn(outline: Outline, step: string): number {
  const onward = blockOf(writtenSteps(outline), step)?.onward;
  const answers = outline.steps.get(step)?.exits.filter(({ means }) => means !== undefined) ?? [];
  return answers.findIndex((exit) => targetOf(exit) === onward) + 1;
}
