import type { SourceFile } from '../../../flow/data-file.ts';
import { type DraftFiles, withChanges } from '../../../flow/edit/draft-files.ts';
import { type Outline, outlineOf } from '../../../flow/edit/outline.ts';
import { writtenSteps } from '../../../flow/edit/place-ways.ts';
import { isSaid } from '../../../flow/edit/person-ways.ts';
import { blockOf, ownOf } from '../../../flow/edit/step-block.ts';
import { type Exit, exitsOf, targetOf } from '../../../flow/edit/written-exits.ts';
import { answeredIn } from '../../../proof/transcripts/answer-question.ts';
import { movedExample } from '../../../proof/transcripts/move-example.ts';
import { silentIn } from '../../../proof/transcripts/silent-at-question.ts';
import { withoutStep } from './without-step.ts';
import type { Ask } from '../../frame/route.ts';
import { followed, playedTwice } from '../../try/follow-examples.ts';
import { passes, transcriptPath, transcriptsIn } from '../../try/kept-transcripts.ts';
import { type FollowedEdit, followedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
import {
  type Asking,
  askingAt,
  isMadeAt,
  type MadeExample,
  madeExamples,
  withMade,
} from './show-requests.ts';

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
    const past = noted(without, withoutStep(source, before, after, step));
    if (past !== undefined || digit === 0) return past;
    const answered = answeredIn(source, after.release, after.stage, { step, digit });
    if (answered !== undefined) return noted(met, answered);
    return noted(moved, silentIn(source, after.release, after.stage, step));
  });
  const { languages } = parts.setting.programme;
  const own = transcriptsIn(versions.after, flow)
    .filter((one) => isMadeAt(outline, step, one) && !changes.has(one.file))
    .filter((one) => passes(one, before) && !passes(one, after));
  const gone = new Set(own.map(({ file }) => file));
  const on = { files: withChanges(versions.after, changes), flow, gone };
  const asking = askingAt(outline, step);
  const shown = madeExamples(asking, on, { ...after, languages });
  const { made, over } = inTheirPlace(flow, asking, { own, shown });
  const counts = { count: met.size, digit, left: 0, made };
  const none = over.map((path) => [path, undefined] as const);
  return {
    changes: withMade(flow, new Map([...changes, ...none]), made),
    query: {
      ...followedQuery('moved', { names: moved, left: left - over.length }),
      ...(without.size > 0 && followedQuery('passed', { names: without, left: 0 })),
      ...(met.size + made.length > 0 && answeredQuery(counts, met)),
    },
  };
}

/**
 * What was made of the answers before makes place for what is made of them now, where all that comes of the answer is line by
 * line as it was and only the way there is another. What was there otherwise stays, and nothing is written over it.
 */
function inTheirPlace(
  flow: string,
  { digits }: Asking,
  { own, shown }: { own: readonly SourceFile[]; shown: readonly MadeExample[] },
): { made: MadeExample[]; over: string[] } {
  const endsAs = ({ source }: SourceFile, one: MadeExample) => {
    const count = digits.find(([first]) => first === one.digit)?.length ?? 0;
    return tailOf(source, count) === tailOf(one.source, count);
  };
  const over = own.filter((example) => shown.some((one) => endsAs(example, one)));
  const kept = new Set(own.filter((one) => !over.includes(one)).map(({ file }) => file));
  const made = shown.filter(({ name }) => !kept.has(transcriptPath(flow, name)));
  return { made, over: over.map(({ file }) => file) };
}

/** What comes of so many last answers of an example. */
function tailOf(source: string, answers: number): string {
  const lines = source.trimEnd().split('\n');
  const typed = lines.flatMap((line, at) => (line.startsWith('>') ? [at] : []));
  return lines.slice(typed.at(-answers)).join('\n');
}

/** The first answer of a question after which, and after its reply, everything goes on as without it; 0 where there is none. */
export function digitOn(outline: Outline, step: string): number {
  const steps = writtenSteps(outline);
  const onward = blockOf(steps, step)?.onward;
  const own = ownOf(steps, step);
  const leadsOn = (exit: Exit) => {
    const reply =
      own.has(exit.to) && isSaid(steps[exit.to]) ? exitsOf(steps[exit.to])[0] : undefined;
    return targetOf(reply ?? exit) === onward;
  };
  const answers = outline.steps.get(step)?.exits.filter(({ means }) => means !== undefined) ?? [];
  return answers.findIndex(leadsOn) + 1;
}
