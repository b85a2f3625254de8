import type { OutcomeRow } from '../../store/figures.ts';
import { bars } from '../chart/bars.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { localeOf } from '../frame/locale.ts';
import type { Ask } from '../frame/route.ts';
import type { ReportFacts } from './reports-page.ts';
import { groupsOfMonth } from './shown-figures.ts';

/** One drawing for each group of figures of the month. */
export function outcomeCharts(ask: Ask, { outcomes, month }: ReportFacts): Html {
  if (month === undefined) return nothing;
  const groups = groupsOfMonth(outcomes, month);
  const isWithheld = (rows: readonly OutcomeRow[]) => rows.every(({ value }) => value === null);
  const few = groups.filter(([, rows]) => isWithheld(rows)).map(([group]) => group);
  return html`<div class="grid2">
      ${groups
        .filter(([group]) => !few.includes(group))
        .map(
          ([group, rows]) => html`<section class="card stack">${chart(ask, group, rows)}</section>`,
        )}
    </div>
    ${few.length === 0 ? nothing : tooFew(ask, few)}`;
}

/** Where there is nothing to be drawn, one box for all of it. */
function tooFew({ w, language }: Ask, groups: readonly string[]): Html {
  const list = new Intl.ListFormat(localeOf(language)).format(
    groups.map((group) => w(`reports.group_${group}`)),
  );
  return html`<section class="card stack"><p class="soft">${w('reports.too_few_groups', { list })}</p></section>`;
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
