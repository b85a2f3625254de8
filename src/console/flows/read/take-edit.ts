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
import { plain } from '../names/plain-names.ts';
import { readPage } from './read-page.ts';
import { menuFeet, notedWords, offerWords } from './service-words.ts';
import { type PersonWords, stepEdits } from './step-edits.ts';
import { targetIn } from './targets.ts';
import { stepId } from './step-view.ts';

type Deed = { edits: (files: DraftFiles) => Edit[] };

/**
 * Does what a form of the read view asks for, one deed after the other, each a save of its own: what was typed at a step is
 * kept by whichever of its buttons. What is refused comes back with what was typed.
 */
export async function takeEdit(ask: Ask): Promise<Answer> {
  const { form } = ask;
  const flow = ask.param('flow');
  const said = { noted: notedWords(ask), offer: offerWords(ask) };
  const deeds = deedsOf(form, flow, said, await menuFeet(ask));
  if (deeds === undefined) return notFound();
  const lang = form.get('lang') ?? undefined;
  let step = form.get('step') ?? undefined;
  let revision = form.get('revision') ?? '';
  let more: Record<string, string> = {};
  for (const deed of deeds) {
    const done = await takeDeed({ ...ask, form: withRevision(form, revision) }, flow, deed);
    if (done.kind === 'answered') return done.answer;
    if (done.kind === 'refused') return backWith(ask, done.says, step, lang);
    step = done.step ?? step;
    revision = done.revision ?? revision;
    more = { ...more, ...done.query };
  }
  const code = form.get('do') === 'language' ? (form.get('code') ?? undefined) : lang;
  // It stays open where it was changed, so that what came of it is seen there.
  return seeStep(ask, form.get('do') === 'remove_step' ? undefined : step, code, { more });
}

type Done = Exclude<SavedEdits, { kind: 'saved' }> | DeedDone;
type DeedDone = {
  kind: 'saved';
  step: string | undefined;
  /** Where the draft is another now. */
  revision: string | undefined;
  query: Readonly<Record<string, string>>;
};

const NOTHING_DONE: Done = { kind: 'saved', step: undefined, revision: undefined, query: {} };

async function takeDeed(ask: Ask, flow: string, { edits }: Deed): Promise<Done> {
  const edit = (files: DraftFiles) => allEdits(files, flow, edits(files));
  const before = await openDraft(ask, flow);
  if (before === undefined) return { kind: 'answered', answer: notFound() };
  const now = edits(before.files);
  if (now.length === 0) return NOTHING_DONE;
  const edited = await editedNow(ask, before, now, edit);
  const examples = await followedEdit(ask, before, now, edited);
  const done = await saveEdits(ask, edit, {
    files: before.files,
    edited: withExamples(edited, examples),
  });
  if (done.kind !== 'saved') return done;
  const { step, merged, revision } = done;
  return {
    kind: 'saved',
    step,
    revision: revision === before.revision ? undefined : String(revision),
    query: merged ? {} : (examples?.query ?? {}),
  };
}

function withRevision(form: URLSearchParams, revision: string): URLSearchParams {
  const now = new URLSearchParams(form);
  now.set('revision', revision);
  return now;
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
  | { kind: 'saved'; step: string | undefined; merged: boolean; revision: number }
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
  const { merged, draft } = saved;
  return { kind: 'saved', step: last?.step, merged, revision: draft.revision };
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

function deedsOf(
  form: URLSearchParams,
  flow: string,
  said: PersonWords,
  feet: ByLanguage,
): Deed[] | undefined {
  const value = (name: string) => form.get(name) ?? '';
  const step = value('step');
  // A button that moves an answer says only that.
  const act = form.get('do') ?? 'step';
  const atStep: Deed = {
    edits: (files) => {
      const outline = outlineOf(files, flow);
      if (outline === undefined) return [];
      const greeted = act === 'greet_once' ? withoutSecondGreetings(outline) : [];
      return [...stepEdits(outline, form, said), ...greeted];
    },
  };
  switch (act) {
    case 'step':
    case 'greet_once':
      return [atStep, ...placeDeeds(form, step)];
    case 'remove_step': {
      const instead = targetIn(form, 'target') ?? '';
      return [always({ do: 'remove_step', step, instead, noted: said.noted })];
    }
    case 'language': {
      const code = value('code');
      if (!/^[a-z]{2,3}(?:-[A-Z]{2})?$/u.test(code)) return undefined;
      const called = ownLanguageName(code);
      const from = value('lang');
      return [always({ do: 'add_language', code, called, from, foot: feet[code] })];
    }
    default:
      return undefined;
  }
}

/** Where a step is put, and what it is called from then on: each changes its examples alone. */
function placeDeeds(form: URLSearchParams, step: string): Deed[] {
  const before = form.get('before') ?? '';
  const name = (form.get('name') ?? '').trim();
  return [
    ...(before === '' ? [] : [always({ do: 'move_step', step, at: placeOf(before) })]),
    ...(name === '' || name === plain(step) ? [] : [always({ do: 'rename_step', step, name })]),
  ];
}

function always(edit: Edit): Deed {
  return { edits: () => [edit] };
}

/** Before a step, or where everybody comes by. */
function placeOf(before: string): Way {
  return [FIRST_WAY, EVERYBODYS_WAY].includes(before)
    ? { step: '', exit: before }
    : { step: before, exit: BEFORE_WAY };
}
