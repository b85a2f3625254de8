import { never } from '../../base/assert.ts';
import { type Desk, deskOf, EditRefused, type Why } from './desk.ts';
import type { DraftFiles } from './draft-files.ts';
import { addSay, moveStep, removeStep, renameStep } from './edit-steps.ts';
import { addChoice, moveChoice, setSilence, type Way } from './edit-ways.ts';
import {
  type ByLanguage,
  setAnswers,
  type SetLabel,
  setLabel,
  type SetWording,
  setWording,
} from './edit-words.ts';
import type { Silence } from './near-silence.ts';
import type { NewChoice, Noted, Offer } from './new-answer.ts';
import { changeTarget, takeRequest } from './person-ways.ts';
import { addQuestion, type NewQuestion } from './new-question.ts';
import { removeAnswer } from './take-out.ts';
import { addLanguage, copyFlow, type NewFlow, newFlow, raiseVersion } from './new-flow.ts';

/** One thing that somebody does to a flow on a page. */
export type Edit =
  | ({ do: 'set_wording' } & SetWording)
  | ({ do: 'set_label' } & SetLabel)
  | { do: 'set_answers'; means: string; language: string; words: readonly string[] }
  | ({ do: 'add_question' } & NewQuestion)
  | { do: 'add_say'; at: Way; words: ByLanguage; target?: string }
  | { do: 'add_choice'; step: string; choice: NewChoice; noted: Noted }
  | { do: 'remove_choice'; step: string; number: number; noted?: Noted }
  | { do: 'move_choice'; step: string; number: number; place: number }
  | { do: 'set_target'; at: Way; target: string; noted?: Noted; offer?: Offer }
  | { do: 'take_request'; at: Way }
  | { do: 'set_silence'; step: string; silence: Silence | undefined }
  | { do: 'move_step'; step: string; at: Way }
  | { do: 'remove_step'; step: string; instead: string | undefined; noted?: Noted }
  | { do: 'rename_step'; step: string; name: string }
  | { do: 'add_language'; code: string; called: string; from: string; foot: string | undefined }
  | { do: 'raise_version'; released: number; line: string };

/** `step`: where the edit happened, so that a page can show it. */
export type Edited =
  | { kind: 'edited'; flow: string; files: DraftFiles; step?: string }
  | ({ kind: 'refused' } & Why);

/**
 * Does one edit. Files stay readable: what would break one is refused. What nobody touched stays as it was typed. An edit
 * may leave findings, which the proof names; nothing with findings is released.
 */
export function editFlow(files: DraftFiles, flow: string, edit: Edit): Edited {
  return edited(() => {
    const desk = deskOf(files, flow);
    const step = applied(desk, edit);
    return { desk, step };
  });
}

/** A flow that begins with one question. */
export function startFlow(flow: NewFlow): Edited {
  return edited(() => ({ desk: newFlow(flow), step: undefined }));
}

/** A flow that begins as a copy of another. */
export function startFromFlow(files: DraftFiles, from: string, name: string): Edited {
  return edited(() => ({ desk: copyFlow(files, from, name), step: undefined }));
}

function edited(work: () => { desk: Desk; step: string | undefined }): Edited {
  try {
    const { desk, step } = work();
    const at = step === undefined ? {} : { step };
    return { kind: 'edited', flow: desk.flow, files: desk.files, ...at };
  } catch (error) {
    if (error instanceof EditRefused) return { kind: 'refused', ...error.refusal };
    throw error;
  }
}

function applied(desk: Desk, edit: Edit): string | undefined {
  switch (edit.do) {
    case 'set_wording':
      return done(setWording(desk, edit));
    case 'set_label':
      return done(setLabel(desk, edit));
    case 'set_answers':
      return done(setAnswers(desk, edit.language, edit.means, edit.words));
    case 'add_language':
      return done(addLanguage(desk, edit));
    case 'raise_version':
      return done(raiseVersion(desk, edit.released, edit.line));
    default:
      return appliedToSteps(desk, edit);
  }
}

type OfWords = 'set_wording' | 'set_label' | 'set_answers' | 'add_language' | 'raise_version';

function appliedToSteps(desk: Desk, edit: Exclude<Edit, { do: OfWords }>): string | undefined {
  switch (edit.do) {
    case 'add_question':
      return addQuestion(desk, edit);
    case 'add_say':
      return addSay(desk, edit);
    case 'add_choice':
      return done(addChoice(desk, edit.step, edit.choice, edit.noted), edit.step);
    case 'remove_choice':
      return done(removeAnswer(desk, edit.step, edit.number, edit.noted), edit.step);
    case 'move_choice':
      return done(moveChoice(desk, edit.step, edit.number, edit.place), edit.step);
    case 'set_target':
      return done(changeTarget(desk, edit), edit.at.step);
    case 'take_request':
      return done(takeRequest(desk, edit.at), edit.at.step);
    case 'set_silence':
      return done(setSilence(desk, edit.step, edit.silence), edit.step);
    case 'move_step':
      return done(moveStep(desk, edit.step, edit.at), edit.step);
    case 'remove_step':
      return done(removeStep(desk, edit));
    case 'rename_step':
      return renameStep(desk, edit.step, edit.name);
    default:
      return never(edit, 'edit');
  }
}

/** Where the page shows the edit, once it is done. */
function done(_work: void, step?: string): string | undefined {
  return step;
}
