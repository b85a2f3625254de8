import { pseudonymOf } from '../../base/pseudonym.ts';
import { showReceiptOf } from '../../followup/show-receipt.ts';
import { type Answer, notFound, page } from '../frame/answer.ts';
import { given, html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { labelOf, purposeLabel } from '../frame/labels.ts';
import { dayOf } from '../frame/moments.ts';

/** What is read out to a member who asks what is kept of her yes, and whether anybody looked at her number. */
export async function showReceiptPage(ask: Ask): Promise<Answer> {
  const { w, parts, staff } = ask;
  const id = ask.param('member');
  const receipt = await showReceiptOf(parts, id, staff.id);
  if (receipt === undefined) return notFound();
  const { lines, reveals } = receipt;
  const name = pseudonymOf(id);
  return page({
    styles: ['people.css'],
    title: w('members.receipt_title', { name }),
    body: html`<h1>${w('members.receipt_title', { name })}</h1>
      <p class="note">${w('members.receipt_hint')}</p>
      <section class="card stack">
        <h2>${w('members.receipt_agreed')}</h2>
        ${
          lines.length === 0
            ? html`<p class="empty">${w('members.ledger_empty')}</p>`
            : html`<ul class="ledger">
          ${lines.map(
            ({ purpose, agreedAt, channel, text, endedAt, language }) =>
              html`<li>
                <p>
                  <strong>${purposeLabel(ask, purpose)}</strong>:
                  ${w('members.receipt_yes', { day: dayOf(ask, agreedAt), how: labelOf(w, 'members.over_', channel) })}
                  ${endedAt === undefined ? w('members.receipt_counts') : w('members.receipt_ended', { day: dayOf(ask, endedAt) })}
                </p>
                ${given(text, (words) => html`<blockquote lang="${language ?? ''}">${words}</blockquote>`)}
              </li>`,
          )}
        </ul>`
        }
      </section>
      <section class="card stack">
        <h2>${w('members.receipt_shown')}</h2>
        ${
          reveals.length === 0
            ? html`<p>${w('members.receipt_nobody')}</p>`
            : html`<ul class="ledger">
              ${reveals.map(
                ({ at, what }) =>
                  html`<li>${w(`members.receipt_shown_${what}`, { day: dayOf(ask, at) })}</li>`,
              )}
            </ul>`
        }
      </section>
      <p><a class="button quiet" href="/console/members/${id}">${w('members.back')}</a></p>`,
  });
}
