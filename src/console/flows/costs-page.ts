import { languageName } from '../frame/language-names.ts';
import type { FlowCosts, OutcomeCost, Range } from '../../proof/report.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { flowTitle } from './names/flow-names.ts';
import { moneyOf, smsMoney } from './cost-figures.ts';
import { money, times } from './cost-strip.ts';
import { enrolledFor } from './enrolled-now.ts';
import { outcomeName } from './names/effect-names.ts';
import { type Telling, tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';
import { noProofYet, proofSoon } from './proof-soon.ts';

/** Every way through a flow and what it costs, in each language and channel. */
export async function costsPage(ask: Ask): Promise<Answer> {
  const { w, parts } = ask;
  const flow = ask.param('flow');
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const soon = await proofSoon(ask, flow, draft.files);
  if (soon.kind !== 'proved') return costsOf(ask, flow, noProofYet(ask, soon));
  const { proof } = soon;
  const people = await enrolledFor(parts.pool, proof.release?.purpose, parts.clock);
  const telling = tellingOf(ask, draft);
  const rows = proof.costs.flatMap((costs) =>
    costs.outcomes.map((outcome) => row(ask, telling, { costs, outcome, people })),
  );
  const hint = html`<p class="hint">${w('costs.explained')}</p>`;
  return costsOf(
    ask,
    flow,
    rows.length === 0
      ? html`${hint}
          <p class="empty">${w('costs.not_yet')}</p>`
      : html`${hint} ${table(ask, rows)}`,
  );
}

function costsOf({ w }: Ask, flow: string, body: Html): Answer {
  return page({
    title: `${flow}: ${w('costs.title')}`,
    styles: ['editor.css', 'proof.css'],
    body: html`<p class="crumb"><a href="/console/flows/${flow}/read">${flowTitle(w, flow)}</a></p>
      <h1>${w('costs.title')}</h1>
      ${body}`,
  });
}

const COLUMNS = ['language', 'channel', 'way', 'texts', 'turns', 'money', 'for_all'] as const;

function table({ w }: Ask, rows: readonly (readonly string[])[]): Html {
  const names = COLUMNS.map((column) => w(`costs.${column}`));
  return html`<div class="list">
    <table class="table">
      <thead>
        <tr>
          ${names.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, index) => html`<td data-label="${names[index] ?? ''}">${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

type Way = { costs: FlowCosts; outcome: OutcomeCost; people: number };

function row(ask: Ask, telling: Telling, { costs, outcome, people }: Way): string[] {
  const { w, parts } = ask;
  const isSms = costs.channel === 'sms';
  const price = isSms ? smsMoney(outcome, parts.programme) : moneyOf(outcome, parts.programme);
  const unknown = w('costs.no_price');
  return [
    languageName(ask, costs.language),
    isSms ? w('costs.sms') : w('costs.ussd'),
    outcomeName(telling, outcome.outcome),
    isSms ? span(outcome.segments) : '0',
    span(outcome.hops),
    price === undefined ? unknown : money(ask, price),
    price === undefined ? unknown : money(ask, times(price, people)),
  ];
}

function span({ least, most }: Range): string {
  return least === most ? String(most) : `${least}–${most}`;
}
