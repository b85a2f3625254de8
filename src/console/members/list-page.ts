import { languageName } from '../frame/language-names.ts';
import { pseudonymOf, readPseudonym } from '../../base/pseudonym.ts';
import { PURPOSES } from '../../flow/vocabulary.ts';
import { ownMembers } from '../../followup/own-members.ts';
import { asStaff } from '../../store/as-staff.ts';
import { membersOf } from '../../store/assignments.ts';
import {
  type Invited,
  type ListedMember,
  listInvited,
  listMembers,
  MEMBER_STATES,
  type MemberFilter,
  type MemberState,
} from '../../store/member-list.ts';
import { type OwnMember, readOwnMembers } from '../../store/own-member-list.ts';
import { type Answer, page } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { list, wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { anyOf, chip, purposeLabel } from '../frame/labels.ts';
import { dayOf } from '../frame/moments.ts';
import { seesAll } from '../frame/who.ts';

export const INVITED = 'invited';

const TONES = {
  taking_part: 'good',
  paused: 'plain',
  silent: 'warn',
  lapsed: 'warn',
  stopped: 'plain',
  gone: 'plain',
  erasing: 'bad',
  invited: 'plain',
} as const;

/** How it stands with her, in a word. */
export function stateChip({ w }: Ask, state: MemberState | typeof INVITED): Html {
  return chip(w(`members.state_${state}`), TONES[state]);
}

/** By what members are looked through. */
export function memberFilters(ask: Ask) {
  const { w, parts } = ask;
  return [
    {
      name: 'state',
      label: w('members.state'),
      options: anyOf(w('members.any_state'), [
        ...MEMBER_STATES.map((value) => ({ value, label: w(`members.state_${value}`) })),
        { value: INVITED, label: w('members.state_invited') },
      ]),
    },
    {
      name: 'purpose',
      label: w('members.purpose'),
      options: anyOf(
        w('members.any_purpose'),
        PURPOSES.map((value) => ({ value, label: purposeLabel(ask, value) })),
      ),
    },
    {
      name: 'language',
      label: w('members.language'),
      options: anyOf(
        w('members.any_language'),
        parts.programme.languages.map((value) => ({ value, label: languageName(ask, value) })),
      ),
    },
  ];
}

/** A search is a pseudonym, or its beginning; `none` where it can be neither. */
export function filterOf(
  search: string,
  filters: Readonly<Record<string, string>>,
): MemberFilter | 'none' {
  const called = search === '' ? undefined : readPseudonym(search);
  if (search !== '' && called === undefined) return 'none';
  const state = MEMBER_STATES.find((one) => one === filters['state']);
  return { state, purpose: filters['purpose'], language: filters['language'], called };
}

/** Members by pseudonym: everybody for who sees the programme, her own for a counsellor. */
export async function showMembers(ask: Ask): Promise<Answer> {
  const { w, staff } = ask;
  const body = seesAll(staff) ? await everybody(ask) : await ofHerOwn(ask);
  return page({
    styles: ['people.css'],
    title: w('members.title'),
    body: html`<div class="row apart">
        <h1>${w('members.title')}</h1>
        ${
          seesAll(staff)
            ? html`<a class="button quiet" href="/console/members/find">${w('members.find')}</a>`
            : nothing
        }
      </div>
      <p class="hint">${seesAll(staff) ? w('members.intro') : w('members.intro_own')}</p>
      ${body}`,
  });
}

async function everybody(ask: Ask): Promise<Html> {
  const { w, parts, now } = ask;
  const filters = memberFilters(ask);
  const asked = wanted(ask, filters);
  const shared = {
    caption: w('members.title'),
    filters,
    searchLabel: w('members.search'),
    empty: w('members.empty'),
    emptyYet: w('members.empty_yet'),
  };
  if (asked.filters['state'] === INVITED) {
    const { rows, total } = await parts.pool.run((db) => listInvited(db, asked));
    return list<Invited>(ask, { ...shared, columns: invitedColumns(ask), rows, total });
  }
  const filter = filterOf(asked.search, asked.filters);
  const { rows, total } =
    filter === 'none'
      ? { rows: [], total: 0 }
      : await parts.pool.run((db) => listMembers(db, filter, { ...asked, now }));
  const exportPath = '/console/members/export';
  return list<ListedMember>(ask, { ...shared, columns: columns(ask), rows, total, exportPath });
}

/** What a counsellor sees of these: her own, by two walls, each of which holds without the other [rel P56]. */
export function ownAmong(ask: Ask, ids: (hers: string[]) => string[]): Promise<OwnMember[]> {
  const { parts, staff, now } = ask;
  return asStaff(parts.pool, staff.id, async (tx) => {
    const isOwn = await ownMembers(tx, staff.id);
    const rows = await readOwnMembers(tx, ids(await membersOf(tx, staff.id)), now);
    return rows.filter(isOwn);
  });
}

async function ofHerOwn(ask: Ask): Promise<Html> {
  const { w } = ask;
  const { search, page: at, size } = wanted(ask);
  const called = search === '' ? undefined : readPseudonym(search);
  let total = 0;
  // The newest first: ids sort by the time they were made.
  const rows = await ownAmong(ask, (hers) => {
    const found = hers
      .filter((id) => search === '' || isCalled(id, called))
      .toSorted((a, b) => (a < b ? 1 : -1));
    total = found.length;
    return found.slice((at - 1) * size, at * size);
  });
  return list<OwnMember>(ask, {
    caption: w('members.title'),
    searchLabel: w('members.search'),
    empty: w('members.empty_own'),
    columns: ownColumns(ask),
    rows,
    total,
  });
}

function isCalled(id: string, called: { from: string; to: string } | undefined): boolean {
  const end = id.replaceAll('-', '').slice(-10);
  return called !== undefined && called.from <= end && end <= called.to;
}

/** Leads to her page. */
export function memberLink(id: string): Html {
  return html`<a href="/console/members/${id}"><code>${pseudonymOf(id)}</code></a>`;
}

function purposes(ask: Ask, all: readonly string[]): string {
  return all.map((purpose) => purposeLabel(ask, purpose)).join(', ') || ask.w('members.no_purpose');
}

function columns(ask: Ask) {
  const { w } = ask;
  return [
    { label: w('members.member'), cell: ({ id }: ListedMember) => memberLink(id) },
    { label: w('members.state'), cell: ({ state }: ListedMember) => stateChip(ask, state) },
    { label: w('members.purposes'), cell: (row: ListedMember) => purposes(ask, row.purposes) },
    { label: w('members.language'), cell: (row: ListedMember) => languageName(ask, row.language) },
    { label: w('members.channel'), cell: (row: ListedMember) => row.channel?.toUpperCase() },
    { label: w('members.since'), cell: ({ since }: ListedMember) => dayOf(ask, since) },
    { label: w('members.heard'), cell: (row: ListedMember) => heard(ask, row.heardAt) },
    {
      label: w('members.counsellor'),
      cell: ({ counsellorCode: code }: ListedMember) =>
        code === null ? undefined : html`<a href="/console/counsellors/${code}">${code}</a>`,
    },
  ];
}

function ownColumns(ask: Ask) {
  const { w } = ask;
  const stateOf = ({ stopped, paused }: OwnMember): MemberState =>
    stopped ? 'stopped' : paused ? 'paused' : 'taking_part';
  return [
    { label: w('members.member'), cell: ({ id }: OwnMember) => memberLink(id) },
    { label: w('members.state'), cell: (row: OwnMember) => stateChip(ask, stateOf(row)) },
    { label: w('members.purposes'), cell: (row: OwnMember) => purposes(ask, row.purposes) },
    { label: w('members.language'), cell: (row: OwnMember) => languageName(ask, row.language) },
    { label: w('members.since'), cell: ({ since }: OwnMember) => dayOf(ask, since) },
    { label: w('members.heard'), cell: (row: OwnMember) => heard(ask, row.heardAt) },
  ];
}

function invitedColumns(ask: Ask) {
  const { w } = ask;
  return [
    {
      label: w('members.member'),
      cell: ({ phoneId }: Invited) => html`<code>${pseudonymOf(phoneId)}</code>`,
    },
    { label: w('members.state'), cell: () => stateChip(ask, INVITED) },
    { label: w('members.since'), cell: ({ at }: Invited) => dayOf(ask, at) },
  ];
}

function heard(ask: Ask, at: Date | null): string {
  return at === null ? ask.w('members.never_heard') : dayOf(ask, at);
}
