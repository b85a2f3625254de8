import { END } from '../../../flow/definition.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { type Exit, FLOW_MARK, targetOf } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import { effectNames } from '../names/effect-names.ts';
import { flowTitle } from '../names/flow-names.ts';
import { caseName } from '../names/guard-names.ts';
import { withAnswers } from '../names/quoted.ts';
import { plain, withSlots } from '../names/plain-names.ts';
import { answerKindName, exitName, lookedAt, saveNames, targetName } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';

/** Where a step is shown on the page. */
export function stepId(step: string): string {
  return `step-${step}`;
}

type StepParts = {
  /** What stands behind its heading: a link that opens it for changes. */
  change: Html;
  /** Forms, where it is opened. */
  forms: Html;
  /** What was said about it. */
  comments: Html;
  isOpen: boolean;
  /** Who gets to hear it. */
  wayIn: Html | undefined;
  /** It has just been put in. */
  isNew: boolean;
  /** What came of putting it in. */
  note: Html;
};

/** One step as a person hears it: what is said, what can be answered, and where each answer leads. */
export function stepView(telling: Telling, step: OutlineStep, parts: StepParts): Html {
  const { w } = telling;
  const kind = step.written['answer'] !== undefined ? 'ask_value' : step.kind;
  const number = step.number === undefined ? '' : `${step.number} · `;
  const what = step.kind === 'branch' ? `: ${lookedAt(telling, step).join(', ')}` : '';
  return html`<section class="step step-${step.kind} ${parts.isOpen ? 'open' : ''} ${parts.isNew ? 'new' : ''}" id="${stepId(step.id)}" aria-labelledby="name-${step.id}">
    <header class="row apart">
      <h2 class="step-name" id="name-${step.id}">${number}${w(`read.kind_${kind}`)}${what}${parts.isNew ? html` <span class="chip good">${w('read.is_new')}</span>` : nothing}</h2>
      ${parts.change}
    </header>
    ${parts.note} ${given(parts.wayIn, (says) => html`<p class="hint way-in">${says}</p>`)} ${bubbles(telling, step)}
    ${answers(telling, step)} ${parts.comments} ${parts.forms}
  </section>`;
}

function bubbles({ w, spoken }: Telling, { text }: OutlineStep): Html {
  if (text === undefined) return nothing;
  const wording = spoken.texts.get(text);
  if (wording === undefined) return html`<p class="bubble missing">${w('read.no_words')}</p>`;
  const { language } = spoken;
  const missing = spoken.missing.has(`texts.${text}`)
    ? html`<p><span class="chip warn">${w('read.missing_words')}</span></p>`
    : nothing;
  if (wording.sms === wording.ussd)
    return html`<p class="bubble" lang="${language}">${withSlots(w, wording.sms)}</p>
      ${missing}`;
  return html`<div class="stack tight">
      <p class="channel soft">${w('read.by_sms')}</p>
      <p class="bubble" lang="${language}">${withSlots(w, wording.sms)}</p>
      <p class="channel soft">${w('read.by_ussd')}</p>
      <p class="bubble" lang="${language}">${withSlots(w, wording.ussd)}</p>
    </div>
    ${missing}`;
}

function answers(telling: Telling, step: OutlineStep): Html {
  const { w } = telling;
  const listed = step.exits.filter(({ means }) => means !== undefined);
  const others = step.exits.filter(({ means }) => means === undefined);
  const { written } = step;
  return html`${
    listed.length === 0
      ? nothing
      : html`<ol class="answers">
          ${listed.map((exit, index) => answerLine(telling, exit, index + 1))}
        </ol>`
  }
  ${given(written['answer'], (answer) => html`<p class="soft">${answerKindName(w, answer)} ${saveNames(telling, written['save']).join(' ')}</p>`)}
  ${written['choices'] === 'languages' ? html`<p class="soft">${w('read.answer_languages')}</p>` : nothing}
  ${written['secret'] === true ? html`<p class="soft">${w('read.secret')}</p>` : nothing}
  ${
    step.kind === 'do' ||
    step.kind === 'use' ||
    others.some(({ effects }) => effects !== undefined && step.kind !== 'branch')
      ? effectsLine(telling, written)
      : nothing
  }
  ${
    step.kind === 'use'
      ? html`<p><a href="/console/flows/${String(written['use'])}/read">${w('read.see_part', { part: flowTitle(w, String(written['use'])) })}</a></p>`
      : nothing
  }
  <ul class="ways">
    ${others.map((exit) => html`<li>${wayLine(telling, step, exit)}</li>`)}
  </ul>`;
}

/** An answer as the phone shows it, with where it leads and what it does. */
function answerLine(telling: Telling, exit: Exit, digit: number): Html {
  const { w, spoken } = telling;
  const means = exit.means ?? '';
  const label = spoken.labels.get(means);
  const also = [
    ...saveNames(telling, exit.save),
    ...effectNames(telling, withoutHandOver(exit.effects)),
  ];
  return html`<li>
    <span class="digit">${digit}</span>
    <span class="answer" lang="${spoken.language}">${label ?? plain(means)}</span>
    ${spoken.missing.has(`choices.${means}`) || label === undefined ? html`<span class="chip warn">${w('read.missing_words')}</span>` : nothing}
    ${leadsTo(telling, exit)}
    ${also.length === 0 ? nothing : html`<small class="also">${also.join(' · ')}</small>`}
  </li>`;
}

function wayLine(telling: Telling, step: OutlineStep, exit: Exit): Html {
  const when = caseName(telling, step, exit);
  if (when === undefined)
    return html`<span class="way">${exitName(telling, exit)}</span> ${leadsTo(telling, exit)}`;
  const also = [
    ...saveNames(telling, exit.save),
    ...effectNames(telling, withoutHandOver(exit.effects)),
  ];
  return html`<span class="way">${withAnswers(telling, when)}</span> ${leadsTo(telling, exit)}
    ${also.length === 0 ? nothing : html`<small class="also">${also.join(' · ')}</small>`}`;
}

function effectsLine(telling: Telling, written: Readonly<Record<string, unknown>>): Html {
  const all = [
    ...saveNames(telling, written['save']),
    ...effectNames(telling, withoutHandOver(written['do'])),
  ];
  return all.length === 0 ? nothing : html`<p class="does">${all.join(' · ')}</p>`;
}

/** Beginning another flow is where it leads, and said there. */
function withoutHandOver(effects: unknown): unknown {
  if (Array.isArray(effects)) return effects.map(withoutHandOver);
  if (!isMapping(effects)) return effects;
  return Object.fromEntries(Object.entries(effects).filter(([name]) => name !== 'hand_over'));
}

/** A link that jumps to where something leads. */
function leadsTo(telling: Telling, exit: Exit): Html {
  const { w } = telling;
  const target = targetOf(exit);
  const arrow = html`<span aria-hidden="true">›</span><span class="unseen">${w('read.leads_to')}</span>`;
  if (target.startsWith(FLOW_MARK)) {
    const flow = target.slice(FLOW_MARK.length);
    return html`<span class="leads"
      >${arrow} <a href="/console/flows/${flow}/read">${w('read.flow', { flow: flowTitle(w, flow) })}</a></span
    >`;
  }
  if (target === END) return html`<span class="leads">${arrow} ${w('read.the_end')}</span>`;
  return html`<span class="leads"
    >${arrow} <a href="#${stepId(target)}">${targetName(telling, target)}</a></span
  >`;
}
