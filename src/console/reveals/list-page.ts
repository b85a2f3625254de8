import { pseudonymOf, readPseudonym } from '../../base/pseudonym.ts';
import { DECIDE_WITHIN_MS } from '../../followup/reveal-rules.ts';
import {
  type ListedReveal,
  listReveals,
  REVEAL_STAGES,
  type RevealFilter,
} from '../../store/reveal-list.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { list, wanted, wantedForExport, type Wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { momentOf } from '../frame/moments.ts';
import { audited } from '../sign-in/audited.ts';
import { stateWords } from './reveals-card.ts';

/** Every stage, those that are over among them. */
const ALL = 'all';

/** What waits for a second person, or for the lead to open it; and, where it is asked for, what became of all others. */
export async function showReveals(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const filters = filtersOf(ask);
  const asked = wanted(ask, filters);
  const { rows, total } = await found(ask, asked);
  const columns = [
    {
      label: w('reveals.what'),
      cell: ({ id, what }: ListedReveal) =>
        html`<a href="/console/reveals/${id}">${w(`reveals.what_${what}`)}</a>`,
    },
    { label: w('reveals.member'), cell: ({ memberId }: ListedReveal) => memberLink(memberId) },
    {
      label: w('reveals.reason'),
      cell: ({ reason }: ListedReveal) => w(`reveals.reason_${reason}`),
    },
    {
      label: w('reveals.asked'),
      cell: ({ askedAt, askedByName }: ListedReveal) =>
        [momentOf(ask, askedAt), askedByName].filter(Boolean).join(' · '),
    },
    { label: w('reveals.state'), cell: (row: ListedReveal) => stateWords(ask, row) },
  ];
  return page({
    styles: ['people.css'],
    title: w('reveals.title'),
    body: html`<h1>${w('reveals.title')}</h1>
      <p class="hint">${w('reveals.intro')}</p>
      ${list<ListedReveal>(ask, {
        caption: w('reveals.title'),
        searchLabel: w('reveals.search'),
        filters,
        columns,
        rows,
        total,
        empty: w('reveals.empty_found'),
        emptyYet: w('reveals.empty'),
        exportPath: '/console/reveals.csv',
      })}`,
  });
}

/** The same rows for a spreadsheet. Who took it along stands in the audit log. */
export async function exportReveals(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { rows } = await found(ask, wantedForExport(ask, filtersOf(ask)));
  await ask.parts.pool.transact((tx) =>
    audited(ask, tx, {
      actor: ask.staff.id,
      action: 'reveal_read',
      detail: `export ${rows.length}`,
    }),
  );
  return csvFile(
    'reveals',
    [
      'member',
      'what',
      'reason',
      'asked',
      'asked_by',
      'state',
      'decided',
      'decided_by',
      'stage_shown',
    ].map((name) => w(`reveals.${name}`)),
    rows.map((row) => [
      pseudonymOf(row.memberId),
      w(`reveals.what_${row.what}`),
      w(`reveals.reason_${row.reason}`),
      row.askedAt.toISOString(),
      row.askedByName ?? undefined,
      w(`reveals.stage_${row.stage}`),
      row.decidedAt?.toISOString(),
      row.decidedByName ?? undefined,
      row.shownAt?.toISOString(),
    ]),
  );
}

function filtersOf({ w }: Ask) {
  const [first, ...others] = REVEAL_STAGES;
  return [
    {
      name: 'state',
      label: w('reveals.state'),
      options: [
        { value: '', label: w(`reveals.stage_${first}`) },
        ...others.map((value) => ({ value, label: w(`reveals.stage_${value}`) })),
        { value: ALL, label: w('reveals.stage_all') },
      ],
    },
  ];
}

async function found({ parts, now }: Ask, { search, filters, page: number, size }: Wanted) {
  const called = search === '' ? undefined : readPseudonym(search);
  if (search !== '' && called === undefined) return { rows: [], total: 0 };
  const chosen = filters['state'];
  const filter: RevealFilter = {
    stage: chosen === ALL ? undefined : (REVEAL_STAGES.find((one) => one === chosen) ?? 'waiting'),
    called,
    since: new Date(now.getTime() - DECIDE_WITHIN_MS),
    now,
  };
  return parts.pool.run((db) => listReveals(db, filter, { page: number, size }));
}
