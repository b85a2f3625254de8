import { ownLanguageName } from '../../frame/language-names.ts';
import { changesBetween, type DraftFiles } from '../../../flow/edit/draft-files.ts';
import { type Edit, type Edited, editFlow } from '../../../flow/edit/edit-flow.ts';
import { BEFORE_WAY, EVERYBODYS_WAY, FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import type { Way } from '../../../flow/edit/edit-ways.ts';
import type { ByLanguage } from '../../../flow/edit/edit-words.ts';
import { outlineOf } from '../../../flow/edit/outline.ts';
import { withoutSecondGreetings } from '../../../flow/edit/second-greeting.ts';
import { type Answer, notFound, refused, see } from '../../frame/answer.ts';
import type { Ask } from '../../frame/route.ts';
import { openDraft, saveEdit } from '../open-draft.ts';
import { turnDraft } from '../turn-draft.ts';
import { editedNow } from './moved-back.ts';
import { followedEdit, withExamples } from './follow-edit.ts';
import { readPage } from './read-page.ts';
import { menuFeet, notedWords, offerWords } from './service-words.ts';
import { silenceIn } from './silence-fields.ts';
import { type PersonWords, stepEdits } from './step-edits.ts';
import { targetIn } from './targets.ts';
import { stepId } from './step-view.ts';

/** What depends on the flow as it stands when it is saved. */
const EDITS_OF_FLOW: Readonly<Record<string, typeof stepEdits>> = {
  step: stepEdits,
  greet_once: withoutSecondGreetings,
};

/** Does what a form of the read view asks for. What is refused comes back with what was typed. */
export async function takeEdit(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const said = { noted: notedWords(ask), offer: offerWords(ask) };
  const flow = ask.param('flow');
  const others = editsOf(form, said, await menuFeet(ask));
  if (others === undefined) return notFound();
  const editsIn = (files: DraftFiles) => {
    const made = EDITS_OF_FLOW[form.get('do') ?? ''];
    if (made === undefined) return others;
    const outline = outlineOf(files, flow);
    return outline === undefined ? [] : made(outline, form, said);
  };
  const edit = (files: DraftFiles) => allEdits(files, flow, editsIn(files));
  const before = await openDraft(ask, flow);
  if (before === undefined) return notFound();
  const edited = await editedNow(ask, before, others, edit);
  const examples = await followedEdit(ask, before, editsIn(before.files), edited);
  const done = await saveEdits(ask, edit, {
    files: before.files,
    edited: withExamples(edited, examples),
  });
  const step = form.get('step') ?? undefined;
  const lang = form.get('lang') ?? undefined;
  if (done.kind === 'answered') return done.answer;
  if (done.kind === 'refused') return backWith(ask, done.says, step, lang);
  const code = form.get('do') === 'language' ? (form.get('code') ?? undefined) : lang;
  // It stays open where it was changed, so that what came of it is seen there.
  const to = form.get('do') === 'remove_step' ? undefined : (done.step ?? step);
  return seeStep(ask, to, code, { more: done.merged ? {} : (examples?.query ?? {}) });
}

/** The page again, with what was typed and what is wrong with it. */
async function backWith(
  ask: Ask,
  mistake: string,
  step: string | undefined,
  lang: string | undefined,
): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const at = { ...(step === undefined ? {} : { step }), ...(lang === undefined ? {} : { lang }) };
  return readPage(ask, draft, { ...at, mistake, typed: ask.form });
}

export type SavedEdits =
  | { kind: 'saved'; step: string | undefined; merged: boolean }
  | { kind: 'refused'; says: string }
  | { kind: 'answered'; answer: Answer };

/** What an edit made of the files as they were before anybody waits for the draft. */
type MadeBefore = { files: DraftFiles; edited: Edited };

/**
 * Saves what is made of the revision that the form was made from, all or nothing of it. While the draft is locked it is made
 * only where other files count by then.
 */
