import type { FlowChange, PlainDiff } from '../../flow/edit/plain-diff.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { inOrder } from './diff-order.ts';
import { languageParts, type Versions } from './diff-languages.ts';
import { effectName } from './names/effect-names.ts';
import { fieldName, knownName, onceStopped, plain } from './names/plain-names.ts';
import { spanName } from './names/span-names.ts';
import { answerName, glimpse, stepName } from './names/step-names.ts';
import type { Telling } from './names/telling.ts';
import { waysIn } from './names/way-names.ts';

type Told = Versions & { ask: Ask; wayIn: ReturnType<typeof waysIn> };

/** What is different between two versions, in plain words; nothing of it needs YAML to be understood. */
export function diffList(ask: Ask, diff: PlainDiff, versions: Versions): Html {
  const { w } = ask;
  const told: Told = { ...versions, ask, wayIn: waysIn(versions.after) };
  const { flow, languages, transcripts, unreadable } = diff;
  const played = [
    ...transcripts.added.map((name) => w('diff.transcript_added', { name: plain(name) })),
    ...transcripts.removed.map((name) => w('diff.transcript_removed', { name: plain(name) })),
    ...transcripts.changed.map((name) => w('diff.transcript_changed', { name: plain(name) })),
  ];
  if (flow.length + languages.length + played.length + unreadable.length === 0)
    return html`<p class="empty">${w('diff.none')}</p>`;
  const { first, because } = inOrder(flow);
  return html`<div class="stack diff">
    ${unreadable.map((file) => html`<p class="note warn">${w('diff.unreadable', { file })}</p>`)}
    ${
      flow.length === 0
        ? nothing
        : html`<h3>${w('diff.steps')}</h3>
          ${changeLines(told, first)}
          ${
            because.length === 0
              ? nothing
              : html`<details>
                <summary>${w('diff.because', { count: because.length })}</summary>
                ${changeLines(told, because)}
              </details>`
          }`
    }
    ${languageParts(told, languages)}
    ${
      played.length === 0
        ? nothing
        : html`<details>
          <summary>${w('diff.transcripts', { count: played.length })}</summary>
          <ul class="plain-list">
            ${played.map((says) => html`<li>${says}</li>`)}
          </ul>
        </details>`
    }
  </div>`;
}

function changeLines(told: Told, changes: readonly FlowChange[]): Html {
  return html`<ul class="plain-list">
    ${changes.map((change) => html`<li>${onceStopped(changeWords(told, change))} ${wayToNew(told, change) ?? nothing}</li>`)}
  </ul>`;
}

function answerOf({ before, after }: Versions, means: string): string {
  return answerName(after.spoken.labels.has(means) ? after : before, means);
}

/** A step as it is read now; one that was taken out, as it was read before. */
function stepOf({ before, after }: Versions, step: string): string {
  return stepName(after.outline.steps.has(step) ? after : before, step);
}

function changeWords(told: Told, change: FlowChange): string {
  const { w } = told.ask;
  switch (change.kind) {
    case 'head':
      return headWords(told, change);
    case 'field_added':
    case 'field_removed':
    case 'field_changed':
    case 'remembered':
    case 'forgotten':
      return w(`diff.${change.kind}`, { field: fieldName(w, change.field) });
    case 'step_added':
    case 'step_removed':
    case 'step_changed':
      return w(`diff.${change.kind}`, { step: stepOf(told, change.step) });
    case 'step_says':
      return w('diff.step_says', {
        step: stepOf(told, change.step),
        before: wordsOf(told.before, change.before),
        after: wordsOf(told.after, change.after),
      });
    default:
      return wayWords(told, change);
  }
}

/** Who gets to hear a step that is new. */
function wayToNew({ after, wayIn }: Told, change: FlowChange): Html | undefined {
  const step = change.kind === 'step_added' ? after.outline.steps.get(change.step) : undefined;
  return step && wayIn(step);
}

/** The start of a text. */
function wordsOf({ spoken }: Telling, text: string): string {
  return glimpse(spoken.texts.get(text)?.sms ?? plain(text));
}

type Head = Extract<FlowChange, { kind: 'head' }>;

function headWords(told: Told, { head, before, after }: Head): string {
  const { w } = told.ask;
  if (head === 'afterStop' || head === 'sessionOnly')
    return w(`diff.head_${head}_${after === 'true' ? 'on' : 'off'}`);
  return w(`diff.head_${head}`, {
    before: headValue(told.before, head, before),
    after: headValue(told.after, head, after),
  });
}

function headValue(telling: Telling, head: Head['head'], value: string | undefined): string {
  const { w } = telling;
  if (value === undefined) return w('diff.nothing');
  switch (head) {
    case 'expiresAfterMs':
      return spanName(w, Number(value));
    case 'start':
      return stepName(telling, value);
    case 'purpose':
      return knownName(w, value);
    default:
      return wordsOf(telling, value);
  }
}

type Way = Exclude<
  FlowChange,
  { kind: 'head' | `field_${string}` | 'remembered' | 'forgotten' | `step_${string}` }
>;

function wayWords(told: Told, change: Way): string {
  const { w } = told.ask;
  const to = (id: string) => stepOf(told, id);
  const step = to(change.step);
  switch (change.kind) {
    case 'choice_added':
    case 'choice_removed': {
      const { kind, digit } = change;
      const means = answerOf(told, change.means);
      return w(`diff.${kind}`, { step, digit, means, to: to(change.to) });
    }
    case 'choice_moved':
    case 'choice_leads':
      return choiceWords(told, change);
    case 'leads':
      return w('diff.leads', { step, before: to(change.before), after: to(change.after) });
    case 'back': {
      const { after } = change;
      return after === undefined
        ? w('diff.back_gone', { step })
        : w('diff.back', { step, after: to(after) });
    }
    case 'silence': {
      const { after } = change;
      if (after === undefined) return w('diff.silence_gone', { step });
      return w('diff.silence', { step, after: spanName(w, after.afterMs), to: to(after.to) });
    }
    case 'does':
      return effectsWords(told, change);
  }
}

function choiceWords(
  told: Told,
  change: Extract<Way, { kind: 'choice_moved' | 'choice_leads' }>,
): string {
  const { w } = told.ask;
  const [step, means] = [stepOf(told, change.step), answerOf(told, change.means)];
  if (change.kind === 'choice_moved')
    return w('diff.choice_moved', { step, means, before: change.before, after: change.after });
  const [before, after] = [change.before, change.after].map((id) => stepOf(told, id));
  return w('diff.choice_leads', { step, means, before: before ?? '', after: after ?? '' });
}

function effectsWords(told: Told, change: Extract<Way, { kind: 'does' }>): string {
  const { w } = told.ask;
  const { means, added, gone } = change;
  const step = stepOf(told, change.step);
  const where =
    means === undefined
      ? w('diff.at_step', { step })
      : w('diff.at_choice', { step, means: answerOf(told, means) });
  const names = (telling: Telling, effects: typeof added) =>
    effects.map((effect) => effectName(telling, effect)).join(', ');
  const says = [
    ...(added.length === 0
      ? []
      : [w('diff.does_added', { where, what: names(told.after, added) })]),
    ...(gone.length === 0 ? [] : [w('diff.does_gone', { where, what: names(told.before, gone) })]),
  ];
  return says.join(' ');
}
