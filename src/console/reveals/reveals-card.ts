import { DECIDE_WITHIN_MS } from '../../followup/reveal-rules.ts';
import type { Reveal } from '../../store/reveals.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { momentOf } from '../frame/moments.ts';

/** How often her number was asked for and shown, on her own page; and for the safeguarding lead the way to ask. */
export function revealsCard(ask: Ask, memberId: string, reveals: readonly Reveal[]): Html {
  const { w, staff } = ask;
  const shown = reveals.filter(({ shownAt }) => shownAt !== null).length;
  return html`<section class="card stack">
    <h2>${w('reveals.card')}</h2>
    <p>${w('reveals.shown_times', { count: shown })}</p>
    ${
      reveals.length === 0
        ? nothing
        : html`<ul class="ledger">
          ${reveals.map(
            (one) =>
              html`<li>
                <a href="/console/reveals/${one.id}">${w(`reveals.what_${one.what}`)}</a>
                · ${w(`reveals.reason_${one.reason}`)} · ${momentOf(ask, one.askedAt)} ·
                ${stateWords(ask, one)}
              </li>`,
          )}
        </ul>`
    }
    ${
      staff.isLead
        ? html`<p>
          <a class="button quiet" href="/console/members/${memberId}/reveal">${w('reveals.ask')}</a>
        </p>`
        : nothing
    }
    <p class="hint">${w('reveals.card_hint')}</p>
  </section>`;
}

/** How it stands with one of them, in words. */
export function stateWords(
  ask: Ask,
  { state, askedAt, until, shownAt }: Pick<Reveal, 'state' | 'askedAt' | 'until' | 'shownAt'>,
): string {
  const { w, now } = ask;
  if (state === 'asked' && now.getTime() - askedAt.getTime() >= DECIDE_WITHIN_MS)
    return w('reveals.state_undecided');
  if (shownAt !== null) return w('reveals.state_shown', { at: momentOf(ask, shownAt) });
  if (state !== 'agreed') return w(`reveals.state_${state}`);
  return until !== null && until > now ? w('reveals.state_agreed') : w('reveals.state_unused');
}
