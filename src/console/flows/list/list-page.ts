import { languageName } from '../../frame/language-names.ts';
import { type Answer, csvFile, page } from '../../frame/answer.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { list, PAGE_SIZE, wanted } from '../../frame/list.ts';
import { type Ask, has } from '../../frame/route.ts';
import { FLOW_GROUPS } from '../names/flow-names.ts';
import { CHANGES } from '../read/who-changes.ts';
import { flowCell } from './flow-cell.ts';
import { folded } from './fold.ts';
import { type Found, foundIn, type ListedFlow, listedFlows, warmProof } from './listed-flows.ts';
import { type FoundWords, saidInFlows } from './said-in-flows.ts';
import { peopleFigure } from '../told-people.ts';

const STATES = ['released', 'draft', 'in_review', 'new'] as const;
/** Of the address: whether flows are listed that this programme does not use. */
const WHICH = 'which';

function filtersOf({ w }: Pick<Ask, 'w'>) {
  const every = { value: '', label: w('flows.every_state') };
  return [
    {
      name: 'group',
      label: w('flows.group'),
      options: [
        every,
        ...FLOW_GROUPS.map((value) => ({ value, label: w(`titles.group_${value}`) })),
      ],
    },
    {
      name: 'state',
      label: w('flows.state'),
      options: [every, ...STATES.map((value) => ({ value, label: w(`flows.list_${value}`) }))],
    },
  ];
}

type Asked = {
  /** Those of the view that is open, of all pages. */
  all: readonly ListedFlow[];
  counts: Readonly<Record<'used' | 'all', number>>;
  which: 'used' | 'all';
  said: ReadonlyMap<string, FoundWords>;
  page: number;
};

async function flowsAsked(ask: Ask): Promise<Asked> {
  const { search, page: number, filters } = wanted(ask, filtersOf(ask));
  const which = ask.query.get(WHICH) === 'all' ? 'all' : 'used';
  const { group = '', state = '' } = filters;
  const flows = (await listedFlows(ask)).filter(
    (one) => (group === '' || one.group === group) && (state === '' || one.state === state),
  );
  const said = await saidInFlows(ask, flows, search);
  const words = folded(search).split(' ');
  const found = flows.filter((one) => said.has(one.flow) || isNamed(one, words));
  const used = found.filter(({ isUsed }) => isUsed);
  const counts = { used: used.length, all: found.length };
  return { all: which === 'all' ? found : used, counts, which, said, page: number };
}

/** Whether its names and what it is about hold each of these words. */
function isNamed({ flow, title, about }: ListedFlow, words: readonly string[]): boolean {
  const all = folded(`${flow} ${flow.replaceAll('-', ' ')} ${title} ${about?.words ?? ''}`);
  return words.every((word) => all.includes(word));
}

/** The flows of this programme, or all that there are, with how each stands. */
export async function flowsPage(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const asked = await flowsAsked(ask);
  const { all, page: number } = asked;
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
      ${whichTabs(ask, asked)}
      ${list(ask, {
        caption: w('flows.title'),
        searchLabel: w('flows.search'),
        filters: filtersOf(ask),
        keeps: [WHICH],
        rows,
        total: all.length,
        groupOf: ({ group }) => w(`titles.group_${group}`),
        exportPath: '/console/flows.csv',
        empty: noneFound(ask, asked),
        columns: [
          {
            label: w('flows.flow'),
            cell: (row) => flowCell(ask, row, asked.said.get(row.flow)),
          },
          { label: w('flows.state'), cell: (row) => stateCell(ask, row) },
          { label: w('flows.people'), cell: ({ people }) => peopleFigure(ask, people) },
          { label: w('flows.findings'), cell: (row) => foundCell(ask, row, found) },
        ],
      })}`,
  });
}

/** Both views with how many each lists, of what is looked for. */
function whichTabs(ask: Ask, { counts, which }: Asked): Html {
  const { w } = ask;
  return html`<nav class="tabs" aria-label="${w('flows.which')}">
    <ul>
      ${(['used', 'all'] as const).map(
        (one) =>
          html`<li>
            <a href="${toView(ask, one)}" ${one === which ? html`aria-current="page"` : nothing}
              >${w(`flows.which_${one}`)}&nbsp;<span class="count">${counts[one]}</span></a
            >
          </li>`,
      )}
    </ul>
  </nav>`;
}

/** The same search in the other view. */
function toView({ query }: Ask, which: Asked['which']): string {
  const next = new URLSearchParams(query);
  next.delete('page');
  next.delete(WHICH);
  if (which === 'all') next.set(WHICH, which);
  return next.size === 0 ? '/console/flows' : `/console/flows?${next.toString()}`;
}

function noneFound(ask: Ask, { counts, which }: Asked): Html | string {
  const { w } = ask;
  if (which === 'all' || counts.all === 0) return w('flows.none');
  return html`${w('flows.none_used')}
    <a href="${toView(ask, 'all')}">${w('flows.see_others', { count: counts.all })}</a>`;
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

/** The same rows in the same order. */
export async function flowsCsv(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { all, said } = await flowsAsked(ask);
  const header = [
    w('flows.flow'),
    w('flows.name_in_files'),
    w('flows.group'),
    w('flows.about_column'),
    w('flows.which_used'),
    w('flows.state'),
    w('flows.version_column'),
    w('flows.people'),
    w('flows.found_column'),
  ];
  const rows = all.map((one) => [
    one.title,
    one.flow,
    w(`titles.group_${one.group}`),
    one.about?.words ?? '',
    one.isUsed ? w('flows.yes') : w('flows.no'),
    w(`flows.list_${one.state}`),
    one.version ?? '',
    peopleFigure(ask, one.people),
    excerptOf(ask, said.get(one.flow)),
  ]);
  return csvFile('flows', header, rows);
}

function excerptOf(ask: Ask, found: FoundWords | undefined): string {
  if (found === undefined) return '';
  return `${languageName(ask, found.language)}: ${found.before}${found.found}${found.after}`;
}
