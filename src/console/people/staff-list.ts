import { adminIds, listAccounts, type ListedAccount } from '../../store/staff-accounts.ts';
import {
  openInvites,
  openRecoveries,
  type OpenInvite,
  type OpenRecovery,
} from '../../store/staff-invites.ts';
import { csvFile, page, type Answer } from '../frame/answer.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { list, wanted, wantedForExport, type Wanted } from '../frame/list.ts';
import { ROLES, type Ask } from '../frame/route.ts';
import { momentOf } from '../frame/moments.ts';
import { forSecond } from './for-second.ts';
import { RECOVERY_MS } from './staff-recovery.ts';

/** Admins that can help each other: with one alone a lost phone needs the terminal. */
const ADMINS_WANTED = 2;

/** Who works in the console, who is invited, and who asks for a new beginning. */
export async function showStaff(ask: Ask): Promise<Answer> {
  const { w, parts, now } = ask;
  const filters = filtersOf(ask);
  const { rows, total } = await found(ask, wanted(ask, filters));
  const admins = await parts.pool.run(adminIds);
  const invites = await parts.pool.run((db) => openInvites(db, now));
  const since = new Date(now.getTime() - RECOVERY_MS);
  const recoveries = await parts.pool.run((db) => openRecoveries(db, since));
  return page({
    title: w('staff.title'),
    styles: ['sign-in.css'],
    body: html`<div class="row apart">
        <h1>${w('staff.title')}</h1>
        <a class="button main" href="/console/staff/new">${w('staff.invite')}</a>
      </div>
      ${
        parts.demo || admins.length >= ADMINS_WANTED
          ? nothing
          : html`<p class="note warn">${w('staff.one_admin')}</p>`
      }
      ${recoveries.map((one) => recoveryCard(ask, one))} ${invitesCard(ask, invites)}
      ${list<ListedAccount>(ask, {
        caption: w('staff.title'),
        searchLabel: w('staff.search'),
        filters,
        rows,
        total,
        empty: w('staff.nobody'),
        exportPath: '/console/staff.csv',
        columns: [
          {
            label: w('staff.name'),
            cell: (row) => html`<a href="/console/staff/${row.staffId}">${row.displayName}</a>`,
          },
          { label: w('staff.sign_in_name'), cell: (row) => row.signInName },
          { label: w('staff.roles'), cell: (row) => roleChips(ask, row) },
          { label: w('staff.state'), cell: (row) => w(`staff.state_${row.state}`) },
          {
            label: w('staff.seen'),
            cell: (row) => (row.seenAt === null ? w('staff.never') : momentOf(ask, row.seenAt)),
          },
        ],
      })}`,
  });
}

/** The same rows for a spreadsheet: who may do what is looked through once a year. */
export async function exportStaff(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const { rows } = await found(ask, wantedForExport(ask, filtersOf(ask)));
  return csvFile(
    'staff',
    ['name', 'sign_in_name', 'roles', 'lead', 'state', 'proof', 'seen'].map((key) =>
      w(`staff.${key}`),
    ),
    rows.map((row) => [
      row.displayName,
      row.signInName,
      ROLES.filter((role) => row.roles.includes(role))
        .map((role) => w(`staff.role_${role}`))
        .join(', '),
      w(row.isLead ? 'staff.yes' : 'staff.no'),
      w(`staff.state_${row.state}`),
      w(row.hasProof ? 'staff.yes' : 'staff.no'),
      row.seenAt?.toISOString(),
    ]),
  );
}

function filtersOf({ w }: Ask) {
  const options = [
    { value: '', label: w('staff.state_any') },
    { value: 'active', label: w('staff.state_active') },
    { value: 'ended', label: w('staff.state_ended') },
  ];
  return [{ name: 'state', label: w('staff.state'), options }];
}

function found({ parts }: Ask, asked: Wanted) {
  return parts.pool.run((db) =>
    listAccounts(db, { ...asked, state: asked.filters['state'] ?? '' }),
  );
}

export function roleChips(
  { w }: Ask,
  { roles, isLead }: Pick<ListedAccount, 'roles' | 'isLead'>,
): Html {
  return html`<span class="row">
    ${ROLES.filter((role) => roles.includes(role)).map(
      (role) => html`<span class="chip">${w(`staff.role_${role}`)}</span>`,
    )}
    ${isLead ? html`<span class="chip good">${w('staff.lead')}</span>` : nothing}
  </span>`;
}

function recoveryCard(ask: Ask, { id, staffId, askedBy, ...one }: OpenRecovery): Html {
  const { w, staff } = ask;
  const mayConfirm = staff.id !== askedBy && staff.id !== staffId;
  return html`<section class="card stack">
    <h2>${w('staff.recovery_open', { name: one.name })}</h2>
    <p>${w('staff.recovery_asked_by', { name: one.askedByName, when: momentOf(ask, one.askedAt) })}</p>
    <p>${w(mayConfirm ? 'staff.recovery_confirm_says' : 'staff.recovery_wait_says')}</p>
    <div class="row">
      ${
        mayConfirm
          ? forSecond(
              ask,
              askedBy,
              act(`/console/staff-recoveries/${id}/confirm`, w('staff.recovery_confirm'), 'danger'),
            )
          : nothing
      }
      ${act(`/console/staff-recoveries/${id}/refuse`, w('staff.recovery_refuse'), 'quiet')}
    </div>
  </section>`;
}

function invitesCard(ask: Ask, invites: readonly OpenInvite[]): Html {
  const { w } = ask;
  if (invites.length === 0) return nothing;
  return html`<section class="card stack">
    <h2>${w('staff.invites')}</h2>
    <ul class="stack plain">
      ${invites.map(
        (one) =>
          html`<li class="row apart">
            <span>
              ${one.kind === 'recover' ? html`<span class="chip warn">${w('staff.invite_recover')}</span>` : roleChips(ask, one)}
              <small>
                ${w('staff.invite_by', {
                  name: one.madeByName ?? w('staff.terminal'),
                  until: momentOf(ask, one.expiresAt),
                })}
              </small>
            </span>
            ${act(`/console/staff-invites/${one.id}/withdraw`, w('staff.invite_withdraw'), 'quiet')}
          </li>`,
      )}
    </ul>
  </section>`;
}
