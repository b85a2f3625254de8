import type {
  FlowChange,
  LanguageDiff,
  PlainDiff,
  WordChange,
} from '../../flow/edit/plain-diff.ts';
import { END } from '../../flow/definition.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { spokenFirst } from '../../flow/edit/spoken-first.ts';
import { languageName } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { localeOf } from '../frame/locale.ts';
import type { Words } from '../frame/words.ts';

const HOUR_MS = 3_600_000;
const DAY_HOURS = 24;

/** What is different between two versions, in plain words; nothing of it needs YAML to be understood. */
export function diffList(ask: Ask, diff: PlainDiff): Html {
  const { w } = ask;
  const { flow, languages, transcripts, unreadable } = diff;
  const played = [
    ...transcripts.added.map((name) => w('diff.transcript_added', { name })),
    ...transcripts.removed.map((name) => w('diff.transcript_removed', { name })),
    ...transcripts.changed.map((name) => w('diff.transcript_changed', { name })),
  ];
  if (flow.length + languages.length + played.length + unreadable.length === 0)
    return html`<p class="empty">${w('diff.none')}</p>`;
  return html`<div class="stack diff">
    ${unreadable.map((file) => html`<p class="note warn">${w('diff.unreadable', { file })}</p>`)}
    ${
      flow.length === 0
        ? nothing
        : html`<h3>${w('diff.steps')}</h3>
          <ul class="plain-list">
            ${flow.map((change) => html`<li>${changeWords(ask, change)}</li>`)}
          </ul>`
    }
    ${spokenFirst(languages, ask.parts.programme.languages, ({ language }) => language).map((one) => languagePart(ask, one))}
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

function languagePart(ask: Ask, { language, kind, changes }: LanguageDiff): Html {
  const { w } = ask;
  const name = languageName(ask, language);
  return html`<h3>
      ${w(`diff.language_${kind}`, { language: name, count: Math.max(1, changes.length) })}
    </h3>
    ${
      changes.length === 0
        ? nothing
        : html`<ul class="plain-list">
          ${changes.map((change) => html`<li>${wordingOf(w, language, change)}</li>`)}
        </ul>`
    }`;
}

/** A wording before and now, in its own language for screen readers. */
function wordingOf(w: Words, language: string, change: WordChange): Html {
  const { kind, id, channel, before, after } = change;
  const about = w(`diff.word_${kind}`, { id });
  return html`<p class="row">
      <strong>${about}</strong>
      ${channel === 'both' ? nothing : html`<span class="chip">${channel.toUpperCase()}</span>`}
    </p>
    <dl class="facts wording">
      ${
        before === undefined
          ? nothing
          : html`<dt>${w('diff.before')}</dt>
        <dd lang="${language}"><del>${before}</del></dd>`
      }
      <dt>${w('diff.now')}</dt>
      <dd ${after === undefined ? nothing : html`lang="${language}"`}>
        ${after === undefined ? w('diff.taken_out') : html`<ins>${after}</ins>`}
      </dd>
    </dl>`;
}

function changeWords(ask: Ask, change: FlowChange): string {
  const { w } = ask;
  switch (change.kind) {
    case 'head':
      return headWords(ask, change);
    case 'field_added':
    case 'field_removed':
    case 'field_changed':
    case 'remembered':
    case 'forgotten':
      return w(`diff.${change.kind}`, { field: change.field });
    case 'step_added':
    case 'step_removed':
    case 'step_changed':
      return w(`diff.${change.kind}`, { step: change.step });
    case 'step_says':
      return w('diff.step_says', change);
    default:
      return wayWords(ask, change);
  }
}

type Head = Extract<FlowChange, { kind: 'head' }>;

function headWords(ask: Ask, { head, before, after }: Head): string {
  const { w } = ask;
  const value = (text: string | undefined) => {
    if (text === undefined) return w('diff.nothing');
    return head === 'expiresAfterMs' ? span(ask, Number(text)) : text;
  };
  const says = { before: value(before), after: value(after) };
  if (head === 'afterStop' || head === 'sessionOnly')
    return w(`diff.head_${head}_${after === 'true' ? 'on' : 'off'}`);
  return w(`diff.head_${head}`, says);
}

type Way = Exclude<
  FlowChange,
  { kind: 'head' | `field_${string}` | 'remembered' | 'forgotten' | `step_${string}` }
>;

function wayWords(ask: Ask, change: Way): string {
  const { w } = ask;
  const to = (step: string) => (step === END ? w('diff.the_end') : step);
  switch (change.kind) {
    case 'choice_added':
    case 'choice_removed': {
      const { kind, step, digit, means } = change;
      return w(`diff.${kind}`, { step, digit, means, to: to(change.to) });
    }
    case 'choice_moved':
      return w('diff.choice_moved', { ...change });
    case 'choice_leads': {
      const { step, means, before, after } = change;
      return w('diff.choice_leads', { step, means, before: to(before), after: to(after) });
    }
    case 'leads': {
      const { step, before, after } = change;
      return w('diff.leads', { step, before: to(before), after: to(after) });
    }
    case 'back': {
      const { step, after } = change;
      return after === undefined
        ? w('diff.back_gone', { step })
        : w('diff.back', { step, after: to(after) });
    }
    case 'silence': {
      const { step, after } = change;
      if (after === undefined) return w('diff.silence_gone', { step });
      return w('diff.silence', { step, after: span(ask, after.afterMs), to: to(after.to) });
    }
    case 'does': {
      const { step, means, added, gone } = change;
      const where = means === undefined ? step : w('diff.at_choice', { step, means });
      const says = [
        ...(added.length === 0 ? [] : [w('diff.does_added', { where, what: added.join(', ') })]),
        ...(gone.length === 0 ? [] : [w('diff.does_gone', { where, what: gone.join(', ') })]),
      ];
      return says.join(' ');
    }
  }
}

/** A span in hours or days, in the language of the page. */
function span({ language }: Pick<Ask, 'language'>, ms: number): string {
  const hours = ms / HOUR_MS;
  const isDays = hours >= 2 * DAY_HOURS && hours % DAY_HOURS === 0;
  const value = isDays ? hours / DAY_HOURS : hours;
  const unit = isDays ? 'day' : hours < 1 ? 'minute' : 'hour';
  return new Intl.NumberFormat(localeOf(language), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 1,
  }).format(unit === 'minute' ? value * 60 : value);
}
