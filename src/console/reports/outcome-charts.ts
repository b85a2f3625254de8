import type { OutcomeRow } from '../../store/figures.ts';
import { bars } from '../chart/bars.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import type { ReportFacts } from './reports-page.ts';
import { groupsOfMonth } from './shown-figures.ts';

/** One drawing for each group of figures of the month. */
export function outcomeCharts(ask: Ask, { outcomes, month }: ReportFacts): Html {
  if (month === undefined) return nothing;
  return html`<div class="grid2">
    ${groupsOfMonth(outcomes, month).map(
      ([group, rows]) => html`<section class="card stack">${chart(ask, group, rows)}</section>`,
    )}
  </div>`;
}

function chart({ w }: Ask, group: string, rows: readonly OutcomeRow[]): Html {
  const title = w(`reports.group_${group}`);
  const isTime = group === 'times';
  return html`<h3>${title}</h3>
    ${bars(w, {
      title,
      headed: true,
      of: w('reports.what'),
      unit: w(isTime ? 'reports.hours' : 'reports.count'),
      write: (value) => (isTime ? w('reports.hours_are', { hours: value }) : String(value)),
      bars: rows.map(({ cell, value }) => ({
        label: w(`reports.cell_${cell}`),
        value: value ?? undefined,
      })),
    })}`;
}
