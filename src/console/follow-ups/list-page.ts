import { RUNGS } from '../../followup/ladder.ts';
import { lateBefore } from '../../followup/late-before.ts';
import { readReference, referenceOf } from '../../followup/request-reference.ts';
import {
  type BoardFilter,
  type BoardRequest,
  listBoard,
  placesOfRequests,
} from '../../store/request-board.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { list, type Wanted, wanted, wantedForExport } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { anyOf, chip, reasonLabel, placeLabel } from '../frame/labels.ts';
import { momentOf } from '../frame/moments.ts';
import { ageOf } from './age-of.ts';
import { noteRead } from './note-read.ts';
import { seesAll } from '../frame/who.ts';
import { ofHerOwn } from './own-list.ts';

const KINDS = ['urgent', 'talk', 'digest'] as const;
const STAGES = ['new', 'waiting', 'offered', 'accepted', 'top'] as const;
const LATE = 'late';

async function filtersOf(ask: Ask) {
  const { w, parts } = ask;
  const places = await parts.pool.run(placesOfRequests);
  const several = places.length > 1;
  return [
    {
      name: 'kind',
      label: w('requests.kind'),
      options: anyOf(
        w('requests.any_kind'),
        KINDS.map((value) => ({ value, label: w(`requests.kind_${value}`) })),
      ),
    },
    {
      name: 'stage',
      label: w('requests.stage'),
      options: anyOf(w('requests.any_stage'), [
        { value: LATE, label: w('requests.late') },
        ...STAGES.map((value) => ({ value, label: w(`requests.stage_${value}`) })),
      ]),
    },
    {
      name: 'rung',
      label: w('requests.rung'),
      options: anyOf(
        w('requests.any_rung'),
        RUNGS.map((rung, value) => ({ value: String(value), label: w(`requests.rung_${rung}`) })),
      ),
    },
    ...(several
      ? [
          {
            name: 'place',
            label: w('requests.place'),
            options: anyOf(
              w('requests.any_place'),
              places.map((value) => ({ value, label: placeLabel(ask, value) })),
            ),
          },
        ]
      : []),
  ];
}

/** A search is a reference, or the code of a counsellor. */
function filterOf({ search, filters }: Wanted): BoardFilter | 'none' {
  const { kind, stage, rung, place } = filters;
  const isCode = /^\d{1,6}$/u.test(search);
  const ending = search === '' || isCode ? undefined : readReference(search);
  if (search !== '' && !isCode && ending === undefined) return 'none';
  return {
    kind,
    place,
    ending,
    ...(stage === LATE ? { late: true } : { stage }),
    ...(rung !== undefined && { rung: Number(rung) }),
    ...(isCode && { counsellor: Number(search) }),
  };
}

/** Open requests for a person: those of the programme, late first; for a counsellor those of her own members. */
export async function showFollowUps(ask: Ask): Promise<Answer> {
  const { w, staff } = ask;
  const all = seesAll(staff);
  return page({
    styles: ['people.css'],
    title: w('requests.title'),
    body: html`<h1>${w('requests.title')}</h1>
      <p class="hint">${all ? w('requests.intro') : w('requests.intro_own')}</p>
      ${all ? await board(ask) : await ofHerOwn(ask)}`,
  });
}

async function board(ask: Ask): Promise<Html> {
  const { w, parts, now } = ask;
  const filters = await filtersOf(ask);
  const asked = wanted(ask, filters);
  const filter = filterOf(asked);
  const before = lateBefore(parts.programme, now);
  const { rows, total } =
    filter === 'none'
      ? { rows: [], total: 0 }
      : await parts.pool.transact(async (tx) => {
          const found = await listBoard(tx, filter, { ...asked, before });
          await noteRead(ask, tx, found.rows);
          return found;
        });
  return list<BoardRequest>(ask, {
    caption: w('requests.title'),
    searchLabel: w('requests.search'),
    filters,
    columns: columns(ask),
    rows,
    total,
    empty: w('requests.empty_found'),
    emptyYet: w('requests.empty'),
    exportPath: '/console/follow-ups/export',
  });
}

function columns(ask: Ask) {
  const { w } = ask;
  return [
    {
      label: w('requests.request'),
      cell: ({ id, reason }: BoardRequest) =>
        html`<span class="chips"
          ><a href="/console/follow-ups/${id}">${reasonLabel(ask, reason)}</a>
          <code>${referenceOf(id)}</code></span
        >`,
    },
    { label: w('requests.state'), cell: (row: BoardRequest) => standing(ask, row) },
    {
      label: w('requests.member'),
      cell: ({ memberId }: BoardRequest) =>
        memberId === null ? w('requests.no_member') : memberLink(memberId),
    },
    { label: w('requests.age'), cell: (row: BoardRequest) => ageOf(ask, row.openedAt) },
    { label: w('requests.rung'), cell: (row: BoardRequest) => w(`requests.rung_${rungOf(row)}`) },
    {
      label: w('requests.with'),
      cell: ({ counsellorCode: code }: BoardRequest) =>
        code === null ? undefined : html`<a href="/console/counsellors/${code}">${code}</a>`,
    },
    { label: w('requests.asked'), cell: ({ asked }: BoardRequest) => asked },
    {
      label: w('requests.due'),
      cell: ({ dueAt }: BoardRequest) => (dueAt === null ? undefined : momentOf(ask, dueAt)),
    },
  ];
}

/** Which rung of the ladder it stands on. */
export function rungOf({ rung }: Pick<BoardRequest, 'rung'>): (typeof RUNGS)[number] {
  return RUNGS[rung] ?? 'lead';
}

/** How it stands: late before all else, then what kind it is and how far it has come. */
export function standing({ w }: Ask, row: BoardRequest): Html {
  const kind =
    row.kind === null
      ? ''
      : row.kind === 'urgent'
        ? chip(w('requests.kind_urgent'), 'bad')
        : chip(w(`requests.kind_${row.kind}`));
  const far =
    row.reachedAt !== null
      ? chip(w('requests.reached'), 'good')
      : chip(w(`requests.stage_${row.stage}`), row.stage === 'accepted' ? 'good' : 'plain');
  const late = row.late ? chip(w('requests.late'), 'warn') : '';
  return html`<span class="chips">${late} ${kind} ${far}</span>`;
}

/** The same rows for a spreadsheet: references, kinds, times and words. An entry of the audit log says so. */
export async function exportFollowUps(ask: Ask): Promise<Answer> {
  const { w, parts, now } = ask;
  const asked = wantedForExport(ask, await filtersOf(ask));
  const filter = filterOf(asked);
  const before = lateBefore(parts.programme, now);
  const { rows } =
    filter === 'none'
      ? { rows: [] }
      : await parts.pool.run((db) => listBoard(db, filter, { ...asked, before }));
  await parts.pool.transact((tx) => noteRead(ask, tx, rows));
  const names = ['request', 'reason', 'kind', 'stage', 'rung', 'late', 'opened', 'due'] as const;
  return csvFile(
    'requests',
    [...names, 'with' as const, 'asked' as const].map((name) => w(`requests.${name}`)),
    rows.map((row) => [
      referenceOf(row.id),
      reasonLabel(ask, row.reason),
      row.kind === null ? undefined : w(`requests.kind_${row.kind}`),
      w(`requests.stage_${row.stage}`),
      w(`requests.rung_${rungOf(row)}`),
      row.late ? w('requests.late') : undefined,
      row.openedAt.toISOString(),
      row.dueAt?.toISOString(),
      row.counsellorCode ?? undefined,
      row.asked,
    ]),
  );
}
