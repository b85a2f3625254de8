import { type FileChanges, withChanges } from '../../../flow/edit/draft-files.ts';
import type { Edit, Edited } from '../../../flow/edit/edit-flow.ts';
import { type Outline, outlineOf } from '../../../flow/edit/outline.ts';
import { rewordedExample, type Renumbered } from '../../../proof/transcripts/reword-example.ts';
import type { Draft } from '../../../store/drafts.ts';
import type { Ask } from '../../frame/route.ts';
import { followed, playedTwice } from '../../try/follow-examples.ts';
import { exampleName, passes, transcriptsIn } from '../../try/kept-transcripts.ts';
import { rewordedExamples } from '../../try/follow-words.ts';
import { type FollowedEdit, followedQuery, rewordedQuery } from '../followed-note.ts';
import { answeredQuery } from './answered-note.ts';
import { lateExamples } from './late-examples.ts';
import { movedExamples } from './move-examples.ts';
import { withoutStep } from './without-step.ts';
import { askingAt, askingIn, isMadeAt, isMadeOf, madeExamples, withMade } from './show-requests.ts';

/**
 * What an edit of a draft makes of its kept examples: they show new words, a question stands elsewhere in them, or a new one
 * shows how an answer leads to a person now. Undefined where it is none of these, where the page is older than the draft
 * (somebody may have changed an example since), or where the flow cannot be played; what was missed so is made good by the
 * save after which it can.
 */
export async function followedEdit(
  { parts, form }: Pick<Ask, 'parts' | 'form'>,
  { flow, files, revision }: Draft,
  edits: readonly Edit[],
  edited: Edited,
): Promise<FollowedEdit | undefined> {
  if (edited.kind === 'refused' || form.get('revision') !== String(revision)) return undefined;
  const versions = { before: files, after: edited.files };
  const done = await followedNow(parts, flow, versions, edits);
  return done ?? lateExamples(parts, flow, versions, form.get('step'));
}

async function followedNow(
  parts: Ask['parts'],
  flow: string,
  versions: { before: Draft['files']; after: Draft['files'] },
  edits: readonly Edit[],
): Promise<FollowedEdit | undefined> {
  const [edit] = edits;
  if (edits.length === 1 && edit?.do === 'move_step')
    return movedExamples(parts, flow, versions, edit.step);
  if (edits.length === 1 && edit?.do === 'remove_step')
    return examplesWithout(parts, flow, versions, edit.step);
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
 * before and go so no more make place, also where the answer is gone. The others give the same answers at their digits of
 * now, see one that is new, and wait as long as silence waits now. Whatever else an answer led to before is looked at by a person.
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
  const renumbered = renumberedBy(edits, before, after);
  const sources = transcriptsIn(versions.after, flow).filter((source) =>
    changed.some(({ step, means }) => isMadeOf(source, step, means)),
  );
  const silence = edits.find((edit) => edit.do === 'set_silence');
  const playing = await playedTwice(parts, flow, versions);
  if (playing === undefined) return undefined;
  const gone = new Set(
    sources
      .filter((one) => passes(one, playing.before) && !passes(one, playing.after))
      .map(({ file }) => file),
  );
  // What went may have shown for another answer that leads to the same offer.
  const asking = gone.size === 0 ? led : askingAt(after, changed[0]?.step ?? led.step);
  const { changes, left } = followed(versions.after, flow, playing, (source) =>
    gone.has(source.file)
      ? undefined
      : rewordedExample(source, playing.before, playing.after, {
          renumbered,
          quietAt: silence?.step,
        }),
  );
  const { languages } = parts.setting.programme;
  const on = { files: withChanges(versions.after, changes), flow, gone };
  const made = madeExamples(asking, on, { ...playing.after, languages });
  const rest = left - gone.size;
  const names = new Set(changes.keys());
  return {
    changes: withMade(flow, withoutThem(changes, gone), made),
    query: {
      ...(names.size > 0 && followedQuery(wayOf(edits), { names, left: 0 })),
      ...withdrawnQuery(gone, made),
      ...answeredQuery({ count: 0, digit: 0, left: rest, made }),
    },
  };
}

