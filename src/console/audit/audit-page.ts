import { readPseudonym } from '../../base/pseudonym.ts';
import { referenceOf } from '../../followup/request-reference.ts';
import { type AuditedAs, auditedAs } from '../../store/audit-members.ts';
import { lastSeal } from '../../store/audit-seals.ts';
import { writeAudit } from '../../store/audit.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import {
  auditActions,
  countUnsealed,
  lastAuditCheck,
  listAudit,
  staffCalled,
  type AuditRow,
  type AuditWanted,
} from '../../store/audit-list.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import { csvFile, page, type Answer } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { list, TOTAL_MAX, wanted, wantedForExport, type Wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { momentOf } from '../frame/moments.ts';
import { actionWords, actorWords } from './audit-words.ts';
import { chainCard } from './chain-card.ts';
import { detailWords } from './detail-words.ts';
import { whomCell, whomOf, whomText } from './whom.ts';

/** Letters of a whole pseudonym: its beginning may as well begin a colleague's name. */
const PSEUDONYM_CHARS = 8;
const DAY_MS = 24 * 3_600_000;
/** How far back, in days, by the value of its filter. */
const BACK: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30 };

/** Who did what to whom, and whether anybody changed it since. */
export async function showAudit(ask: Ask): Promise<Answer> {
  const { w, parts } = ask;
  const filters = await auditFilters(ask);
  const asked = await auditWanted(ask, wanted(ask, filters));
  const { rows, total } = await parts.pool.run((db) => listAudit(db, asked, TOTAL_MAX));
  const names = await namesOf(ask, rows);
  const whom = await whomOf(ask, rows);
  // Whom an entry is about stands in a column of its own.
  const named = ({ id }: AuditRow) =>
    new Map([...names, ...(whom.get(id) ?? []).map((member) => [member, ''] as const)]);
  const seal = await parts.pool.run(lastSeal);
  const unsealed = await parts.pool.run(countUnsealed);
  const check = await parts.pool.run(lastAuditCheck);
  return page({
    title: w('audit.title'),
    body: html`<h1>${w('audit.title')}</h1>
      <p class="soft">${w('audit.says')}</p>
      ${chainCard(ask, { seal, unsealed, check })}
      ${list<AuditRow>(ask, {
        caption: w('audit.title'),
        searchLabel: w('audit.search'),
        filters,
        rows,
        total,
        exportPath: '/console/audit.csv',
        empty: w('audit.empty'),
        columns: [
          { label: w('audit.when'), cell: ({ at }) => momentOf(ask, at) },
          { label: w('audit.who'), cell: ({ actor }) => actorWords(ask, actor, names) },
          { label: w('audit.what'), cell: ({ action }) => actionWords(ask, action) },
          { label: w('audit.about'), cell: (row) => whomCell(ask, row, whom) },
          { label: w('audit.detail'), cell: (row) => detailWords(ask, row, named(row)) },
          {
            label: w('audit.link'),
            cell: ({ seal: link }) => link ?? undefined,
          },
        ],
      })}`,
  });
}

/** The same as a file. That somebody took it along is an entry too. */
export async function exportAudit(ask: Ask): Promise<Answer> {
  const { w, parts, staff, now } = ask;
  const asked = await auditWanted(ask, wantedForExport(ask, await auditFilters(ask)));
  const { rows } = await parts.pool.run((db) => listAudit(db, asked, 0));
  const names = await namesOf(ask, rows);
  const whom = await whomOf(ask, rows);
  const detail = `export ${rows.length}`;
  const act = { actor: staff.id, action: 'audit_shown', detail, now } as const;
  await parts.pool.transact((tx) => writeAudit(tx, auditEntry(parts.keyring, act), { now }));
  return csvFile(
    'audit',
    ['when', 'who', 'what', 'member', 'whom', 'detail', 'link', 'entry'].map((key) =>
      w(`audit.${key}`),
    ),
    rows.map((row) => [
      row.at.toISOString(),
      actorWords(ask, row.actor, names),
      actionWords(ask, row.action),
      whomText(row.id, whom),
      row.subject ?? '',
      row.detail,
      row.seal ?? '',
      row.id,
    ]),
  );
}

async function auditFilters(ask: Ask) {
  const { w, parts } = ask;
  const actions = await parts.pool.run(auditActions);
  const named = actions
    .map((value) => ({ value, label: actionWords(ask, value) }))
    .toSorted((one, other) => one.label.localeCompare(other.label, ask.language));
  return [
    {
      name: 'act',
      label: w('audit.what'),
      options: [{ value: '', label: w('audit.any') }, ...named],
    },
    {
      name: 'back',
      label: w('audit.back'),
      options: [
        { value: '', label: w('audit.back_all') },
        { value: 'day', label: w('audit.back_day') },
        { value: 'week', label: w('audit.back_week') },
        { value: 'month', label: w('audit.back_month') },
      ],
    },
  ];
}

/** Entries name a request that was read by its reference, or by its id. */
async function aboutWhom({ parts }: Ask, called: { from: string; to: string }): Promise<AuditedAs> {
  const about = await parts.pool.run((db) => auditedAs(db, called));
  const { requests } = about;
  return { ...about, requests: [...requests, ...requests.map((id) => referenceOf(id))] };
}

async function auditWanted(ask: Ask, asked: Wanted): Promise<AuditWanted> {
  const { search, filters, page: number, size } = asked;
  const days = BACK[filters['back'] ?? ''];
  const called =
    search.replaceAll(/[\s-]/gu, '').length === PSEUDONYM_CHARS ? readPseudonym(search) : undefined;
  return {
    about: called === undefined ? undefined : await aboutWhom(ask, called),
    actors: search === '' ? [] : await ask.parts.pool.run((db) => staffCalled(db, search)),
    id: search.toLowerCase(),
    action: filters['act'] ?? '',
    since: days === undefined ? undefined : new Date(ask.now.getTime() - days * DAY_MS),
    page: number,
    size,
  };
}

/** The names of staff among the ids of these entries. */
function namesOf(ask: Ask, rows: readonly AuditRow[]): Promise<ReadonlyMap<string, string>> {
  const words = rows.flatMap(({ actor, detail }) => [
    ...actor.split(' '),
    ...detail.split(/[ ,]/u),
  ]);
  return ask.parts.pool.run((db) => staffNames(db, [...new Set(words)]));
}
