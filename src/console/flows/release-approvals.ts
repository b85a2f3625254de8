import { languageName } from '../frame/language-names.ts';
import { type DraftAct, mayAct, standing } from '../../release/rules.ts';
import { act, button, field, hidden } from '../frame/forms.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { has, type Ask } from '../frame/route.ts';
import { readingPath } from './language-next.ts';
import type { Seen } from './read-review.ts';
import { planShown } from './plan-words.ts';
import { approvalNow } from './release-way.ts';
import { unreadNote } from './unread-note.ts';
import { ago } from './said-when.ts';

/** Characters of a reason: three sentences, so that the editors know what to change. */
export const REASON_MAX = 600;

/** Each language that the programme speaks: who signed it, or the button for who may. */
export function languagesCard(ask: Ask, review: Seen): Html {
  const { w } = ask;
  const { facts, draft } = review;
  return html`<section class="card stack" id="languages" aria-labelledby="languages-title">
    <h2 id="languages-title">${w('release.languages')}</h2>
    <p class="hint">${w('release.languages_hint')}</p>
    <ul class="plain-list">
      ${standing(facts).languages.map((one) => {
        const { language } = one;
        const name = languageName(ask, language);
        const not = mayAct('signed', facts, ask.staff, { language });
        const label = not === undefined ? 'release.read_and_sign' : 'release.read_language';
        return html`<li class="row apart">
          <span>
            <strong>${name}</strong>
            ${signedWords(ask, review, one)}
            ${unreadNote(ask, review, language)}
          </span>
          <span class="row">
            <a class="button quiet" href="${readingPath(draft.flow, language)}">${w(label, { language: name })}</a>
            ${not === undefined ? nothing : whyNot(ask, ['reviewer'], not)}
          </span>
        </li>`;
      })}
    </ul>
  </section>`;
}

type OfLanguage = ReturnType<typeof standing>['languages'][number];

function signedWords(
  ask: Ask,
  review: Seen,
  { language, signed, wasSigned, copies, asked }: OfLanguage,
): Html {
  const { w } = ask;
  if (copies > 0)
    return html`<a
      class="chip warn"
      href="/console/flows/${review.draft.flow}/translate?language=${language}&show=missing"
      >${w('release.copies', { count: copies })}</a
    >`;
  if (asked > 0)
    return html`<a class="chip warn" href="/console/flows/${review.draft.flow}/still-right"
      >${w('release.asked', { count: asked })}</a
    >`;
  if (signed === 'file') return html`<span class="chip good">${w('release.signed_in_file')}</span>`;
  if (signed !== undefined)
    return html`<span class="chip good">${w('release.signed_by', said(ask, review, signed))}</span>`;
  return wasSigned
    ? html`<span class="chip warn">${w('release.changed_since_signed')}</span>`
    : html`<span class="chip warn">${w('release.not_signed')}</span>`;
}

/** Who did something, and when. */
export function said(ask: Ask, { names }: Pick<Seen, 'names'>, one: { by: string; at: Date }) {
  return { who: names.get(one.by) ?? ask.w('drafts.somebody'), when: ago(ask, one.at) };
}

/** Why she may not, where it is her task at all. */
export function whyNot(ask: Ask, roles: Parameters<typeof has>[1], not: string): Html {
  if (not === 'not_your_role' || not === 'already' || !has(ask.staff, roles)) return nothing;
  return html`<small>${ask.w(`release.not_${not}`)}</small>`;
}

/** Lived experience, the second person, and what is held up, with names. */
export function approvalsCard(ask: Ask, review: Seen): Html {
  const { w } = ask;
  const { peer, second, block } = standing(review.facts);
  return html`<section class="card stack" id="approvals" aria-labelledby="approvals-title">
    <h2 id="approvals-title">${w('release.approvals')}</h2>
    <p class="hint">${w('release.approvals_hint')}</p>
    ${given(
      block,
      (one) =>
        html`<div class="note bad stack">
          <p><strong>${w('release.blocked_by', said(ask, review, one))}</strong></p>
          <p>${one.reason}</p>
          ${deed(ask, review, 'lifted', ['peer_reviewer'])}
        </div>`,
    )}
    <div class="grid2">
      <div class="stack">
        <h3>${w('release.peer')}</h3>
        <p>
          ${
            peer === undefined
              ? w('release.peer_missing')
              : html`<span class="chip good"
                  >${w('release.approved_by', said(ask, review, peer))}</span
                >`
          }
        </p>
        ${deed(ask, review, 'peer_approved', ['peer_reviewer'])}
        ${blockForm(ask, review)}
      </div>
      <div class="stack">
        <h3>${w('release.second')}</h3>
        <p>
          ${
            second === undefined
              ? w('release.second_missing')
              : html`<span class="chip good"
                  >${w('release.approved_by', said(ask, review, second))}</span
                >`
          }
        </p>
        ${deed(ask, review, 'approved', ['admin', 'editor', 'reviewer'])}
      </div>
    </div>
  </section>`;
}

function deed(ask: Ask, review: Seen, kind: DraftAct, roles: Parameters<typeof has>[1]): Html {
  const { facts, draft } = review;
  const not = mayAct(kind, facts, ask.staff);
  if (not !== undefined) return whyNot(ask, roles, not);
  // Its button stands once, where the page says that it is next.
  if (approvalNow(ask, review) === kind) return nothing;
  const action = `/console/flows/${draft.flow}/review`;
  // Bound to what this page has shown, so that nobody approves what she has not read.
  const values = { kind, content: facts.content, ...planShown(review) };
  return act(action, ask.w(`release.do_${kind}`), 'quiet', values);
}

function blockForm(ask: Ask, { facts, draft }: Seen): Html {
  const { w, staff } = ask;
  if (mayAct('blocked', facts, staff, { reason: '-' }) !== undefined) return nothing;
  return html`<details>
    <summary>${w('release.block')}</summary>
    <form method="post" action="/console/flows/${draft.flow}/review" class="stack" data-edit>
      ${hidden({ kind: 'blocked', content: facts.content })}
      ${field({
        label: w('release.block_reason'),
        hint: w('release.block_hint'),
        name: 'reason',
        kind: 'long',
        most: REASON_MAX,
        required: true,
      })}
      ${button(w('release.do_blocked'), 'danger')}
    </form>
  </details>`;
}
