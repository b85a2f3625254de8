import { auditEntry } from '../../engine/audit-entry.ts';
import { REFRESHER_AHEAD_DAYS } from '../../followup/refresher-due.ts';
import { writeAudit } from '../../store/audit.ts';
import {
  type BoardCounsellor,
  type CounsellorFilter,
  listCounsellorBoard,
  placesOfCounsellors,
} from '../../store/counsellor-board.ts';
import { COUNSELLOR_ROLES, type CounsellorState } from '../../store/counsellors.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { list, type Wanted, wanted, wantedForExport } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { anyOf, placeLabel } from '../frame/labels.ts';
import { dayOf, todayOf } from '../frame/moments.ts';
import { dutyOf, stateOf, trainingOf } from './counsellor-words.ts';

const STATES: readonly CounsellorState[] = [
  'invited',
  'active',
  'away',
  'suspended',
  'stopped',
  'left',
  'dead',
];
const REFRESHER = 'refresher';
/** Columns that are explained below the table. */
const MEANT = ['state', 'waiting', 'members', 'duty', 'training', 'answered'] as const;

async function filtersOf(ask: Ask) {
  const { w, parts } = ask;
  const places = await parts.pool.run(placesOfCounsellors);
  return [
    {
      name: 'role',
      label: w('counsellors.role'),
      options: anyOf(
        w('counsellors.any_role'),
        COUNSELLOR_ROLES.map((value) => ({ value, label: w(`counsellors.role_${value}`) })),
      ),
    },
    {
      name: 'state',
      label: w('counsellors.state'),
      options: anyOf(w('counsellors.any_state'), [
        ...STATES.map((value) => ({ value, label: w(`counsellors.state_${value}`) })),
        { value: REFRESHER, label: w('counsellors.refresher_due') },
      ]),
    },
    ...(places.length > 1
      ? [
          {
            name: 'place',
            label: w('counsellors.place'),
            options: anyOf(
              w('counsellors.any_place'),
              places.map((value) => ({ value, label: placeLabel(ask, value) })),
            ),
          },
        ]
      : []),
  ];
}

function filterOf(ask: Ask, { search, filters }: Wanted): CounsellorFilter {
  const { role, state, place } = filters;
  const soon = Temporal.PlainDate.from(todayOf(ask)).add({ days: REFRESHER_AHEAD_DAYS });
  return {
    role,
    place,
    ...(search !== '' && { code: /^\d{1,6}$/u.test(search) ? Number(search) : -1 }),
    ...(state === REFRESHER ? { refresherBefore: soon.toString() } : { state }),
  };
}

/** Everybody who works with members by phone: codes, dates and counts, no number. */
export async function showCounsellors(ask: Ask): Promise<Answer> {
  const { w, parts } = ask;
  const filters = await filtersOf(ask);
  const asked = wanted(ask, filters);
  const { rows, total } = await parts.pool.run((db) =>
    listCounsellorBoard(db, filterOf(ask, asked), asked),
  );
  return page({
    styles: ['people.css'],
    title: w('counsellors.title'),
    body: html`<div class="row apart">
        <h1>${w('counsellors.title')}</h1>
        <a class="button main" href="/console/counsellors/new">${w('counsellors.enter')}</a>
      </div>
      <p class="hint">${w('counsellors.intro')}</p>
      ${list<BoardCounsellor>(ask, {
        caption: w('counsellors.title'),
        searchLabel: w('counsellors.search'),
        filters,
        columns: columns(ask, await parts.pool.run(placesOfCounsellors)),
        rows,
        total,
        empty: w('counsellors.empty'),
        emptyYet: w('counsellors.empty_yet'),
        exportPath: '/console/counsellors/export',
      })}
      <details class="columns-mean">
        <summary>${w('counsellors.columns')}</summary>
        <dl class="facts">
          ${MEANT.map(
            (name) =>
              html`<dt>${w(`counsellors.${name}`)}</dt>
                <dd>${w(`counsellors.${name}_means`)}</dd>`,
          )}
        </dl>
      </details>`,
  });
}

/** Who she is, how she is, what she has in hand, then the rest. A place stands there where there are several. */
function columns(ask: Ask, places: readonly string[]) {
  const { w } = ask;
  const several = places.length > 1;
  return [
    {
      label: w('counsellors.who'),
      cell: ({ code, role }: BoardCounsellor) =>
        html`<span class="who-code"
          ><a href="/console/counsellors/${code}">${code}</a> ${w(`counsellors.role_${role}`)}</span
        >`,
    },
    ...(several
      ? [
          {
            label: w('counsellors.place'),
            cell: ({ place }: BoardCounsellor) => placeLabel(ask, place),
          },
        ]
      : []),
    { label: w('counsellors.state'), cell: (row: BoardCounsellor) => stateOf(ask, row) },
    { label: w('counsellors.waiting'), cell: ({ waiting }: BoardCounsellor) => waiting },
    { label: w('counsellors.members'), cell: ({ members }: BoardCounsellor) => members },
    {
      label: w('counsellors.duty'),
      cell: ({ duty }: BoardCounsellor) => dutyOf(ask, duty, several),
    },
    { label: w('counsellors.training'), cell: (row: BoardCounsellor) => trainingOf(ask, row) },
    {
      label: w('counsellors.supervision'),
      cell: ({ supervisorCode: code }: BoardCounsellor) =>
        code === null ? undefined : html`<a href="/console/counsellors/${code}">${code}</a>`,
    },
    {
      label: w('counsellors.answered'),
      cell: ({ lastKeyAt: at }: BoardCounsellor) =>
        at === null ? w('counsellors.never') : dayOf(ask, at),
    },
  ];
}

/** The same rows for a spreadsheet. An entry of the audit log says so. */
export async function exportCounsellors(ask: Ask): Promise<Answer> {
  const { w, parts, now, staff } = ask;
  const asked = wantedForExport(ask, await filtersOf(ask));
  const { rows } = await parts.pool.run((db) =>
    listCounsellorBoard(db, filterOf(ask, asked), asked),
  );
  const detail = String(rows.length);
  const act = { actor: staff.id, action: 'counsellors_shown', detail, now } as const;
  await parts.pool.transact((tx) => writeAudit(tx, auditEntry(parts.keyring, act), { now }));
  return csvFile(
    'counsellors',
    [
      'code',
      'role',
      'place',
      'state',
      'agreed',
      'trained_on',
      'refresher_by',
      'back_on',
      'supervisor',
      'backup',
      'members',
      'waiting',
      'answered',
    ].map((name) => w(`counsellors.${name}`)),
    rows.map((row) => [
      row.code,
      w(`counsellors.role_${row.role}`),
      placeLabel(ask, row.place),
      w(`counsellors.state_${row.state}`),
      row.agreedAt?.toISOString(),
      row.trainedOn ?? undefined,
      row.refresherBy ?? undefined,
      row.awayUntil?.toISOString(),
      row.supervisorCode ?? undefined,
      row.backupCode ?? undefined,
      row.members,
      row.waiting,
      row.lastKeyAt?.toISOString(),
    ]),
  );
}