export async function saveEdits(
  ask: Ask,
  edit: (files: DraftFiles) => Edited,
  before: MadeBefore,
): Promise<SavedEdits> {
  const flow = ask.param('flow');
  const revision = Number(ask.form.get('revision'));
  if (!Number.isInteger(revision)) return { kind: 'answered', answer: notFound() };
  let last: Edited | undefined;
  const saved = await saveEdit(ask, flow, revision, (files) => {
    const isSame = changesBetween(before.files, files).size === 0;
    const done = isSame ? before.edited : edit(files);
    last = done;
    return done.kind === 'edited' ? done.files : files;
  });
  if (last?.kind === 'refused')
    return { kind: 'refused', says: ask.w(`edit.${last.why}`, last.values) };
  if (saved.kind !== 'saved') return { kind: 'answered', answer: saved.answer };
  return { kind: 'saved', step: last?.step, merged: saved.merged };
}

function allEdits(files: DraftFiles, flow: string, edits: readonly Edit[]): Edited {
  let done: Edited = { kind: 'edited', flow, files };
  for (const edit of edits) {
    const next = editFlow(done.files, flow, edit);
    if (next.kind === 'refused') return next;
    done = next;
  }
  return done;
}

type Seen = { said?: string; more?: Record<string, string> };

/** Back to the step at hand; `more` goes into the address, such as that it is new. */
export function seeStep(
  ask: Ask,
  step: string | undefined,
  lang: string | undefined,
  { said = 'read.saved', more = {} }: Seen = {},
): Answer {
  const query = new URLSearchParams({
    ...(lang === undefined ? {} : { lang }),
    ...more,
    ...(step === undefined || step === '' ? {} : { step }),
  });
  const place = step === undefined || step === '' ? '' : `#${stepId(step)}`;
  return see(`/console/flows/${ask.param('flow')}/read?${query.toString()}${place}`, said);
}

/** One step back through her own changes, or forward again. */
export async function takeUndo(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  const revision = Number(ask.form.get('revision'));
  if (draft === undefined || !Number.isInteger(revision)) return notFound();
  const way = ask.form.has('again') ? 'redo' : 'undo';
  const turned = await turnDraft(ask, { flow: draft.flow, revision, way });
  if (turned === 'nothing') return refused(409, 'read.nothing_before');
  const said = turned === 'done' ? DONE[way] : `read.undo_${turned}`;
  return seeStep(ask, undefined, ask.form.get('lang') ?? undefined, { said });
}

const DONE = { undo: 'read.undone', redo: 'read.done_again' } as const;

function editsOf(form: URLSearchParams, said: PersonWords, feet: ByLanguage): Edit[] | undefined {
  const value = (name: string) => form.get(name) ?? '';
  const step = value('step');
  const at = { step, exit: value('exit') };
  const target = targetIn(form, 'target') ?? '';
  switch (value('do')) {
    case 'step':
    case 'greet_once':
      return [];
    case 'target':
      return [{ do: 'set_target', at, target, ...said }];
    case 'silence':
      return [{ do: 'set_silence', step, silence: silenceIn(form) }];
    default:
      return editsOfStep(form, said, feet);
  }
}

function editsOfStep(
  form: URLSearchParams,
  { noted }: PersonWords,
  feet: ByLanguage,
): Edit[] | undefined {
  const value = (name: string) => form.get(name) ?? '';
  const step = value('step');
  const code = value('code');
  switch (value('do')) {
    case 'move':
      return [{ do: 'move_step', step, at: placeOf(value('before')) }];
    case 'rename':
      return [{ do: 'rename_step', step, name: value('name') }];
    case 'remove_step':
      return [{ do: 'remove_step', step, instead: targetIn(form, 'target') ?? '', noted }];
    case 'language': {
      if (!/^[a-z]{2,3}(?:-[A-Z]{2})?$/u.test(code)) return undefined;
      const called = ownLanguageName(code);
      return [{ do: 'add_language', code, called, from: value('lang'), foot: feet[code] }];
    }
    default:
      return undefined;
  }
}

/** Before a step, or where everybody comes by. */
function placeOf(before: string): Way {
  return [FIRST_WAY, EVERYBODYS_WAY].includes(before)
    ? { step: '', exit: before }
    : { step: before, exit: BEFORE_WAY };
}
