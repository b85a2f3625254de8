import type { Draft } from '../../store/drafts.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { newerThan } from './catch-up.ts';
import { CHANGES } from './read/who-changes.ts';

/** Says on a draft that a newer version was released since it was begun, and brings it in. */
export async function catchUpNote(ask: Ask, draft: Draft): Promise<Html> {
  const { w } = ask;
  const newer = await newerThan(ask, draft);
  if (newer === undefined) return nothing;
  const { version } = newer;
  const to = `/console/flows/${draft.flow}/catch-up`;
  return html`<div class="note warn stack">
    <p>${w('drafts.newer', { version })}</p>
    ${
      has(ask.staff, CHANGES)
        ? html`<div class="row">
            ${act(to, w('drafts.bring_in', { version }), 'quiet', { version: String(version) })}
            <a href="${to}">${w('drafts.newer_see')}</a>
          </div>`
        : nothing
    }
  </div>`;
}
