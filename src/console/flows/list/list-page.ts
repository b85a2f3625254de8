import { type Answer, csvFile, page } from '../../frame/answer.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import { list, PAGE_SIZE, wanted } from '../../frame/list.ts';
import { type Ask, has } from '../../frame/route.ts';
import { CHANGES } from '../read/who-changes.ts';
import { type Found, foundIn, type ListedFlow, listedFlows, warmProof } from './listed-flows.ts';

const STATES = ['released', 'draft', 'in_review', 'new'] as const;

function filtersOf({ w }: Pick<Ask, 'w'>) {
  const options = STATES.map((value) => ({ value, label: w(`flows.list_${value}`) }));
  return [
    {
      name: 'state',
      label: w('flows.state'),
      options: [{ value: '', label: w('flows.every_state') }, ...options],
    },
  ];
}

async function flowsAsked(ask: Ask): Promise<{ all: ListedFlow[]; page: number }> {
  const { search, page: number, filters } = wanted(ask, filtersOf(ask));
  const words = search.toLowerCase();
  const flows = await listedFlows(ask);
  const all = flows.filter(
    ({ flow, about, state }) =>
      (filters['state'] === undefined || filters['state'] === state) &&
      `${flow} ${flow.replaceAll('-', ' ')} ${about?.words ?? ''}`.toLowerCase().includes(words),
  );
  return { all, page: number };
}

/** Every flow with how it stands. */
export async function flowsPage(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { all, page: number } = await flowsAsked(ask);
  const rows = all.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE);
  const open = rows.filter(({ state }) => state !== 'released');
  const found = new Map(
    await Promise.all(open.map(async ({ flow }) => [flow, await foundIn(ask, flow)] as const)),
  );
  const mayChange = has(ask.staff, CHANGES);
  const [first] = rows;
  if (mayChange && open.length === 0 && first !== undefined) void warmProof(ask, first.flow);
  return page({
    title: w('flows.title'),
    wide: true,
    styles: ['editor.css'],
    body: html`<div class="row apart">
        <h1>${w('flows.title')}</h1>
        ${mayChange ? html`<a class="button main" href="/console/flows/new">${w('flows.new')}</a>` : nothing}
      </div>
      <p class="soft">${w('flows.about')}</p>
      ${list(ask, {
        caption: w('flows.title'),
        searchLabel: w('flows.search'),
        filters: filtersOf(ask),
        rows,
        total: all.length,
        exportPath: '/console/flows.csv',
        empty: w('flows.none'),
        columns: [
          { label: w('flows.flow'), cell: (row) => nameCell(ask, row, mayChange) },
          { label: w('flows.state'), cell: (row) => stateCell(ask, row) },
          { label: w('flows.people'), cell: ({ people }) => people },
          { label: w('flows.findings'), cell: (row) => foundCell(ask, row, found) },
        ],
      })}`,
  });
}

/** What stands before a copy is made. */
function nameCell({ w }: Ask, { flow, about, isPart }: ListedFlow, mayChange: boolean): Html {
  return html`<div class="flow-cell">
    <a class="flow-name" href="/console/flows/${flow}/read">${flow}</a>
    ${isPart ? html`<span class="chip">${w('flows.part')}</span>` : nothing}
    ${given(about, ({ words, language }) => html`<p class="soft" lang="${language}">${words}</p>`)}
    ${
      mayChange && !isPart
        ? html`<p><a href="/console/flows/new?from=${flow}">${w('flows.use_as_start')}<span class="unseen">: ${flow}</span></a></p>`
        : nothing
    }
  </div>`;
}

function stateCell({ w }: Ask, { state, version, stage }: ListedFlow): Html {
  const kind = state === 'released' ? 'good' : state === 'in_review' ? 'warn' : '';
  return html`<span class="row">
    <span class="chip ${kind}">${w(`flows.list_${state}`)}</span>
    ${version === undefined ? nothing : html`<span>${w('flows.version', { version })}</span>`}
    ${stage === undefined ? nothing : html`<span class="chip warn">${stageWords(w, stage)}</span>`}
  </span>`;
}

function stageWords(w: Ask['w'], stage: NonNullable<ListedFlow['stage']>): string {
  const { version, percent, state } = stage;
  return state === 'held'
    ? w('flows.stage_held', { version, percent })
    : w('flows.stage_running', { version, percent });
}

function foundCell(
  { w }: Ask,
  { flow, state }: ListedFlow,
  found: ReadonlyMap<string, Found | undefined>,
): Html {
  if (state === 'released') return html`${w('flows.nothing_to_mend')}`;
  const one = found.get(flow);
  if (one === undefined) return html`<span class="soft">${w('flows.being_proved')}</span>`;
  if (one.errors + one.warnings === 0) return html`${w('flows.nothing_to_mend')}`;
  return html`<span class="row">
    ${one.errors === 0 ? nothing : html`<span class="chip bad">${w('flows.to_mend', { count: one.errors })}</span>`}
    ${one.warnings === 0 ? nothing : html`<span class="chip warn">${w('flows.to_look_at', { count: one.warnings })}</span>`}
  </span>`;
}

export async function flowsCsv(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { all } = await flowsAsked(ask);
  const header = [
    w('flows.flow'),
    w('flows.about_column'),
    w('flows.state'),
    w('flows.version_column'),
    w('flows.people'),
  ];
  const rows = all.map(({ flow, about, state, version, people }) => [
    flow,
    about?.words ?? '',
    w(`flows.list_${state}`),
    version ?? '',
    people,
  ]);
  return csvFile('flows', header, rows);
}
