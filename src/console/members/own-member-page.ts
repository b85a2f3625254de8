import { languageName } from '../frame/language-names.ts';
import { pseudonymOf } from '../../base/pseudonym.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { ownMembers } from '../../followup/own-members.ts';
import { asStaff } from '../../store/as-staff.ts';
import { writeAudit } from '../../store/audit.ts';
import { readOwnMembers, readOwnRequests } from '../../store/own-member-list.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { purposeLabel, reasonLabel } from '../frame/labels.ts';
import { dayOf, momentOf } from '../frame/moments.ts';
import { stateChip } from './list-page.ts';

/** Requests that a counsellor has open at once, at most: more nobody works through. */
const REQUESTS_MAX = 200;

/** A member of her own, as her counsellor sees her: what her phone shows her too, and no number. */
export async function ownMemberPage(ask: Ask): Promise<Answer> {
  const { parts, staff, now, w } = ask;
  const id = ask.param('member');
  const found = await asStaff(parts.pool, staff.id, async (tx) => {
    const isOwn = await ownMembers(tx, staff.id);
    const [row] = (await readOwnMembers(tx, [id], now)).filter(isOwn);
    if (row === undefined) return undefined;
    const act = { actor: staff.id, action: 'member_shown', detail: id, now } as const;
    await writeAudit(tx, auditEntry(parts.keyring, act), { now });
    const requests = (await readOwnRequests(tx, [row], REQUESTS_MAX)).filter(isOwn);
    return { row, requests };
  });
  if (found === undefined) return notFound();
  const { row, requests } = found;
  const name = pseudonymOf(id);
  const state = row.stopped ? 'stopped' : row.paused ? 'paused' : 'taking_part';
  return page({
    styles: ['people.css'],
    title: w('members.member_title', { name }),
    body: html`<div class="row apart">
        <h1>${w('members.member_title', { name })}</h1>
        ${stateChip(ask, state)}
      </div>
      <section class="card stack">
        <h2>${w('members.facts')}</h2>
        <dl class="facts">
          <dt>${w('members.language')}</dt>
          <dd>${languageName(ask, row.language)}</dd>
          <dt>${w('members.purposes')}</dt>
          <dd>${row.purposes.map((one) => purposeLabel(ask, one)).join(', ') || w('members.no_purpose')}</dd>
          <dt>${w('members.since')}</dt>
          <dd>${dayOf(ask, row.since)}</dd>
          <dt>${w('members.heard')}</dt>
          <dd>${row.heardAt === null ? w('members.never_heard') : dayOf(ask, row.heardAt)}</dd>
        </dl>
        <h2>${w('members.requests')}</h2>
        ${
          requests.length === 0
            ? html`<p class="empty">${w('members.requests_empty')}</p>`
            : html`<ul class="ledger">
              ${requests.map(
                (one) =>
                  html`<li>${reasonLabel(ask, one.reason)} · ${momentOf(ask, one.openedAt)}</li>`,
              )}
            </ul>`
        }
        <p class="hint">${w('members.own_hint')}</p>
      </section>`,
  });
}
