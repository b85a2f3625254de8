import { localDate } from '../../engine/local-date.ts';
import {
  type Figure,
  type OutcomeRow,
  readFigures,
  readOutcomeMonths,
} from '../../store/figures.ts';
import { moneyMonths, type MoneyMonth } from '../../store/sending-figures.ts';
import { csvFile, page, type Answer } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { dayOf, plainMonth } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { answersChart, consentChart, moneyChart, reachChart } from './report-charts.ts';
import { stepsChart, stepsCsv } from './step-figures.ts';
import { outcomeCharts } from './outcome-charts.ts';

/** Months that reports go back. */
const MONTHS = 13;

export type ReportFacts = {
  figures: Figure[];
  outcomes: OutcomeRow[];
  money: MoneyMonth[];
  /** Months with figures, newest first, and the one that is looked at. */
  months: string[];
  month: string | undefined;
  flow: string | undefined;
};

/** What came of the work: counts that name nobody, drawn, with a table under each. */
export async function reportsPage(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const facts = await readFacts(ask);
  return page({
    title: w('reports.title'),
    styles: ['charts.css'],
    body: html`<div class="row apart">
        <h1>${w('reports.title')}</h1>
        <button class="button quiet" type="button" data-print>${w('reports.print')}</button>
      </div>
      <p class="only-print">
        ${w('reports.printed', { name: ask.parts.programme.name, day: dayOf(ask, ask.now) })}
      </p>
      <p class="soft">${w('reports.lead')}</p>
      <div class="grid2">
        ${card(reachChart(ask, facts))} ${card(consentChart(ask, facts))}
      </div>
      ${card(answersChart(ask, facts))} ${card(await stepsChart(ask, facts))} ${card(moneyChart(ask, facts))}
      <section class="stack" id="month">
        <h2>${w('reports.by_month')}</h2>
        ${monthChooser(ask, facts)} ${outcomeCharts(ask, facts)}
      </section>
      <p><a class="button quiet" href="/console/reports.csv">${w('frame.export')}</a></p>`,
  });
}

/** Every figure of every month that is over, in words, and by the codes of the command line's report. */
export async function reportsCsv(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { outcomes } = await readFacts(ask);
  return csvFile(
    'report',
    [
      w('reports.month'),
      w('reports.figure'),
      w('reports.what'),
      w('reports.count'),
      w('reports.figure_code'),
      w('reports.what_code'),
    ],
    outcomes.map(({ month, group, cell, value }) => [
      month,
      w(`reports.group_${group}`),
      w(`reports.cell_${cell}`),
      value ?? w('reports.withheld'),
      group,
      cell,
    ]),
  );
}

/** Where people stopped, of every month that is over. */
export async function reportStepsCsv(ask: Ask): Promise<Answer> {
  return stepsCsv(ask, await readFacts(ask));
}

async function readFacts({ parts, now, query }: Ask): Promise<ReportFacts> {
  const today = Temporal.PlainDate.from(localDate(now, parts.programme.timeZone));
  const from = today.subtract({ months: MONTHS }).with({ day: 1 }).toString();
  const names = ['reach', 'consent', 'asked', 'answered', 'went_on', 'stopped'];
  const read = await parts.pool.run(async (db) => ({
    figures: await readFigures(db, names, from),
    outcomes: await readOutcomeMonths(db, from.slice(0, 7)),
    money: await moneyMonths(db, from),
  }));
  const steps = read.figures.filter(({ name }) => name === 'went_on');
  const months = [
    ...new Set([
      ...read.outcomes.map(({ month }) => month),
      ...steps.map(({ day }) => day.slice(0, 7)),
    ]),
  ]
    .toSorted()
    .toReversed();
  const wished = query.get('month') ?? '';
  return {
    ...read,
    months,
    month: months.includes(wished) ? wished : months[0],
    flow: query.get('flow') ?? undefined,
  };
}

function card(body: Html): Html {
  return html`<section class="card stack">${body}</section>`;
}

function monthChooser(ask: Ask, { months, month }: ReportFacts): Html {
  const { w } = ask;
  if (months.length === 0) return html`<p class="empty">${w('reports.no_month')}</p>`;
  return html`<form class="finder" method="get" action="/console/reports#month">
    <label
      ><span>${w('reports.month')}</span>
      <select name="month">
        ${months.map(
          (each) =>
            html`<option value="${each}" ${each === month ? html`selected` : html``}>${plainMonth(ask, each)}</option>`,
        )}
      </select>
    </label>
    <button class="button quiet" type="submit">${w('frame.find')}</button>
  </form>`;
}
