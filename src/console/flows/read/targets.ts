import { END } from '../../../flow/definition.ts';
import { goesOnAsBefore } from '../../../flow/edit/goes-on.ts';
import { NOTED, OFFER, ONWARD, PERSON } from '../../../flow/edit/new-answer.ts';
import type { Outline, OutlineStep } from '../../../flow/edit/outline.ts';
import { FLOW_MARK, onwardOf } from '../../../flow/edit/written-exits.ts';
import { flowsOfProgramme } from '../../../flow/programme.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
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
  /** The first of several: what holds for all of them is said here. */
  isFirst?: boolean;
  /** Only steps, and the end: `back`, silence. */
  isQuiet?: boolean;
};

/** So many steps that come next are named; all others are one press away. */
const NEAR_MOST = 4;
const MORE = '-more';

/** What was chosen: among the few that come next, or else among all. */
export function targetIn(form: URLSearchParams, name: string): string | undefined {
  const more = form.get(`${name}${MORE}`) ?? '';
  return more === '' ? (form.get(name) ?? undefined) : more;
}

type Named = { value: string; label: string };

/** Where something leads: in a few words what is likely, and folded below it everything. */
export function targetField(ask: Ask, telling: Telling, field: TargetField): Html {
  const { w } = ask;
  const usual = usualTargets(ask, telling, field);
  const option = ({ value, label }: Named) =>
    html`<option value="${value}" ${value === field.chosen ? html`selected` : nothing}>${label}</option>`;
  const more = `${field.id}${MORE}`;
  return html`<div class="field">
    <label for="${field.id}">${field.label}</label>
    <select id="${field.id}" name="${field.name}">
      ${usual.map(option)}
    </select>
    ${field.isFirst === true && usual.some(({ value }) => value === OFFER) ? offerHint(ask, telling) : nothing}
    <details class="more-targets">
      <summary>${w('read.leads_more')}<span class="unseen"> ${field.label}</span></summary>
      <label for="${more}" class="unseen">${w('read.leads_more')}</label>
      <select id="${more}" name="${field.name}${MORE}">
        <option value="" selected>${w('read.leads_as_chosen')}</option>
        ${moreTargets(ask, telling, field, new Set(usual.map(({ value }) => value)))}
      </select>
    </details>
  </div>`;
}

/** What an offer of a person leads to: nobody sees that a yes ends the conversation before she hears it herself. */
function offerHint({ w }: Ask, { outline }: Telling): Html {
  const told = outline.steps.get(NOTED);
  const isLast = told === undefined || onwardOf(told.written) === END;
  return html`<p class="hint">${isLast ? w('read.offer_hint_ends') : w('read.offer_hint')}</p>`;
}

/** On as before, what comes next, a person, the end; and what is chosen now, whatever it is. */
function usualTargets(ask: Ask, telling: Telling, field: TargetField): Named[] {
  const { w } = ask;
  const { outline } = telling;
  const offer = field.isAnswer ? offerWords(ask).words[telling.spoken.language] : undefined;
  const named = (value: string): Named => ({ value, label: targetTitle(telling, value) });
  const before = outline.steps.has(field.chosen) && goesOnAsBefore(field.chosen);
  const isSaid = [END, PERSON, OFFER, ONWARD].includes(field.chosen) || before;
  return [
    ...(field.onward === undefined
      ? []
      : [{ value: ONWARD, label: w('read.goes_on', { step: field.onward }) }]),
    ...(before ? [named(field.chosen)] : []),
    ...[...new Set([...(isSaid ? [] : [field.chosen]), ...nearOf(outline, field)])].map(named),
    ...(field.isAnswer ? [{ value: PERSON, label: w('read.a_person') }] : []),
    ...(offer === undefined ? [] : [{ value: OFFER, label: w('read.offers_person') }]),
    { value: END, label: w('read.ends') },
  ];
}

/** What is heard next on the ways of a step. */
function nearOf({ steps }: Outline, { step, chosen }: TargetField): string[] {
  const own = step === undefined ? [] : (steps.get(step)?.exits ?? []).map(({ to }) => to);
  const near: string[] = [];
  const seen = new Set(step === undefined ? [] : [step]);
  const queue = [chosen, ...own];
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    const one = steps.get(id);
    if (one === undefined || seen.has(id)) continue;
    seen.add(id);
    if (isUnheard(one)) queue.push(...one.exits.map(({ to }) => to));
    else near.push(id);
  }
  return near.slice(0, NEAR_MOST);
}

function targetTitle(telling: Telling, target: string): string {
  return target.startsWith(FLOW_MARK)
    ? flowTitle(telling.w, target.slice(FLOW_MARK.length))
    : targetName(telling, target);
}

/** Everything else, by what it is. */
function moreTargets(
  ask: Ask,
  telling: Telling,
  field: TargetField,
  named: ReadonlySet<string>,
): Html {
  const { w } = ask;
  const { outline } = telling;
  const steps = [...outline.steps.values()].filter(
    (one) => one.id !== field.step && !named.has(one.id) && !isUnheard(one),
  );
  const group = (label: string, some: readonly string[]) =>
    some.length === 0
      ? nothing
      : html`<optgroup label="${label}">${some.map((id) => html`<option value="${id}">${targetTitle(telling, id)}</option>`)}</optgroup>`;
  const ids = (some: readonly OutlineStep[]) => some.map(({ id }) => id);
  const flows = field.isQuiet === true ? [] : flowTargets(ask, outline.flow);
  return html`${group(w('read.steps_here'), ids(steps.filter(({ kind }) => kind !== 'say')))}
    ${group(w('read.messages_here'), ids(steps.filter((one) => one.kind === 'say' && !closes(one))))}
    ${group(w('read.closing_texts'), ids(steps.filter(closes)))}
    ${group(
      w('read.other_flows'),
      flows.filter((flow) => !named.has(flow)),
    )}`;
}

/** What a member's own PIN opens is led to by nothing else. */
function flowTargets({ w, parts }: Ask, own: string): string[] {
  const { programme } = parts;
  const closed = new Set([own, programme.flows.private]);
  const flows = flowsOfProgramme(programme).filter((flow) => !closed.has(flow));
  return byTitle(w, flows).map((flow) => `${FLOW_MARK}${flow}`);
}

function byTitle(w: Words, flows: readonly string[]): string[] {
  return flows.toSorted((a, b) => flowTitle(w, a).localeCompare(flowTitle(w, b)));
}

/** Something that is said before it ends. */
function closes({ kind, written }: OutlineStep): boolean {
  return kind === 'say' && onwardOf(written) === END;
}
