import { languageName } from '../frame/language-names.ts';
import { pseudonymOf } from '../../base/pseudonym.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { wordingOf } from '../../engine/wording-of.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { writeAudit } from '../../store/audit.ts';
import { type LedgerRow, readConsents } from '../../store/consents.ts';
import { type ListedMember, listMembers } from '../../store/member-list.ts';
import {
  type MemberRequest,
  type MessageCount,
  messageCounts,
  readMemberFacts,
  requestsOf,
} from '../../store/member-page.ts';
import { revealsOf } from '../../store/reveals.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { type Mistake, mistakes } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { labelOf, purposeLabel, reasonLabel } from '../frame/labels.ts';
import { dayOf, momentOf } from '../frame/moments.ts';
import { seesAll } from '../frame/who.ts';
import { revealsCard } from '../reveals/reveals-card.ts';
import { assignCard } from './assign-card.ts';
import { ownAmong, stateChip } from './list-page.ts';
import { ownMemberPage } from './own-member-page.ts';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;

/** Whether a member's page is hers to see: of who sees the programme each, of a counsellor her own, by two walls [rel P56]. */
export async function ownsMember(ask: Ask): Promise<boolean> {
  const id = ask.param('member');
  if (!ID.test(id)) return false;
  if (seesAll(ask.staff)) return true;
  return (await ownAmong(ask, () => [id])).length > 0;
}

/** One member: how it stands, what she agreed to, what was done for her. No number, no name, no word of hers. */
export function showMember(ask: Ask): Promise<Answer> {
  return seesAll(ask.staff) ? memberPage(ask, [], 200) : ownMemberPage(ask);
}

export async function memberPage(
  ask: Ask,
  wrong: readonly Mistake[],
  status: number,
): Promise<Answer> {
  const { parts, staff, now } = ask;
  const id = ask.param('member');
  const found = await parts.pool.transact(async (tx) => {
    const facts = await readMemberFacts(tx, id);
    if (facts === undefined) return undefined;
    const { phoneId } = facts;
    const act = { actor: staff.id, action: 'member_shown', detail: id, now } as const;
    await writeAudit(tx, auditEntry(parts.keyring, act), { now, phoneId });
    const end = id.replaceAll('-', '').slice(-10);
    const listed = await listMembers(
      tx,
      { called: { from: end, to: end }, phoneId },
      { page: 1, size: 1, now },
    );
    const row = listed.rows.find((one) => one.id === id);
    return (
      row && {
        facts,
        row,
        ledger: await readConsents(tx, id),
        requests: await requestsOf(tx, id, phoneId),
        messages: await messageCounts(tx, phoneId),
        reveals: await revealsOf(tx, id),
      }
    );
  });
  if (found === undefined) return notFound();
  const { row, facts } = found;
  const { w } = ask;
  const name = pseudonymOf(id);
  return page({
    styles: ['people.css'],
    title: w('members.member_title', { name }),
    status,
    body: html`${mistakes(w, wrong)}
      <div class="row apart">
        <h1>${w('members.member_title', { name })}</h1>
        ${stateChip(ask, row.state)}
      </div>
      <div class="stack">
        ${factsCard(ask, row, facts)}
        ${facts.unlinkedAt === null && facts.erasureDueAt === null ? assignCard(ask, id, wrong) : nothing}
        ${revealsCard(ask, id, found.reveals)} ${ledgerCard(ask, found.ledger)}
        ${requestsCard(ask, found.requests)} ${messagesCard(ask, found.messages)}
      </div>`,
  });
}

type Facts = NonNullable<Awaited<ReturnType<typeof readMemberFacts>>>;

function factsCard(ask: Ask, row: ListedMember, facts: Facts): Html {
  const { w, now } = ask;
  const id = row.id;
  return html`<section class="card stack">
    <h2>${w('members.facts')}</h2>
    <dl class="facts">
      ${fact(w('members.language'), languageName(ask, row.language))}
      ${fact(w('members.channel'), row.channel?.toUpperCase() ?? w('members.never_heard'))}
      ${fact(w('members.since'), dayOf(ask, row.since))}
      ${fact(w('members.heard'), row.heardAt === null ? w('members.never_heard') : dayOf(ask, row.heardAt))}
      ${fact(
        w('members.counsellor'),
        row.counsellorCode === null
          ? w('members.no_counsellor')
          : html`<a href="/console/counsellors/${row.counsellorCode}">${row.counsellorCode}</a>`,
      )}
      ${facts.sharers > 1 ? fact(w('members.shares'), w('members.sharers', { count: facts.sharers })) : nothing}
      ${until(ask, w('members.paused_until'), facts.pausedUntil, now)}
      ${given(facts.unlinkedAt ?? undefined, (at) =>
        fact(labelOf(w, 'members.unlinked_', facts.unlinkedWhy ?? 'lapse'), dayOf(ask, at)),
      )}
      ${given(facts.erasureDueAt ?? undefined, (at) => fact(w('members.erased_on'), momentOf(ask, at)))}
    </dl>
    <p>
      <a class="button quiet" href="/console/members/${id}/receipt">${w('members.receipt')}</a>
      <a class="button quiet" href="/console/audit?q=${pseudonymOf(id)}">${w('members.who_looked')}</a>
    </p>
  </section>`;
}

