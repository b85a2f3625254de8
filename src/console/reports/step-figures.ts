import { bars } from '../chart/bars.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { asRead, stepName } from '../flows/names/step-names.ts';
import { type Telling, tellingOf } from '../flows/names/telling.ts';
import { releasedFiles } from '../flows/released-files.ts';
import { type Answer, csvFile } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { plainMonth } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { flowLinks } from './flow-links.ts';
import type { ReportFacts } from './reports-page.ts';
import { type StepFigures, stepsOfMonth } from './shown-figures.ts';

/** Where people stop in a flow, in the month that is looked at: steps as Read calls them, in its order. */
export async function stepsChart(ask: Ask, { figures, month, flow }: ReportFacts): Promise<Html> {
  const { w } = ask;
  const steps = month === undefined ? [] : stepsOfMonth(figures, month);
  const flows = [...new Set(steps.map((one) => one.flow))].toSorted();
  const shown = flow !== undefined && flows.includes(flow) ? flow : flows[0];
  const ofFlow =
    shown === undefined ? [] : inOrder(await released(ask, shown), stepsIn(steps, shown));
  const title = w('reports.steps_of', {
    flow: shown === undefined ? '–' : flowTitle(w, shown),
    month: month === undefined ? '–' : plainMonth(ask, month),
  });
  return html`<h2>${w('reports.steps')}</h2>
    <p class="soft">${w('reports.steps_lead')} ${w('reports.in_fives')}</p>
    ${flowLinks(ask, flows, shown)}
    ${bars(w, {
      title,
      of: w('reports.step'),
      unit: w('reports.stopped'),
      bars: ofFlow.map(({ name, stopped }) => ({ label: name, value: stopped })),
      more: [
        {
          label: w('reports.went_on'),
          cells: ofFlow.map(({ wentOn }) =>
            wentOn === undefined ? w('reports.withheld') : String(wentOn),
          ),
        },
      ],
    })}
    ${ofFlow.length === 0 ? html`` : html`<p><a class="button quiet" href="/console/reports/steps.csv">${w('frame.export')}</a></p>`}`;
}

/** The same of every month and flow, each step by its words and by its name in the files. */
export async function stepsCsv(ask: Ask, { figures, months }: ReportFacts): Promise<Answer> {
  const { w } = ask;
  const tellings = new Map<string, Telling>();
  const rows: (string | number)[][] = [];
  for (const month of months) {
    const steps = stepsOfMonth(figures, month);
    for (const flow of [...new Set(steps.map((one) => one.flow))].toSorted()) {
      const telling = tellings.get(flow) ?? (await released(ask, flow));
      tellings.set(flow, telling);
      for (const { step, name, stopped, wentOn } of inOrder(telling, stepsIn(steps, flow)))
        rows.push([
          month,
          flowTitle(w, flow),
          name,
          stopped ?? w('reports.withheld'),
          wentOn ?? w('reports.withheld'),
          flow,
          step,
        ]);
    }
  }
  const header = [
    w('reports.month'),
    w('reports.flow'),
    w('reports.step'),
    w('reports.stopped'),
    w('reports.went_on'),
    w('reports.flow_in_files'),
    w('reports.step_in_files'),
  ];
  return csvFile('steps', header, rows);
}

const stepsIn = (steps: readonly StepFigures[], flow: string) =>
  steps.filter((one) => one.flow === flow);

type NamedStep = StepFigures & { name: string };

function inOrder(telling: Telling, steps: readonly StepFigures[]): NamedStep[] {
  const order = asRead(
    telling,
    steps.map(({ step }) => step),
  );
  return steps
    .map((one) => ({ ...one, name: stepName(telling, one.step) }))
    .toSorted((a, b) => order.indexOf(a.step) - order.indexOf(b.step));
}

/** What steps are called in a flow as everybody has it. */
async function released(ask: Ask, flow: string): Promise<Telling> {
  const files = (await releasedFiles(ask.parts, flow))?.files ?? new Map<string, string>();
  return tellingOf(ask, { flow, files }, ask.parts.setting.releases.current(flow));
}
