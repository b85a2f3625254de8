import { auditEntry } from '../../engine/audit-entry.ts';
import {
  isRefresherOver,
  isRefresherSoon,
  REFRESHER_AHEAD_DAYS,
} from '../../followup/refresher-due.ts';
import { writeAudit } from '../../store/audit.ts';
import {
  type BoardCounsellor,
  type CounsellorFilter,
  listCounsellorBoard,
  placesOfCounsellors,
} from '../../store/counsellor-board.ts';
import { COUNSELLOR_ROLES, type CounsellorState } from '../../store/counsellors.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { list, type Wanted, wanted, wantedForExport } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { anyOf, chip } from '../frame/labels.ts';
import { dayOf, plainDay, todayOf } from '../frame/moments.ts';

const STATES: readonly CounsellorState[] = [
  'invited',
  'active',
  'away',
  'suspended',
  'stopped',
  'left',
  'dead',
];
const TONES: Readonly<Partial<Record<CounsellorState, 'good' | 'warn' | 'bad'>>> = {
  active: 'good',
  invited: 'warn',
  suspended: 'bad',
};
const REFRESHER = 'refresher';

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
              places.map((value) => ({ value, label: value })),
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
        columns: columns(ask),
        rows,
        total,
        empty: w('counsellors.empty'),
        exportPath: '/console/counsellors/export',
      })}`,
  });
}

function columns(ask: Ask) {
  const { w } = ask;
  return [
    {
      label: w('counsellors.code'),
      cell: ({ code }: BoardCounsellor) => html`<a href="/console/counsellors/${code}">${code}</a>`,
    },
    {
      label: w('counsellors.role'),
      cell: ({ role }: BoardCounsellor) => w(`counsellors.role_${role}`),
    },
    { label: w('counsellors.place'), cell: ({ place }: BoardCounsellor) => place },
    { label: w('counsellors.state'), cell: (row: BoardCounsellor) => stateOf(ask, row) },
    { label: w('counsellors.training'), cell: (row: BoardCounsellor) => trainingOf(ask, row) },
    {
      label: w('counsellors.duty'),
      cell: ({ duty }: BoardCounsellor) => dutyOf(ask, duty),
    },
    {
      label: w('counsellors.supervision'),
      cell: ({ supervisorCode: code }: BoardCounsellor) =>
        code === null ? undefined : html`<a href="/console/counsellors/${code}">${code}</a>`,
    },
    { label: w('counsellors.members'), cell: ({ members }: BoardCounsellor) => members },
    { label: w('counsellors.waiting'), cell: ({ waiting }: BoardCounsellor) => waiting },
    {
      label: w('counsellors.answered'),
      cell: ({ lastKeyAt: at }: BoardCounsellor) =>
        at === null ? w('counsellors.never') : dayOf(ask, at),
    },
  ];
}

/** Whether she works now, and until when not. */
export function stateOf(ask: Ask, { state, awayUntil }: BoardCounsellor): Html {
  const { w } = ask;
  const until =
    state === 'away' && awayUntil !== null
      ? w('counsellors.away_until', { day: dayOf(ask, awayUntil) })
      : w(`counsellors.state_${state}`);
  return chip(until, TONES[state] ?? 'plain');
}

/** Until when her training counts, and whether a refresher is due. */
export function trainingOf(ask: Ask, { trainedOn, refresherBy }: BoardCounsellor): Html {
  const { w } = ask;
  if (trainedOn === null) return chip(w('counsellors.not_trained'), 'warn');
  if (refresherBy === null) return html`${plainDay(ask, trainedOn)}`;
  const today = todayOf(ask);
  const day = plainDay(ask, refresherBy);
  if (isRefresherOver(refresherBy, today))
    return chip(w('counsellors.trained_over', { day }), 'bad');
  if (isRefresherSoon(refresherBy, today))
    return chip(w('counsellors.trained_soon', { day }), 'warn');
  return html`${w('counsellors.trained_until', { day })}`;
}

/** When she takes requests of nobody's members. */
export function dutyOf({ w }: Ask, duty: BoardCounsellor['duty']): Html | undefined {
  if (duty.length === 0) return undefined;
  return html`${duty.map(
    ({ place, days, from, to }) =>
      html`<div>
        ${place}: ${days.map((day) => w(`counsellors.day_${day}`)).join(', ')} ${from}–${to}
      </div>`,
  )}`;
}

/** The same rows for a spreadsheet. An entry of the audit log says so. */
export async function exportCounsellors(ask: Ask): Promise<Answer> {
  const { parts, now, staff } = ask;
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
      'trained',
      'trained_until',
      'away_until',
      'supervisor',
      'backup',
      'members',
      'open_requests',
      'last_answered',
    ],
    rows.map((row) => [
      row.code,
      row.role,
      row.place,
      row.state,
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
