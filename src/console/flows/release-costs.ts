import { languageName } from '../frame/language-names.ts';
import type { FlowCosts, OutcomeCost, Range } from '../../proof/report.ts';
import { html, type Html } from '../frame/html.ts';
import { amountOf } from '../frame/amounts.ts';
import type { Ask } from '../frame/route.ts';
import { outcomeName } from './names/effect-names.ts';
import type { Telling } from './names/telling.ts';

type Row = {
  language: string;
  channel: string;
  before: OutcomeCost | undefined;
  after: OutcomeCost | undefined;
  outcome: string;
};

/** What each way through costs before and after; only what is different is shown, the rest in one line. */
export function costsCard(
  ask: Ask,
  telling: Telling,
  { before, after }: { before: readonly FlowCosts[]; after: readonly FlowCosts[] },
): Html {
  const { w, parts } = ask;
  const spoken = parts.programme.languages;
  const rows = rowsOf(before, after).filter(({ language }) => spoken.includes(language));
  const different = rows.filter((row) => priceOf(row.before) !== priceOf(row.after));
  const same = rows.length - different.length;
  return html`<section class="card stack" aria-labelledby="costs">
    <h2 id="costs">${w('release.costs')}</h2>
    ${
      different.length === 0
        ? html`<p>${w('release.costs_same')}</p>`
        : html`${costTable(ask, telling, different)}
          <p class="hint">${w('release.costs_others', { count: same })}</p>`
    }
  </section>`;
}

function costTable(ask: Ask, telling: Telling, rows: readonly Row[]): Html {
  const { w } = ask;
  return html`<div class="table-wrap" tabindex="0" role="region" aria-label="${w('release.cost_way')}">
    <table class="table">
      <caption class="unseen">
        ${w('release.costs')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${w('release.cost_way')}</th>
          <th scope="col">${w('diff.before')}</th>
          <th scope="col">${w('diff.now')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ language, channel, outcome, before, after }) =>
            html`<tr>
              <th scope="row">
                ${languageName(ask, language)}, ${channel.toUpperCase()}: ${outcomeName(telling, outcome)}
              </th>
              <td>${costWords(ask, before)}</td>
              <td>${costWords(ask, after)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function costWords(ask: Ask, cost: OutcomeCost | undefined): string {
  if (cost === undefined) return '–';
  const { w, parts } = ask;
  const money = cost.money.find(({ programme }) => programme === parts.programme.programme);
  const segments = w('release.segments', { range: rangeWords(cost.segments) });
  if (money === undefined) return segments;
  const { currency, least, most } = money;
  const low = amountOf(ask, { currency, amount: least });
  const high = amountOf(ask, { currency, amount: most });
  return `${segments}, ${low === high ? high : w('costs.range_money', { least: low, most: high })}`;
}

function rangeWords({ least, most }: Range): string {
  return least === most ? String(most) : `${least}–${most}`;
}

function rowsOf(before: readonly FlowCosts[], after: readonly FlowCosts[]): Row[] {
  const rows = new Map<string, Row>();
  const put = (all: readonly FlowCosts[], side: 'before' | 'after') => {
    for (const { language, channel, outcomes } of all)
      for (const cost of outcomes) {
        const { outcome } = cost;
        const key = `${language} ${channel} ${outcome}`;
        const none = { language, channel, outcome, before: undefined, after: undefined };
        rows.set(key, { ...(rows.get(key) ?? none), [side]: cost });
      }
  };
  put(before, 'before');
  put(after, 'after');
  return [...rows.values()];
}

function priceOf(cost: OutcomeCost | undefined): string {
  return JSON.stringify([cost?.segments, cost?.money]);
}