function fact(label: string, value: Html | string): Html {
  return html`<dt>${label}</dt>
    <dd>${value}</dd>`;
}

function until(ask: Ask, label: string, at: Date | null, now: Date): Html {
  return at === null || at <= now ? nothing : fact(label, dayOf(ask, at));
}

/** What she agreed to and took back, in order, each with the words that stood there. */
function ledgerCard(ask: Ask, ledger: readonly LedgerRow[]): Html {
  const { w, parts } = ask;
  return html`<section class="card stack">
    <h2>${w('members.ledger')}</h2>
    ${
      ledger.length === 0
        ? html`<p class="empty">${w('members.ledger_empty')}</p>`
        : html`<ol class="ledger">
          ${ledger.map((row) => {
            const words = wordingOf(parts.setting, row);
            return html`<li>
              <p>
                <strong>${purposeLabel(ask, row.purpose)}</strong>: ${w(`members.act_${row.act}`)}
                · ${momentOf(ask, row.at)} · ${howOf(ask, row)}
              </p>
              ${
                row.flow === null
                  ? nothing
                  : html`<p class="hint">
                    ${w('members.wording', { flow: flowTitle(w, row.flow), version: String(row.version), language: row.language === null ? '?' : languageName(ask, row.language) })}
                  </p>`
              }
              ${given(words, (text) => html`<blockquote lang="${row.language ?? ''}">${text}</blockquote>`)}
            </li>`;
          })}
        </ol>`
    }
  </section>`;
}

function howOf({ w }: Ask, { channel, pressed, enteredBy }: LedgerRow): string {
  if (enteredBy !== 'self') return labelOf(w, 'members.by_', enteredBy);
  const by = labelOf(w, 'members.over_', channel);
  return pressed === null ? by : `${by}, ${w('members.pressed', { digit: pressed })}`;
}

function requestsCard(ask: Ask, requests: readonly MemberRequest[]): Html {
  const { w } = ask;
  return html`<section class="card stack">
    <h2>${w('members.requests')}</h2>
    ${
      requests.length === 0
        ? html`<p class="empty">${w('members.requests_empty')}</p>`
        : html`<ul class="ledger">
          ${requests.map(
            (one) =>
              html`<li>
                <a href="/console/follow-ups/${one.id}">${reasonLabel(ask, one.reason)}</a>
                · ${momentOf(ask, one.openedAt)} · ${outcomeOf(ask, one)}
              </li>`,
          )}
        </ul>`
    }
  </section>`;
}

function outcomeOf(ask: Ask, { state, endedAs, endedAt, reachedAt, acceptedAt }: MemberRequest) {
  const { w } = ask;
  if (state !== 'open')
    return `${labelOf(w, 'requests.ended_', endedAs ?? 'closed')}${endedAt === null ? '' : `, ${momentOf(ask, endedAt)}`}`;
  if (reachedAt !== null) return w('requests.reached');
  return acceptedAt === null ? w('requests.open') : w('requests.stage_accepted');
}

function messagesCard(ask: Ask, counts: readonly MessageCount[]): Html {
  const { w } = ask;
  return html`<section class="card stack">
    <h2>${w('members.messages')}</h2>
    ${
      counts.length === 0
        ? html`<p class="empty">${w('members.messages_empty')}</p>`
        : html`<div class="table-wrap" tabindex="0" role="region" aria-label="${w('members.messages')}">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">${w('members.message_kind')}</th>
                <th scope="col">${w('members.message_state')}</th>
                <th scope="col">${w('members.message_count')}</th>
                <th scope="col">${w('members.message_segments')}</th>
              </tr>
            </thead>
            <tbody>
              ${counts.map(
                (one) =>
                  html`<tr>
                    <td>${labelOf(w, 'members.class_', one.class)}</td>
                    <td>${labelOf(w, 'members.sent_', one.state)}</td>
                    <td>${one.count}</td>
                    <td>${one.segments}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
    <p class="hint">${w('members.messages_hint')}</p>
  </section>`;
}
