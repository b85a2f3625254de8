import { languageName } from '../frame/language-names.ts';
import { FEWEST, withhold } from '../../followup/withhold.ts';
import { Rhythm } from '../../groups/rhythm.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import { type BoardGroup, type GroupFilter, listGroupBoard } from '../../store/group-board.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { type Mistake, mistakes } from '../frame/forms.ts';
import { list, type Wanted, wanted, wantedForExport } from '../frame/list.ts';
import { holidaysCard } from './holidays-card.ts';
import type { Ask } from '../frame/route.ts';
import { anyOf, chip } from '../frame/labels.ts';
import { momentOf, plainDay } from '../frame/moments.ts';

function filtersOf(ask: Ask) {
  const { w, parts } = ask;
  return [
    {
      name: 'state',
      label: w('groups.state'),
      options: anyOf(
        w('groups.any_state'),
        (['open', 'closed'] as const).map((value) => ({
          value,
          label: w(`groups.state_${value}`),
        })),
      ),
    },
    {
      name: 'language',
      label: w('groups.language'),
      options: anyOf(
        w('groups.any_language'),
        parts.programme.languages.map((value) => ({ value, label: languageName(ask, value) })),
      ),
    },
  ];
}

function filterOf({ search, filters }: Wanted): GroupFilter {
  const { state, language } = filters;
  return { state, language, ...(search !== '' && { search }) };
}

/** Peer groups: when they meet and how many, never who. */
export function showGroups(ask: Ask): Promise<Answer> {
  return groupsPage(ask, [], 200);
}

export async function groupsPage(
  ask: Ask,
  wrong: readonly Mistake[],
  status: number,
): Promise<Answer> {
  const { w, parts, now } = ask;
  const filters = filtersOf(ask);
  const asked = wanted(ask, filters);
  const { rows, total } = await parts.pool.run((db) =>
    listGroupBoard(db, filterOf(asked), { ...asked, now }),
  );
  return page({
    styles: ['people.css'],
    title: w('groups.title'),
    status,
    body: html`${mistakes(w, wrong)}
      <div class="row apart">
        <h1>${w('groups.title')}</h1>
        <a class="button main" href="/console/groups/new">${w('groups.make')}</a>
      </div>
      <p class="hint">${w('groups.intro', { count: FEWEST })}</p>
      ${list<BoardGroup>(ask, {
        caption: w('groups.title'),
        searchLabel: w('groups.search'),
        filters,
        columns: columns(ask),
        rows,
        total,
        empty: w('groups.empty'),
        emptyYet: w('groups.empty_yet'),
        exportPath: '/console/groups/export',
      })}
      ${await holidaysCard(ask, wrong)}`,
  });
}

function columns(ask: Ask) {
  const { w } = ask;
  return [
    {
      label: w('groups.group'),
      cell: ({ code, name }: BoardGroup) =>
        html`<span class="chips"
          ><a href="/console/groups/${code}">${name}</a> <code>${code}</code></span
        >`,
    },
    {
      label: w('groups.state'),
      cell: ({ state }: BoardGroup) =>
        chip(w(`groups.state_${state}`), state === 'open' ? 'good' : 'plain'),
    },
    { label: w('groups.rhythm'), cell: (one: BoardGroup) => rhythmWords(ask, one) },
    {
      label: w('groups.next'),
      cell: ({ nextAt }: BoardGroup) => (nextAt === null ? undefined : momentOf(ask, nextAt)),
    },
    { label: w('groups.comes'), cell: (one: BoardGroup) => comesWords(ask, one) },
    { label: w('groups.members'), cell: ({ members }: BoardGroup) => few(ask, members) },
    { label: w('groups.leads'), cell: (one: BoardGroup) => codeLinks(ask, one.facilitators) },
    {
      label: w('groups.changes'),
      cell: ({ changes }: BoardGroup) =>
        changes === 0 ? undefined : chip(w('groups.changes_wait', { count: changes }), 'warn'),
    },
    { label: w('groups.ballot'), cell: (one: BoardGroup) => ballotChip(ask, one) },
  ];
}

/** How often it meets, in words. */
export function rhythmWords(ask: Ask, { rhythm, meetsAt }: BoardGroup): string {
  const { w } = ask;
  const parsed = Rhythm.safeParse(rhythm);
  if (!parsed.success) return meetsAt;
  const { data } = parsed;
  switch (data.every) {
    case 'weeks':
      return w('groups.every_weeks', {
        count: data.weeks,
        at: meetsAt,
        day: plainDay(ask, data.from),
      });
    case 'months':
      return w('groups.every_months', {
        count: data.months,
        at: meetsAt,
        day: w(`counsellors.day_${data.weekday}`),
        nth: w(`groups.nth_${data.nth}`),
      });
    case 'dates':
      return w('groups.on_dates', { count: data.dates.length, at: meetsAt });
  }
}

/** So few are no figure: whoever knows one of them would know of the others. */
export function few({ w }: Ask, count: number): string {
  return count > 0 && count < FEWEST ? w('groups.few', { count: FEWEST }) : String(count);
}

/** How many come and do not come next time; small figures withheld, also those that others would tell. */
export function comesWords(ask: Ask, one: BoardGroup): string | undefined {
  const { w } = ask;
  const { coming, notComing, members } = one;
  if (coming === null || notComing === null) return undefined;
  const silent = Math.max(0, members - coming - notComing);
  const counts = new Map([
    ['coming', coming],
    ['not', notComing],
    ['silent', silent],
  ]);
  const { cells } = withhold(counts, { parts: true });
  const shown = (name: string) => {
    const count = cells.find(({ cell }) => cell === name)?.count ?? 'withheld';
    return count === 'withheld' ? w('groups.withheld') : String(count);
  };
  return w('groups.comes_words', { coming: shown('coming'), not: shown('not') });
}

export function codeLinks({ w }: Ask, codes: readonly number[]): Html {
  if (codes.length === 0) return chip(w('groups.nobody_leads'), 'warn');
  return html`<span class="chips"
    >${codes.map((code) => html`<a href="/console/counsellors/${code}">${code}</a> `)}</span
  >`;
}

/** Whether a vote is open, never how. */
export function ballotChip({ w }: Ask, { ballot }: BoardGroup): Html | undefined {
  if (ballot === null) return undefined;
  return chip(w(`groups.ballot_${ballot.state}`), ballot.state === 'open' ? 'good' : 'plain');
}

/** The same rows for a spreadsheet, small figures withheld. An entry of the audit log says so. */
export async function exportGroups(ask: Ask): Promise<Answer> {
  const { w, parts, now, staff } = ask;
  const asked = wantedForExport(ask, filtersOf(ask));
  const { rows } = await parts.pool.run((db) =>
    listGroupBoard(db, filterOf(asked), { ...asked, now }),
  );
  const detail = String(rows.length);
  const act = { actor: staff.id, action: 'groups_shown', detail, now } as const;
  await parts.pool.transact((tx) => writeAudit(tx, auditEntry(parts.keyring, act), { now }));
  return csvFile(
    'groups',
    ['code', 'name', 'state', 'language', 'members', 'next', 'leads', 'moderator', 'ballot'].map(
      (name) => w(`groups.${name}`),
    ),
    rows.map((one) => [
      one.code,
      one.name,
      w(`groups.state_${one.state}`),
      languageName(ask, one.language),
      few(ask, one.members),
      one.nextAt?.toISOString(),
      one.facilitators.join(' '),
      one.moderatorCode ?? undefined,
      one.ballot === null ? undefined : w(`groups.ballot_${one.ballot.state}`),
    ]),
  );
}