/** What is said of the examples that an edit changed. */
function wayOf(edits: readonly Edit[]): 'ordered' | 'waiting' | 'reworded' {
  const is = (...kinds: Edit['do'][]) => edits.some((edit) => kinds.includes(edit.do));
  if (is('move_choice', 'remove_choice')) return 'ordered';
  return is('set_silence') ? 'waiting' : 'reworded';
}

/** Where the answers of the one question stand now whose order or number edits have changed. */
function renumberedBy(
  edits: readonly Edit[],
  before: Outline,
  after: Outline,
): Renumbered | undefined {
  const edit = edits.find((one) => one.do === 'move_choice' || one.do === 'remove_choice');
  if (edit?.do !== 'move_choice' && edit?.do !== 'remove_choice') return undefined;
  const [then = [], now = []] = [before, after].map((outline) => meaningsAt(outline, edit.step));
  const digits = then.flatMap((means, at): [string, string][] => {
    const place = now.indexOf(means);
    return place === -1 ? [] : [[String(at + 1), String(place + 1)]];
  });
  return { step: edit.step, digits: new Map(digits) };
}

function meaningsAt({ steps }: Outline, step: string): string[] {
  return steps.get(step)?.exits.flatMap(({ means = [] }) => means) ?? [];
}

/**
 * The kept examples of a flow from which a step was taken: those that came by it go without it, where nothing is lost with
 * its answer; those that were made of its answers go with it. The others are looked at by a person.
 */
async function examplesWithout(
  parts: Ask['parts'],
  flow: string,
  versions: { before: Draft['files']; after: Draft['files'] },
  step: string,
): Promise<FollowedEdit | undefined> {
  const playing = await playedTwice(parts, flow, versions);
  const outline = outlineOf(versions.before, flow);
  if (playing === undefined || outline === undefined) return undefined;
  const { before, after } = playing;
  const { changes, left } = followed(versions.after, flow, playing, (source) =>
    passes(source, before) ? withoutStep(source, before, after, step) : undefined,
  );
  const gone = new Set(
    transcriptsIn(versions.before, flow)
      .filter((one) => isMadeAt(outline, step, one) && !changes.has(one.file))
      .filter((one) => passes(one, before) && !passes(one, after))
      .map(({ file }) => file),
  );
  return {
    changes: withoutThem(changes, gone),
    query: {
      ...followedQuery('passed', { names: new Set(changes.keys()), left: left - gone.size }),
      ...withdrawnQuery(gone, []),
    },
  };
}

function withoutThem(
  changes: FileChanges,
  gone: ReadonlySet<string>,
): ReadonlyMap<string, string | undefined> {
  return new Map([...changes, ...[...gone].map((path) => [path, undefined] as const)]);
}

/** What went without another of its name in its place. */
function withdrawnQuery(
  gone: ReadonlySet<string>,
  made: readonly { name: string }[],
): Record<string, string> {
  const names = new Set(made.map(({ name }) => name));
  const count = [...gone].filter((path) => !names.has(exampleName(path))).length;
  return count === 0 ? {} : { withdrawn: `${count}.0` };
}

/** The answers that edits lead elsewhere, as they were before. */
function changedAnswers(edits: readonly Edit[], before: Outline) {
  return edits.flatMap((edit) => {
    if (edit.do === 'remove_choice') {
      const means = meaningsAt(before, edit.step)[edit.number - 1];
      return means === undefined ? [] : [{ step: edit.step, means }];
    }
    if (edit.do !== 'set_target' && edit.do !== 'take_request') return [];
    const { step, exit } = edit.at;
    const means = before.steps.get(step)?.exits.find(({ id }) => id === exit)?.means;
    return means === undefined ? [] : [{ step, means }];
  });
}
