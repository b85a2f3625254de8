import { bars } from '../chart/bars.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { html, type Html } from '../frame/html.ts';
import { amountOf } from '../frame/amounts.ts';
import { plainDay, plainMonth } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { flowLinks } from './flow-links.ts';
import type { ReportFacts } from './reports-page.ts';
import { answersByWeek, stock } from './shown-figures.ts';

/** Who takes part, on the last day counted of each month. */
export function reachChart(ask: Ask, { figures }: ReportFacts): Html {
  const { w } = ask;
  const reach = figures.filter(({ name, cell }) => name === 'reach' && cell === 'takes_part');
  const last = [...new Map(reach.map((one) => [one.day.slice(0, 7), one])).entries()];
  const heard = new Map(
    figures
      .filter(({ name, cell }) => name === 'reach' && cell === 'heard_of')
      .map((one) => [one.day, one.count]),
  );
  const written = (count: number | undefined) =>
    count === undefined ? w('reports.withheld') : String(stock(count) ?? w('reports.withheld'));
  return html`<h2>${w('reports.reach')}</h2>
    <p class="soft">${w('reports.in_fives')}</p>
    ${bars(w, {
      title: w('reports.takes_part'),
      of: w('reports.month'),
      unit: w('reports.takes_part'),
      bars: last.map(([month, { count }]) => ({
        label: plainMonth(ask, month),
        value: stock(count),
      })),
      more: [
        {
          label: w('reports.heard_of'),
          cells: last.map(([, { day }]) => written(heard.get(day))),
        },
      ],
    })}`;
}

/** What people have agreed to, as it stands now. */
export function consentChart({ w }: Ask, { figures }: ReportFacts): Html {
  const all = figures.filter(({ name }) => name === 'consent');
  const day = all.at(-1)?.day;
  return html`<h2>${w('reports.consent')}</h2>
    <p class="soft">${w('reports.in_fives')}</p>
    ${bars(w, {
      title: w('reports.consent'),
      headed: true,
      of: w('reports.purpose'),
      unit: w('reports.people'),
      bars: all
        .filter((one) => one.day === day)
        .map(({ cell, count }) => ({ label: w(`reports.cell_${cell}`), value: stock(count) })),
    })}`;
}

/** Of a hundred who were asked in a week, how many answered within seven days. */
export function answersChart(ask: Ask, { figures, flow }: ReportFacts): Html {
  const { w } = ask;
  const weeks = answersByWeek(figures);
  const flows = [...new Set(weeks.map((one) => one.flow))].toSorted();
  const shown = flow !== undefined && flows.includes(flow) ? flow : flows[0];
  return html`<h2>${w('reports.answers')}</h2>
    <p class="soft">${w('reports.answers_lead')}</p>
    ${flowLinks(ask, flows, shown)}
    ${bars(w, {
      title: w('reports.answers_of', {
        flow: shown === undefined ? '–' : flowTitle(w, shown),
      }),
      of: w('reports.week'),
      unit: w('reports.percent'),
      write: (value) => `${value} %`,
      bars: weeks
        .filter((one) => one.flow === shown)
        .map(({ week, percent }) => ({ label: plainDay(ask, week), value: percent })),
    })}`;
}

/** Segments by month, with what they cost. */
export function moneyChart(ask: Ask, { money }: ReportFacts): Html {
  const { w } = ask;
  return html`<h2>${w('reports.money')}</h2>
    ${bars(w, {
      title: w('reports.money'),
      headed: true,
      of: w('reports.month'),
      unit: w('sending.segments'),
      bars: money.map(({ month, segments }) => ({
        label: plainMonth(ask, month),
        value: segments,
      })),
      more: [
        { label: w('sending.messages'), cells: money.map(({ messages }) => String(messages)) },
        {
          label: w('sending.money'),
          cells: money.map((one) => amountOf(ask, one)),
        },
      ],
    })}`;
}
