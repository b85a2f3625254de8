import { html, type Html, nothing } from '../frame/html.ts';
import { act } from '../frame/forms.ts';
import { amountOf } from '../frame/amounts.ts';
import { type Ask, has } from '../frame/route.ts';
import type { SendingFacts } from './sending-page.ts';
import { releaseButton } from './quiet-card.ts';
import { momentOf } from '../frame/moments.ts';

/** Whether texts leave, and what holds them up if not. */
export function stateCards(ask: Ask, facts: SendingFacts): Html {
  const { w } = ask;
  const { report, held } = facts;
  const card = (title: string, body: Html) =>
    html`<section class="card stack">
      <h2>${title}</h2>
      ${body}
    </section>`;
  return html`<div class="grid2">
    ${card(w('sending.state_title'), stateNow(ask, facts))} ${card(w('sending.balance'), balance(ask, facts))}
    ${card(
      w('sending.brakes'),
      html`<dl class="facts">
        ${fact(w('sending.brakes_held'), w('sending.phones', { count: held.brakes }))}
        ${fact(w('sending.budget'), w(`sending.held_${report.held}`))}
        ${fact(w('sending.parked'), w('sending.phones', { count: report.parked }))}
        ${fact(
          w('sending.caps'),
          w('sending.caps_are', {
            hour: ask.parts.programme.caps.perHour,
            day: ask.parts.programme.caps.perDay,
          }),
        )}
      </dl>`,
    )}
    ${card(
      w('sending.catch_up'),
      html`<p>${w(report.closed ? 'sending.gap' : 'sending.no_gap')}</p>
        <p class="soft">${w('sending.heard_at', { when: momentOf(ask, report.heardAt) })}</p>`,
    )}
  </div>`;
}

function stateNow(ask: Ask, { report, acts }: SendingFacts): Html {
  const { w, staff } = ask;
  const state = report.paused
    ? 'paused'
    : report.closed
      ? 'closed'
      : report.quiet
        ? 'quiet'
        : 'open';
  return html`<p><span class="chip ${state === 'open' ? 'good' : 'warn'}">${w(`sending.is_${state}`)}</span></p>
    ${state === 'quiet' ? releaseButton(ask, acts) : html`<p>${w(`sending.is_${state}_means`)}</p>`}
    ${has(staff, ['admin']) ? pauseButton(ask, report) : nothing}`;
}

/** While it is quiet a pause is folded away: it would stop even the answer to a STOP. */
function pauseButton({ w }: Ask, { paused, quiet }: SendingFacts['report']): Html {
  const label = w(paused ? 'sending.pause_off' : 'sending.pause_on');
  const press = act('/console/sending/pause', label, 'quiet', { to: paused ? 'off' : 'on' });
  return quiet && !paused
    ? html`<details>
        <summary>${w('sending.pause_more')}</summary>
        <div class="stack">
          <p>${w('sending.is_paused_means')}</p>
          ${press}
        </div>
      </details>`
    : html`${paused ? nothing : html`<p class="hint">${w('sending.pause_beside')}</p>`} ${press}`;
}

function balance(ask: Ask, { report }: SendingFacts): Html {
  const { w, parts } = ask;
  const { reserve } = parts.programme;
  const [currency = '', written] = report.balance?.split(' ') ?? [];
  const amount = Number(written ?? Number.NaN);
  const top = report.balanceTop ?? 0;
  if (report.balance === null || Number.isNaN(amount))
    return html`<p>${w('sending.no_balance')}</p>`;
  const percent = top === 0 ? 0 : Math.min(100, Math.round((amount / top) * 100));
  return html`<p class="figure">${amountOf(ask, { currency, amount })}</p>
    <meter class="meter" min="0" max="100" low="${Math.round(reserve * 100)}" value="${percent}">${percent} %</meter>
    <p>${w(`sending.saving_${report.saving}`)}</p>
    <p class="soft">
      ${w('sending.reserve', { percent: Math.round(reserve * 100), when: momentOf(ask, report.balanceAt) })}
    </p>`;
}

function fact(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
