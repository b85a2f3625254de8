import { END } from '../../../flow/definition.ts';
import { OFFER, PERSON } from '../../../flow/edit/new-answer.ts';
import { ONWARD } from '../../../flow/edit/edit-steps.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { FLOW_MARK, onwardOf } from '../../../flow/edit/written-exits.ts';
import { flowsOfProgramme } from '../../../flow/programme.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Words } from '../../frame/words.ts';
import { flowTitle } from '../names/flow-names.ts';
import { targetName } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import { offerWords } from './service-words.ts';
import { isUnheard } from './unheard.ts';

export type TargetField = {
  id: string;
  name: string;
  label: string;
  chosen: string;
  /** The step that it leads away from; it does not lead to itself. */
  step?: string;
  /** Where a new answer would lead on to, in words. */
  onward?: string;
  /** Answers can also fetch a person, and begin another flow. */
  isAnswer: boolean;
  /** Only steps, and the end: `back`, silence. */
  isQuiet?: boolean;
};

/** Where something leads, as one choice of many in words. */
export function targetField(ask: Ask, telling: Telling, field: TargetField): Html {
  const { w } = ask;
  const { outline } = telling;
  const option = (value: string, label: string) =>
    html`<option value="${value}" ${value === field.chosen ? html`selected` : nothing}>
      ${label}
    </option>`;
  const steps = [...outline.steps.values()].filter(({ id }) => id !== field.step);
  const heard = steps.filter((one) => !isUnheard(one));
  const questions = heard.filter(({ kind }) => kind !== 'say');
  const messages = heard.filter((one) => one.kind === 'say' && !closes(one));
  const offer = field.isAnswer ? offerWords(ask).words[telling.spoken.language] : undefined;
  const group = (label: string, some: readonly OutlineStep[]) =>
    some.length === 0
      ? nothing
      : html`<optgroup label="${label}">${some.map(({ id }) => option(id, targetName(telling, id)))}</optgroup>`;
  const { programme } = ask.parts;
  // What a member's own PIN opens is led to by nothing else.
  const closed = new Set([outline.flow, programme.flows.private]);
  const flows = flowsOfProgramme(programme).filter((flow) => !closed.has(flow));
  const isKnown =
    field.chosen === END || field.chosen.includes(':') || outline.steps.has(field.chosen);
  return html`<div class="field">
    <label for="${field.id}">${field.label}</label>
    <select id="${field.id}" name="${field.name}">
      ${given(field.onward, (words) => option(ONWARD, w('read.goes_on', { step: words })))}
      ${option(END, w('read.ends'))}
      ${field.isAnswer ? option(PERSON, w('read.a_person')) : nothing}
      ${given(offer, (words) => option(OFFER, w('read.offers_person', { words })))}
      ${isKnown || field.onward !== undefined ? nothing : option(field.chosen, targetName(telling, field.chosen))}
      ${group(w('read.steps_here'), questions)} ${group(w('read.messages_here'), messages)}
      ${group(w('read.closing_texts'), heard.filter(closes))}
      ${
        field.isQuiet === true
          ? nothing
          : html`<optgroup label="${w('read.other_flows')}">
              ${flowOptions(w, flows, field.chosen).map((flow) => option(`${FLOW_MARK}${flow}`, flowTitle(w, flow)))}
            </optgroup>`
      }
      ${group(w('read.forks_here'), steps.filter(isUnheard))}
    </select>
  </div>`;
}

/** Something that is said before it ends. */
function closes({ kind, written }: OutlineStep): boolean {
  return kind === 'say' && onwardOf(written) === END;
}

/** A flow that it leads to now is offered too, where the programme does not have it. */
function flowOptions(w: Words, flows: readonly string[], chosen: string): string[] {
  const now = chosen.startsWith(FLOW_MARK) ? [chosen.slice(FLOW_MARK.length)] : [];
  return [...new Set([...flows, ...now])].toSorted((a, b) =>
    flowTitle(w, a).localeCompare(flowTitle(w, b)),
  );
}
